import type { Address } from "./addresses.ts";

/** 240.0.0.0/4 is reserved (RFC 1112): no packet of a real network has such an address. */
const firstPseudoAddress = 0xf0000001n;

/**
 * Host names, FQDN tags and service tags stand for addresses that nobody here knows. Each gets an address of its own that stands
 * for all of them, outside of every network, so that flows to it are packets like any other.
 */
export interface NamedPlaces {
  /** In lower case, sorted. */
  readonly names: readonly string[];
  addressOf(name: string): Address | undefined;
  /** The name that the address stands for, as it was first written. */
  nameOf(address: Address): string | undefined;
}

export function namedPlaces(names: Iterable<string>): NamedPlaces {
  const written = new Map<string, string>();
  for (const name of names) if (!written.has(name.toLowerCase())) written.set(name.toLowerCase(), name);
  const sorted = [...written.keys()].sort();
  const places = new Map(sorted.map((name, index) => [name, firstPseudoAddress + BigInt(index)]));
  return {
    names: sorted,
    addressOf: (name) => {
      const value = places.get(name.toLowerCase());
      return value === undefined ? undefined : { family: "IPv4", value };
    },
    nameOf: ({ family, value }) => (family === "IPv4" && value >= firstPseudoAddress ? written.get(sorted[Number(value - firstPseudoAddress)] ?? "") : undefined),
  };
}

/**
 * Whether a host name is meant by a firewall's `*.example.com`: an asterisk stands on the left only and for anything;
 * `*.example.com` does not mean `example.com` itself.
 * Source: MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml, "How do wildcards work in target URLs and target FQDNs".
 */
export function isMeantBy(name: string, pattern: string): boolean {
  const [written, wanted] = [name.toLowerCase(), pattern.toLowerCase()];
  return wanted.startsWith("*") ? isHostName(written) && written.endsWith(wanted.slice(1)) : written === wanted;
}

/** Host names contain a dot; Azure's tags do so only before a region (`Storage.SwedenCentral`), which begins with a capital. */
export function isHostName(name: string): boolean {
  return /^[a-z0-9*_-]+(?:\.[a-z0-9_-]+)+$/i.test(name) && !/^[A-Z][A-Za-z]*\.[A-Z][A-Za-z0-9]*$/.test(name);
}
