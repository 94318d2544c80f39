import { createHash } from "node:crypto";
import { formatAddress, type Address } from "../reachability/addresses.ts";
import type { Analysis } from "../reachability/analysis.ts";
import type { Hop, Trace } from "../reachability/endpoints.ts";
import { hasPorts, type Packet } from "../reachability/packetSetFields.ts";
import { formatNumbers, formatProtocol } from "../reachability/packetSetText.ts";
import type { PacketSet } from "../reachability/packetSet.ts";
import type { Origin } from "../reachability/model.ts";
import type { ExpectedFlow } from "./expectedFlows.ts";
import type { Place } from "./places.ts";
import type { Finding, Findings } from "./prove.ts";
import type { Assumption, Difference, Fault, FlowReference, ShownHop, ShownPacket, Verdict } from "./verdict.ts";

/** The verdict on what was found, in words. */
export function describeVerdict({ proof, pairs, faults, findings, assumptions }: Findings): Verdict {
  const differences = joined(findings).map(([first, ...others]) => describeFinding(proof.analysis, first, others));
  return {
    status: statusOf(faults, differences),
    flows: proof.flows.length,
    pairs,
    places: proof.places.map((place) => ({ name: place.name, ...(place.belongs.kind === "zone" ? { zone: place.belongs.zone } : {}), machines: place.machines.map(({ machine }) => machine.name) })),
    faults,
    differences,
    assumptions: assumptions.map(assumptionOf),
  };
}

/** Nothing that is broken is made good by something unknown beside it. */
function statusOf(faults: readonly Fault[], differences: readonly Difference[]): Verdict["status"] {
  if (differences.some(({ kind }) => kind !== "unknown") || faults.some(({ kind }) => kind === "broken")) return "broken";
  return differences.length > 0 || faults.length > 0 ? "unknown" : "proved";
}

const hashCharacters = 12;

/** A hash of the very words: whoever accepts an assumption accepts these. */
export function assumptionOf(text: string): Assumption {
  return { text, hash: createHash("sha256").update(text).digest("hex").slice(0, hashCharacters) };
}

type Group = readonly [Finding, ...Finding[]];

/** What one rule does wrong between several pairs of places is told once. */
function joined(findings: readonly Finding[]): readonly Group[] {
  const groups = Map.groupBy(findings, (finding) => JSON.stringify([finding.kind, finding.flow?.row, ...causeOf(finding)]));
  const order = ["missing", "asymmetric", "bypass", "extra", "one-way", "unknown"];
  return ([...groups.values()] as unknown as Group[]).toSorted(([one], [other]) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

function causeOf({ kind, trace, from, to, reasons }: Finding): readonly string[] {
  if (kind === "unknown") return [...new Set(reasons)].sort();
  if (kind === "missing" || kind === "asymmetric") return decisiveHops(kind, trace).map(({ origin }) => originText(origin));
  const outside = to.belongs.kind === "internet" || to.belongs.kind === "name";
  return [from.name, outside ? "outside" : to.name];
}

/** What stopped the packet; where it got through, every rule and route that let it. */
function decisiveHops(kind: Finding["kind"], { forth, back }: Trace): readonly Hop[] {
  const hops = kind === "one-way" ? forth.hops : [...forth.hops, ...(back?.hops ?? [])];
  if (kind === "extra" || kind === "bypass" || kind === "one-way") return hops.filter(({ kind: step, origin }) => origin !== undefined && step !== "delivery");
  const stopping = hops.filter(({ decision }) => decision !== "allow");
  return stopping.length > 0 ? stopping : hops.slice(-1);
}

function describeFinding(analysis: Analysis, finding: Finding, others: readonly Finding[]): Difference {
  const { kind, from, to, flow, packets, witness, trace, reasons } = finding;
  const origins = decisiveHops(kind, trace).map(({ origin }) => originText(origin));
  return {
    kind,
    from: from.name,
    to: to.name,
    packets: describePackets(packets),
    ...(flow === undefined ? {} : { flow: flowReference(flow) }),
    witness: showPacket(analysis, witness),
    ...showWays(trace, flow),
    reasons: kind === "extra" || kind === "bypass" ? [] : unique(kind === "unknown" ? reasons : [trace.reason]).map(shortened),
    causes: unique([...origins, ...from.paths, ...to.paths].filter((text) => text !== "")),
    also: unique(others.map((other) => pairText(other.from, other.to))).filter((text) => text !== pairText(from, to)),
  };
}

function pairText(from: Place, to: Place): string {
  return `${from.name} → ${to.name}`;
}

export function flowReference({ table, row, clause, name }: ExpectedFlow): FlowReference {
  return { table, row, ...(clause === undefined ? {} : { clause }), name };
}

/** The way of a packet and, where it arrived, of the reply. */
export function showWays({ forth, back }: Trace, flow: ExpectedFlow | undefined): { readonly hops: readonly ShownHop[]; readonly reply: readonly ShownHop[] } {
  const show = (hop: Hop) => showHop(hop, flow);
  return { hops: forth.hops.map(show), reply: (back?.hops ?? []).map(show) };
}

const steps = {
  "interface-group": "security group of the interface",
  "subnet-group": "security group of the subnet",
  route: "route",
  firewall: "firewall",
  platform: "platform",
  delivery: "delivery",
} as const satisfies Record<Hop["kind"], string>;

const directions = { outbound: ", outbound", inbound: ", inbound", forward: "" } as const;

/** An ARM id, of which the last name tells. */
const longId = /\/subscriptions\/\S*\/([^/\s]+)/g;

function shortened(text: string): string {
  return text.replace(longId, "$1");
}

function showHop({ kind, direction, at, decision, by, origin }: Hop, flow: ExpectedFlow | undefined): ShownHop {
  const grouped = kind === "interface-group" || kind === "subnet-group";
  const ruled = flow !== undefined && decision === "allow" && origin !== undefined && (grouped || kind === "firewall");
  return {
    step: `${steps[kind]}${grouped ? directions[direction] : ""}`,
    at: at.slice(at.lastIndexOf("/") + 1),
    decision: decision === "allow" ? "passes" : decision === "deny" ? "stops" : "unknown",
    by: shortened(by),
    ...(origin === undefined ? {} : { origin: originText(origin) }),
    ...(ruled ? { rule: [flow.row, flow.clause].filter((word) => word !== undefined).join(" ") } : {}),
  };
}

function originText(origin: Origin | undefined): string {
  if (origin === undefined) return "";
  return origin.path === undefined ? origin.resource : `${origin.resource} ${origin.path}`;
}

export function showPacket(analysis: Analysis, { source, sourcePort, destination, destinationPort, protocol }: Packet): ShownPacket {
  return {
    protocol: formatProtocol(protocol),
    source: showAddress(analysis, source),
    destination: showAddress(analysis, destination),
    ...(hasPorts(protocol) ? { sourcePort, destinationPort } : {}),
  };
}

export function showAddress({ places }: Analysis, address: Address): string {
  return places.nameOf(address) ?? formatAddress(address);
}

const mostBoxes = 6;

/** Protocols and ports of a set, in short: addresses stand in the witness. */
function describePackets(packets: PacketSet): string {
  const texts: string[] = [];
  for (const { protocols, destinationPorts } of packets.space.boxes(packets)) {
    const text = protocols.map(({ first, last }) => (first === last ? formatProtocol(first) : `protocols ${first}-${last}`)).join(", ");
    const ports = formatNumbers(destinationPorts);
    const whole = ports === "0-65535" || ports === "0" ? text : `${text} ${ports}`;
    if (!texts.includes(whole)) texts.push(whole);
    if (texts.length > mostBoxes) return `${texts.slice(0, mostBoxes).join("; ")}; …`;
  }
  return texts.join("; ");
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
