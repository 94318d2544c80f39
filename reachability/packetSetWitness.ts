import { allAddresses, readAddresses, type AddressFamily } from "./addresses.ts";
import type { PacketSetDiagram } from "./packetSetDiagram.ts";
import { everyPort, everyProtocol, families, familyLevel, hasPorts, isAddressField, lastValue, protocolNumbers, type FieldLevels, type Packet, type PacketField } from "./packetSetFields.ts";
import { everything, nothing, type NodeId, type Span } from "./packetSetNodes.ts";

interface Way extends Span {
  readonly child: NodeId;
}

/**
 * One packet of a set, the one that a reader recognises soonest: IPv4, private addresses, TCP, from a port that systems choose
 * themselves to a known one. Every node that is not `nothing` holds a packet, so each field takes the best value that leads on,
 * without going back.
 */
export function witnessOf(diagram: PacketSetDiagram, { order, levels }: FieldLevels, node: NodeId): Packet | undefined {
  if (node === nothing) return undefined;
  const ofFamily = bestOf(waysOn(diagram, node, familyLevel, 1n), [{ first: 0n, last: 1n }]);
  const family = families[Number(ofFamily.value)]!;
  const chosen = {} as Record<PacketField, bigint>;
  let at = ofFamily.child;
  for (const field of order) {
    const best = bestOf(waysOn(diagram, at, levels[family][field], lastValue(field, family)), likely(field, family));
    chosen[field] = isAddressField(field) ? hostIn(best) : best.value;
    at = best.child;
  }
  return packetFrom(family, chosen);
}

function waysOn(diagram: PacketSetDiagram, node: NodeId, level: number, last: bigint): readonly Way[] {
  if (node === everything || diagram.levelOf(node) !== level) return [{ first: 0n, last, child: node }];
  return diagram.edgesOf(node).filter(({ child }) => child !== nothing);
}

interface Choice {
  readonly value: bigint;
  /** Up to here, values are as good and lead to the same child. */
  readonly last: bigint;
  readonly child: NodeId;
}

/** The lowest value in the first of the spans that any way touches; the last span is the whole field. */
function bestOf(ways: readonly Way[], spans: readonly Span[]): Choice {
  for (const span of spans) {
    const way = ways.find(({ first, last }) => first <= span.last && span.first <= last);
    if (way === undefined) continue;
    const last = way.last < span.last ? way.last : span.last;
    return { value: way.first > span.first ? way.first : span.first, last, child: way.child };
  }
  throw new RangeError("No way leads on, though the set is not empty");
}

/** Hosts of a subnet begin at its fifth address in Azure: where the choice begins with a network's address, that one is taken. */
function hostIn({ value, last }: Choice): bigint {
  const [smallestSubnet, firstHost] = [8n, 4n];
  return value % smallestSubnet === 0n && value + firstHost <= last ? value + firstHost : value;
}

function packetFrom(family: AddressFamily, chosen: Readonly<Record<PacketField, bigint>>): Packet {
  const protocol = Number(chosen.protocols);
  const port = (value: bigint) => (hasPorts(protocol) ? Number(value) : 0);
  return {
    source: { family, value: chosen.source },
    destination: { family, value: chosen.destination },
    protocol,
    sourcePort: port(chosen.sourcePorts),
    destinationPort: port(chosen.destinationPorts),
  };
}

const single = (value: number): Span => ({ first: BigInt(value), last: BigInt(value) });
const numbers = (first: number, last: number): Span => ({ first: BigInt(first), last: BigInt(last) });

const { tcp, udp, icmp, icmpv6 } = protocolNumbers;
const likelyProtocols: Readonly<Record<AddressFamily, readonly Span[]>> = {
  IPv4: [single(tcp), single(udp), single(icmp), numbers(everyProtocol.first, everyProtocol.last)],
  IPv6: [single(tcp), single(udp), single(icmpv6), numbers(everyProtocol.first, everyProtocol.last)],
};

/** IANA's dynamic ports, then those that no service of the system has. */
const likelySourcePorts = [numbers(49152, everyPort.last), numbers(1024, everyPort.last), numbers(everyPort.first, everyPort.last)];
const likelyDestinationPorts = [...[443, 80, 22, 3389, 1433].map(single), numbers(1, everyPort.last), numbers(everyPort.first, everyPort.last)];

/** Private addresses, those for documentation, then whatever a host on the internet may have. */
const likelyAddresses: Readonly<Record<AddressFamily, readonly Span[]>> = {
  IPv4: [...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "203.0.113.0/24", "1.0.0.0-126.255.255.255", "128.0.0.0-223.255.255.255"].map(spanOf), allAddresses("IPv4")],
  IPv6: [...["fd00::/8", "2001:db8::/32", "2000::/3"].map(spanOf), allAddresses("IPv6")],
};

function spanOf(text: string): Span {
  const read = readAddresses(text);
  if (read.kind === "invalid") throw new RangeError(`${text} ${read.reason}`);
  return read.ranges[0]!;
}

function likely(field: PacketField, family: AddressFamily): readonly Span[] {
  if (isAddressField(field)) return likelyAddresses[family];
  if (field === "protocols") return likelyProtocols[family];
  return field === "sourcePorts" ? likelySourcePorts : likelyDestinationPorts;
}
