import ipaddr from "ipaddr.js";

export type AddressFamily = "IPv4" | "IPv6";

/** An address as a number of 32 or 128 bits. */
export interface Address {
  readonly family: AddressFamily;
  readonly value: bigint;
}

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
}

/** What text says of addresses: never an empty list, and never a guess. */
export type ReadAddresses = { readonly kind: "addresses"; readonly ranges: readonly AddressRange[] } | { readonly kind: "invalid"; readonly text: string; readonly reason: string };

const bitsOf: Readonly<Record<AddressFamily, number>> = { IPv4: 32, IPv6: 128 };

export function allAddresses(family: AddressFamily): AddressRange {
  return { family, first: 0n, last: (1n << BigInt(bitsOf[family])) - 1n };
}

export const everyAddress: readonly AddressRange[] = [allAddresses("IPv4"), allAddresses("IPv6")];

/**
 * Reads a prefix (`10.0.0.0/8`; bits after its length do not count), a single address, a range
 * (`10.0.0.4-10.0.0.9`) or `*`, which is every address of both families. IPv4 is written with four decimal parts.
 */
export function readAddresses(text: string): ReadAddresses {
  if (text === "*") return { kind: "addresses", ranges: everyAddress };
  if (text.includes("/")) return readPrefix(text);
  if (text.includes("-")) return readRange(text);
  const address = parseAddress(text);
  if (address === undefined) return invalid(text, "is neither an IPv4 nor an IPv6 address");
  return { kind: "addresses", ranges: [{ family: address.family, first: address.value, last: address.value }] };
}

/** One address; `undefined` where the text is none. */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { family: "IPv4", value: valueOf(ipaddr.IPv4.parse(text)) };
  if (ipaddr.IPv6.isValid(text) && !text.includes("%")) return { family: "IPv6", value: valueOf(ipaddr.IPv6.parse(text)) };
  return undefined;
}

export function formatAddress({ family, value }: Address): string {
  const bytes = Array.from({ length: bitsOf[family] / 8 }, (_, index) => Number(BigInt.asUintN(8, value >> BigInt(bitsOf[family] - 8 * (index + 1)))));
  return ipaddr.fromByteArray(bytes).toString();
}

/** Compact text: a single address, a prefix where the range is one, else both ends. */
export function formatRange({ family, first, last }: AddressRange): string {
  const address = formatAddress({ family, value: first });
  if (first === last) return address;
  const host = first ^ last;
  const isPrefix = (host & (host + 1n)) === 0n && (first & host) === 0n;
  return isPrefix ? `${address}/${bitsOf[family] - host.toString(2).length}` : `${address}-${formatAddress({ family, value: last })}`;
}

/** Sorted, IPv4 first; what overlaps or touches is one range. */
export function mergedRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of ranges.toSorted(compareRanges)) {
    const before = merged.at(-1);
    if (before === undefined || before.family !== range.family || range.first > before.last + 1n) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { ...before, last: range.last };
  }
  return merged;
}

/** The fewest prefixes that cover exactly these ranges, in ascending order; a single address is one of full length. */
export function minimalPrefixes(ranges: readonly AddressRange[]): readonly string[] {
  return mergedRanges(ranges).flatMap(prefixesOf);
}

function prefixesOf({ family, first, last }: AddressRange): readonly string[] {
  const prefixes: string[] = [];
  for (let next = first; next <= last; ) {
    let hostBits = 0;
    while (hostBits < bitsOf[family] && (next >> BigInt(hostBits)) % 2n === 0n && next + (2n << BigInt(hostBits)) - 1n <= last) hostBits++;
    prefixes.push(`${formatAddress({ family, value: next })}/${bitsOf[family] - hostBits}`);
    next += 1n << BigInt(hostBits);
  }
  return prefixes;
}

function compareRanges(one: AddressRange, other: AddressRange): number {
  if (one.family !== other.family) return one.family === "IPv4" ? -1 : 1;
  return one.first < other.first ? -1 : one.first > other.first ? 1 : 0;
}

function readPrefix(text: string): ReadAddresses {
  const [written, lengthText, ...rest] = text.split("/");
  const address = parseAddress(written!);
  if (address === undefined) return invalid(text, `begins with neither an IPv4 nor an IPv6 address`);
  const bits = bitsOf[address.family];
  const length = /^(?:0|[1-9]\d{0,2})$/.test(lengthText!) ? Number(lengthText) : Infinity;
  if (rest.length > 0 || length > bits) return invalid(text, `has no prefix length from 0 to ${bits}`);
  const host = (1n << BigInt(bits - length)) - 1n;
  const first = address.value - (address.value & host);
  return { kind: "addresses", ranges: [{ family: address.family, first, last: first + host }] };
}

function readRange(text: string): ReadAddresses {
  const ends = text.split("-").map((end) => parseAddress(end.trim()));
  const [first, last] = ends;
  if (ends.length !== 2 || first === undefined || last === undefined) return invalid(text, "is no range of two addresses");
  if (first.family !== last.family) return invalid(text, "goes from one family of addresses to the other");
  if (first.value > last.value) return invalid(text, "ends before it begins");
  return { kind: "addresses", ranges: [{ family: first.family, first: first.value, last: last.value }] };
}

function invalid(text: string, reason: string): ReadAddresses {
  return { kind: "invalid", text, reason };
}

function valueOf(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}
