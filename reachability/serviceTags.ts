import { mergedRanges, readAddresses, type AddressRange } from "./addresses.ts";
import { isHostName, type NamedPlaces } from "./namedPlaces.ts";

/** Addresses that are meant for certain, and those that may be. */
export interface Meaning {
  readonly must: readonly AddressRange[];
  readonly may: readonly AddressRange[];
}

/** What service tags mean to one subnet. */
export interface TagSurroundings {
  /** The network's own prefixes and those of peered networks that may be reached. */
  readonly network: readonly AddressRange[];
  /** Networks behind a gateway, and prefixes of user-defined routes. */
  readonly connected: readonly AddressRange[];
  /** User-defined default routes. */
  readonly perhapsConnected: readonly AddressRange[];
  readonly places: NamedPlaces;
}

/**
 * Addresses of the virtual host under every machine: DHCP, name resolution, health probes; and instance metadata.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md, "Azure platform considerations".
 */
export const hostAddress = rangesOf("168.63.129.16");
export const metadataAddress = rangesOf("169.254.169.254");

/** Not reachable by the public internet: RFC 1918, 6598, 1122, 3927, 5771. 240.0.0.0/4 holds the addresses of named places, which are outside. */
const notPublic = rangesOf("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16", "224.0.0.0/4");
export const publicAddresses: readonly AddressRange[] = [...without(rangesOf("0.0.0.0/0"), notPublic), ...rangesOf("2000::/3")];

/** Where Windows is activated; AzurePlatformLKM covers it, and perhaps more (azure/platformFlows.ts). */
const keyService = rangesOf("20.118.99.224", "23.102.135.246", "40.83.235.53");

/**
 * What a service tag means; `undefined` where the word can be none.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/service-tags-overview.md, "Available service tags".
 */
export function tagMeaning(word: string, surroundings: TagSurroundings): Meaning | undefined {
  const { network, connected, perhapsConnected, places } = surroundings;
  switch (word.toLowerCase()) {
    // The network itself, what is peered or connected to it, the host's virtual address, and the prefixes of user-defined routes;
    // whether a default route counts is left open by the documentation.
    case "virtualnetwork": {
      const must = mergedRanges([...network, ...connected, ...hostAddress]);
      return { must, may: mergedRanges([...must, ...perhapsConnected]) };
    }
    // Public addresses outside the network, Azure's own included.
    case "internet":
      return exactly(without(publicAddresses, network));
    // The host's virtual address, from which health probes come.
    case "azureloadbalancer":
    case "azureplatformdns":
      return exactly(hostAddress);
    case "azureplatformimds":
      return exactly(metadataAddress);
    case "azureplatformlkm":
      return { must: [], may: keyService };
  }
  if (!/^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)?$/.test(word)) return undefined;
  const own = places.names.filter((name) => name === word.toLowerCase() || name.startsWith(`${word.toLowerCase()}.`));
  // Which public addresses, and which other names, Microsoft counts among them is not known here.
  return { must: own.flatMap((name) => pseudo(places, name)), may: without(publicAddresses, network) };
}

/** What a host name of a firewall's rule means: its own address, and no other place's. */
export function hostMeaning(names: readonly string[], places: NamedPlaces): readonly AddressRange[] {
  return names.flatMap((name) => pseudo(places, name));
}

/** What a rule's words mean: prefixes, addresses, ranges, `*` and service tags; words that cannot be read may mean anything. */
export function meaningOf(words: readonly string[], surroundings: TagSurroundings): Meaning & { readonly unreadable: readonly string[] } {
  const must: AddressRange[] = [];
  const may: AddressRange[] = [];
  const unreadable: string[] = [];
  for (const word of words) {
    const meaning = wordMeaning(word, surroundings);
    if (meaning === undefined) unreadable.push(word);
    must.push(...(meaning?.must ?? []));
    may.push(...(meaning?.may ?? rangesOf("*")));
  }
  return { must: mergedRanges(must), may: mergedRanges(may), unreadable };
}

/** Rules repeat a few words many times. */
const known = new WeakMap<TagSurroundings, Map<string, Meaning | undefined>>();

function wordMeaning(word: string, surroundings: TagSurroundings): Meaning | undefined {
  const words = known.get(surroundings) ?? new Map<string, Meaning | undefined>();
  known.set(surroundings, words);
  if (!words.has(word)) words.set(word, readWord(word, surroundings));
  return words.get(word);
}

function readWord(word: string, surroundings: TagSurroundings): Meaning | undefined {
  const read = readAddresses(word);
  if (read.kind === "addresses") return exactly(read.ranges);
  if (/^any$/i.test(word)) return exactly(rangesOf("*"));
  return isHostName(word) ? undefined : tagMeaning(word, surroundings);
}

export function rangesOf(...texts: readonly string[]): readonly AddressRange[] {
  return mergedRanges(
    texts.flatMap((text) => {
      const read = readAddresses(text);
      return read.kind === "addresses" ? read.ranges : [];
    }),
  );
}

/** The addresses of the first that are not in the second. */
export function without(ranges: readonly AddressRange[], removed: readonly AddressRange[]): readonly AddressRange[] {
  const merged = mergedRanges(removed);
  return mergedRanges(ranges).flatMap((range) => {
    const left: AddressRange[] = [];
    let next = range.first;
    for (const { family, first, last } of merged) {
      if (family !== range.family || last < next || first > range.last) continue;
      if (first > next) left.push({ ...range, first: next, last: first - 1n });
      next = last + 1n;
    }
    return next <= range.last ? [...left, { ...range, first: next }] : left;
  });
}

export function overlap(one: readonly AddressRange[], other: readonly AddressRange[]): boolean {
  return one.some((range) => other.some(({ family, first, last }) => family === range.family && first <= range.last && range.first <= last));
}

function exactly(ranges: readonly AddressRange[]): Meaning {
  return { must: ranges, may: ranges };
}

function pseudo(places: NamedPlaces, name: string): readonly AddressRange[] {
  const address = places.addressOf(name);
  return address === undefined ? [] : [{ family: address.family, first: address.value, last: address.value }];
}

/** Every address of both families. */
export const everyRange: readonly AddressRange[] = rangesOf("*");
