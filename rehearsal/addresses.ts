import ipaddr from "ipaddr.js";

/** Azure keeps the first four addresses of a subnet and the last; hosts begin at the fifth. Source: Azure, virtual networks FAQ. */
const reservedAtStart = 4;

/** The first IPv4 address of a subnet that hosts may have and nobody has; undefined where it is full or not IPv4. */
export function freeAddress(prefix: string, taken: ReadonlySet<string>): string | undefined {
  const range = ipv4Range(prefix);
  if (range === undefined) return undefined;
  for (let address = range.first + reservedAtStart; address < range.last; address++) {
    const text = ipv4Text(address);
    if (!taken.has(text)) return text;
  }
  return undefined;
}

function ipv4Range(prefix: string): { readonly first: number; readonly last: number } | undefined {
  if (!ipaddr.IPv4.isValidCIDR(prefix)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(prefix);
  const size = 2 ** (32 - length);
  const number = ipv4Number(address);
  const first = number - (number % size);
  return { first, last: first + size - 1 };
}

function ipv4Number(address: ipaddr.IPv4): number {
  return address.octets.reduce((number, octet) => number * 256 + octet, 0);
}

function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
