import { formatAddress } from "../addresses.ts";
import type { Analysis } from "../analysis.ts";
import type { Packet } from "../packetSetFields.ts";
import type { NextHop } from "../routing.ts";
import { publicAddresses } from "../serviceTags.ts";
import type { Site } from "../sites.ts";
import { intoSite, lost } from "./arrival.ts";
import { throughFirewall, toFirewallItself } from "./firewalls.ts";
import { along, combined, delivered, delivery, dropped, unknown, type Journey } from "./journeys.ts";
import { attachmentHop, externalWith, firewallOf, gatewayPlaces, isIn, isPlatform, notOnInternet, sitesWith } from "./places.ts";
import { waysBack, waysFrom } from "./replies.ts";
import { groupHops, routeSteps, wayOutHop } from "./steps.ts";

/** From an interface: one journey for each interface that may have the destination. */
export function fromSite(analysis: Analysis, from: Site, packet: Packet): readonly Journey[] {
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

function toGateway(analysis: Analysis, from: Site, packet: Packet): Journey {
  const external = externalWith(analysis, packet.destination, "gateway");
  if (external === undefined) return unknown("what lies behind the gateway is in no stack that is read");
  const [gateway] = gatewayPlaces(analysis);
  const arrival = attachmentHop(external.prefix, external.name, from.subnet.id);
  if (gateway === undefined) return along([{ ...arrival, decision: "unknown" }], () => unknown("the gateway's subnet is in no stack that is read"));
  const back = waysFrom(analysis, gateway, packet.source, [`network:${from.network.id}`], () => delivery("the answer comes back"));
  return delivered([arrival], external.name, back);
}

function reachableFrom(analysis: Analysis, { network }: Site): ReadonlySet<string> {
  const near = new Set([network.id, ...network.peerings.map(({ remote }) => remote)]);
  const hubs = [...analysis.firewalls.values()].flatMap(({ subnet }) => analysis.subnets.get(subnet)?.network ?? []).filter(({ id }) => near.has(id));
  return analysis.stated.size > 0 ? new Set(analysis.networks.keys()) : new Set([...near, ...hubs.flatMap(({ peerings }) => peerings.map(({ remote }) => remote))]);
}
