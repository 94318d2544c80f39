import ipaddr from "ipaddr.js";

/** A block of IPv4 addresses as numbers: easy to divide and to compare. */
export interface Prefix {
  readonly first: number;
  readonly length: number;
  /** Number of addresses. */
  readonly size: number;
}

/** Reads `10.80.0.0/21`; `undefined` where it is no IPv4 prefix in canonical form (no host bits, four decimal parts). */
export function parsePrefix(text: string): Prefix | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(text);
  const prefix = { first: numberOf(address), length, size: 2 ** (32 - length) };
  return formatPrefix(prefix) === text && prefix.first % prefix.size === 0 ? prefix : undefined;
}

export function formatPrefix({ first, length }: Pick<Prefix, "first" | "length">): string {
  return `${formatAddress(first)}/${length}`;
}

export function formatAddress(address: number): string {
  return new ipaddr.IPv4([24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256)).toString();
}

/** Two prefixes share an address: then one lies within the other. */
export function overlaps(one: Prefix, other: Prefix): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

export function contains(outer: Prefix, inner: Prefix): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

/** 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918). */
export function isPrivate({ first, size }: Prefix): boolean {
  return [first, first + size - 1].every((address) => ipaddr.IPv4.parse(formatAddress(address)).range() === "private");
}

function numberOf(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
