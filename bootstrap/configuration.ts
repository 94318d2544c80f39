import ipaddr from "ipaddr.js";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { isRecord, list, oneOf, text, type Fault, type Reading } from "./readings.ts";

/** Who a token must be of, and by whom it is issued. */
export interface FederatedSubject {
  readonly issuer: string;
  readonly subject: string;
}

/** Where the workflows run, as far as Azure has to know them. */
export type Workflows =
  | { readonly host: "github"; readonly repository: string }
  /** As the service connections say it. The one that previews may have its identity from the other environment's bootstrap stack: its principal is named. */
  | { readonly host: "azure-devops"; readonly preview: FederatedSubject | { readonly principal: string }; readonly deploy: FederatedSubject }
  /** Updates are run by people alone. */
  | { readonly host: "none" };

/** What has to be decided before the first stack: for one stack, in one subscription. */
export interface BootstrapConfiguration {
  readonly location: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly customer: string;
  readonly environment: "prod" | "utb";
  /** How many copies of the state there are, and where. */
  readonly redundancy: "LRS" | "ZRS" | "GRS" | "GZRS";
  /** Who reaches state and key over the network: everybody who signs in, or these public addresses alone. */
  readonly reachableFrom: "anywhere" | readonly string[];
  /** Features of the subscription that are asked for; those that are registered already are left out. */
  readonly features: readonly "EncryptionAtHost"[];
  readonly workflows: Workflows;
  /** Object ids of the directory's groups whose people run updates themselves. */
  readonly operators: readonly string[];
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const repository = /^[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/;
const own = "lifecare-bootstrap:";

/** What each key has to be: one fact in one place. */
const readings: Readonly<Record<string, Reading>> = {
  "azure-native:location": text(/^[a-z][a-z0-9]{2,40}$/, "a region's name, lower case, for example swedencentral", "pulumi config set azure-native:location swedencentral"),
  "azure-native:subscriptionId": text(guid, "a subscription's id", "state the id that `az account show --query id` prints"),
  "azure-native:tenantId": text(guid, "a directory's id", "state the id that `az account show --query tenantId` prints"),
  [`${own}customer`]: text(/^[a-z][a-z0-9]{1,5}$/, "2 to 6 lower-case letters and digits, beginning with a letter", "state the stack file's lifecare:customer.code"),
  [`${own}environment`]: oneOf(["prod", "utb"], "name the stack that is to stand in this subscription"),
  [`${own}redundancy`]: oneOf(["LRS", "ZRS", "GRS", "GZRS"], "ZRS keeps three copies in the region's zones; GZRS another three elsewhere; LRS three in one place; GRS those and three elsewhere"),
  [`${own}reachableFrom`]: (value) => (value === "anywhere" ? undefined : list(readAddress, "state anywhere (whoever signs in), or the addresses of those who run updates")(value)),
  [`${own}features`]: list(oneOf(["EncryptionAtHost"], "the machines need EncryptionAtHost"), "state [EncryptionAtHost], or [] where the subscription has it already"),
  [`${own}workflows`]: readWorkflows,
  [`${own}operators`]: list(text(guid, "the object id of a group in the directory", "az ad group show --group … --query id"), "state [] where nobody runs updates but the workflows"),
};

/** What is neither private nor anybody's own; examples' addresses (RFC 5737) are reserved. */
const publicRanges: ReadonlySet<string> = new Set(["unicast", "reserved"]);

/** Source: MicrosoftDocs/azure-docs, storage/common/storage-network-security.md: public addresses alone, and no prefix longer than /30. */
function readAddress(value: unknown): Fault | undefined {
  const fault = { limit: "a public IPv4 address, or a prefix of at most /30", fix: "leave out private addresses, and write one address without /32" };
  const [address = "", length, ...rest] = String(value).split("/");
  if (rest.length > 0 || !ipaddr.IPv4.isValidFourPartDecimal(address) || !publicRanges.has(ipaddr.IPv4.parse(address).range())) return fault;
  return length === undefined || (/^\d{1,2}$/.test(length) && Number(length) >= 1 && Number(length) <= 30) ? undefined : fault;
}

function readWorkflows(value: unknown): Fault | undefined {
  const fix = "state {host: github, repository: OWNER/NAME}, {host: azure-devops, preview: {issuer, subject}, deploy: {issuer, subject}} (preview: {principal} where another bootstrap stack made its identity) or {host: none}";
  if (!isRecord(value)) return { limit: "where the workflows run", fix };
  switch (value["host"]) {
    case "none":
      return undefined;
    case "github":
      return text(repository, "a repository as OWNER/NAME", fix)(value["repository"]);
    case "azure-devops":
      return (isSubject(value["preview"]) || isPrincipal(value["preview"])) && isSubject(value["deploy"]) ? undefined : { limit: "issuer and subject of both service connections", fix };
    default:
      return { limit: "github, azure-devops or none as host", fix };
  }
}

function isPrincipal(value: unknown): boolean {
  return isRecord(value) && guid.test(String(value["principal"]));
}

function isSubject(value: unknown): value is FederatedSubject {
  return isRecord(value) && /^https:\/\/\S{1,590}$/.test(String(value["issuer"])) && /^\S{1,600}$/.test(String(value["subject"] ?? ""));
}

/**
 * Parses the bootstrap stack's configuration, keys as in its stack file.
 *
 * @throws ProblemError with every problem at once
 */
export function parseBootstrap(config: Readonly<Record<string, unknown>>): BootstrapConfiguration {
  const unknownKeys = Object.keys(config).filter((key) => key.startsWith(own) && readings[key] === undefined);
  const problems: readonly Problem[] = [
    ...unknownKeys.map((path): Problem => ({ path, value: config[path], limit: "a key that the configuration knows", fix: `leave it out; known here: ${Object.keys(readings).join(", ")}` })),
    ...Object.entries(readings).flatMap(([path, reading]): readonly Problem[] => {
      const fault = reading(config[path]);
      return fault === undefined ? [] : [{ path, value: config[path], ...fault }];
    }),
  ];
  if (problems.length > 0) throw new ProblemError("The configuration cannot be used:", problems);
  const said = (key: string) => config[`${own}${key}`];
  return {
    location: config["azure-native:location"],
    subscriptionId: String(config["azure-native:subscriptionId"]).toLowerCase(),
    tenantId: config["azure-native:tenantId"],
    customer: said("customer"),
    environment: said("environment"),
    redundancy: said("redundancy"),
    reachableFrom: said("reachableFrom"),
    features: said("features"),
    workflows: said("workflows"),
    operators: said("operators"),
  } as BootstrapConfiguration;
}
