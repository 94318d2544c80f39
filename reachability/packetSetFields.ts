import { allAddresses, mergedRanges, type Address, type AddressRange } from "./addresses.ts";
import type { PacketSetDiagram } from "./packetSetDiagram.ts";
import { everything, nothing, type NodeId, type Span } from "./packetSetNodes.ts";

/** Protocol numbers or ports from `first` to `last`, both included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

export const everyProtocol: NumberRange = { first: 0, last: 255 };
export const everyPort: NumberRange = { first: 0, last: 65535 };

/** IANA's protocol numbers that rules name. */
export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, dccp: 33, esp: 50, ah: 51, icmpv6: 58, sctp: 132, udpLite: 136 } as const;

const { tcp, udp, dccp, sctp, udpLite } = protocolNumbers;
const protocolsWithPorts: readonly number[] = [tcp, udp, dccp, sctp, udpLite];

/** Packets of other protocols have no ports: whoever asks for a certain port does not mean them. */
export function hasPorts(protocol: number): boolean {
  return protocolsWithPorts.includes(protocol);
}

/** Of these ranges (of all, where there are none given) the protocols that have ports. */
export function protocolsWithPortsAmong(ranges: readonly NumberRange[] = [everyProtocol]): readonly NumberRange[] {
  return protocolsWithPorts.filter((protocol) => ranges.some(({ first, last }) => first <= protocol && protocol <= last)).map((protocol) => ({ first: protocol, last: protocol }));
}

/** One packet; ports are 0 where its protocol has none. */
export interface Packet {
  readonly source: Address;
  /** Of the same family as the source. */
  readonly destination: Address;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** A product: every combination of the ranges of its fields. */
export interface PacketBox {
  readonly source: readonly AddressRange[];
  readonly destination: readonly AddressRange[];
  readonly protocols: readonly NumberRange[];
  readonly sourcePorts: readonly NumberRange[];
  readonly destinationPorts: readonly NumberRange[];
}

export type PacketField = keyof PacketBox;

/**
 * The order in which diagrams look at the fields, after the family. Chosen by measurement: `tests/bench/packetSets.ts` builds the
 * same lists in other orders.
 */
export const measuredFieldOrder: readonly PacketField[] = ["protocols", "source", "sourcePorts", "destinationPorts", "destination"];

/** The levels of a diagram: the family first, then the fields, where addresses have a level for each family. */
export interface FieldLevels {
  /** How many values each level has. */
  readonly sizes: readonly bigint[];
  readonly order: readonly PacketField[];
  readonly levels: Readonly<Record<Address["family"], Readonly<Record<PacketField, number>>>>;
}

export const familyLevel = 0;
export const families = ["IPv4", "IPv6"] as const;

export function fieldLevels(order: readonly PacketField[]): FieldLevels {
  const places = measuredFieldOrder.map((field) => order.indexOf(field));
  const ports = Math.min(order.indexOf("sourcePorts"), order.indexOf("destinationPorts"));
  if (order.length !== places.length || places.includes(-1) || order.indexOf("protocols") > ports) throw new RangeError(`No order of fields: ${order.join(", ")}`);
  const sizes = [BigInt(families.length)];
  const levels = { IPv4: {} as Record<PacketField, number>, IPv6: {} as Record<PacketField, number> };
  for (const field of order) {
    for (const family of isAddressField(field) ? families : (["IPv4"] as const)) {
      levels[family][field] = sizes.length;
      sizes.push(lastValue(field, family) + 1n);
    }
    if (!isAddressField(field)) levels.IPv6[field] = levels.IPv4[field];
  }
  return { sizes, order, levels };
}

export function isAddressField(field: PacketField): field is "source" | "destination" {
  return field === "source" || field === "destination";
}

/** The highest value of a field. */
export function lastValue(field: PacketField, family: Address["family"]): bigint {
  if (isAddressField(field)) return allAddresses(family).last;
  return BigInt(field === "protocols" ? everyProtocol.last : everyPort.last);
}

/** One value for each level, for `PacketSetDiagram.outcomeAt`. */
export function valuesOf(packet: Packet, { sizes, levels }: FieldLevels): readonly bigint[] {
  const { family } = packet.source;
  const values = sizes.map(() => 0n);
  values[familyLevel] = BigInt(families.indexOf(family));
  values[levels[family].source] = packet.source.value;
  values[levels[family].destination] = packet.destination.value;
  values[levels[family].protocols] = BigInt(packet.protocol);
  values[levels[family].sourcePorts] = BigInt(hasPorts(packet.protocol) ? packet.sourcePort : 0);
  values[levels[family].destinationPorts] = BigInt(hasPorts(packet.protocol) ? packet.destinationPort : 0);
  return values;
}

/** The diagram of a product, from the last field up to the family; a field that is left out may have any value. */
export function boxNode(diagram: PacketSetDiagram, { order, levels }: FieldLevels, box: Partial<PacketBox>): NodeId {
  const ofFamily = (family: Address["family"]) =>
    order.toReversed().reduce((node, field) => {
      const spans = node === nothing ? undefined : spansOf(box, field, family);
      return spans === undefined ? node : diagram.within(levels[family][field], spans, node, nothing);
    }, everything);
  return diagram.within(familyLevel, [{ first: 0n, last: 0n }], ofFamily("IPv4"), ofFamily("IPv6"));
}

function spansOf(box: Partial<PacketBox>, field: PacketField, family: Address["family"]): readonly Span[] | undefined {
  if (isAddressField(field)) return box[field] && mergedRanges(box[field].filter((range) => range.family === family));
  return box[field] && mergedNumbers(box[field]).map(({ first, last }) => ({ first: BigInt(first), last: BigInt(last) }));
}

/** In ascending order; what overlaps or touches is one range. */
export function mergedNumbers(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const merged: NumberRange[] = [];
  for (const range of ranges.toSorted((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { first: before.first, last: range.last };
  }
  return merged;
}
