import { describe, expect, test } from "vitest";
import { parseAddress, readAddresses, type AddressRange } from "./addresses.ts";
import { PacketSpace } from "./packetSet.ts";
import type { NumberRange, Packet } from "./packetSetFields.ts";
import { TooManyEdgesError } from "./packetSetNodes.ts";
import { formatBox, formatPacket } from "./packetSetText.ts";

const space = new PacketSpace();

function at(...texts: readonly string[]): readonly AddressRange[] {
  return texts.flatMap((text) => {
    const read = readAddresses(text);
    if (read.kind === "invalid") throw new Error(read.reason);
    return read.ranges;
  });
}

function only(...numbers: readonly number[]): readonly NumberRange[] {
  return numbers.map((number) => ({ first: number, last: number }));
}

function packet(source: string, destination: string, protocol: number, destinationPort: number, sourcePort = destinationPort === 0 ? 0 : 50000): Packet {
  return { source: parseAddress(source)!, destination: parseAddress(destination)!, protocol, sourcePort, destinationPort };
}

const [icmp, tcp, udp] = [1, 6, 17];
const sql = space.box({ source: at("10.80.8.0/24"), destination: at("10.80.12.4", "10.80.12.5"), protocols: only(tcp), destinationPorts: only(1433) });

describe("a box", () => {
  test("holds the combinations of its ranges and nothing else", () => {
    expect(space.contains(sql, packet("10.80.8.7", "10.80.12.5", tcp, 1433))).toBe(true);
    expect(space.contains(sql, packet("10.80.9.0", "10.80.12.5", tcp, 1433))).toBe(false);
    expect(space.contains(sql, packet("10.80.8.7", "10.80.12.6", tcp, 1433))).toBe(false);
    expect(space.contains(sql, packet("10.80.8.7", "10.80.12.5", udp, 1433))).toBe(false);
    expect(space.contains(sql, packet("10.80.8.7", "10.80.12.5", tcp, 1434))).toBe(false);
  });
  test("with no limits is everything, with an empty list nothing", () => {
    expect(space.equals(space.box({}), space.all)).toBe(true);
    expect(space.isEmpty(space.box({ source: [] }))).toBe(true);
    expect(space.isEmpty(space.box({ source: at("10.0.0.0/8"), destination: at("fd00::/8") }))).toBe(true);
  });
  test("that limits ports holds no packet without ports; one that limits none holds them", () => {
    const ping = packet("10.0.0.4", "10.0.0.5", icmp, 0);
    expect(space.contains(space.box({ destinationPorts: only(443) }), ping)).toBe(false);
    expect(space.isEmpty(space.box({ protocols: only(icmp), sourcePorts: only(443) }))).toBe(true);
    expect(space.contains(space.box({ destinationPorts: [{ first: 0, last: 1000 }, { first: 1001, last: 65535 }] }), ping)).toBe(true);
    expect(space.contains(space.complement(sql), ping)).toBe(true);
  });
  test("cannot leave its fields", () => {
    expect(() => space.box({ destinationPorts: [{ first: 443, last: 80 }] })).toThrow(RangeError);
    expect(() => space.box({ destinationPorts: only(65536) })).toThrow("destinationPorts 65536-65536 is no range from 0 to 65535");
    expect(() => space.box({ protocols: only(256) })).toThrow(RangeError);
    expect(() => space.box({ protocols: [{ first: -1, last: 6 }] })).toThrow("protocols -1-6 is no range from 0 to 255");
    expect(() => space.box({ source: [{ family: "IPv4", first: 0n, last: 2n ** 32n }] })).toThrow(RangeError);
  });
});

test("a packet is of one family, and has ports where its protocol has any", () => {
  expect(() => space.contains(sql, packet("10.0.0.4", "fd00::4", tcp, 443))).toThrow("No packet: 10.0.0.4 50000 to fd00::4 443, protocol 6");
  expect(() => space.contains(sql, packet("10.0.0.4", "10.0.0.5", icmp, 443))).toThrow(RangeError);
  expect(() => space.contains(sql, packet("10.0.0.4", "10.0.0.5", tcp, 443.5))).toThrow(RangeError);
});

describe("no packet has", () => {
  const whole = packet("10.0.0.4", "10.0.0.5", tcp, 443);
  const address = (value: bigint) => ({ family: "IPv4" as const, value });
  const ping = packet("10.0.0.4", "10.0.0.5", icmp, 0);
  test.each<readonly [string, Packet]>([
    ["a source below all addresses", { ...whole, source: address(-1n) }],
    ["a destination below all addresses", { ...whole, destination: address(-1n) }],
    ["a source above all addresses", { ...whole, source: address(2n ** 32n) }],
    ["a destination above all addresses", { ...whole, destination: address(2n ** 32n) }],
    ["ends above all addresses", { ...whole, source: address(2n ** 32n), destination: address(2n ** 32n) }],
    ["a protocol below all", { ...ping, protocol: -1 }],
    ["a protocol above all", { ...ping, protocol: 256 }],
    ["half a protocol", { ...ping, protocol: 1.5 }],
    ["a source port below all", { ...whole, sourcePort: -1 }],
    ["a source port above all", { ...whole, sourcePort: 65536 }],
    ["a destination port below all", { ...whole, destinationPort: -1 }],
    ["a destination port above all", { ...whole, destinationPort: 65536 }],
    ["ports above all", { ...whole, sourcePort: 65536, destinationPort: 65536 }],
    ["a source port without a protocol that has any", { ...ping, sourcePort: 7 }],
    ["a destination port without a protocol that has any", { ...ping, destinationPort: 7 }],
  ])("%s", (_, none) => {
    expect(() => space.contains(space.all, none)).toThrow(/^No packet: /);
  });
  test("but the lowest and the highest of all are some", () => {
    const lowest: Packet = { source: address(0n), destination: address(0n), protocol: 0, sourcePort: 0, destinationPort: 0 };
    const highest: Packet = { source: address(2n ** 32n - 1n), destination: address(2n ** 32n - 1n), protocol: 255, sourcePort: 0, destinationPort: 0 };
    expect([lowest, highest, { ...whole, sourcePort: 65535, destinationPort: 65535 }, ping].map((some) => space.contains(space.all, some))).toEqual([true, true, true, true]);
  });
});

describe("a witness is a packet that a reader recognises", () => {
  const witness = (limits: Parameters<PacketSpace["box"]>[0]) => formatPacket(space.witness(space.box(limits))!);
  test("of everything: private hosts, TCP, from a port that systems choose to a known one", () => {
    expect(formatPacket(space.witness(space.all)!)).toBe("10.0.0.4:49152 → 10.0.0.4:443 TCP");
  });
  test("of a subnet: its first host", () => {
    expect(formatPacket(space.witness(sql)!)).toBe("10.80.8.4:49152 → 10.80.12.4:1433 TCP");
  });
  test("of what is no private address, no TCP and no known port", () => {
    expect(witness({ source: at("0.0.0.0-9.255.255.255", "203.0.113.7-255.255.255.255"), destination: at("20.0.0.1"), protocols: only(udp, icmp), destinationPorts: [{ first: 7000, last: 7020 }] })).toBe("203.0.113.7:49152 → 20.0.0.1:7000 UDP");
    expect(witness({ source: at("127.0.0.0/8"), destination: at("255.255.255.255"), sourcePorts: [{ first: 0, last: 1023 }], destinationPorts: only(0) })).toBe("127.0.0.4:0 → 255.255.255.255:0 TCP");
    expect(witness({ protocols: only(icmp, 50) })).toBe("10.0.0.4 → 10.0.0.4 ICMP");
    expect(witness({ protocols: only(99) })).toBe("10.0.0.4 → 10.0.0.4 protocol 99");
  });
  test("of IPv6", () => {
    expect(witness({ destination: at("2001:db8:1::/48") })).toBe("[fd00::4]:49152 → [2001:db8:1::4]:443 TCP");
  });
  test("of a few addresses: hosts where there is room, whole networks where there is none", () => {
    expect(witness({ source: at("10.0.0.8-10.0.0.12"), destination: at("10.0.0.8-10.0.0.11") })).toBe("10.0.0.12:49152 → 10.0.0.8:443 TCP");
    expect(witness({ source: at("10.255.255.248-11.0.0.255"), destination: at("9.255.255.248-10.0.0.3") })).toBe("10.255.255.252:49152 → 10.0.0.0:443 TCP");
  });
  test("of nothing: none", () => {
    expect(space.witness(space.empty)).toBeUndefined();
  });
});

describe("as text, a set is", () => {
  const text = (set: Parameters<PacketSpace["boxes"]>[0]) => [...space.boxes(set)].map(formatBox);
  test("one line for what one rule says", () => {
    expect(text(sql)).toEqual(["10.80.8.0/24 → 10.80.12.4/31 TCP 1433"]);
    expect(text(space.all)).toEqual(["* → * any protocol"]);
    expect(text(space.empty)).toEqual([]);
  });
  test("merged again where rules were cut apart", () => {
    const halves = ["10.80.8.0/25", "10.80.8.128/25"].map((source) => space.box({ source: at(source), protocols: only(tcp), destinationPorts: only(80, 443, 444) }));
    expect(text(space.union(...halves))).toEqual(["10.80.8.0/24 → IPv4 TCP 80, 443-444"]);
  });
  test("said by what is left out where that is shorter", () => {
    expect(text(space.complement(space.box({ protocols: only(tcp) })))).toEqual(["* → * any protocol but TCP"]);
    expect(text(space.box({ protocols: only(tcp, udp), sourcePorts: only(53) }))).toEqual(["* → * TCP, UDP from ports 53"]);
    expect(text(space.box({ source: at("10.80.8.0/24", "10.81.0.4"), protocols: [{ first: 3, last: 5 }] }))).toEqual(["10.80.8.0/24, 10.81.0.4 → IPv4 protocols 3-5"]);
  });
  test("packets that differ in what lets them in", () => {
    const set = space.union(sql, space.box({ source: at("10.80.9.0/24"), destination: at("10.80.13.0/24"), protocols: only(icmp) }));
    expect(space.samples(set, 5).map(formatPacket)).toEqual(["10.80.9.4 → 10.80.13.4 ICMP", "10.80.8.4:49152 → 10.80.12.4:1433 TCP"]);
    expect(space.samples(set, 1)).toHaveLength(1);
  });
});

describe("a space", () => {
  const manyRules = (of: PacketSpace) =>
    Array.from({ length: 40 }, (_, index) => of.box({ source: [{ family: "IPv4", first: BigInt(index * 10), last: BigInt(1000 + index * 7) }], destinationPorts: [{ first: index, last: 100 + ((index * 7) % 40) }] }));
  test("that is full says so, and what it made before is still good", () => {
    const small = new PacketSpace({ maximumEdges: 500 });
    const one = small.box({ destinationPorts: only(443) });
    const others = small.complement(one);
    expect(() => small.union(...manyRules(small))).toThrow(TooManyEdgesError);
    expect(formatPacket(small.witness(one)!)).toBe("10.0.0.4:49152 → 10.0.0.4:443 TCP");
    expect(small.equals(small.complement(others), one)).toBe(true);
    expect(() => small.union(...manyRules(small))).toThrow("These packet sets need more than 500 intervals");
    const large = new PacketSpace();
    expect(large.isEmpty(large.union(...manyRules(large)))).toBe(false);
  });
  test("does not mix its sets with another's", () => {
    expect(() => space.union(sql, new PacketSpace().all)).toThrow("This packet set belongs to another space");
  });
  test("looks at protocols before ports and at each field once", () => {
    expect(() => new PacketSpace({ fieldOrder: ["sourcePorts", "protocols", "source", "destination", "destinationPorts"] })).toThrow(RangeError);
    expect(() => new PacketSpace({ fieldOrder: ["protocols", "source", "source", "destination", "destinationPorts"] })).toThrow("No order of fields: protocols, source, source, destination, destinationPorts");
    expect(() => new PacketSpace({ fieldOrder: ["protocols", "source", "source", "sourcePorts", "destinationPorts"] })).toThrow(RangeError);
    expect(() => new PacketSpace({ fieldOrder: ["protocols", "source", "destination", "sourcePorts", "destinationPorts", "source"] })).toThrow(RangeError);
    expect(() => new PacketSpace({ fieldOrder: ["source", "destination", "destinationPorts", "protocols", "sourcePorts"] })).toThrow(RangeError);
  });
});
