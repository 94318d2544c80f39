import { platformFlows } from "../azure/platformFlows.ts";
import { feedbackHost } from "../specification/portMatrix.ts";
import { documentedChoices, type FlowChoices } from "../specification/flows.ts";
import { planAddresses, type Addressing } from "./addressing.ts";
import { availabilityZoneProblems, hostProblems, portProblems, unknownRoles, wordProblems } from "./argumentChecks.ts";
import { planNames } from "./naming.ts";
import type { NetworkDesign, NetworkZone } from "./networkResources.ts";
import { roleProblems, zoneId } from "./placement.ts";
import { plannedFlows, type FlowingZone } from "./plannedFlows.ts";
import { ProblemError, type Problem } from "./problem.ts";
import { ClientPorts, EnvironmentKind, type FlowRequest, type NetworkRequest, type OutboundRequest, type ZoneRequest } from "./requests.ts";
import { commonTags } from "./tags.ts";
import type { Role } from "../specification/vocabulary.ts";

/**
 * Decides what a request for a network leaves open: subnets, names, flows.
 *
 * @throws ProblemError with every argument that breaks a clause or cannot be used; paths begin with `args`
 */
export function designNetwork(request: NetworkRequest): NetworkDesign {
  const misspelt = [
    ...wordProblems("args.environment", request.environment, Object.values(EnvironmentKind)),
    ...request.zones.flatMap((zone, index) => unknownRoles(`args.zones[${index}].roles`, zone.roles)),
    ...request.zones.flatMap((zone, index) => (zone.roles.length === 0 ? roleProblems({ roles: [], path: `args.zones[${index}]` }) : [])),
  ];
  // Nothing can be planned of roles that nobody knows or names.
  if (misspelt.length > 0) throw new ProblemError(refusal, misspelt);

  const zones = request.zones.map((zone, index) => asked(zone, `args.zones[${index}]`));
  const { addressing, problems } = planAddresses({
    addressSpace: { prefix: request.addressSpace, path: "args.addressSpace" },
    zones: zones.map((zone) => ({ id: zone.id, roles: zone.roles, groups: [{ name: zone.id, count: zone.count, path: zone.path }] })),
    subnets: Object.fromEntries(zones.filter((zone) => zone.prefix !== undefined).map((zone) => [zone.id, { prefix: zone.prefix!, path: `${zone.path}.prefix` }])),
    clientNetworks: request.clientNetworks.map((network, index) => ({ ...network, path: `args.clientNetworks[${index}].prefix` })),
  });
  const naming = planNames({
    customer: { code: request.customer, path: "args.customer" },
    environment: request.environment,
    // The vault's name, which alone depends on the subscription, is not the network's.
    subscriptionId: "",
    groups: [],
    zones: zones.map(({ id, path }) => ({ id, path })),
  });
  const all = [
    ...zones.flatMap(roleProblems),
    ...zones.flatMap(machinesProblems),
    ...repeatedZones(zones),
    ...problems,
    ...naming.problems,
    ...emptyLists(request),
    ...hostProblems(request.outbound, "args.outbound"),
    ...wordProblems("args.flows.clientPorts", request.flows?.clientPorts, Object.values(ClientPorts), "T4.3-C"),
    ...portProblems(request.flows, zones.map((zone) => zone.roles), "args.flows"),
    ...availabilityZoneProblems(request.availabilityZones ?? [], "args.availabilityZones"),
  ];
  if (all.length > 0 || addressing === undefined) throw new ProblemError(refusal, all);

  const networkZones = zones.map((zone): NetworkZone & FlowingZone => ({
    ...naming.names.zones[zone.id]!,
    id: zone.id,
    roles: zone.roles,
    machines: zone.count,
    prefix: addressing.prefixes[zone.id]!,
    demilitarised: zone.roles.includes("web"),
  }));
  return {
    resourceGroupName: request.resourceGroupName,
    location: request.location,
    tags: commonTags(request.customer, request.environment),
    ...naming.names,
    addressSpace: request.addressSpace,
    firewallAddress: addressing.firewallAddress,
    clientPrefixes: request.clientNetworks.map((network) => network.prefix),
    availabilityZones: request.availabilityZones ?? [],
    zones: networkZones,
    serviceSubnets: addressing.serviceSubnets,
    flows: plannedFlows(networkZones, flowChoices(request.flows, request.outbound), platformFlows, surroundingsOf(request, addressing)),
  };
}

const refusal = "The network's arguments cannot be used:";

/** A rule without a source is one that Azure refuses, and a network without servers serves nobody. */
function emptyLists({ zones, clientNetworks }: NetworkRequest): readonly Problem[] {
  return [
    ...(zones.length > 0 ? [] : [{ path: "args.zones", value: [], limit: "at least one zone", clause: "T3.1-3", fix: "state which roles the machines of the network have" }]),
    ...(clientNetworks.length > 0 ? [] : [{ path: "args.clientNetworks", value: [], limit: "at least one network that users come from", clause: "T4.3-C", fix: "ask the customer's network team for the prefixes" }]),
  ];
}

interface AskedZone {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly count: number;
  readonly path: string;
  readonly prefix: string | undefined;
}

function asked(zone: ZoneRequest, path: string): AskedZone {
  const id = zoneId(zone.roles);
  return { id, name: id, roles: zone.roles, count: zone.machines, path, prefix: zone.prefix };
}

function machinesProblems({ count, path }: AskedZone): readonly Problem[] {
  if (Number.isInteger(count) && count >= 1) return [];
  return [{ path: `${path}.machines`, value: count, limit: "a whole number, 1 or more", clause: "T3.1-3", fix: "state how many machines have these roles, or leave the zone out" }];
}

function repeatedZones(zones: readonly AskedZone[]) {
  return zones
    .filter((zone, index) => zones.findIndex((other) => other.id === zone.id) < index)
    .map((zone) => ({ path: `${zone.path}.roles`, value: zone.roles, limit: "roles that no other zone has: machines with the same roles are one zone", clause: "T3.1-3", fix: "add the machines to the zone that has these roles already" }));
}

/** The choices of the matrix: what was asked for, and what the documents decide where nothing was. */
export function flowChoices(flows: FlowRequest | undefined, outbound: OutboundRequest): FlowChoices {
  return {
    ...documentedChoices,
    ...Object.fromEntries(Object.entries(flows ?? {}).filter(([, value]) => value !== undefined)),
    careModule: (outbound.socialInsuranceHosts ?? []).length > 0,
    databaseVendorAccess: outbound.databaseServerAccess ?? documentedChoices.databaseVendorAccess,
  };
}

function surroundingsOf(request: NetworkRequest, addressing: Addressing) {
  return {
    clientPrefixes: request.clientNetworks.map((network) => network.prefix),
    packageHosts: request.outbound.packageHosts,
    licenceHosts: request.outbound.licenceHosts,
    socialInsuranceHosts: request.outbound.socialInsuranceHosts ?? [],
    feedbackHosts: [feedbackHost.value],
    firewallAddress: addressing.firewallAddress,
  };
}
