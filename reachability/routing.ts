import { readAddresses, type AddressRange } from "./addresses.ts";
import { gapsOf, type Analysis } from "./analysis.ts";
import { certain, decidedAs, type BoundedRule, type Bounds } from "./bounds.ts";
import type { ModelNetwork, ModelSubnet, Route, RouteTable } from "./model.ts";
import { peeringsOf, prefixesOf, surroundingsOf } from "./surroundings.ts";
import { meaningOf, rangesOf, without, type Meaning } from "./serviceTags.ts";

/**
 * Where a route leads: `network:ID` (this one or a peered one), `firewall:ID`, `gateway`, `attached` (from a firewall to networks
 * that are attached there), `internet`, `none`, `appliance:ADDRESS` (in no stack that is read).
 */
export type NextHop = `network:${string}` | `firewall:${string}` | `appliance:${string}` | "gateway" | "attached" | "internet" | "none";

export interface PreparedRoute {
  readonly hop: NextHop;
  readonly meaning: Meaning;
  readonly words: string;
  readonly route?: Route;
}

/** Where a route leads, in words. */
export function hopWords(hop: NextHop): string {
  const [kind, id = ""] = [hop.slice(0, hop.indexOf(":") === -1 ? undefined : hop.indexOf(":")), hop.slice(hop.indexOf(":") + 1)];
  const name = id.slice(id.lastIndexOf("/") + 1);
  switch (kind) {
    case "network":
      return `network ${name}`;
    case "firewall":
      return `firewall ${name}`;
    case "appliance":
      return id === "?" ? "nobody knows where" : `appliance ${id}`;
    case "none":
      return "nowhere";
    default:
      return `the ${kind === "attached" ? "networks attached here" : kind}`;
  }
}

export interface MatchedRoute extends BoundedRule<NextHop> {
  readonly prepared: PreparedRoute;
}

/** A reply's way is chosen by what was the packet's source. */
export type RouteField = "destination" | "source";

/** The packets for which the routes of a subnet choose this next hop. */
export function routedTo(analysis: Analysis, subnet: ModelSubnet, table: RouteTable | "none", hop: NextHop, field: RouteField): Bounds {
  return analysis.remembered(`routed|${subnet.id}|${tableKey(table)}|${hop}|${field}`, () => decidedAs(analysis.space, routesOf(analysis, subnet, table, field), hop));
}

/** Every next hop that some route of the subnet leads to. */
export function hopsOf(analysis: Analysis, subnet: ModelSubnet, table: RouteTable | "none"): readonly NextHop[] {
  return analysis.remembered(`hops|${subnet.id}|${tableKey(table)}`, () => [...new Set(preparedRoutes(analysis, subnet, table).map(({ hop }) => hop))]);
}

/** The routes of a subnet in the order in which they are judged, with the packets they match. */
export function routesOf(analysis: Analysis, subnet: ModelSubnet, table: RouteTable | "none", field: RouteField): readonly MatchedRoute[] {
  const { space } = analysis;
  return analysis.remembered(`routes|${subnet.id}|${tableKey(table)}|${field}`, () =>
    preparedRoutes(analysis, subnet, table).map((prepared) => ({
      prepared,
      action: prepared.hop,
      match: { must: space.box({ [field]: prepared.meaning.must }), may: space.box({ [field]: prepared.meaning.may }) },
    })),
  );
}

function tableKey(table: RouteTable | "none"): string {
  return table === "none" ? "none" : table.id;
}

/** RFC 1918 and RFC 6598: towards these, Azure's own routes lead nowhere. */
const reserved = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

type RouteSource = 0 | 1 | 2;
const [userRoute, gatewayRoute, systemRoute] = [0, 1, 2] as const;

interface SortableRoute extends PreparedRoute {
  readonly source: RouteSource;
  /** Bits of the prefix; longer than any where the prefix is a tag's. */
  readonly length: number;
}

/**
 * The longest prefix that holds the destination wins; for equal prefixes a user's route before a learnt one before a system route.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-udr-overview.md, "How Azure selects a route".
 */
function preparedRoutes(analysis: Analysis, subnet: ModelSubnet, table: RouteTable | "none"): readonly PreparedRoute[] {
  return analysis.remembered(`prepared|${subnet.id}|${tableKey(table)}`, () => {
    const network = analysis.subnets.get(subnet.id)!.network;
    const gaps = gapsOf(analysis, subnet.id, network.id, ...(table === "none" ? [] : [table.id]));
    if (gaps.length > 0) return [{ hop: "appliance:?", meaning: everywhere, words: `routes are not known: ${gaps[0]!.reason}` }];
    const routes = [...userRoutes(analysis, subnet, network, table), ...learntRoutes(analysis, subnet, network, table), ...systemRoutes(analysis, network, table)];
    return routes.toSorted((one, other) => other.length - one.length || one.source - other.source);
  });
}

function userRoutes(analysis: Analysis, subnet: ModelSubnet, network: ModelNetwork, table: RouteTable | "none"): readonly SortableRoute[] {
  if (table === "none") return [];
  const surroundings = surroundingsOf(analysis, subnet.id);
  return table.routes.map((route) => {
    const meaning = meaningOf([route.prefix], surroundings);
    return { hop: hopOf(analysis, network, route), meaning, words: `route ${route.name} (${route.prefix})`, route, source: userRoute, length: prefixLength(route.prefix) };
  });
}

function hopOf(analysis: Analysis, network: ModelNetwork, { nextHop, address }: Route): NextHop {
  switch (nextHop) {
    case "VnetLocal":
      return `network:${network.id}`;
    case "Internet":
      return "internet";
    case "None":
      return "none";
    case "VirtualNetworkGateway":
      return "gateway";
    case "VirtualAppliance": {
      const firewall = [...analysis.firewalls.values()].find((candidate) => candidate.address === address && isNear(analysis, network, candidate.subnet));
      return firewall === undefined ? `appliance:${address ?? "?"}` : `firewall:${firewall.id}`;
    }
  }
}

/** "A next hop private IP address must have direct connectivity": it is in this network or in a peered one (source as above, "User-defined"). */
function isNear(analysis: Analysis, network: ModelNetwork, subnet: string): boolean {
  const place = analysis.subnets.get(subnet);
  return place === undefined || place.network.id === network.id || peeringsOf(analysis, network).some(({ remote }) => remote === place.network.id);
}

/**
 * Routes learnt from a gateway, unless the table refuses them, and what is attached to a firewall. System routes for the network
 * and its peerings win over learnt ones, even over more specific ones (source as above).
 */
function learntRoutes(analysis: Analysis, subnet: ModelSubnet, network: ModelNetwork, table: RouteTable | "none"): readonly SortableRoute[] {
  const local = rangesOf(...network.prefixes, ...peeringsOf(analysis, network).flatMap((peering) => prefixesOf(analysis, peering)));
  const takesRoutes = table === "none" || table.takesGatewayRoutes;
  const holdsFirewall = [...analysis.firewalls.values()].some((firewall) => firewall.subnet === subnet.id);
  return (analysis.options.externals ?? []).flatMap(({ name, prefixes, attachedAt }) => {
    if (attachedAt === "firewall" ? !holdsFirewall : !takesRoutes) return [];
    const hop: NextHop = attachedAt === "firewall" ? "attached" : "gateway";
    return prefixes.map((prefix) => ({ hop, meaning: exactly(without(rangesOf(prefix), local)), words: `${prefix} of ${name}, attached at the ${attachedAt}`, source: gatewayRoute, length: prefixLength(prefix) }));
  });
}

/**
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-udr-overview.md, "Default" and "Optional default routes".
 * The routes that drop private prefixes go away where the network's own range holds such a prefix, and where a user's route for
 * 0.0.0.0/0 is added (same article, "Routing example"): a default route of one's own is a way to private networks, too.
 */
function systemRoutes(analysis: Analysis, network: ModelNetwork, table: RouteTable | "none"): readonly SortableRoute[] {
  const own = rangesOf(...network.prefixes);
  const ownDefault = table !== "none" && table.routes.some(({ prefix }) => prefix === "0.0.0.0/0");
  const covers = (prefix: string) => without(rangesOf(prefix), own).length === 0;
  return [
    ...network.prefixes.map((prefix) => azureRoute(`network:${network.id}`, prefix)),
    ...peeringsOf(analysis, network).flatMap((peering) => prefixesOf(analysis, peering).map((prefix) => azureRoute(`network:${peering.remote}`, prefix))),
    ...reserved.filter((prefix) => !ownDefault && !covers(prefix)).map((prefix) => azureRoute("none", prefix)),
    azureRoute("internet", "0.0.0.0/0"),
    azureRoute("internet", "::/0"),
  ];
}

function azureRoute(hop: NextHop, prefix: string): SortableRoute {
  return { hop, meaning: exactly(rangesOf(prefix)), words: `system route ${prefix}`, source: systemRoute, length: prefixLength(prefix) };
}

/** IPv4 and IPv6 prefixes never compete, so their lengths need not be told apart. */
function prefixLength(prefix: string): number {
  const length = /\/(\d+)$/.exec(prefix)?.[1];
  if (length !== undefined) return Number(length);
  const read = readAddresses(prefix);
  return read.kind === "addresses" ? 128 : 129;
}

const everywhere: Meaning = exactly(rangesOf("*"));

function exactly(ranges: readonly AddressRange[]): Meaning {
  return { must: ranges, may: ranges };
}

/**
 * What a network takes of the traffic that a firewall forwards to it: what comes from the firewall's own network always, the rest
 * where the peering says so. Where it says no, how much still flows is not known: "it doesn't fully prevent traffic flow".
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-manage-peering.md, "Create a peering" (the settings for
 * forwarded traffic and their note).
 */
export function takesForwarded({ space, ...analysis }: Analysis, network: ModelNetwork, firewallSubnet: string, sender: RouteField): Bounds {
  const hub = analysis.subnets.get(firewallSubnet)?.network;
  if (hub === undefined || hub.id === network.id) return certain(space.all);
  const peering = network.peerings.find(({ remote }) => remote === hub.id);
  return peering?.allowForwardedTraffic === true ? certain(space.all) : { must: space.box({ [sender]: rangesOf(...hub.prefixes) }), may: space.all };
}
