import { formatAddress } from "./addresses.ts";
import { boxesOf } from "./packetSetBoxes.ts";
import { PacketSetDiagram } from "./packetSetDiagram.ts";
import { boxNode, everyPort, everyProtocol, fieldLevels, hasPorts, lastValue, measuredFieldOrder, mergedNumbers, protocolsWithPortsAmong, valuesOf } from "./packetSetFields.ts";
import { everything, nothing, outcomeOf, type NodeId } from "./packetSetNodes.ts";
import type { FieldLevels, NumberRange, Packet, PacketBox, PacketField } from "./packetSetFields.ts";
import { witnessOf } from "./packetSetWitness.ts";

/** An immutable set of packets. Only the space that made it can work with it. */
export interface PacketSet {
  readonly space: PacketSpace;
  /** Equal sets of one space have the same node. */
  readonly node: NodeId;
}

/** Far more than a network's rules need (300 rules: some ten thousand), at most a few hundred megabytes. */
const defaultMaximumEdges = 20_000_000;

interface PacketSpaceOptions {
  /** What all sets of the space may need together, in intervals of 8 bytes (IPv6 addresses: 20). 20 million unless stated. */
  readonly maximumEdges?: number;
  /** Decides size and speed, never an answer. Protocols come before ports, so that no box limits ports that a protocol has not. */
  readonly fieldOrder?: readonly PacketField[];
}

/**
 * The algebra of packet sets. A packet has a source and a destination of one address family, a protocol, and ports where its
 * protocol has any. All is exact; equality and emptiness cost nothing.
 *
 * Sets share what they have in common, and a space keeps whatever was computed in it: use one for each network that is judged and
 * let it go afterwards. Every operation throws `TooManyEdgesError` where the answer needs more than the space may hold; the sets
 * made before are still good.
 */
export class PacketSpace {
  readonly diagram: PacketSetDiagram;
  readonly fields: FieldLevels;
  readonly empty: PacketSet = { space: this, node: nothing };
  readonly all: PacketSet = { space: this, node: everything };

  /** @throws RangeError where the field order does not hold each field once, protocols before ports */
  constructor({ maximumEdges = defaultMaximumEdges, fieldOrder = measuredFieldOrder }: PacketSpaceOptions = {}) {
    this.fields = fieldLevels(fieldOrder);
    this.diagram = new PacketSetDiagram(this.fields.sizes, maximumEdges);
  }

  /**
   * Every combination of the given ranges; a field that is left out may have any value, and an empty list leaves no packet.
   * Where ports are limited, packets of protocols without ports are not among them.
   *
   * @throws RangeError where a range ends before it begins or leaves its field
   */
  box(limits: Partial<PacketBox>): PacketSet {
    checkBox(limits);
    const limited = !coversPorts(limits.sourcePorts) || !coversPorts(limits.destinationPorts);
    const protocols = limited ? protocolsWithPortsAmong(limits.protocols) : limits.protocols;
    return this.setOf(boxNode(this.diagram, this.fields, { ...limits, protocols }));
  }

  union(...sets: readonly PacketSet[]): PacketSet {
    return this.setOf(balanced(this.#nodes(sets), nothing, (one, other) => this.diagram.overlay(one, other)));
  }

  intersect(...sets: readonly PacketSet[]): PacketSet {
    return this.setOf(balanced(this.#nodes(sets), everything, (one, other) => this.diagram.restrict(one, other)));
  }

  complement(set: PacketSet): PacketSet {
    return this.setOf(this.diagram.remove(everything, this.nodeOf(set)));
  }

  /** The packets of the first that are not in the second. */
  subtract(set: PacketSet, without: PacketSet): PacketSet {
    return this.setOf(this.diagram.remove(this.nodeOf(set), this.nodeOf(without)));
  }

  isEmpty(set: PacketSet): boolean {
    return this.nodeOf(set) === nothing;
  }

  equals(one: PacketSet, other: PacketSet): boolean {
    return this.nodeOf(one) === this.nodeOf(other);
  }

  /** Whether every packet of the first is in the second. */
  isWithin(inner: PacketSet, outer: PacketSet): boolean {
    return this.isEmpty(this.subtract(inner, outer));
  }

  contains(set: PacketSet, packet: Packet): boolean {
    return this.outcomeFor(this.nodeOf(set), packet) === outcomeOf(everything);
  }

  /** A packet of the set that a reader recognises, always the same one; `undefined` where the set is empty. */
  witness(set: PacketSet): Packet | undefined {
    return witnessOf(this.diagram, this.fields, this.nodeOf(set));
  }

  /** The set as disjoint boxes, as few as the field order gives; take as many of them as are wanted. */
  boxes(set: PacketSet): Generator<PacketBox> {
    return boxesOf(this.diagram, this.fields, this.nodeOf(set));
  }

  /** Witnesses of the set's first boxes: packets that differ in what allows them. */
  samples(set: PacketSet, count: number): readonly Packet[] {
    const samples: Packet[] = [];
    for (const box of this.boxes(set)) {
      if (samples.length === count) break;
      samples.push(this.witness(this.box(box))!);
    }
    return samples;
  }

  /** The set of a diagram of this space that has two outcomes. */
  setOf(node: NodeId): PacketSet {
    return { space: this, node };
  }

  /** @throws RangeError where the set belongs to another space */
  nodeOf(set: PacketSet): NodeId {
    if (set.space !== this) throw new RangeError("This packet set belongs to another space");
    return set.node;
  }

  /** @throws RangeError where the fields do not make a packet */
  outcomeFor(node: NodeId, packet: Packet): number {
    checkPacket(packet);
    return this.diagram.outcomeAt(node, valuesOf(packet, this.fields));
  }

  #nodes(sets: readonly PacketSet[]): readonly NodeId[] {
    return sets.map((set) => this.nodeOf(set));
  }
}

/** Joins neighbours, then the results, and so on: large diagrams are met as seldom as can be. */
export function balanced(nodes: readonly NodeId[], neutral: NodeId, join: (one: NodeId, other: NodeId) => NodeId): NodeId {
  if (nodes.length <= 1) return nodes[0] ?? neutral;
  const middle = nodes.length >>> 1;
  return join(balanced(nodes.slice(0, middle), neutral, join), balanced(nodes.slice(middle), neutral, join));
}

function coversPorts(ranges: readonly NumberRange[] | undefined): boolean {
  if (ranges === undefined) return true;
  const [only] = mergedNumbers(ranges);
  return only?.first === everyPort.first && only.last === everyPort.last;
}

function checkBox(box: Partial<PacketBox>): void {
  for (const field of measuredFieldOrder) {
    for (const range of box[field] ?? []) {
      const last = lastValue(field, "family" in range ? range.family : "IPv4");
      if (range.first > range.last || range.first < 0 || range.last > last) throw new RangeError(`${field} ${range.first}-${range.last} is no range from 0 to ${last}`);
    }
  }
}

function checkPacket({ source, destination, protocol, sourcePort, destinationPort }: Packet): void {
  const fits =
    source.family === destination.family &&
    [source, destination].every(({ family, value }) => 0n <= value && value <= lastValue("source", family)) &&
    isWholeWithin(protocol, everyProtocol) &&
    [sourcePort, destinationPort].every((port) => isWholeWithin(port, everyPort)) &&
    (hasPorts(protocol) || (sourcePort === 0 && destinationPort === 0));
  if (!fits) throw new RangeError(`No packet: ${formatAddress(source)} ${sourcePort} to ${formatAddress(destination)} ${destinationPort}, protocol ${protocol}`);
}

function isWholeWithin(value: number, { first, last }: NumberRange): boolean {
  return Number.isInteger(value) && first <= value && value <= last;
}
