import type { AddressRange } from "../../reachability/addresses.ts";
import { protocolNumbers, type NumberRange, type PacketBox } from "../../reachability/packetSetFields.ts";

/** A rule before any representation of packet sets: a priority, an action and a product of ranges. */
export interface BoxRule {
  readonly priority: number;
  readonly action: "allow" | "deny";
  readonly box: Partial<PacketBox>;
}

/** Lists of rules of any length, the same ones for the same length and seed. */
export interface RuleListFamily {
  readonly name: string;
  readonly adversarial: boolean;
  rules(count: number, seed: number): readonly BoxRule[];
}

type Random = (below: number) => number;

/** A small generator of even distribution (xorshift32): the lists are the same in every run. */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const { tcp, udp } = protocolNumbers;
const tcpOnly = [port(tcp)];
const protocolChoices: readonly (readonly NumberRange[] | undefined)[] = [tcpOnly, tcpOnly, tcpOnly, [port(udp)], undefined];
const servicePorts = [22, 53, 80, 88, 389, 443, 445, 808, 1433, 2100, 3389, 5671, 5672, 7020, 9091, 11211, 23110, 23610, 23612, 30710];

/** What this package and others write: subnets of one network, known ports, sometimes a list of either, and a deny at the end. */
const written: RuleListFamily = {
  name: "as security groups are written",
  adversarial: false,
  rules(count, seed) {
    const random = randomFrom(seed);
    const subnet = () => ipv4(0x0a500000 + 256 * random(24), 24 + 2 * random(2));
    const machine = () => ipv4(0x0a500000 + 256 * random(24) + 4 + random(20), 32);
    const outside = () => ipv4(0xac100000 + 65536 * random(8), 16);
    const places = () => Array.from({ length: 1 + random(3) }, () => [subnet, subnet, machine, outside][random(4)]!());
    const ports = () => Array.from({ length: 1 + random(4) }, () => known(random));
    const rules = Array.from({ length: count - 1 }, (_, index): BoxRule => ({
      priority: 100 + index,
      action: random(6) === 0 ? "deny" : "allow",
      box: { source: places(), destination: places(), protocols: protocolChoices[random(5)]!, destinationPorts: ports() },
    }));
    return [...rules, { priority: 4096, action: "deny", box: {} }];
  },
};

/** Prefixes of any length in one network, any ports. */
const random: RuleListFamily = {
  name: "random prefixes and ports",
  adversarial: false,
  rules(count, seed) {
    const random = randomFrom(seed);
    const anywhere = () => [ipv4(0x0a500000 + random(2 ** 16), 12 + random(21))];
    return Array.from({ length: count }, (_, index): BoxRule => ({
      priority: index,
      action: random(2) === 0 ? "allow" : "deny",
      box: { source: anywhere(), destination: anywhere(), protocols: protocolChoices[random(5)]!, destinationPorts: [span(random(65536), random(65536))] },
    }));
  },
};

/** The same in IPv6. */
const randomIPv6: RuleListFamily = {
  name: "random IPv6 prefixes and ports",
  adversarial: false,
  rules(count, seed) {
    const random = randomFrom(seed);
    const anywhere = () => [ipv6([0x20010db8, random(16), random(2 ** 32), random(2 ** 32)], 40 + random(89))];
    return Array.from({ length: count }, (_, index): BoxRule => ({
      priority: index,
      action: random(2) === 0 ? "allow" : "deny",
      box: { source: anywhere(), destination: anywhere(), protocols: protocolChoices[random(5)]!, destinationPorts: [span(random(65536), random(65536))] },
    }));
  },
};

/** Prefixes within prefixes, in both directions at odds, port ranges that begin and end a step later each time, allow and deny by turns. */
const nested: RuleListFamily = {
  name: "nested prefixes × staggered ports × alternating actions",
  adversarial: true,
  rules(count) {
    return Array.from({ length: count }, (_, index): BoxRule => ({
      priority: index,
      action: index % 2 === 0 ? "allow" : "deny",
      box: {
        source: [ipv4(0x0a500a2a, 32 - (index % 25))],
        destination: [ipv4(0x0a501b3c, 8 + (Math.floor(index / 25) * 7 + index) % 25)],
        protocols: tcpOnly,
        destinationPorts: [span((index * 37) % 30000, 30000 + ((index * 53) % 30000))],
      },
    }));
  },
};

/** Ranges of addresses and ports that all overlap, each shifted: the number of regions grows with the power of the fields. */
const staggered: RuleListFamily = {
  name: "staggered ranges in two addresses and a port",
  adversarial: true,
  rules(count) {
    return Array.from({ length: count }, (_, index): BoxRule => ({
      priority: index,
      action: index % 2 === 0 ? "allow" : "deny",
      box: {
        source: [{ family: "IPv4", first: BigInt(0x0a000000 + index * 97), last: BigInt(0x0a100000 + ((index * 61) % count) * 131) }],
        destination: [{ family: "IPv4", first: BigInt(0x0a200000 + ((index * 7) % count) * 89), last: BigInt(0x0a300000 + index * 113) }],
        protocols: tcpOnly,
        destinationPorts: [span((index * 17) % 20000, 20000 + ((index * 29) % 40000))],
      },
    }));
  },
};

/** Every rule but the first few can never match. */
const shadowed: RuleListFamily = {
  name: "long chain of shadowed rules",
  adversarial: true,
  rules(count, seed) {
    const random = randomFrom(seed);
    return Array.from({ length: count }, (_, index): BoxRule => ({
      priority: index,
      action: index % 2 === 0 ? "allow" : "deny",
      box: { source: [ipv4(0x0a500000, Math.min(32, 12 + Math.floor((20 * index) / count)))], protocols: tcpOnly, destinationPorts: [span(100 + (index % 50), 60000 - random(50))] },
    }));
  },
};

export const ruleListFamilies: readonly RuleListFamily[] = [written, random, randomIPv6, nested, shadowed, staggered];

/** The same list written differently: each rule twice in a row, once for either half of each of its sources. */
export function rewritten(rules: readonly BoxRule[]): readonly BoxRule[] {
  return rules.flatMap((rule): readonly BoxRule[] => {
    const { source } = rule.box;
    if (source === undefined) return [rule];
    const middle = ({ first, last }: AddressRange) => (first + last) / 2n;
    const lower = source.map((range) => ({ ...range, last: middle(range) }));
    const upper = source.map((range) => ({ ...range, first: middle(range) + 1n })).filter(({ first, last }) => first <= last);
    return [lower, upper].map((half) => ({ ...rule, box: { ...rule.box, source: half } }));
  });
}

function known(random: Random): NumberRange {
  if (random(10) > 0) return port(servicePorts[random(servicePorts.length)]!);
  const first = servicePorts[random(servicePorts.length)]!;
  return { first, last: first + 1 + random(60) };
}

function port(number: number): NumberRange {
  return { first: number, last: number };
}

function span(one: number, other: number): NumberRange {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}

function ipv4(address: number, length: number): AddressRange {
  return prefix("IPv4", BigInt(address), 32 - length);
}

function ipv6(words: readonly number[], length: number): AddressRange {
  return prefix("IPv6", words.reduce((value, word) => value * 2n ** 32n + BigInt(word), 0n), 128 - length);
}

function prefix(family: AddressRange["family"], address: bigint, hostBits: number): AddressRange {
  const host = (1n << BigInt(hostBits)) - 1n;
  return { family, first: address & ~host, last: address | host };
}
