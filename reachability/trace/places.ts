import { formatAddress, type Address, type AddressRange } from "../addresses.ts";
import type { Analysis, SubnetPlace } from "../analysis.ts";
import type { Hop } from "../endpoints.ts";
import { ownAddresses } from "../firewall.ts";
import type { ModelFirewall } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import type { NextHop } from "../routing.ts";
import { overlap, rangesOf } from "../serviceTags.ts";
import { siteOf, type Site } from "../sites.ts";

/** Interfaces that have the address; where none is said to, those of its subnet whose addresses Azure chooses. */
export function sitesWith(analysis: Analysis, address: Address, within?: ReadonlySet<string>): readonly Site[] {
  const sites = [...analysis.interfaces.values()].filter(({ subnet }) => analysis.subnets.has(subnet)).map(({ id }) => siteOf(analysis, id)).filter((site) => isIn(address, site.addresses) && (within?.has(site.network.id) ?? true));
  const stated = sites.filter(({ face }) => face.addresses.length > 0);
  const byKey = new Map((stated.length > 0 ? stated : sites).toReversed().map((site) => [site.key, site]));
  return [...byKey.values()];
}

/** The subnets that gateways stand in. */
export function gatewayPlaces(analysis: Analysis): readonly SubnetPlace[] {
  return [...analysis.subnets.values()].filter(({ subnet }) => subnet.name.toLowerCase() === "gatewaysubnet");
}

/** The clients' network that has the address, and which of its prefixes. */
export function externalWith(analysis: Analysis, address: Address, attachedAt: "firewall" | "gateway"): { readonly name: string; readonly prefix: string } | undefined {
  return (analysis.options.externals ?? [])
    .filter((external) => external.attachedAt === attachedAt)
    .flatMap(({ name, prefixes }) => prefixes.map((prefix) => ({ name, prefix })))
    .find(({ prefix }) => isIn(address, rangesOf(prefix)));
}

/** A client network's arrival at a firewall or gateway, which is taken for granted. */
export function attachmentHop(prefix: string, name: string, at: string): Hop {
  return { kind: "route", direction: "forward", at, decision: "allow", by: attachmentWords(prefix, name) };
}

/** By these words a hop is known again as such an arrival. */
export function attachmentWords(prefix: string, name: string): string {
  return `${prefix} is attached here: ${name}`;
}

export function firewallOf(analysis: Analysis, hop: NextHop): ModelFirewall | undefined {
  return hop.startsWith("firewall:") ? analysis.firewalls.get(hop.slice("firewall:".length)) : undefined;
}

/** One of the firewall's addresses that stands for the others. */
export function ownAddress(analysis: Analysis, firewall: ModelFirewall): Address {
  const [range] = rangesOf(firewall.address).length > 0 ? rangesOf(firewall.address) : ownAddresses(analysis, firewall);
  return { family: range!.family, value: range!.first };
}

export function isIn({ family, value }: Address, ranges: readonly AddressRange[]): boolean {
  return overlap([{ family, first: value, last: value }], ranges);
}

/** Whether it is the host under the machine that answers. */
export function isPlatform(address: Address): boolean {
  return isIn(address, rangesOf("168.63.129.16", "169.254.169.254"));
}

export function notOnInternet({ destination }: Packet): string {
  return `${formatAddress(destination)} is no address of the internet`;
}
