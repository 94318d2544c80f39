import type { StatedFirewall } from "../reachability/endpoints.ts";
import type { NetworkModel } from "../reachability/model.ts";
import { reach } from "../reachability/reach.ts";
import { PacketSpace, type PacketSet } from "../reachability/packetSet.ts";
import type { PacketBox } from "../reachability/packetSetFields.ts";
import { formatAddresses, formatNumbers, formatProtocol } from "../reachability/packetSetText.ts";
import { assumptionOf } from "./describeVerdict.ts";
import type { Expectation } from "./expectation.ts";
import { liesAt, type Place } from "./places.ts";
import { comparedPairs, packetsOf, prepareProof, type Proof } from "./prove.ts";
import { serverChanges, type Server, type ServerChange } from "./servers.ts";
import type { Assumption } from "./verdict.ts";

/** A stack as a comparison takes it. */
export interface ComparedStack {
  readonly model: NetworkModel;
  /** Without it, rows and clauses are not named. */
  readonly expectation?: Expectation;
  readonly servers: readonly Server[];
  readonly statedFirewalls?: readonly StatedFirewall[];
}

/** What a reviewer needs to know of a change. */
export interface StackDifference {
  readonly opened: readonly FlowChange[];
  readonly closed: readonly FlowChange[];
  /** Flows of which it was known whether they are open, and no longer is. */
  readonly uncertain: readonly FlowChange[];
  readonly servers: readonly ServerChange[];
  /** What the comparison takes for granted of the world outside the two stacks. */
  readonly assumptions: readonly Assumption[];
}

export interface FlowChange {
  readonly from: string;
  readonly to: string;
  /** Protocol and ports; addresses where an end is no place of the stack's. */
  readonly packets: readonly string[];
  /** Rows of the matrix that specify some of it, on the side where it is open. Empty: nothing specifies it. */
  readonly rows: readonly string[];
}

/**
 * The flows that one stack lets through and the other does not, by zone (a zone whose addresses moved has not changed), and the
 * servers that differ.
 */
export function compareStacks(base: ComparedStack, head: ComparedStack): StackDifference {
  const space = new PacketSpace();
  const names = [...namesOf(base), ...namesOf(head)];
  const [before, after] = [base, head].map((stack) => openFlows(space, stack, names)) as [Side, Side];
  const pairs = [...new Set([...before.flows.keys(), ...after.flows.keys()])].sort();
  const changes = (side: Side, take: (pair: string) => PacketSet): readonly FlowChange[] =>
    pairs.map((pair) => flowChange(space, side, pair, take(pair))).filter((change) => change !== undefined);
  const open = (side: Side, pair: string) => side.flows.get(pair)?.allowed ?? space.empty;
  const uncertain = (side: Side, pair: string) => side.flows.get(pair)?.unknown ?? space.empty;
  return {
    opened: changes(after, (pair) => space.subtract(open(after, pair), open(before, pair))),
    closed: changes(before, (pair) => space.subtract(open(before, pair), space.union(open(after, pair), uncertain(after, pair)))),
    uncertain: changes(after, (pair) => space.subtract(uncertain(after, pair), uncertain(before, pair))),
    servers: serverChanges(base.servers, head.servers),
    assumptions: [...new Set([...before.assumptions, ...after.assumptions])].sort().map(assumptionOf),
  };
}

interface OpenFlow {
  readonly from: string;
  readonly to: string;
  readonly allowed: PacketSet;
  readonly unknown: PacketSet;
  readonly rows: readonly { readonly row: string; readonly packets: PacketSet }[];
}

interface Side {
  readonly flows: ReadonlyMap<string, OpenFlow>;
  readonly assumptions: readonly string[];
}

function namesOf({ model, expectation, statedFirewalls = [] }: ComparedStack): readonly string[] {
  return prepareProof(model, expectation, {}, { statedFirewalls }).proof.places.flatMap(({ belongs }) => (belongs.kind === "name" ? [belongs.name] : []));
}

function openFlows(space: PacketSpace, { model, expectation, statedFirewalls = [] }: ComparedStack, names: readonly string[]): Side {
  const { proof } = prepareProof(model, expectation, {}, { names, statedFirewalls });
  const flows = new Map<string, OpenFlow>();
  const assumptions = new Set<string>();
  for (const [from, to] of comparedPairs(proof)) {
    const found = reach(proof.analysis, from.endpoint, to.endpoint);
    for (const assumption of found.assumptions) assumptions.add(assumption);
    const [fromName, toName] = [placeName(from), placeName(to)];
    const key = `${fromName} → ${toName}`;
    const earlier = flows.get(key);
    const joined = (set: PacketSet, other: PacketSet | undefined) => space.union(withoutOwnAddresses(space, set, from, to), other ?? space.empty);
    flows.set(key, {
      from: fromName,
      to: toName,
      allowed: joined(found.allowed, earlier?.allowed),
      unknown: joined(found.unknown, earlier?.unknown),
      rows: [...(earlier?.rows ?? []), ...rowsBetween(space, proof, from, to)],
    });
  }
  return { flows, assumptions: [...assumptions] };
}

/** Client networks and other private networks are one place with addresses: a prefix that moves from the one to the other is a flow that opens. */
function placeName({ name, belongs }: Place): string {
  if (belongs.kind === "zone") return belongs.zone;
  if (belongs.kind === "firewall") return "firewall";
  return belongs.kind === "clients" || belongs.kind === "elsewhere" ? "intranet" : name;
}

function rowsBetween(space: PacketSpace, { flows, analysis }: Proof, from: Place, to: Place) {
  return flows
    .filter((flow) => liesAt(flow.from, from) && liesAt(flow.to, to))
    .map((flow) => ({ row: flow.clause === undefined ? flow.row : `${flow.row} [${flow.clause}]`, packets: withoutOwnAddresses(space, packetsOf(analysis.space, flow), from, to) }));
}

/** The stack's own addresses say nothing beyond their zone; a name's stand for the name alone. */
function withoutOwnAddresses(space: PacketSpace, set: PacketSet, from: Place, to: Place): PacketSet {
  const boxes = [...set.space.boxes(set)].map(({ source, destination, protocols, destinationPorts }) =>
    space.box({ protocols, ...(isRange(from) ? { source } : {}), ...(isRange(to) ? { destination } : {}), ...portsOf(destinationPorts) }),
  );
  return space.union(...boxes);
}

/** Packets without ports stand as port 0: they are not limited to it. */
function portsOf(destinationPorts: PacketBox["destinationPorts"]): Partial<PacketBox> {
  const [only] = destinationPorts;
  const every = destinationPorts.length === 1 && only!.first === 0 && (only!.last === 0 || only!.last === 65535);
  return every ? {} : { destinationPorts };
}

function isRange({ endpoint }: Place): boolean {
  return endpoint.kind === "external" || endpoint.kind === "internet";
}

const mostBoxes = 8;

function flowChange(space: PacketSpace, { flows }: Side, pair: string, packets: PacketSet): FlowChange | undefined {
  if (space.isEmpty(packets)) return undefined;
  const { from, to, rows } = flows.get(pair)!;
  const texts: string[] = [];
  for (const box of space.boxes(packets)) {
    if (texts.length === mostBoxes) {
      texts.push("…");
      break;
    }
    texts.push(boxText(box));
  }
  const named = rows.filter((row) => !space.isEmpty(space.intersect(row.packets, packets))).map(({ row }) => row);
  return { from, to, packets: [...new Set(texts)], rows: [...new Set(named)] };
}

function boxText({ source, destination, protocols, destinationPorts }: PacketBox): string {
  const kinds = protocols.map(({ first, last }) => (first === 0 && last === 255 ? "any protocol" : first === last ? formatProtocol(first) : `protocols ${first}-${last}`)).join(", ");
  const ports = formatNumbers(destinationPorts);
  const [from, to] = [formatAddresses(source), formatAddresses(destination)].map((text) => (text === "*" || text === "IPv4" || text === "IPv6" ? "" : text));
  return [`${kinds}${ports === "0-65535" || ports === "0" ? "" : ` ${ports}`}`, ...(from === "" ? [] : [`from ${from}`]), ...(to === "" ? [] : [`to ${to}`])].join(" ");
}
