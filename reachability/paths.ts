import type { AddressRange } from "./addresses.ts";
import type { Analysis, SubnetPlace } from "./analysis.ts";
import { both, certain, either, oneOf, opposite, possible, type Bounds } from "./bounds.ts";
import { decisionsOf, ownAddresses, sentToInternet, translationsOf } from "./firewall.ts";
import type { ModelFirewall, ModelSubnet } from "./model.ts";
import type { PacketSet } from "./packetSet.ts";
import { comesByPublicAddress, wayOut } from "./publicWays.ts";
import { fromOtherSender, toOtherReceiver } from "./rewriting.ts";
import { takesForwarded, type NextHop, type RouteField } from "./routing.ts";
import { everyRange, overlap, publicAddresses, rangesOf, without } from "./serviceTags.ts";
import { platformAddresses } from "./securityGroups.ts";
import { answeringPlaces, entering, leaving, underEveryRouting, type Routing, type Site } from "./sites.ts";

export type Hops = (subnet: ModelSubnet) => readonly NextHop[];

/** What of the way through a firewall depends on the other side: where it comes from or goes to. */
interface Side {
  /** The next hops that lead to it. */
  readonly hop: NextHop;
  /** Where packets must be led so that they come to the firewall: by the routes of this subnet; unknown where it is in no stack that is read. */
  readonly subnet?: ModelSubnet;
  readonly place?: SubnetPlace;
}

/** Packets that get from one interface to another and whose replies get back. */
export function betweenSites(analysis: Analysis, from: Site, to: Site): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|between|${from.key}>${to.key}`, () => {
    const out = leaving(analysis, from, to.face.applicationSecurityGroups);
    const into = entering(analysis, to, from.face.applicationSecurityGroups);
    const way = underEveryRouting(analysis, [from.subnet, ...answeringSubnets(analysis, to), ...firewallSubnets(analysis)], (routing, hops) => {
      const [there, back] = [networkHop(to), networkHop(from)];
      const direct = both(space, routing(from.subnet, there, "destination"), answersBy(analysis, routing, hops, to, back), into);
      return either(space, direct, throughFirewalls(analysis, routing, hops, { hop: back, subnet: from.subnet, place: from }, to, into), lost(analysis, routing, hops, from.subnet, into));
    });
    return both(space, out, way);
  });
}

/** Packets from an interface to addresses outside of every network that is read. */
export function toOutside(analysis: Analysis, from: Site): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|outside|${from.key}`, () => {
    const platform = certain(space.box({ destination: platformAddresses }));
    const way = underEveryRouting(analysis, [from.subnet, ...firewallSubnets(analysis)], (routing, hops) => {
      const onInternet = certain(space.box({ destination: publicAddresses }));
      const direct = both(space, onInternet, routing(from.subnet, "internet", "destination"), wayOut(analysis, from));
      const firewalls = [...analysis.firewalls.values()].map((firewall) => {
        const { translated } = decisionsOf(analysis, firewall);
        // What keeps its private address does not get through the Internet (articles/firewall/snat-private-range.md).
        const onward = both(space, onInternet, sentToInternet(analysis), firewallLeads(analysis, routing, hops, firewall, "internet", "destination"));
        return both(space, routing(from.subnet, firewallHop(firewall), "destination"), translated, onward, homeward(analysis, routing, hops, firewall, { hop: networkHop(from), place: from }));
      });
      return either(space, direct, ...firewalls, lost(analysis, routing, hops, from.subnet, certain(space.all)));
    });
    return both(space, leaving(analysis, from, []), either(space, platform, both(space, opposite(space, platform), way)));
  });
}

/** Packets from addresses outside to an interface; those that a firewall passes on have its address, not the interface's, as their destination. */
export function fromOutside(analysis: Analysis, to: Site): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|inside|${to.key}|${to.face.id}`, () => {
    const into = entering(analysis, to, []);
    const byPublic = comesByPublicAddress(analysis, to);
    return underEveryRouting(analysis, [...answeringSubnets(analysis, to), ...firewallSubnets(analysis)], (routing, hops) => {
      // A public address is of no use where the way back leads elsewhere (articles/virtual-network/virtual-networks-udr-overview.md,
      // "0.0.0.0/0 address prefix"; articles/firewall/integrate-lb.md, "Asymmetric routing").
      const direct = both(space, byPublic, into, answersBy(analysis, routing, hops, to, "internet"));
      return either(space, direct, ...[...analysis.firewalls.values()].map((firewall) => passedOn(analysis, routing, hops, firewall, to)));
    });
  });
}

/** Packets from networks attached at a firewall. */
export function fromAttached(analysis: Analysis, firewall: ModelFirewall, to: Site): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|attached|${firewall.id}>${to.key}|${to.face.id}`, () => {
    const into = entering(analysis, to, []);
    const own = certain(space.box({ destination: to.addresses }));
    return underEveryRouting(analysis, [...answeringSubnets(analysis, to), ...firewallSubnets(analysis)], (routing, hops) => {
      const through = throughFirewall(analysis, routing, hops, firewall, { hop: "attached" }, to, into);
      return either(space, both(space, own, through), passedOn(analysis, routing, hops, firewall, to));
    });
  });
}

export function toAttached(analysis: Analysis, from: Site, firewall: ModelFirewall): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|attached|${from.key}>${firewall.id}`, () => {
    const { plain, translated } = decisionsOf(analysis, firewall);
    const way = underEveryRouting(analysis, [from.subnet, ...firewallSubnets(analysis)], (routing, hops) => {
      const there = both(
        space,
        routing(from.subnet, firewallHop(firewall), "destination"),
        either(space, plain, translated),
        firewallLeads(analysis, routing, hops, firewall, "attached", "destination"),
        homeward(analysis, routing, hops, firewall, { hop: networkHop(from), place: from }),
      );
      return either(space, there, lost(analysis, routing, hops, from.subnet, certain(space.all)));
    });
    return both(space, leaving(analysis, from, []), way);
  });
}

/** Packets from networks behind a gateway; they come in by the routes of the gateway's subnet, which may be in no stack that is read. */
export function fromGateway(analysis: Analysis, gateway: ModelSubnet | undefined, to: Site): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|gateway|${gateway?.id ?? ""}>${to.key}`, () => {
    const into = entering(analysis, to, []);
    return underEveryRouting(analysis, [...listed(gateway), ...answeringSubnets(analysis, to), ...firewallSubnets(analysis)], (routing, hops) => {
      const led = gateway === undefined ? possible(space, space.all) : routing(gateway, networkHop(to), "destination");
      const direct = both(space, led, answersBy(analysis, routing, hops, to, "gateway"), into);
      const lostThere = gateway === undefined ? certain(space.empty) : lost(analysis, routing, hops, gateway, into);
      return either(space, direct, throughFirewalls(analysis, routing, hops, { hop: "gateway", ...(gateway === undefined ? {} : { subnet: gateway }) }, to, into), lostThere);
    });
  });
}

export function toGateway(analysis: Analysis, from: Site, gateway: ModelSubnet | undefined): Bounds {
  const { space } = analysis;
  return analysis.remembered(`${analysis.replies}|gateway|${from.key}>${gateway?.id ?? ""}`, () => {
    const way = underEveryRouting(analysis, [from.subnet, ...listed(gateway), ...firewallSubnets(analysis)], (routing, hops) => {
      const unseen = analysis.replies === "ignored" ? certain(space.all) : possible(space, space.all);
      const gatewayAnswers = (hop: NextHop) => (gateway === undefined ? unseen : answered(analysis, routing, hops, gateway, hop, "source"));
      const direct = both(space, routing(from.subnet, "gateway", "destination"), gatewayAnswers(networkHop(from)));
      const firewalls = [...analysis.firewalls.values()].map((firewall) => {
        const { plain, translated } = decisionsOf(analysis, firewall);
        const answersTranslated = gateway === undefined ? unseen : answersReach(analysis, routing, hops, gateway, firewall);
        const passed = either(space, both(space, plain, gatewayAnswers(firewallHop(firewall))), both(space, translated, answersTranslated));
        return both(space, routing(from.subnet, firewallHop(firewall), "destination"), passed, firewallLeads(analysis, routing, hops, firewall, "gateway", "destination"), homeward(analysis, routing, hops, firewall, { hop: networkHop(from), place: from }));
      });
      return either(space, direct, ...firewalls, lost(analysis, routing, hops, from.subnet, certain(space.all), false));
    });
    return both(space, leaving(analysis, from, []), way);
  });
}

/** Packets to networks that are attached at a firewall in no stack that is read, and from them: an appliance is on the way, or nothing. */
export function toUnattached(analysis: Analysis, from: Site): Bounds {
  const { space } = analysis;
  const way = underEveryRouting(analysis, [from.subnet], (routing, hops) => lost(analysis, routing, hops, from.subnet, certain(space.all)));
  return both(space, leaving(analysis, from, []), way);
}

export function fromUnattached(analysis: Analysis, to: Site): Bounds {
  const { space } = analysis;
  const anySender = fromOtherSender(space, entering(analysis, to, []), everyRange).may;
  const answering = answeringSubnets(analysis, to);
  return underEveryRouting(analysis, answering, (routing, hops) => possible(space, space.intersect(anySender, space.union(...answering.map((subnet) => routing(subnet, unknownHops(hops(subnet)), "source").may)))));
}

/** Packets to a firewall's own address. */
export function toFirewall(analysis: Analysis, from: Site, firewall: ModelFirewall): Bounds {
  const { space } = analysis;
  const way = underEveryRouting(analysis, [from.subnet, ...firewallSubnets(analysis)], (routing, hops) => {
    const near = [...hops(from.subnet).filter((hop) => hop.startsWith("network:")), firewallHop(firewall)];
    return either(space, both(space, routing(from.subnet, near, "destination"), homeward(analysis, routing, hops, firewall, { hop: networkHop(from), place: from })), lost(analysis, routing, hops, from.subnet, certain(space.all)));
  });
  return both(space, leaving(analysis, from, []), way);
}

function throughFirewalls(analysis: Analysis, routing: Routing, hops: Hops, from: Side, to: Site, into: Bounds): Bounds {
  const { space } = analysis;
  const ways = [...analysis.firewalls.values()].map((firewall) => {
    const there = from.subnet === undefined ? possible(space, space.all) : routing(from.subnet, firewallHop(firewall), "destination");
    return space.isEmpty(there.may) ? there : both(space, there, throughFirewall(analysis, routing, hops, firewall, from, to, into));
  });
  return either(space, ...ways);
}

/** What a firewall lets through to an interface, and whose replies come back through the same firewall: it is stateful (MicrosoftDocs/azure-docs articles/firewall/overview.md). */
function throughFirewall(analysis: Analysis, routing: Routing, hops: Hops, firewall: ModelFirewall, from: Side, to: Site, into: Bounds): Bounds {
  const { space } = analysis;
  const { plain, translated } = decisionsOf(analysis, firewall);
  const onward = both(space, firewallLeads(analysis, routing, hops, firewall, networkHop(to), "destination"), takesForwarded(analysis, to.network, firewall.subnet, "source"));
  const kept = both(space, plain, into, answersBy(analysis, routing, hops, to, firewallHop(firewall)));
  return both(space, onward, homeward(analysis, routing, hops, firewall, from), either(space, kept, both(space, translated, intoFromFirewall(analysis, firewall, to), answersReachFrom(analysis, routing, hops, to, firewall))));
}

/** What an interface takes from a firewall that has put its own address in place of the sender's. */
export function intoFromFirewall(analysis: Analysis, firewall: ModelFirewall, to: Site): Bounds {
  return analysis.remembered(`translated|${firewall.id}>${to.key}`, () => fromOtherSender(analysis.space, entering(analysis, to, []), ownAddresses(analysis, firewall)));
}

/** Packets that a firewall passes on from outside to an interface. */
function passedOn(analysis: Analysis, routing: Routing, hops: Hops, firewall: ModelFirewall, to: Site): Bounds {
  const { space } = analysis;
  if (translationsOf(analysis, firewall).length === 0) return certain(space.empty);
  const inner = both(space, intoFromFirewall(analysis, firewall, to), answersReachFrom(analysis, routing, hops, to, firewall), firewallLeads(analysis, routing, hops, firewall, networkHop(to), "destination"));
  const passed = translatedTo(analysis, firewall, to.addresses, inner);
  return to.face.addresses.length > 0 ? passed : possible(space, passed.may);
}

/** Packets that a firewall passes on to receivers: with its own address as sender, to the address and port that its rule says. */
export function translatedTo(analysis: Analysis, firewall: ModelFirewall, receivers: readonly AddressRange[], taken: Bounds): Bounds {
  const { space } = analysis;
  const translations = translationsOf(analysis, firewall);
  const inner = both(space, taken, opposite(space, decisionsOf(analysis, firewall).networkDenied));
  const parts = translations.map(({ match, address, port, box }, index) => {
    const earlier = opposite(space, either(space, certain(space.empty), ...translations.slice(0, index).map((translation) => translation.match)));
    const asked = both(space, match, earlier);
    if (address === undefined || port === undefined) return possible(space, asked.may);
    const target = [{ family: address.family, first: address.value, last: address.value }];
    if (!overlap(target, receivers)) return certain(space.empty);
    const ports = [{ first: port, last: port }];
    const passed = { must: toOtherReceiver(space, inner.must, { destination: target, destinationPorts: ports }, box), may: toOtherReceiver(space, inner.may, { destination: target, destinationPorts: ports }, box) };
    return both(space, asked, passed);
  });
  return either(space, certain(space.empty), ...parts);
}

/** A firewall's reply towards where the packet came from, and whether that network takes it. */
export function homeward(analysis: Analysis, routing: Routing, hops: Hops, firewall: ModelFirewall, { hop, place }: Side): Bounds {
  if (analysis.replies === "ignored") return certain(analysis.space.all);
  const back = firewallLeads(analysis, routing, hops, firewall, hop, "source");
  if (place === undefined) return back;
  return both(analysis.space, back, takesForwarded(analysis, place.network, firewall.subnet, "destination"));
}

/** Replies to a firewall's own address come to it directly or are led to it. */
function answersReach(analysis: Analysis, routing: Routing, hops: Hops, subnet: ModelSubnet, firewall: ModelFirewall): Bounds {
  const { space } = analysis;
  if (analysis.replies === "ignored") return certain(space.all);
  const own = space.box({ destination: ownAddresses(analysis, firewall) });
  const near = [...hops(subnet).filter((hop) => hop.startsWith("network:")), firewallHop(firewall)];
  const led = routing(subnet, near, "destination");
  const perhaps = space.union(led.may, routing(subnet, unknownHops(hops(subnet)), "destination").may);
  return { must: space.isWithin(own, led.must) ? space.all : space.empty, may: space.isEmpty(space.intersect(own, perhaps)) ? space.empty : space.all };
}

/** Where a firewall's own routes lead. Nobody knows those of a firewall that a rule request stands for: that they lead on is assumed. */
export function firewallLeads(analysis: Analysis, routing: Routing, hops: Hops, firewall: ModelFirewall, hop: NextHop, field: RouteField): Bounds {
  const { space } = analysis;
  const place = analysis.subnets.get(firewall.subnet);
  if (place === undefined) return analysis.stated.has(firewall.id) ? certain(space.all) : possible(space, space.all);
  const others = hops(place.subnet).filter((candidate) => candidate !== hop && candidate !== firewallHop(firewall) && (candidate.startsWith("firewall:") || candidate.startsWith("appliance:")));
  return either(space, routing(place.subnet, hop, field), possible(space, routing(place.subnet, others, field).may));
}

/** A reply's way that routes lead, for certain; and perhaps what they lead to something that is not known. */
function answered(analysis: Analysis, routing: Routing, hops: Hops, subnet: ModelSubnet, hop: NextHop, field: RouteField): Bounds {
  if (analysis.replies === "ignored") return certain(analysis.space.all);
  return either(analysis.space, routing(subnet, hop, field), possible(analysis.space, routing(subnet, unknownHops(hops(subnet)), field).may));
}

/** A site's answers; a load balancer's frontend answers from one of its members, nobody knows which. */
function answersBy(analysis: Analysis, routing: Routing, hops: Hops, to: Site, hop: NextHop): Bounds {
  return oneOf(analysis.space, answeringSubnets(analysis, to).map((subnet) => answered(analysis, routing, hops, subnet, hop, "source")));
}

function answersReachFrom(analysis: Analysis, routing: Routing, hops: Hops, to: Site, firewall: ModelFirewall): Bounds {
  return oneOf(analysis.space, answeringSubnets(analysis, to).map((subnet) => answersReach(analysis, routing, hops, subnet, firewall)));
}

function answeringSubnets(analysis: Analysis, to: Site): readonly ModelSubnet[] {
  return answeringPlaces(analysis, to).map(({ subnet }) => subnet);
}

/** What is led to an appliance that is in no stack that is read, or to a gateway: it may come out anywhere, from any sender. */
function lost({ space }: Analysis, routing: Routing, hops: Hops, subnet: ModelSubnet, into: Bounds, throughGateway = true): Bounds {
  const led = hops(subnet).filter((hop) => hop.startsWith("appliance:") || (throughGateway && hop === "gateway"));
  if (led.length === 0) return certain(space.empty);
  const anySender = fromOtherSender(space, into, everyRange).may;
  return possible(space, space.intersect(routing(subnet, led, "destination").may, anySender));
}

function listed(subnet: ModelSubnet | undefined): readonly ModelSubnet[] {
  return subnet === undefined ? [] : [subnet];
}

/** What an interface takes whoever seems to be the sender. */
export function takenFromAnySender(analysis: Analysis, to: Site, members: readonly string[]): PacketSet {
  return analysis.remembered(`any-sender>${to.key}|${members.join()}`, () => fromOtherSender(analysis.space, entering(analysis, to, members), everyRange).may);
}

function unknownHops(hops: readonly NextHop[]): readonly NextHop[] {
  return hops.filter((hop) => hop.startsWith("appliance:"));
}

export function firewallSubnets(analysis: Analysis): readonly ModelSubnet[] {
  return [...analysis.firewalls.values()].flatMap(({ subnet }) => analysis.subnets.get(subnet)?.subnet ?? []);
}

function firewallHop({ id }: ModelFirewall): NextHop {
  return `firewall:${id}`;
}

function networkHop({ network }: SubnetPlace): NextHop {
  return `network:${network.id}`;
}

/** Public addresses that neither a network nor an external network has, and that no name stands for. */
export function internetAddresses(analysis: Analysis, publicRanges: readonly AddressRange[]): readonly AddressRange[] {
  const taken = [...analysis.model.networks.flatMap(({ prefixes }) => prefixes), ...(analysis.options.externals ?? []).flatMap(({ prefixes }) => prefixes), "240.0.0.0/4"];
  return without(publicRanges, rangesOf(...taken));
}
