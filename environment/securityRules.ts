import type { network } from "@pulumi/azure-native/types/input.js";
import { platformFlows } from "../azure/platformFlows.ts";
import type { RowId } from "../specification/flows.ts";
import { portMatrix } from "../specification/portMatrix.ts";
import { roles, type PortSpan, type Role } from "../specification/vocabulary.ts";
import { byText, sortedUnique } from "./order.ts";
import type { PlannedFlow } from "./plan.ts";

/** A security rule with literal values only: what the proof reads is what Azure gets (decision 3). */
export type PlannedSecurityRule = Omit<network.SecurityRuleArgs, "name" | "priority" | "direction" | "access"> & {
  readonly name: string;
  readonly priority: number;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
};

/**
 * Bands of priorities. A rule's number follows from its row and its peer alone, so that a new zone or row never renumbers
 * another rule: matrix row n begins at 100 + 100·n, the platform's table at 2,500, and everything else is denied at 4,096.
 */
const firstPriority = 100;
const priorityBand = 100;
const platformPriority = 2500;
const denyPriority = 4096;

/** Azure's tag for what lies outside: the firewall narrows it to the named hosts. */
const outside = "Internet";

interface RuleZone {
  readonly id: string;
  readonly prefix: string;
  readonly roles: readonly Role[];
}

/**
 * The rules of one zone's security group: exactly its flows in both directions, then an explicit deny of everything else
 * (the platform's own default rules would let all of the virtual network in).
 *
 * @param zone the zone that owns the group
 * @param zones all zones of the network, for the order of peers
 * @param flows every open flow of the network
 */
export function securityRules(zone: RuleZone, zones: readonly RuleZone[], flows: readonly PlannedFlow[]): readonly PlannedSecurityRule[] {
  const inbound = flows.filter((flow) => flow.to.kind === "zone" && flow.to.zone === zone.id);
  const outbound = flows.filter((flow) => flow.from.kind === "zone" && flow.from.zone === zone.id);
  const rules = [
    ...inbound.map((flow) => allow("Inbound", flow, zones)),
    ...outbound.map((flow) => allow("Outbound", flow, zones)),
    denyEverything("Inbound"),
    denyEverything("Outbound"),
  ];
  return rules.sort((one, other) => byText(one.direction, other.direction) || one.priority - other.priority);
}

function allow(direction: "Inbound" | "Outbound", flow: PlannedFlow, zones: readonly RuleZone[]): PlannedSecurityRule {
  const peer = direction === "Inbound" ? flow.from : flow.to;
  const peerName = peer.kind === "zone" ? peer.zone : peer.kind === "platform" ? peer.id : peer.kind;
  return {
    name: direction === "Inbound" ? `${flow.row}-from-${peerName}` : `${flow.row}-to-${peerName}`,
    description: describe(flow),
    priority: priorityOf(flow, peer, zones),
    direction,
    access: "Allow",
    protocol: flow.protocol,
    sourcePortRange: "*",
    ...portRanges(flow.ports),
    ...prefixes("source", flow.sourcePrefixes),
    ...prefixes("destination", securityGroupDestinations(flow)),
  };
}

function denyEverything(direction: "Inbound" | "Outbound"): PlannedSecurityRule {
  return {
    // Names are unique in a group, whatever their direction.
    name: `deny-everything-else-${direction.toLowerCase()}`,
    description: "Only the flows of the specification are open (T4.3-M)",
    priority: denyPriority,
    direction,
    access: "Deny",
    protocol: "*",
    sourcePortRange: "*",
    destinationPortRange: "*",
    sourceAddressPrefix: "*",
    destinationAddressPrefix: "*",
  };
}

function describe(flow: PlannedFlow): string {
  const clause = flow.clause === undefined ? "platform" : flow.clause;
  return `${flow.row} ${flow.name} (${clause})`.slice(0, 140);
}

/** A security group knows no host names: a flow to named hosts ends at the outside there, and at the names in the firewall. */
function securityGroupDestinations(flow: PlannedFlow): readonly string[] {
  return flow.destinations.every(isPrefix) ? flow.destinations : [outside];
}

/** Whether a destination is an address prefix rather than a host name or tag. */
export function isPrefix(destination: string): boolean {
  return /^[\d.]+(\/\d+)?$|^[\da-fA-F]*:[\da-fA-F:]*(\/\d+)?$/.test(destination);
}

function priorityOf(flow: PlannedFlow, peer: PlannedFlow["from"] | PlannedFlow["to"], zones: readonly RuleZone[]): number {
  if (flow.table === "platform") return platformPriority + platformOffset(flow);
  return firstPriority + priorityBand * rowIndex(flow.row as RowId) + peerOffset(peer, zones);
}

function rowIndex(row: RowId): number {
  return portMatrix.findIndex((candidate) => candidate.id === row);
}

/** A zone's offset is the set of its roles read as bits, 1–63: it depends on nothing else in the stack. */
function peerOffset(peer: PlannedFlow["from"] | PlannedFlow["to"], zones: readonly RuleZone[]): number {
  if (peer.kind !== "zone") return outsideOffsets[peer.kind];
  const held = zones.find((zone) => zone.id === peer.zone)!.roles;
  return roles.reduce((bits, role, index) => (held.includes(role) ? bits + 2 ** index : bits), 0);
}

const outsideOffsets = { internet: 64, intranet: 65, client: 66, vendor: 67, socialInsuranceAgency: 68, feedback: 69, platform: 70 } as const;

/** A platform flow keeps its place in the platform's table, which only ever grows at its end. */
function platformOffset(flow: PlannedFlow): number {
  return platformFlows.findIndex((candidate) => candidate.id === flow.row && candidate.protocol === flow.protocol);
}

function portRanges(ports: readonly PortSpan[]): Pick<network.SecurityRuleArgs, "destinationPortRange" | "destinationPortRanges"> {
  const ranges = ports.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`));
  return ranges.length === 1 ? { destinationPortRange: ranges[0]! } : { destinationPortRanges: ranges };
}

type AddressFields = Pick<
  network.SecurityRuleArgs,
  "sourceAddressPrefix" | "sourceAddressPrefixes" | "destinationAddressPrefix" | "destinationAddressPrefixes"
>;

function prefixes(side: "source" | "destination", values: readonly string[]): AddressFields {
  const sorted = sortedUnique(values);
  return sorted.length === 1 ? { [`${side}AddressPrefix`]: sorted[0]! } : { [`${side}AddressPrefixes`]: sorted };
}
