import ipaddr from "ipaddr.js";

/** IPv4 addresses from `first` to `last`, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The range of an IPv4 prefix, wherever in it the address lies; undefined for anything else (IPv6 is not looked into). */
export function rangeOf(prefix: string): Range | undefined {
  if (!ipaddr.IPv4.isValidCIDR(prefix)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(prefix);
  const size = 2 ** (32 - length);
  const number = ipv4Number(address);
  const first = number - (number % size);
  return { first, last: first + size - 1 };
}

/** The prefix as it ought to be written; undefined where it is no IPv4 prefix. */
export function alignedPrefix(prefix: string): string | undefined {
  const range = rangeOf(prefix);
  return range === undefined ? undefined : `${ipv4Text(range.first)}/${prefix.split("/")[1]}`;
}

export function overlaps(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether any prefix of the one overlaps any of the other. */
export function anyOverlap(ones: readonly string[], others: readonly string[]): boolean {
  const ranges = rangesOf(others);
  return rangesOf(ones).some((one) => ranges.some((other) => overlaps(one, other)));
}

export function rangesOf(prefixes: readonly string[]): readonly Range[] {
  return prefixes.map(rangeOf).filter((range) => range !== undefined);
}

/** An IPv4 address as a number; undefined where it is none. */
export function addressNumber(address: string): number | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(address) ? ipv4Number(ipaddr.IPv4.parse(address)) : undefined;
}

function ipv4Number(address: ipaddr.IPv4): number {
  return address.octets.reduce((number, octet) => number * 256 + octet, 0);
}

export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
