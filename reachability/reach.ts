import type { AddressRange } from "./addresses.ts";
import { gapsOf, optionsOf, type Analysis } from "./analysis.ts";
import { both, certain, either, oneOf, type Bounds } from "./bounds.ts";
import type { Endpoint, ExternalNetwork, Reach } from "./endpoints.ts";
import { answeredBy, sentToInternet } from "./firewall.ts";
import type { Gap, ModelFirewall, ModelSubnet, RouteTable, SecurityGroup } from "./model.ts";
import type { PacketSet } from "./packetSet.ts";
import { protocolNumbers } from "./packetSetFields.ts";
import { betweenSites, fromAttached, fromGateway, fromOutside, fromUnattached, internetAddresses, toAttached, toFirewall, toGateway, toOutside, toUnattached } from "./paths.ts";
import { hopsOf } from "./routing.ts";
import { publicAddresses, rangesOf } from "./serviceTags.ts";
import { siteOf, type Site } from "./sites.ts";
import { betweenOutside } from "./transit.ts";

/**
 * The packets that get from one endpoint to another and whose replies get back; where the analysis ignores replies, all that arrive.
 *
 * @throws RangeError for an interface or firewall that the model does not have
 */
export function reach(analysis: Analysis, from: Endpoint, to: Endpoint): Reach {
  const { space } = analysis;
  const way = wayBetween(analysis, from, to);
  const ends = space.box({ source: endpointAddresses(analysis, from), ...(way.passedOn ? {} : { destination: endpointAddresses(analysis, to) }) });
  const allowed = space.intersect(way.bounds.must, ends);
  const unknown = space.subtract(space.intersect(way.bounds.may, ends), allowed);
  const open = !space.isEmpty(allowed) || !space.isEmpty(unknown);
  return { allowed, unknown, assumptions: open ? assumptionsOf(analysis, from, to) : [], reasons: space.isEmpty(unknown) ? [] : reasonsOf(analysis, from, to, unknown) };
}

/** The addresses that an endpoint's packets come from, or go to; none where its name was not prepared. */
export function endpointAddresses(analysis: Analysis, endpoint: Endpoint): readonly AddressRange[] {
  switch (endpoint.kind) {
    case "interface":
      return siteOf(analysis, endpoint.id).addresses;
    case "external":
      return analysis.remembered(`prefixes|${endpoint.prefixes.join()}`, () => rangesOf(...endpoint.prefixes));
    case "internet":
      return analysis.remembered("internet", () => internetAddresses(analysis, publicAddresses));
    case "named": {
      const address = analysis.places.addressOf(endpoint.name);
      return address === undefined ? rangesOf(endpoint.name) : [{ family: address.family, first: address.value, last: address.value }];
    }
    case "firewall":
      return rangesOf(firewallOf(analysis, endpoint.id).address);
  }
}

interface WayBetween {
  readonly bounds: Bounds;
  /** Packets may be addressed to something on the way that passes them on. */
  readonly passedOn?: boolean;
}

function wayBetween(analysis: Analysis, from: Endpoint, to: Endpoint): WayBetween {
  if (from.kind === "interface") return { bounds: wayFromSite(analysis, siteOf(analysis, from.id), to) };
  if (to.kind === "interface") return { bounds: wayToSite(analysis, from, siteOf(analysis, to.id)), passedOn: true };
  if (to.kind === "firewall" && from.kind === "external") return { bounds: answeredBy(analysis, firewallOf(analysis, to.id)) };
  // A firewall begins no flows of its own towards others, and has no address that the Internet knows.
  if (from.kind === "firewall" || to.kind === "firewall") return { bounds: certain(analysis.space.empty) };
  return { bounds: betweenOutside(analysis, from, to, endpointAddresses(analysis, to)), passedOn: true };
}

function wayFromSite(analysis: Analysis, from: Site, to: Endpoint): Bounds {
  const { space } = analysis;
  switch (to.kind) {
    case "interface":
      return betweenSites(analysis, from, siteOf(analysis, to.id));
    case "firewall": {
      const firewall = firewallOf(analysis, to.id);
      return both(space, toFirewall(analysis, from, firewall), answeredBy(analysis, firewall));
    }
    case "internet":
    case "named":
      return toOutside(analysis, from);
    case "external": {
      const attached = () => (analysis.firewalls.size === 0 ? [toUnattached(analysis, from)] : [...analysis.firewalls.values()].map((firewall) => toAttached(analysis, from, firewall)));
      const ways = to.attachedAt === "firewall" ? attached() : gatewaySubnets(analysis).map((gateway) => toGateway(analysis, from, gateway));
      const inPublic = both(space, toOutside(analysis, from), certain(space.box({ destination: publicAddresses })));
      return either(space, oneOf(space, ways), inPublic);
    }
  }
}

function wayToSite(analysis: Analysis, from: Exclude<Endpoint, { kind: "interface" }>, to: Site): Bounds {
  const { space } = analysis;
  switch (from.kind) {
    case "firewall":
      return certain(space.empty);
    case "internet":
    case "named":
      return fromOutside(analysis, to);
    case "external": {
      const own = certain(space.box({ destination: to.addresses }));
      const attached = () => (analysis.firewalls.size === 0 ? [both(space, own, fromUnattached(analysis, to))] : [...analysis.firewalls.values()].map((firewall) => fromAttached(analysis, firewall, to)));
      const ways = from.attachedAt === "firewall" ? attached() : gatewaySubnets(analysis).map((gateway) => both(space, own, fromGateway(analysis, gateway, to)));
      const inPublic = both(space, fromOutside(analysis, to), certain(space.box({ source: publicAddresses })));
      return either(space, oneOf(space, ways), inPublic);
    }
  }
}

/** Subnets that gateways stand in: where there are several, at one of them; where there is none, in one that is in no stack that is read. */
function gatewaySubnets(analysis: Analysis): readonly (ModelSubnet | undefined)[] {
  const found = [...analysis.subnets.values()].map(({ subnet }) => subnet).filter(({ name }) => name.toLowerCase() === "gatewaysubnet");
  return found.length === 0 ? [undefined] : found;
}

function firewallOf(analysis: Analysis, id: string): ModelFirewall {
  const firewall = analysis.firewalls.get(id);
  if (firewall === undefined) throw new RangeError(`No firewall ${id} in the model`);
  return firewall;
}

function assumptionsOf(analysis: Analysis, from: Endpoint, to: Endpoint): readonly string[] {
  const externals = [from, to].filter((endpoint): endpoint is Endpoint & ExternalNetwork & { kind: "external" } => endpoint.kind === "external");
  const stated = [...analysis.stated.values()].filter(({ firewall }) => sitesOf(analysis, from, to).some((site) => leadsTo(analysis, site, firewall)));
  return [
    ...externals.map(({ name, prefixes, attachedAt }) => `${name} (${prefixes.join(", ")}) is attached at the ${attachedAt}`),
    ...stated.map(({ firewall, hash }) => `the appliance at ${firewall.address} holds the rule request ${hash}`),
  ];
}

function sitesOf(analysis: Analysis, ...endpoints: readonly Endpoint[]): readonly Site[] {
  return endpoints.flatMap((endpoint) => (endpoint.kind === "interface" ? [siteOf(analysis, endpoint.id)] : []));
}

function leadsTo(analysis: Analysis, { subnet }: Site, { id }: ModelFirewall): boolean {
  return optionsOf(subnet.routeTables).some((table) => hopsOf(analysis, subnet, table).includes(`firewall:${id}`));
}

function doubtOf(options: readonly (SecurityGroup | RouteTable | "none")[], what: string): string {
  const ids = new Set(options.map((option) => (option === "none" ? option : option.id)));
  if (ids.size > 1) return `one of ${ids.size} ${what}s stands here; which one is not known`;
  return `the rules of ${[...ids].join()} are written inside it and as resources of their own: which of them stand depends on what was updated last`;
}

/** Protocols without ports that a firewall may not send on to the Internet. */
function portlessOf(analysis: Analysis, unknown: PacketSet): readonly Gap[] {
  if (analysis.space.isWithin(unknown, sentToInternet(analysis).must)) return [];
  return [...analysis.firewalls.values()].map(({ id, origin }) => ({ origin, reason: "whether the firewall gives its public address to protocols other than TCP and UDP is not known", concerns: [id] }));
}

/** Rules for ICMP that may mean ICMPv6 too. */
function versionsOf({ space }: Analysis, groups: readonly (SecurityGroup | RouteTable)[], unknown: PacketSet): readonly Gap[] {
  const { icmpv6 } = protocolNumbers;
  if (space.isEmpty(space.intersect(unknown, space.box({ protocols: [{ first: icmpv6, last: icmpv6 }] })))) return [];
  const rules = groups.flatMap((group) => ("rules" in group ? group.rules.filter(({ protocol }) => protocol.toLowerCase() === "icmp").map(({ origin }) => ({ origin, concerns: [group.id] })) : []));
  return rules.map((rule) => ({ ...rule, reason: "whether a rule for ICMP means ICMPv6 too is not known" }));
}

/** Everything that may be why something between the two is unknown. */
function reasonsOf(analysis: Analysis, from: Endpoint, to: Endpoint, unknown: PacketSet): readonly Gap[] {
  const sites = sitesOf(analysis, from, to);
  const groups = sites.flatMap(({ face, subnet }) => [...face.securityGroups.options, ...subnet.securityGroups.options, ...subnet.routeTables.options]).flatMap((option) => (option === "none" ? [] : [option]));
  const stated = gapsOf(analysis, ...sites.flatMap(({ face, subnet, network }) => [face.id, subnet.id, network.id]), ...groups.map(({ id }) => id), ...analysis.firewalls.keys());
  const candidates = sites.flatMap(({ face, subnet }) =>
    [{ ...face.securityGroups, of: face, what: "security group" }, { ...subnet.securityGroups, of: subnet, what: "security group" }, { ...subnet.routeTables, of: subnet, what: "route table" }]
      .filter(({ options }) => options.length > 1)
      .map(({ options, of, what }): Gap => ({ origin: of.origin, reason: doubtOf(options, what), concerns: [of.id] })),
  );
  const appliances = sites.flatMap(({ subnet }) =>
    optionsOf(subnet.routeTables)
      .flatMap((table) => hopsOf(analysis, subnet, table))
      .filter((hop) => hop.startsWith("appliance:"))
      .map((hop): Gap => ({ origin: subnet.origin, reason: `routes lead to ${hop.slice("appliance:".length)}, which is in no stack that is read`, concerns: [subnet.id] })),
  );
  const ways = sites
    .filter(({ subnet, face }) => subnet.outboundAccess === undefined && !face.publicAddress)
    .map(({ subnet }): Gap => ({ origin: subnet.origin, reason: "whether the subnet has a way out to the internet of its own is not known", concerns: [subnet.id] }));
  const tiers = sites
    .filter(({ face }) => from.kind !== "interface" && face.publicAddress && face.publicTier === undefined && face.service === undefined)
    .map(({ face }): Gap => ({ origin: face.origin, reason: "the tier of its public address is not said, and without a security group the standard tier is closed", concerns: [face.id] }));
  const outside = to.kind === "internet" || to.kind === "named" || to.kind === "external";
  const known = [...new Set([...stated, ...candidates, ...appliances, ...(outside ? [...ways, ...portlessOf(analysis, unknown)] : []), ...versionsOf(analysis, groups, unknown), ...tiers, ...analysis.found.values()])];
  if (known.length > 0) return known;
  return [{ origin: sites[0]?.subnet.origin ?? { resource: "network" }, reason: "a service tag, or a default route that may belong to the tag VirtualNetwork, decides; its addresses are not known", concerns: [] }];
}
export { trace } from "./trace/trace.ts";
