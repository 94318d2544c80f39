import { documentedChoices, type FlowChoices } from "../specification/flows.ts";
import type { Configuration } from "./configuration.ts";

/** What the proof has to be told of a stack besides its resources. Paths say where in the stack file it was asked for. */
export interface FlowExpectation {
  readonly choices: FlowChoices;
  readonly clientNetworks: readonly ExpectedPlace[];
  /** Hosts of packages and licences. */
  readonly vendorHosts: readonly ExpectedPlace[];
  readonly socialInsuranceHosts: readonly ExpectedPlace[];
}

/** A prefix or a host name, as the stack file has it. */
export interface ExpectedPlace {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * Read from the configuration itself, not from what the planners made of it: what they forget is then found missing.
 * The choices are those of the file; what it cannot say, the documents decide.
 */
export function flowExpectation({ network, product, vendor }: Configuration): FlowExpectation {
  const { databasePort, clientPorts, eventServicePort, intranetRedirect, recyclingOverHttp, plaintextMessaging, legacyWeb } = network;
  const careModule = product.subsystems.includes("VoO");
  const hosts = (list: "packageHosts" | "licenceHosts" | "socialInsuranceHosts") =>
    (vendor[list] ?? []).map((host, index): ExpectedPlace => ({ name: host, value: host, path: `lifecare:vendor.${list}[${index}]` }));
  return {
    choices: {
      ...documentedChoices,
      databasePort,
      clientPorts,
      eventServicePort,
      intranetRedirect,
      recyclingOverHttp,
      plaintextMessaging,
      legacyWeb,
      careModule,
      feedback: product.feedback,
      databaseVendorAccess: vendor.databaseServerAccess,
    },
    clientNetworks: network.clientNetworks.map(({ name, prefix }, index) => ({ name, value: prefix, path: `lifecare:network.clientNetworks[${index}]` })),
    vendorHosts: [...hosts("packageHosts"), ...hosts("licenceHosts")],
    socialInsuranceHosts: careModule ? hosts("socialInsuranceHosts") : [],
  };
}
