import { analyse, ignoringReplies, type Analysis } from "../reachability/analysis.ts";
import { endpointAddresses, reach, trace } from "../reachability/reach.ts";
import type { AnalysisOptions, Trace } from "../reachability/endpoints.ts";
import type { ModelFirewall, NetworkModel } from "../reachability/model.ts";
import { rangesOf, without } from "../reachability/serviceTags.ts";
import type { PacketSet, PacketSpace } from "../reachability/packetSet.ts";
import { protocolNumbers, type Packet } from "../reachability/packetSetFields.ts";
import type { Expectation } from "./expectation.ts";
import { expectedFlows, type ExpectedFlow } from "./expectedFlows.ts";
import { readRoles, type RoledMachine, type RoleFault } from "./machineRoles.ts";
import { roleTag } from "../specification/stackTags.ts";
import { liesAt, placesOf, type Place, type Places, type Sources } from "./places.ts";
import type { DifferenceKind, Fault } from "./verdict.ts";

/** A stack's effective flows, ready to be compared, traced and shown. */
export interface Proof {
  readonly analysis: Analysis;
  readonly places: readonly Place[];
  readonly flows: readonly ExpectedFlow[];
  readonly machines: readonly RoledMachine[];
}

/** One set of packets between two places for which the stack does not do what the specification says. */
export interface Finding {
  readonly kind: DifferenceKind;
  readonly from: Place;
  readonly to: Place;
  readonly packets: PacketSet;
  readonly witness: Packet;
  readonly flow?: ExpectedFlow;
  readonly trace: Trace;
  readonly reasons: readonly string[];
}

export interface Findings {
  readonly proof: Proof;
  readonly pairs: number;
  /** Broken, or unknown, before any flow is looked at. */
  readonly faults: readonly Fault[];
  readonly findings: readonly Finding[];
  readonly assumptions: readonly string[];
}

/** Makes the model answer questions about the places of the specification; without an expectation, no flow is specified. */
export function prepareProof(model: NetworkModel, expectation: Expectation | undefined, sources: Sources = {}, options: AnalysisOptions = {}): { readonly proof: Proof; readonly roleFaults: readonly RoleFault[] } {
  const { machines, faults } = readRoles(model);
  const flows = expectation === undefined ? [] : expectedFlows(machines, expectation);
  const places: Places = placesOf(model, machines, expectation, flows, sources, options);
  const analysis = analyse(places.model, { ...options, externals: places.externals, names: places.names });
  return { proof: { analysis, places: places.places, flows, machines }, roleFaults: faults };
}

/**
 * Compares what gets through with what the specification opens, for every ordered pair of places of which one is the stack's, or
 * between which its firewall lies: nothing missing, nothing extra, not even one way, nothing unknown; and what has to pass the firewall does.
 */
export function findDifferences(model: NetworkModel, expectation: Expectation, sources: Sources = {}, options: AnalysisOptions = {}): Findings {
  const { proof, roleFaults } = prepareProof(model, expectation, sources, options);
  const shut = shutFirewalls(proof);
  const pairs = comparedPairs(proof);
  const assumptions = new Set<string>();
  const findings = pairs.flatMap(([from, to]) => [...comparePair(proof, from, to, assumptions), ...(crossesFirewall(from, to) ? bypasses(proof, shut, from, to) : [])]);
  return { proof, pairs: pairs.length, faults: [...roleFaults.map(faultOf), ...stackFaults(model, proof), ...homelessFlows(proof, pairs)], findings, assumptions: [...assumptions].sort() };
}

function faultOf({ kind, machine, reason, fix }: RoleFault): Fault {
  return { kind, subject: machine, reason, fix };
}

/** What no packet shows. */
function stackFaults({ interfaces, networks, machines: standing }: NetworkModel, { machines }: Proof): readonly Fault[] {
  const nameOf = (id: string) => standing.find((machine) => machine.interfaces.includes(id))?.name ?? id;
  const subnets = new Set(networks.flatMap((network) => network.subnets.map(({ id }) => id)));
  return [
    ...(machines.length > 0 ? [] : [{ kind: "broken", subject: "the stack", reason: "has no machine with a role: there is nothing that could be proved", fix: `tag the machines with ${roleTag}` } as const]),
    // Gateways, Bastion hosts and load balancers have public addresses of their own: what those open, their flows show.
    ...interfaces.filter(({ id, publicAddress }) => publicAddress && standing.some((machine) => machine.interfaces.includes(id))).map(({ id }): Fault => ({ kind: "broken", subject: nameOf(id), reason: "has a public address, though nothing is published to the internet", fix: "take it away: the way in and out is the firewall" })),
    ...interfaces.filter(({ subnet }) => !subnets.has(subnet)).map(({ id, subnet }): Fault => ({ kind: "unknown", subject: nameOf(id), reason: `stands in ${subnet === "" ? "a subnet" : subnet}, which is not among the resources`, fix: "read the stack that holds the network as well" })),
  ];
}

/** Expected flows for whose ends the stack has no place. */
function homelessFlows({ flows, analysis: { model } }: Proof, pairs: readonly (readonly [Place, Place])[]): readonly Fault[] {
  const elsewhere = applianceElsewhere(model);
  const faults = flows
    .filter((flow) => !endsNowhere(flow) && !pairs.some(([from, to]) => liesAt(flow.from, from) && liesAt(flow.to, to)))
    .map(({ row, name, to }): Fault => {
      const subject = `${row} (${name})`;
      if (to.kind === "firewall" && elsewhere !== undefined) {
        return { kind: "unknown", subject, reason: `ends at a firewall, and routes lead to ${elsewhere}, which is in no stack that is read`, fix: "read the stack that holds it as well, or say by a rule request what it lets through: --firewall FILE" };
      }
      return { kind: "broken", subject, reason: "is specified, and the stack has no place that it could end at", fix: to.kind === "firewall" ? "the stack needs a firewall" : "see whether the stack's network is whole" };
    });
  return [...new Map(faults.map((fault) => [fault.subject, fault])).values()];
}

/** The address of an appliance that routes lead to in a network that is not the stack's: a hub's firewall, perhaps. */
function applianceElsewhere({ networks }: NetworkModel): string | undefined {
  const own = rangesOf(...networks.flatMap(({ prefixes }) => prefixes));
  const tables = networks.flatMap(({ subnets }) => subnets).flatMap(({ routeTables }) => routeTables.options);
  const appliances = tables.flatMap((table) => (table === "none" ? [] : table.routes)).flatMap(({ nextHop, address }) => (nextHop === "VirtualAppliance" && address !== undefined ? [address] : []));
  return appliances.find((address) => without(rangesOf(address), own).length > 0);
}

/** Nobody has named a host that the flow would end at: there is nothing to open. */
function endsNowhere({ to }: ExpectedFlow): boolean {
  return to.kind === "names" && to.names.length === 0;
}

/** Ordered pairs of places of which one at least is the stack's own, and of places outside that a firewall of the stack lies between. */
export function comparedPairs({ places, analysis: { model } }: Pick<Proof, "places" | "analysis">): readonly (readonly [Place, Place])[] {
  const sources = places.filter(({ belongs }) => belongs.kind !== "name" && belongs.kind !== "firewall");
  // A firewall that a rule request stands for passes on the flows of others as well: which of those are right is not for this stack to say.
  const passesOn = model.firewalls.length > 0;
  return sources.flatMap((from) => places.filter((to) => isInside(from) || isInside(to) || (passesOn && isTransit(from, to))).map((to) => [from, to] as const));
}

/** To the firewall's own address come questions of the clients alone, which are its own affair. */
function isTransit(from: Place, to: Place): boolean {
  return from.belongs.kind !== "hub" && to.belongs.kind !== "hub" && to.belongs.kind !== "firewall" && (from !== to || from.belongs.kind === "internet");
}

function isInside({ endpoint, belongs }: Place): boolean {
  return endpoint.kind === "interface" && belongs.kind !== "hub";
}

function comparePair(proof: Proof, from: Place, to: Place, assumptions: Set<string>): readonly Finding[] {
  const { analysis } = proof;
  const { space } = analysis;
  const found = reach(analysis, from.endpoint, to.endpoint);
  // Where no reply returns, a single packet may still do harm.
  const arriving = reach(ignoringReplies(analysis), from.endpoint, to.endpoint);
  for (const assumption of [...found.assumptions, ...arriving.assumptions]) assumptions.add(assumption);
  const specified = specifiedPackets(proof, from, to);
  const expected = space.union(...specified.map(({ packets }) => packets));
  const finding = (kind: DifferenceKind, packets: PacketSet, flow: ExpectedFlow | undefined) => findingOf(analysis, { kind, from, to, packets, flow, reasons: [...found.reasons, ...arriving.reasons].map(({ reason }) => reason) });
  const open = space.union(found.allowed, found.unknown);
  const judged = space.union(open, expected);
  const perhaps = space.union(found.unknown, space.subtract(arriving.unknown, judged));
  return [
    ...specified.flatMap(({ flow, packets }) => finding("missing", space.subtract(packets, open), flow)),
    ...finding("extra", space.subtract(found.allowed, expected), undefined),
    ...finding("one-way", space.subtract(arriving.allowed, judged), undefined),
    ...finding("unknown", perhaps, specified.find(({ packets }) => !space.isEmpty(space.intersect(packets, found.unknown)))?.flow),
  ];
}

interface Found {
  readonly kind: DifferenceKind;
  readonly from: Place;
  readonly to: Place;
  readonly packets: PacketSet;
  readonly flow: ExpectedFlow | undefined;
  readonly reasons: readonly string[];
}

/** None where the set is empty, else one with a packet of it and that packet's way. */
function findingOf(analysis: Analysis, { kind, from, to, packets, flow, reasons }: Found): readonly Finding[] {
  const witness = packets.space.witness(packets);
  if (witness === undefined) return [];
  const traced = trace(analysis, from.endpoint, witness);
  const oneWay = kind === "missing" && traced.forth.end === "delivered";
  return [{ kind: oneWay ? "asymmetric" : kind, from, to, packets, witness, trace: traced, ...(flow === undefined ? {} : { flow }), reasons }];
}

/** The same stack with firewalls that let nothing through: what still gets through does not pass them. */
function shutFirewalls({ analysis: { model, options } }: Proof): Analysis {
  const shut = <Firewall extends ModelFirewall>(firewall: Firewall) => ({ ...firewall, groups: [] });
  const statedFirewalls = (options.statedFirewalls ?? []).map((stated) => ({ ...stated, firewall: shut(stated.firewall) }));
  return analyse({ ...model, firewalls: model.firewalls.map(shut) }, { ...options, statedFirewalls });
}

/** Between the DMZ and the inner zones, and between the stack and the outside (T3.1.5-3, T4.1). */
function crossesFirewall(from: Place, to: Place): boolean {
  const sides = [from, to].map(({ belongs, machines }) => (belongs.kind === "zone" ? (machines.some(({ roles }) => roles.includes("web")) ? "dmz" : "inner") : ["stranger", "hub", "firewall"].includes(belongs.kind) ? undefined : "outside"));
  return !sides.includes(undefined) && sides[0] !== sides[1];
}

/** What is specified and gets through although no firewall lets it. */
function bypasses(proof: Proof, shut: Analysis, from: Place, to: Place): readonly Finding[] {
  const specified = specifiedPackets({ ...proof, analysis: shut }, from, to);
  if (specified.length === 0) return [];
  const found = reach(shut, from.endpoint, to.endpoint);
  return specified.flatMap(({ flow, packets }) => findingOf(proof.analysis, { kind: "bypass", from, to, packets: shut.space.intersect(packets, found.allowed), flow, reasons: [] }));
}

/** The packets of each specified flow between two places. */
function specifiedPackets({ analysis, flows }: Proof, from: Place, to: Place): readonly { readonly flow: ExpectedFlow; readonly packets: PacketSet }[] {
  const matching = flows.filter((flow) => liesAt(flow.from, from) && liesAt(flow.to, to));
  if (matching.length === 0) return [];
  const source = endpointAddresses(analysis, from.endpoint);
  const destination = endpointAddresses(analysis, to.endpoint);
  const between = analysis.space.box({ source, destination });
  return matching.map((flow) => ({ flow, packets: analysis.space.intersect(between, packetsOf(analysis.space, flow)) }));
}

/** Whatever the ends, the packets that a flow speaks of. */
export function packetsOf(space: PacketSpace, { to, protocol, ports }: ExpectedFlow): PacketSet {
  const number = protocolNumbers[protocol === "Tcp" ? "tcp" : "udp"];
  return space.box({
    ...(to.kind === "prefixes" ? { destination: rangesOf(...to.prefixes) } : {}),
    protocols: [{ first: number, last: number }],
    destinationPorts: ports.map(({ from, to: last }) => ({ first: from, last })),
  });
}
