import ipaddr from "ipaddr.js";
import { remembering } from "./remembering.ts";

/*
 * Plain arithmetic on addresses and ports, and a judge of packets that knows nothing of the planners: it reads resource inputs
 * as Azure does. Addresses are numbers; a set of them is a list of spans.
 */

/** Inclusive; addresses or ports. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: "Tcp" | "Udp";
  readonly port: number;
}

export const addressNumber = remembering((text) => ipaddr.IPv4.parse(text).toByteArray().reduce((sum, byte) => sum * 256 + byte, 0));

/** A prefix, or a single address. */
export const addressSpan = remembering((prefix): Span => {
  if (!prefix.includes("/")) return { first: addressNumber(prefix), last: addressNumber(prefix) };
  const [first, last] = [ipaddr.IPv4.networkAddressFromCIDR(prefix), ipaddr.IPv4.broadcastAddressFromCIDR(prefix)];
  return { first: addressNumber(first.toString()), last: addressNumber(last.toString()) };
});

export function holds(span: Span, value: number): boolean {
  return span.first <= value && value <= span.last;
}

export function within(inner: Span, outer: Span): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function meet(one: Span, other: Span): boolean {
  return one.first <= other.last && other.first <= one.last;
}

const every: Span = { first: 0, last: 2 ** 32 - 1 };
const everyPort: Span = { first: 0, last: 65535 };
const notPublic = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(addressSpan);

/** What Azure's tag `Internet` covers: every address that is not private. */
export const internet: readonly Span[] = complement(notPublic);

function complement(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  let next = 0;
  for (const span of spans.toSorted((one, other) => one.first - other.first)) {
    if (span.first > next) result.push({ first: next, last: span.first - 1 });
    next = Math.max(next, span.last + 1);
  }
  return next <= every.last ? [...result, { first: next, last: every.last }] : result;
}

/** Rule of a network security group as the resource's inputs have it. */
export interface SecurityRuleInputs {
  readonly name: string;
  readonly priority: number;
  readonly direction: string;
  readonly access: string;
  readonly protocol: string;
  readonly sourcePortRange?: string;
  readonly destinationPortRange?: string;
  readonly destinationPortRanges?: readonly string[];
  readonly sourceAddressPrefix?: string;
  readonly sourceAddressPrefixes?: readonly string[];
  readonly destinationAddressPrefix?: string;
  readonly destinationAddressPrefixes?: readonly string[];
}

interface JudgedRule {
  readonly allows: boolean;
  readonly protocol: string;
  readonly sources: readonly Span[];
  readonly destinations: readonly Span[];
  readonly ports: readonly Span[];
}

/** The rules of one direction in the order in which Azure judges them, its own default rules last. */
export function judgedRules(rules: readonly SecurityRuleInputs[], direction: "Inbound" | "Outbound", addressSpace: string): readonly JudgedRule[] {
  const own = rules
    .filter((rule) => rule.direction === direction)
    .toSorted((one, other) => one.priority - other.priority)
    .map((rule): JudgedRule => {
      if (rule.sourcePortRange !== "*") throw new Error(`${rule.name}: source ports are not what tells flows apart`);
      return {
        allows: rule.access === "Allow",
        protocol: rule.protocol,
        sources: places(rule.sourceAddressPrefix, rule.sourceAddressPrefixes, addressSpace),
        destinations: places(rule.destinationAddressPrefix, rule.destinationAddressPrefixes, addressSpace),
        ports: ranges(rule.destinationPortRange, rule.destinationPortRanges),
      };
    });
  const network = [addressSpan(addressSpace)];
  const anyPort = { protocol: "*", ports: [everyPort] };
  const defaults: readonly JudgedRule[] = [
    { ...anyPort, allows: true, sources: network, destinations: network },
    ...(direction === "Outbound" ? [{ ...anyPort, allows: true, sources: [every], destinations: internet }] : []),
    { ...anyPort, allows: false, sources: [every], destinations: [every] },
  ];
  return [...own, ...defaults];
}

function places(single: string | undefined, several: readonly string[] | undefined, addressSpace: string): readonly Span[] {
  return one(single, several).flatMap((place) => {
    if (place === "*") return [every];
    if (place === "Internet") return internet;
    if (place === "VirtualNetwork") return [addressSpan(addressSpace)];
    return [addressSpan(place)];
  });
}

function ranges(single: string | undefined, several: readonly string[] | undefined): readonly Span[] {
  return one(single, several).map(portSpan);
}

/** Azure takes a value or a list, never both and never neither. */
function one(single: string | undefined, several: readonly string[] | undefined): readonly string[] {
  if ((single === undefined) === (several === undefined || several.length === 0)) throw new Error(`either a value or a list: ${single} ${several?.join()}`);
  return single === undefined ? several! : [single];
}

export function portSpan(text: string): Span {
  if (text === "*") return everyPort;
  const [first, last] = text.split("-").map(Number);
  return { first: first!, last: last ?? first! };
}

/** What a filter lets through: sources, destinations and ports under one protocol. */
export interface Opening {
  readonly protocol: "Tcp" | "Udp";
  readonly sources: readonly Span[];
  readonly destinations: readonly Span[];
  readonly ports: readonly Span[];
}

export function isAllowed(rules: readonly JudgedRule[], packet: Packet): boolean {
  const matching = rules.find((rule) => matches(rule, packet));
  return matching?.allows ?? false;
}

export function isOpen(openings: readonly Opening[], packet: Packet): boolean {
  return openings.some((opening) => matches(opening, packet));
}

function matches(filter: { readonly protocol: string; readonly sources: readonly Span[]; readonly destinations: readonly Span[]; readonly ports: readonly Span[] }, packet: Packet): boolean {
  return (
    (filter.protocol === "*" || filter.protocol === packet.protocol) &&
    filter.ports.some((span) => holds(span, packet.port)) &&
    filter.sources.some((span) => holds(span, packet.source)) &&
    filter.destinations.some((span) => holds(span, packet.destination))
  );
}

interface Filter {
  readonly sources: readonly Span[];
  readonly destinations: readonly Span[];
  readonly ports: readonly Span[];
}

/**
 * The packets on which two filters are to agree: one from every region that their bounds cut out, so that agreement on these is
 * agreement on all.
 *
 * @param sources where the packets come from; left out, from everywhere
 */
export function* deciding(filters: readonly Filter[], among: { readonly sources?: Span; readonly destinations?: Span }): Generator<Packet> {
  const sources = representatives(filters.flatMap((filter) => filter.sources), among.sources ?? every);
  const destinations = representatives(filters.flatMap((filter) => filter.destinations), among.destinations ?? every);
  const ports = representatives(filters.flatMap((filter) => filter.ports), everyPort);
  for (const source of sources) {
    for (const destination of destinations) {
      for (const port of ports) {
        for (const protocol of ["Tcp", "Udp"] as const) yield { source, destination, protocol, port };
      }
    }
  }
}

function representatives(spans: readonly Span[], among: Span): readonly number[] {
  const starts = spans.flatMap((span) => [span.first, span.last + 1]);
  return [...new Set([among.first, ...starts])].filter((value) => holds(among, value));
}

export function showPacket({ source, destination, protocol, port }: Packet): string {
  return `${showAddress(source)} → ${showAddress(destination)} ${protocol} ${port}`;
}

function showAddress(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
