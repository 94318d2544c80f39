import ipaddr from "ipaddr.js";

/** IPv4 addresses from `first` to `last`, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The addresses of a prefix of either version; both versions have a space of their own. */
export interface Block {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range of an IPv4 prefix, wherever in it the address lies; undefined for anything else. */
export function rangeOf(prefix: string): Range | undefined {
  if (!ipaddr.IPv4.isValidCIDR(prefix)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(prefix);
  const size = 2 ** (32 - length);
  const number = ipv4Number(address);
  const first = number - (number % size);
  return { first, last: first + size - 1 };
}

/** The addresses of a prefix, wherever in it the address lies; undefined where it is no prefix (a service tag). */
export function blockOf(prefix: string): Block | undefined {
  if (!ipaddr.isValidCIDR(prefix)) return undefined;
  const [address, length] = ipaddr.parseCIDR(prefix);
  const bytes = address.toByteArray();
  const size = 2n ** BigInt(8 * bytes.length - length);
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = number - (number % size);
  return { version: bytes.length === 4 ? 4 : 6, first, last: first + size - 1n };
}

/** The prefix as it ought to be written; undefined where it is none. An IPv6 prefix that begins where it should may be written in several ways. */
export function alignedPrefix(prefix: string): string | undefined {
  const block = blockOf(prefix);
  if (block === undefined) return undefined;
  const [address, length] = prefix.split("/") as [string, string];
  if (block.version === 4) return `${ipv4Text(Number(block.first))}/${length}`;
  const network = ipaddr.IPv6.networkAddressFromCIDR(prefix);
  return ipaddr.IPv6.parse(address).toNormalizedString() === network.toNormalizedString() ? prefix : `${network.toRFC5952String()}/${length}`;
}

export function overlaps(one: Block, other: Block): boolean {
  return one.version === other.version && one.first <= other.last && other.first <= one.last;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether any prefix of the one overlaps any of the other. */
export function anyOverlap(ones: readonly string[], others: readonly string[]): boolean {
  const blocks = blocksOf(others);
  return blocksOf(ones).some((one) => blocks.some((other) => overlaps(one, other)));
}

export function blocksOf(prefixes: readonly string[]): readonly Block[] {
  return prefixes.map(blockOf).filter((block) => block !== undefined);
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
