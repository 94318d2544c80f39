import { parseAddress, type Address, type AddressRange } from "../reachability/addresses.ts";
import { addressesOf, type Analysis } from "../reachability/analysis.ts";
import { endpointAddresses, trace } from "../reachability/reach.ts";
import type { Endpoint } from "../reachability/endpoints.ts";
import { hasPorts, protocolNumbers, type Packet } from "../reachability/packetSetFields.ts";
import { rangesOf } from "../reachability/serviceTags.ts";
import { assumptionOf, flowReference, showPacket, showWays } from "./describeVerdict.ts";
import { liesAt, type Place } from "./places.ts";
import { packetsOf, type Proof } from "./prove.ts";
import type { Assumption, FlowReference, ShownHop, ShownPacket } from "./verdict.ts";

/** What somebody on call asks: machine names, zones, addresses, host names, `internet`, `intranet`. */
export interface TraceQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
}

export interface TracedPacket {
  /** Places as the proof names them. */
  readonly from: string;
  readonly to: string;
  readonly packet: ShownPacket;
  readonly end: "delivered" | "dropped" | "unknown" | "unanswered";
  readonly reason: string;
  readonly hops: readonly ShownHop[];
  readonly reply: readonly ShownHop[];
  /** The specified flow that the packet belongs to. */
  readonly flow?: FlowReference;
  readonly assumptions: readonly Assumption[];
}

/** An end of a question that is a place of the stack, with one address that stands for it. */
export interface FoundEnd {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly place?: Place;
  readonly address: Address;
}

/** Words for the client networks. */
const intranetWords = ["intranet", "clients"];

/** What a word of a question means; `undefined` where it means nothing in this stack. */
export function findEnd({ analysis, places }: Proof, word: string): FoundEnd | undefined {
  const wanted = word.toLowerCase();
  const machine = analysis.model.machines.find(({ name }) => name.toLowerCase() === wanted);
  if (machine !== undefined) return interfaceEnd(analysis, places, machine.name, machine.interfaces[0] ?? "");
  const place =
    places.find(({ belongs }) => belongs.kind === "zone" && belongs.zone.toLowerCase() === wanted) ??
    places.find(({ name }) => name.toLowerCase() === wanted) ??
    places.find(({ machines: [machine] }) => machine?.roles.some((role) => role.toLowerCase() === wanted)) ??
    (intranetWords.includes(wanted) ? places.find(({ belongs }) => belongs.kind === "clients") : undefined);
  if (place !== undefined) return endAt(place, addressIn(analysis, place));
  const address = parseAddress(word);
  return address === undefined ? undefined : addressEnd(analysis, places, address);
}

function interfaceEnd(analysis: Analysis, places: readonly Place[], name: string, id: string): FoundEnd | undefined {
  const face = analysis.interfaces.get(id);
  const address = face === undefined ? undefined : firstOf(addressesOf(analysis, face));
  if (face === undefined || address === undefined) return undefined;
  const place = places.find((candidate) => (candidate.endpoint.kind === "interface" && candidate.endpoint.id === id) || candidate.machines.some(({ machine }) => machine.interfaces.includes(id)));
  return { name, endpoint: { kind: "interface", id }, ...(place === undefined ? {} : { place }), address };
}

/** The machine that has the address, else the place whose addresses it is among. */
function addressEnd(analysis: Analysis, places: readonly Place[], address: Address): FoundEnd | undefined {
  const owner = analysis.model.machines.find(({ interfaces }) => interfaces.some((id) => holds(analysis.interfaces.get(id)?.addresses ?? [], address)));
  if (owner !== undefined) return interfaceEnd(analysis, places, owner.name, owner.interfaces.find((id) => holds(analysis.interfaces.get(id)?.addresses ?? [], address))!);
  const place = places.find((candidate) => endpointAddresses(analysis, candidate.endpoint).some((range) => within(range, address)));
  return place === undefined ? undefined : endAt(place, address);
}

function endAt(place: Place, address: Address | undefined): FoundEnd | undefined {
  return address === undefined ? undefined : { name: place.name, endpoint: place.endpoint, place, address };
}

/** An address for documentation (RFC 5737) stands for the internet; the first machine for its zone. */
function addressIn(analysis: Analysis, place: Place): Address | undefined {
  if (place.endpoint.kind === "internet") return parseAddress("203.0.113.10");
  const face = place.machines.flatMap(({ machine }) => machine.interfaces).map((id) => analysis.interfaces.get(id))[0];
  return firstOf(face === undefined ? endpointAddresses(analysis, place.endpoint) : addressesOf(analysis, face));
}

/** A single address, else the first that a host could have. */
function firstOf([range]: readonly AddressRange[]): Address | undefined {
  if (range === undefined) return undefined;
  const { family, first, last } = range;
  return { family, value: last - first > 4n ? first + 4n : first };
}

function holds(texts: readonly string[], address: Address): boolean {
  return rangesOf(...texts).some((range) => within(range, address));
}

function within({ family, first, last }: AddressRange, address: Address): boolean {
  return family === address.family && first <= address.value && address.value <= last;
}

/** The port that the asking side sends from, where nobody cares: the first of IANA's dynamic ones. */
const sendingPort = 49152;

/** One packet's way through the stack, hop by hop. */
export function traceBetween(proof: Proof, from: FoundEnd, to: FoundEnd, { protocol, port }: Pick<TraceQuestion, "protocol" | "port">): TracedPacket {
  const { analysis } = proof;
  const number = protocolNumbers[protocol];
  const packet: Packet = {
    source: from.address,
    destination: to.address,
    protocol: number,
    sourcePort: hasPorts(number) ? sendingPort : 0,
    destinationPort: hasPorts(number) ? port : 0,
  };
  const traced = trace(analysis, from.endpoint, packet);
  const flow = flowOf(proof, from, to, packet);
  return {
    from: from.name,
    to: to.name,
    packet: showPacket(analysis, packet),
    end: traced.end === "dropped" && traced.forth.end === "delivered" ? "unanswered" : traced.end,
    reason: traced.reason,
    ...showWays(traced, flow),
    ...(flow === undefined ? {} : { flow: flowReference(flow) }),
    assumptions: traced.assumptions.map(assumptionOf),
  };
}

function flowOf({ analysis: { space }, flows }: Proof, from: FoundEnd, to: FoundEnd, packet: Packet) {
  if (from.place === undefined || to.place === undefined) return undefined;
  const [source, destination] = [from.place, to.place];
  return flows.find((flow) => liesAt(flow.from, source) && liesAt(flow.to, destination) && space.contains(packetsOf(space, flow), packet));
}
