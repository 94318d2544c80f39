import type { PlatformFlow } from "../azure/platformFlows.ts";
import { specifiedFlows, type FlowChoices, type FlowEnd, type SpecifiedFlow } from "../specification/flows.ts";
import type { PlannedFlow } from "./plan.ts";

/** A zone as far as flows are concerned. */
export interface FlowingZone {
  readonly id: string;
  readonly roles: SpecifiedZoneRoles;
  readonly machines: number;
  readonly prefix: string;
  readonly demilitarised: boolean;
}
type SpecifiedZoneRoles = Parameters<typeof specifiedFlows>[0][number]["roles"];

/** Where flows begin and end outside the zones. */
export interface FlowSurroundings {
  /** Client networks: the vendor's "client" and "intranet" alike. */
  readonly clientPrefixes: readonly string[];
  readonly packageHosts: readonly string[];
  readonly licenceHosts: readonly string[];
  readonly socialInsuranceHosts: readonly string[];
  readonly feedbackHosts: readonly string[];
  readonly firewallAddress: string;
}

/**
 * The open flows of an environment: the vendor's matrix and the platform's table, with addresses.
 * R1 from the internet is left out: nothing is published to the internet.
 */
export function plannedFlows(
  zones: readonly FlowingZone[],
  choices: FlowChoices,
  platform: readonly PlatformFlow[],
  surroundings: FlowSurroundings,
): readonly PlannedFlow[] {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const vendor = specifiedFlows(zones, choices)
    .filter((flow) => flow.from.kind !== "internet")
    .map((flow) => vendorFlow(flow, byId, surroundings));
  const ours = zones.flatMap((zone) => platform.map((flow) => platformFlow(flow, zone, surroundings)));
  return [...vendor, ...ours];
}

function vendorFlow(flow: SpecifiedFlow, zones: ReadonlyMap<string, FlowingZone>, surroundings: FlowSurroundings): PlannedFlow {
  return {
    table: "vendor",
    row: flow.row,
    clause: flow.clause,
    name: flow.name,
    from: flow.from,
    to: flow.to,
    protocol: flow.protocol,
    ports: flow.ports,
    sourcePrefixes: placesOf(flow.from, zones, surroundings),
    destinations: placesOf(flow.to, zones, surroundings),
    throughFirewall: crossesFirewall(flow.from, flow.to, zones),
  };
}

function platformFlow(flow: PlatformFlow, zone: FlowingZone, surroundings: FlowSurroundings): PlannedFlow {
  return {
    table: "platform",
    row: flow.id,
    name: flow.reason,
    from: { kind: "zone", zone: zone.id },
    to: { kind: "platform", id: flow.id },
    protocol: flow.protocol,
    ports: flow.ports,
    sourcePrefixes: [zone.prefix],
    destinations: platformDestinations(flow, surroundings),
    throughFirewall: flow.destination.kind !== "firewallDns",
  };
}

function platformDestinations(flow: PlatformFlow, surroundings: FlowSurroundings): readonly string[] {
  switch (flow.destination.kind) {
    case "firewallDns":
      return [`${surroundings.firewallAddress}/32`];
    case "addresses":
      return flow.destination.prefixes;
    case "fqdnTag":
      return [flow.destination.tag];
    case "fqdns":
      return flow.destination.fqdns;
  }
}

function placesOf(end: FlowEnd, zones: ReadonlyMap<string, FlowingZone>, surroundings: FlowSurroundings): readonly string[] {
  switch (end.kind) {
    case "zone":
      return [zones.get(end.zone)!.prefix];
    case "client":
    case "intranet":
      return surroundings.clientPrefixes;
    case "vendor":
      return [...new Set([...surroundings.packageHosts, ...surroundings.licenceHosts])].sort();
    case "socialInsuranceAgency":
      return surroundings.socialInsuranceHosts;
    case "feedback":
      return surroundings.feedbackHosts;
    case "internet":
      return ["Internet"];
  }
}

/** Everything from or to the outside passes the firewall, and everything between the DMZ and the inner zones (T3.1.5-3). */
function crossesFirewall(from: FlowEnd, to: FlowEnd, zones: ReadonlyMap<string, FlowingZone>): boolean {
  if (from.kind !== "zone" || to.kind !== "zone") return true;
  return zones.get(from.zone)!.demilitarised !== zones.get(to.zone)!.demilitarised;
}
