import { formatAddress, type Address, type AddressRange } from "./addresses.ts";
import { gapsOf, type Analysis, type SubnetPlace } from "./analysis.ts";
import { rulesFor } from "./bounds.ts";
import type { Endpoint, Hop, Trace, Way } from "./endpoints.ts";
import { answeredBy, ownAddresses, translationsOf } from "./firewall.ts";
import type { ModelFirewall, RouteTable } from "./model.ts";
import type { Packet } from "./packetSetFields.ts";
import { fromUnattached, intoFromFirewall, takenFromAnySender } from "./paths.ts";
import { comesByPublicAddress } from "./publicWays.ts";
import { takesForwarded, type NextHop, type RouteField } from "./routing.ts";
import { overlap, publicAddresses, rangesOf } from "./serviceTags.ts";
import { answeringPlaces, maximumChoices, siteOf, type Site } from "./sites.ts";
import { firewallOutcomes, groupHops, routeSteps, wayOutHop, type FirewallOutcome } from "./traceSteps.ts";

/** A packet's way and its reply's, as one of the possible worlds has it. */
interface Journey {
  readonly forth: Way;
  readonly back?: Way;
}

/**
 * Follows one packet hop by hop, and its reply back: security groups out, routes, firewalls, security groups in. Where something is
 * not known, every possibility is followed: what all of them come to is the answer, and the hops shown are those of the first that
 * comes to something else than being dropped.
 *
 * @throws RangeError for an interface or firewall that the model does not have
 */
export function trace(analysis: Analysis, from: Endpoint, packet: Packet): Trace {
  const { forth, back } = combined(everyRouting(analysis).flatMap((settled) => beginnings(settled, from, packet)));
  const end = endOf({ forth, ...(back === undefined ? {} : { back }) });
  const decisive = back !== undefined && forth.end !== "dropped" && (back.end === "dropped" || forth.end === "delivered") ? back : forth;
  const assumptions = [...new Set([...forth.hops, ...(back?.hops ?? [])].flatMap((hop) => assumptionOf(analysis, hop)))];
  return { packet, forth, ...(back === undefined ? {} : { back }), end, reason: end === "delivered" ? forth.reason : decisive.reason, assumptions };
}

/** The analysis once for each combination of route tables that may stand at the subnets; where those are too many, each step weighs its own. */
function everyRouting(analysis: Analysis): readonly Analysis[] {
  const open = [...analysis.subnets.values()].filter(({ subnet }) => subnet.routeTables.options.length > 1);
  if (open.reduce((product, { subnet }) => product * subnet.routeTables.options.length, 1) > maximumChoices) return [analysis];
  const choices = open.reduce<readonly ReadonlyMap<string, RouteTable | "none">[]>((known, { subnet }) => known.flatMap((choice) => subnet.routeTables.options.map((table) => new Map([...choice, [subnet.id, table]]))), [new Map()]);
  return choices.map((tables) => ({ ...analysis, tables }));
}

function assumptionOf(analysis: Analysis, { at, by }: Hop): readonly string[] {
  const stated = analysis.stated.get(at);
  const external = (analysis.options.externals ?? []).filter(({ name, prefixes }) => prefixes.some((prefix) => by === attachmentWords(prefix, name)));
  return [...(stated === undefined ? [] : [`the appliance at ${stated.firewall.address} holds the rule request ${stated.hash}`]), ...external.map(({ name, prefixes, attachedAt }) => `${name} (${prefixes.join(", ")}) is attached at the ${attachedAt}`)];
}

function attachmentWords(prefix: string, name: string): string {
  return `${prefix} is attached here: ${name}`;
}

function beginnings(analysis: Analysis, from: Endpoint, packet: Packet): readonly Journey[] {
  switch (from.kind) {
    case "interface":
      return fromSite(analysis, siteOf(analysis, from.id), packet);
    case "external":
      return fromExternal(analysis, from, packet);
    case "internet":
    case "named":
      return fromOutside(analysis, packet);
    case "firewall":
      return [dropped("a firewall begins no flows of its own")];
  }
}

function fromSite(analysis: Analysis, from: Site, packet: Packet): readonly Journey[] {
  const near = sitesWith(analysis, packet.destination, reachableFrom(analysis, from));
  // An appliance that nobody knows may lead to a network that is not near.
  const targets = near.length > 0 ? near : sitesWith(analysis, packet.destination);
  const destinations: readonly (Site | undefined)[] = targets.length === 0 ? [undefined] : targets;
  return destinations.map((target) => {
    const out = groupHops(analysis, from, "Outbound", packet, { source: from.face.applicationSecurityGroups, destination: target?.face.applicationSecurityGroups ?? [] });
    return along(out, () => {
      if (isPlatform(packet.destination)) return delivered([{ kind: "platform", direction: "outbound", at: from.subnet.id, decision: "allow", by: "the host under the machine answers" }], "the platform answers", delivery("the answer comes back"));
      return combined(routeSteps(analysis, from.subnet, packet.destination, "forward").map(({ next, hop }) => along([hop], () => afterRoute(analysis, from, target, packet, next))));
    });
  });
}

/** Where a packet from an interface gets by its subnet's route. */
function afterRoute(analysis: Analysis, from: Site, target: Site | undefined, packet: Packet, next: NextHop): Journey {
  if (next.startsWith("network:")) {
    const firewall = [...analysis.firewalls.values()].find(({ address }) => address === formatAddress(packet.destination));
    if (firewall !== undefined) return toFirewallItself(analysis, from, firewall, packet);
    if (target === undefined || `network:${target.network.id}` !== next) return dropped(`no interface has ${formatAddress(packet.destination)}`);
    return intoSite(analysis, target, packet, from.face.applicationSecurityGroups, () => waysBack(analysis, target, packet.source, [`network:${from.network.id}`], () => delivery("the answer comes back")));
  }
  const firewall = firewallOf(analysis, next);
  if (firewall !== undefined) {
    if (formatAddress(packet.destination) === firewall.address) return toFirewallItself(analysis, from, firewall, packet);
    return throughFirewall(analysis, firewall, packet, { back: `network:${from.network.id}`, place: from, members: from.face.applicationSecurityGroups }, target);
  }
  switch (next) {
    case "internet":
      if (!isIn(packet.destination, publicAddresses)) return dropped(notOnInternet(packet));
      return along([wayOutHop(analysis, from, packet)], () => delivered([], "the internet", delivery("the answer comes back by the same public address")));
    case "none":
      return dropped("the route leads nowhere");
    case "gateway":
      return target === undefined ? toGateway(analysis, from, packet) : lost(analysis, target, packet, from.face.applicationSecurityGroups, "what lies behind the gateway is in no stack that is read");
    default:
      return lost(analysis, target, packet, from.face.applicationSecurityGroups, `routes lead to ${next.slice("appliance:".length)}, which is in no stack that is read`);
  }
}

function toFirewallItself(analysis: Analysis, from: Site, firewall: ModelFirewall, packet: Packet): Journey {
  const { space } = analysis;
  const questions = answeredBy(analysis, firewall);
  const decision = space.contains(questions.must, packet) ? "allow" : space.contains(questions.may, packet) ? "unknown" : "deny";
  const hop: Hop = { kind: "firewall", direction: "inbound", at: firewall.id, decision, by: "the firewall's own address: it answers for names on port 53 where it is their proxy", origin: firewall.origin };
  return along([hop], () => delivered([], "the firewall", firewallLeads(analysis, firewall, packet.source, `network:${from.network.id}`, from, packet.destination)));
}

function toGateway(analysis: Analysis, from: Site, packet: Packet): Journey {
  const external = externalWith(analysis, packet.destination, "gateway");
  if (external === undefined) return unknown("what lies behind the gateway is in no stack that is read");
  const [gateway] = gatewayPlaces(analysis);
  const arrival = attachmentHop(external.prefix, external.name, from.subnet.id);
  if (gateway === undefined) return along([{ ...arrival, decision: "unknown" }], () => unknown("the gateway's subnet is in no stack that is read"));
  const back = waysFrom(analysis, gateway, packet.source, [`network:${from.network.id}`], () => delivery("the answer comes back"));
  return delivered([arrival], external.name, back);
}

interface Behind {
  /** Where the firewall must lead the reply. */
  readonly back: NextHop;
  readonly place?: SubnetPlace;
  readonly members: readonly string[];
}

function throughFirewall(analysis: Analysis, firewall: ModelFirewall, packet: Packet, behind: Behind, target: Site | undefined): Journey {
  return combined(firewallOutcomes(analysis, firewall, packet).map((outcome) => along([outcome.hop], () => behindFirewall(analysis, firewall, packet, behind, target, outcome))));
}

function behindFirewall(analysis: Analysis, firewall: ModelFirewall, packet: Packet, behind: Behind, target: Site | undefined, outcome: FirewallOutcome): Journey {
  const translated = outcome.kind === "translated";
  const sent = translated ? { ...packet, source: ownAddress(analysis, firewall) } : packet;
  const homeward = () => firewallLeads(analysis, firewall, packet.source, behind.back, behind.place, packet.destination);
  const steps = firewallSteps(analysis, firewall, packet.destination);
  return combined(
    steps.map(({ next, hop }) =>
      along([hop], () => {
        if (next === "?" ? target !== undefined : next.startsWith("network:")) {
          if (target === undefined || (next !== "?" && next !== `network:${target.network.id}`)) return dropped(`no interface has ${formatAddress(packet.destination)}`);
          return along(forwardedHops(analysis, target, firewall, "source", packet), () => intoSite(analysis, target, sent, translated ? firewall : behind.members, () => answersVia(analysis, target, firewall, packet.source, translated, homeward)));
        }
        const external = externalWith(analysis, packet.destination, "firewall");
        if (external !== undefined && (next === "attached" || next === "?")) return delivered([attachmentHop(external.prefix, external.name, firewall.id)], external.name, homeward());
        const behindOne = next === "gateway" || next === "?" ? externalWith(analysis, packet.destination, "gateway") : undefined;
        if (behindOne !== undefined) return behindGateway(analysis, firewall, packet, translated, homeward, behindOne);
        if (next === "internet" || next === "?") {
          if (!isIn(packet.destination, publicAddresses)) return dropped(notOnInternet(packet));
          return translated ? delivered([], "the internet", homeward()) : dropped("a private address cannot go to the internet untranslated");
        }
        return dropped("the firewall's route leads nowhere");
      }),
    ),
  );
}

function behindGateway(analysis: Analysis, firewall: ModelFirewall, packet: Packet, translated: boolean, homeward: () => Way, { prefix, name }: { readonly prefix: string; readonly name: string }): Journey {
  const [gateway] = gatewayPlaces(analysis);
  const arrival = attachmentHop(prefix, name, firewall.id);
  if (gateway === undefined) return delivered([{ ...arrival, decision: "unknown" }], name, homeward());
  const back = answerVia(analysis, gateway, firewall, packet.source, translated, homeward);
  return delivered([arrival], name, back);
}

/** A reply must pass the firewall that the packet passed: it knows the connection. */
function answerVia(analysis: Analysis, place: SubnetPlace, firewall: ModelFirewall, sender: Address, translated: boolean, homeward: () => Way): Way {
  const led: NextHop = `firewall:${firewall.id}`;
  if (!translated) return waysFrom(analysis, place, sender, [led], homeward);
  const own = ownAddress(analysis, firewall);
  const networks = [...analysis.networks.keys()].map((id): NextHop => `network:${id}`);
  return waysFrom(analysis, place, own, [led, ...networks], homeward);
}

/** As `answerVia`, from whoever answers there. */
function answersVia(analysis: Analysis, target: Site, firewall: ModelFirewall, sender: Address, translated: boolean, homeward: () => Way): Way {
  return combinedWays(answeringPlaces(analysis, target).map((place) => answerVia(analysis, place, firewall, sender, translated, homeward)));
}

function waysBack(analysis: Analysis, target: Site, sender: Address, expected: readonly NextHop[], then: () => Way): Way {
  return combinedWays(answeringPlaces(analysis, target).map((place) => waysFrom(analysis, place, sender, expected, then)));
}

/** The reply's route: it gets on where it leads as the packet came. */
function waysFrom(analysis: Analysis, { subnet }: SubnetPlace, sender: Address, expected: readonly NextHop[], then: () => Way): Way {
  const ways = routeSteps(analysis, subnet, sender, "forward").map(({ next, hop }): Way => {
    if (expected.includes(next)) return prefixed([hop], then());
    if (next.startsWith("appliance:")) return prefixed([{ ...hop, decision: "unknown" }], then());
    return { hops: [{ ...hop, decision: "deny" }], end: "dropped", reason: "asymmetric: the answer goes another way than the packet came" };
  });
  return combinedWays(ways);
}

/** A firewall sends a reply on towards where the packet came from. */
function firewallLeads(analysis: Analysis, firewall: ModelFirewall, receiver: Address, expected: NextHop, place: SubnetPlace | undefined, sender: Address): Way {
  const ways = firewallSteps(analysis, firewall, receiver).map(({ next, hop }): Way => {
    if (next === "?" || next === expected) {
      const forwarded = place === undefined ? [] : forwardedHops(analysis, place, firewall, "destination", { source: receiver, destination: sender, protocol: 0, sourcePort: 0, destinationPort: 0 });
      return prefixed([hop, ...forwarded], delivery("the answer comes back through the firewall"));
    }
    return { hops: [{ ...hop, decision: "deny" }], end: "dropped", reason: "the firewall's route for the answer leads elsewhere" };
  });
  return combinedWays(ways);
}

/** Whether a network takes what a firewall of another one forwards; nothing where that is not in doubt. */
function forwardedHops(analysis: Analysis, place: SubnetPlace, firewall: ModelFirewall, sender: RouteField, packet: Packet): readonly Hop[] {
  if (analysis.space.contains(takesForwarded(analysis, place.network, firewall.subnet, sender).must, packet)) return [];
  return [{ kind: "platform", direction: "forward", at: place.network.id, decision: "unknown", by: "the peering is not to take forwarded traffic: how much of it still flows is not known", origin: place.network.origin }];
}

/** Where a firewall's own routes lead; `?` where nobody knows: to another appliance, or from a firewall that a rule request stands for. */
function firewallSteps(analysis: Analysis, firewall: ModelFirewall, receiver: Address): readonly { readonly next: NextHop | "?"; readonly hop: Hop }[] {
  const place = analysis.subnets.get(firewall.subnet);
  if (place !== undefined) {
    const isElsewhere = (next: NextHop) => next.startsWith("appliance:") || (next.startsWith("firewall:") && next !== `firewall:${firewall.id}`);
    return routeSteps(analysis, place.subnet, receiver, "forward").map(({ next, hop }) => (isElsewhere(next) ? { next: "?", hop: { ...hop, decision: "unknown" } } : { next, hop }));
  }
  const hop: Hop = { kind: "route", direction: "forward", at: firewall.id, decision: analysis.stated.has(firewall.id) ? "allow" : "unknown", by: "that the firewall leads on is assumed", origin: firewall.origin };
  return [{ next: "?", hop }];
}

/** @param sender application security groups of the sender, or the firewall that stands for it with any address of its subnet */
function intoSite(analysis: Analysis, target: Site, packet: Packet, sender: readonly string[] | ModelFirewall, back: () => Way): Journey {
  const source = "groups" in sender ? [] : sender;
  const judged = groupHops(analysis, target, "Inbound", packet, { source, destination: target.face.applicationSecurityGroups });
  const hops = "groups" in sender && dependsOnAddress(analysis, sender, target, packet) ? judged.map((hop): Hop => ({ ...hop, decision: "unknown", by: "decided by which of its addresses the firewall takes" })) : judged;
  return along(hops, () => delivered([{ kind: "delivery", direction: "inbound", at: target.face.id, decision: "allow", by: `${formatAddress(packet.destination)} is here`, origin: target.face.origin }], placeWords(target), back()));
}

/** Where a packet ends; a service ends the connection there, and what it opens in its turn is another trace's question. */
function placeWords({ face: { id, service, handsOn } }: Site): string {
  if (handsOn !== undefined) return `the load balancer's frontend ${id}, which hands the connection on to its pool`;
  return service === undefined ? id : `the ${service.kind} ${id}, which ends the connection; trace what it opens from there`;
}

function fromExternal(analysis: Analysis, external: Extract<Endpoint, { kind: "external" }>, packet: Packet): readonly Journey[] {
  const prefix = external.prefixes.find((candidate) => isIn(packet.source, rangesOf(candidate))) ?? external.prefixes.join(", ");
  const inward = fromOutsideIfPublic(analysis, packet);
  if (external.attachedAt === "gateway") {
    const gateways = gatewayPlaces(analysis);
    if (gateways.length === 0) return fromUnknownGateway(analysis, external.name, prefix, packet);
    return gateways.map((gateway) => along([attachmentHop(prefix, external.name, gateway.subnet.id)], () => fromGateway(analysis, gateway, packet)));
  }
  const firewalls = [...analysis.firewalls.values()];
  if (firewalls.length === 0) return [fromUnknownFirewall(analysis, packet)];
  return firewalls.map((firewall) => {
    const arrival = attachmentHop(prefix, external.name, firewall.id);
    if (formatAddress(packet.destination) === firewall.address) {
      const answers = answeredBy(analysis, firewall);
      const decision = analysis.space.contains(answers.must, packet) ? "allow" : analysis.space.contains(answers.may, packet) ? "unknown" : "deny";
      return along([arrival, { kind: "firewall", direction: "inbound", at: firewall.id, decision, by: "the firewall's own address", origin: firewall.origin }], () => delivered([], "the firewall", delivery("the answer comes back")));
    }
    return along([arrival], () => atFirewallFromOutside(analysis, firewall, packet) ?? inward ?? throughFirewall(analysis, firewall, packet, { back: "attached", members: [] }, sitesWith(analysis, packet.destination)[0]));
  });
}

/** The gateway's routes are not known: it may lead anywhere. */
function fromUnknownGateway(analysis: Analysis, name: string, prefix: string, packet: Packet): readonly Journey[] {
  const arrival: Hop = { ...attachmentHop(prefix, name, "gateway"), decision: "unknown", by: "the gateway's subnet is in no stack that is read" };
  const targets = sitesWith(analysis, packet.destination);
  if (targets.length === 0) return [dropped(`no interface has ${formatAddress(packet.destination)}`)];
  return targets.flatMap((target) => [
    along([arrival], () => intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["gateway"], () => delivery("the answer comes back by the gateway")))),
    ...[...analysis.firewalls.values()].map((firewall) => along([arrival], () => throughFirewall(analysis, firewall, packet, { back: "gateway", members: [] }, target))),
  ]);
}

/** "Azure Firewall SNATs the traffic to one of the firewall private IP addresses in AzureFirewallSubnet" (articles/firewall/snat-private-range.md): not said which. */
function dependsOnAddress(analysis: Analysis, firewall: ModelFirewall, target: Site, packet: Packet): boolean {
  const { must, may } = intoFromFirewall(analysis, firewall, target);
  return analysis.space.contains(may, packet) && !analysis.space.contains(must, packet);
}

/** The firewall is not known: it may let anything through, and show any address for the sender's. */
function fromUnknownFirewall(analysis: Analysis, packet: Packet): Journey {
  const lines = "the firewall that they are attached at is in no stack that is read";
  const targets = sitesWith(analysis, packet.destination);
  const open = targets.filter((target) => analysis.space.contains(fromUnattached(analysis, target).may, packet));
  return open.length > 0 ? unknown(lines) : dropped(`${lines}, and nothing here would take the packet and answer to it`);
}

function fromOutsideIfPublic(analysis: Analysis, packet: Packet): Journey | undefined {
  const open = sitesWith(analysis, packet.destination).some(({ face }) => face.publicAddress || face.publicBalancers !== undefined || face.perhapsPublic === true);
  return open && rangesOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10").every((range) => !isIn(packet.source, [range])) ? combined(fromOutside(analysis, packet)) : undefined;
}

function fromGateway(analysis: Analysis, gateway: SubnetPlace, packet: Packet): Journey {
  const target = sitesWith(analysis, packet.destination)[0];
  return combined(
    routeSteps(analysis, gateway.subnet, packet.destination, "forward").map(({ next, hop }) =>
      along([hop], () => {
        const firewall = firewallOf(analysis, next);
        if (firewall !== undefined) return throughFirewall(analysis, firewall, packet, { back: "gateway", members: [] }, target);
        if (next.startsWith("appliance:") || next === "gateway") return lost(analysis, target, packet, [], "where the gateway's route leads is in no stack that is read");
        if (target === undefined || next !== `network:${target.network.id}`) return dropped("the gateway's route leads elsewhere");
        return intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["gateway"], () => delivery("the answer comes back by the gateway")));
      }),
    ),
  );
}

function fromOutside(analysis: Analysis, packet: Packet): readonly Journey[] {
  for (const firewall of analysis.firewalls.values()) {
    const journey = atFirewallFromOutside(analysis, firewall, packet);
    if (journey !== undefined) return [journey];
  }
  const open = sitesWith(analysis, packet.destination);
  if (open.length === 0) return [dropped(`nothing that the internet reaches has ${formatAddress(packet.destination)}`)];
  return open.map((target) => {
    return along([arrivalHop(analysis, target, packet)], () => intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["internet"], () => delivery("the answer leaves by the public address"))));
  });
}

function arrivalHop(analysis: Analysis, target: Site, packet: Packet): Hop {
  const { face } = target;
  const hop = { kind: "platform", direction: "inbound", at: face.id, origin: face.origin } as const;
  const { must, may } = comesByPublicAddress(analysis, target);
  if (analysis.space.contains(must, packet)) return { ...hop, decision: "allow", by: face.publicAddress ? "the interface has a public address" : "a public load balancer hands it on" };
  if (analysis.space.contains(may, packet)) return { ...hop, decision: "unknown", by: "whether a public address or a load balancer leads here is not known" };
  const closed = "no load balancer hands it on, or what leads here is closed so long as no security group opens it";
  return { ...hop, decision: "deny", by: face.publicAddress || face.publicBalancers !== undefined ? closed : "the interface has no public address" };
}

/** What a translation rule of a firewall passes on; `undefined` where none takes the packet. */
function atFirewallFromOutside(analysis: Analysis, firewall: ModelFirewall, packet: Packet): Journey | undefined {
  const { candidates, decided } = rulesFor(analysis.space, translationsOf(analysis, firewall), packet);
  const [taken] = candidates;
  if (taken === undefined) return undefined;
  const sure = decided && candidates.length === 1 && gapsOf(analysis, firewall.id).length === 0;
  const hop: Hop = { kind: "firewall", direction: "forward", at: firewall.id, decision: sure ? "allow" : "unknown", by: `${taken.collection.name}: ${taken.rule.name} (Dnat)`, origin: taken.rule.origin };
  const { address, port } = taken;
  if (address === undefined || port === undefined) return along([{ ...hop, decision: "unknown" }], () => unknown("where the rule passes packets on to is not known"));
  const sent: Packet = { ...packet, source: ownAddress(analysis, firewall), destination: address, destinationPort: port };
  const inner = { ...packet, destination: address, destinationPort: port };
  const denial = firewallOutcomes(analysis, firewall, inner, "denials").find(({ kind }) => kind === "denied");
  const targets = sitesWith(analysis, address);
  const passing: readonly Hop[] = [{ ...hop, translated: sent }, ...(denial === undefined ? [] : [denial.hop])];
  if (targets.length === 0) return along(passing, () => passedOutside(analysis, firewall, address));
  return combined(
    targets.map((target) =>
      along(passing, () =>
        combined(
          firewallSteps(analysis, firewall, address).map((step) =>
            along([step.hop], () => {
              if (step.next !== "?" && step.next !== `network:${target.network.id}`) return dropped("the firewall's route leads elsewhere");
              const journey = intoSite(analysis, target, sent, firewall, () => answersVia(analysis, target, firewall, packet.source, true, () => delivery("the answer comes back through the firewall")));
              return target.face.addresses.length > 0 ? journey : along([{ kind: "delivery", direction: "inbound", at: target.face.id, decision: "unknown", by: "Azure chooses the interface's address" }], () => journey);
            }),
          ),
        ),
      ),
    ),
  );
}

/** What a firewall passes on to a place outside. */
function passedOutside(analysis: Analysis, firewall: ModelFirewall, address: Address): Journey {
  const back = delivery("the answer comes back through the firewall");
  return combined(
    firewallSteps(analysis, firewall, address).map(({ next, hop }) =>
      along([hop], () => {
        const external = externalWith(analysis, address, "firewall");
        if (external !== undefined && (next === "attached" || next === "?")) return delivered([attachmentHop(external.prefix, external.name, firewall.id)], external.name, back);
        if (next === "internet" && isIn(address, publicAddresses)) return delivered([], "the internet", back);
        return dropped(`no interface has ${formatAddress(address)}`);
      }),
    ),
  );
}

function attachmentHop(prefix: string, name: string, at: string): Hop {
  return { kind: "route", direction: "forward", at, decision: "allow", by: attachmentWords(prefix, name) };
}

function externalWith(analysis: Analysis, address: Address, attachedAt: "firewall" | "gateway"): { readonly name: string; readonly prefix: string } | undefined {
  return (analysis.options.externals ?? [])
    .filter((external) => external.attachedAt === attachedAt)
    .flatMap(({ name, prefixes }) => prefixes.map((prefix) => ({ name, prefix })))
    .find(({ prefix }) => isIn(address, rangesOf(prefix)));
}

function gatewayPlaces(analysis: Analysis): readonly SubnetPlace[] {
  return [...analysis.subnets.values()].filter(({ subnet }) => subnet.name.toLowerCase() === "gatewaysubnet");
}

/** Interfaces that have the address; where none is said to, those of its subnet whose addresses Azure chooses. */
function sitesWith(analysis: Analysis, address: Address, within?: ReadonlySet<string>): readonly Site[] {
  const sites = [...analysis.interfaces.values()].filter(({ subnet }) => analysis.subnets.has(subnet)).map(({ id }) => siteOf(analysis, id)).filter((site) => isIn(address, site.addresses) && (within?.has(site.network.id) ?? true));
  const stated = sites.filter(({ face }) => face.addresses.length > 0);
  const byKey = new Map((stated.length > 0 ? stated : sites).toReversed().map((site) => [site.key, site]));
  return [...byKey.values()];
}

function reachableFrom(analysis: Analysis, { network }: Site): ReadonlySet<string> {
  const near = new Set([network.id, ...network.peerings.map(({ remote }) => remote)]);
  const hubs = [...analysis.firewalls.values()].flatMap(({ subnet }) => analysis.subnets.get(subnet)?.network ?? []).filter(({ id }) => near.has(id));
  return analysis.stated.size > 0 ? new Set(analysis.networks.keys()) : new Set([...near, ...hubs.flatMap(({ peerings }) => peerings.map(({ remote }) => remote))]);
}

function firewallOf(analysis: Analysis, hop: NextHop): ModelFirewall | undefined {
  return hop.startsWith("firewall:") ? analysis.firewalls.get(hop.slice("firewall:".length)) : undefined;
}

function ownAddress(analysis: Analysis, firewall: ModelFirewall): Address {
  const [range] = rangesOf(firewall.address).length > 0 ? rangesOf(firewall.address) : ownAddresses(analysis, firewall);
  return { family: range!.family, value: range!.first };
}

function isIn({ family, value }: Address, ranges: readonly AddressRange[]): boolean {
  return overlap([{ family, first: value, last: value }], ranges);
}

function isPlatform(address: Address): boolean {
  return isIn(address, rangesOf("168.63.129.16", "169.254.169.254"));
}

/** Led to something that is not known: it may come out anywhere, from any sender, but gets no further than the receiver's groups let it. */
function lost(analysis: Analysis, target: Site | undefined, packet: Packet, members: readonly string[], reason: string): Journey {
  const receivers = target === undefined ? sitesWith(analysis, packet.destination) : [target];
  const isTaken = receivers.some((receiver) => analysis.space.contains(takenFromAnySender(analysis, receiver, members), packet));
  if (receivers.length > 0 && !isTaken) return dropped(`${reason}; the receiver's security groups take it from nobody`);
  return unknown(reason);
}

function notOnInternet({ destination }: Packet): string {
  return `${formatAddress(destination)} is no address of the internet`;
}

/** The journey after these hops; one that denies ends it, one that is unknown leaves open whether it gets on. */
function along(hops: readonly Hop[], then: () => Journey): Journey {
  const denial = hops.findIndex(({ decision }) => decision === "deny");
  if (denial !== -1) return { forth: { hops: hops.slice(0, denial + 1), end: "dropped", reason: hops[denial]!.by } };
  const { forth, back } = then();
  return { forth: prefixed(hops, forth), ...(back === undefined ? {} : { back }) };
}

function prefixed(hops: readonly Hop[], way: Way): Way {
  const open = hops.find(({ decision }) => decision === "unknown");
  const isOpen = open !== undefined && way.end === "delivered";
  return { hops: [...hops, ...way.hops], end: isOpen ? "unknown" : way.end, reason: isOpen ? open.by : way.reason };
}

function delivered(hops: readonly Hop[], where: string, back: Way): Journey {
  return { forth: prefixed(hops, delivery(where)), back };
}

function delivery(reason: string): Way {
  return { hops: [], end: "delivered", reason };
}

function dropped(reason: string): Journey {
  return { forth: { hops: [], end: "dropped", reason } };
}

function unknown(reason: string): Journey {
  return { forth: { hops: [], end: "unknown", reason } };
}

function endOf({ forth, back }: Journey): Way["end"] {
  const ends = [forth.end, ...(back === undefined ? [] : [back.end])];
  return ends.includes("dropped") ? "dropped" : ends.includes("unknown") ? "unknown" : "delivered";
}

function combined(journeys: readonly Journey[]): Journey {
  const ends = new Set(journeys.map(endOf));
  const shown = journeys.find((journey) => endOf(journey) !== "dropped") ?? journeys[0] ?? dropped("there is no way");
  if (ends.size <= 1) return shown;
  return { ...shown, forth: { ...shown.forth, end: "unknown", reason: endOf(shown) === "unknown" ? shown.forth.reason : "the possibilities do not agree" } };
}

function combinedWays(ways: readonly Way[]): Way {
  return combined(ways.map((forth) => ({ forth }))).forth;
}
