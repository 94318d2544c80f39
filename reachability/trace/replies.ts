import type { Address } from "../addresses.ts";
import type { Analysis, SubnetPlace } from "../analysis.ts";
import type { Hop, Way } from "../endpoints.ts";
import type { ModelFirewall } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import { takesForwarded, type NextHop, type RouteField } from "../routing.ts";
import { answeringPlaces, type Site } from "../sites.ts";
import { combinedWays, delivery, prefixed } from "./journeys.ts";
import { ownAddress } from "./places.ts";
import { routeSteps } from "./steps.ts";

/** The reply's ways, from whoever answers there. */
export function waysBack(analysis: Analysis, target: Site, sender: Address, expected: readonly NextHop[], then: () => Way): Way {
  return combinedWays(answeringPlaces(analysis, target).map((place) => waysFrom(analysis, place, sender, expected, then)));
}

/** The reply's route: it gets on where it leads as the packet came. */
export function waysFrom(analysis: Analysis, { subnet }: SubnetPlace, sender: Address, expected: readonly NextHop[], then: () => Way): Way {
  const ways = routeSteps(analysis, subnet, sender, "forward").map(({ next, hop }): Way => {
    if (expected.includes(next)) return prefixed([hop], then());
    if (next.startsWith("appliance:")) return prefixed([{ ...hop, decision: "unknown" }], then());
    return { hops: [{ ...hop, decision: "deny" }], end: "dropped", reason: "asymmetric: the answer goes another way than the packet came" };
  });
  return combinedWays(ways);
}

/** As `answerVia`, from whoever answers there. */
export function answersVia(analysis: Analysis, target: Site, firewall: ModelFirewall, sender: Address, translated: boolean, homeward: () => Way): Way {
  return combinedWays(answeringPlaces(analysis, target).map((place) => answerVia(analysis, place, firewall, sender, translated, homeward)));
}

/** A reply must pass the firewall that the packet passed: it knows the connection. */
export function answerVia(analysis: Analysis, place: SubnetPlace, firewall: ModelFirewall, sender: Address, translated: boolean, homeward: () => Way): Way {
  const led: NextHop = `firewall:${firewall.id}`;
  if (!translated) return waysFrom(analysis, place, sender, [led], homeward);
  const own = ownAddress(analysis, firewall);
  const networks = [...analysis.networks.keys()].map((id): NextHop => `network:${id}`);
  return waysFrom(analysis, place, own, [led, ...networks], homeward);
}

/** A firewall sends a reply on towards where the packet came from. */
export function firewallLeads(analysis: Analysis, firewall: ModelFirewall, receiver: Address, expected: NextHop, place: SubnetPlace | undefined, sender: Address): Way {
  const ways = firewallSteps(analysis, firewall, receiver).map(({ next, hop }): Way => {
    if (next === "?" || next === expected) {
      const forwarded = place === undefined ? [] : forwardedHops(analysis, place, firewall, "destination", { source: receiver, destination: sender, protocol: 0, sourcePort: 0, destinationPort: 0 });
      return prefixed([hop, ...forwarded], delivery("the answer comes back through the firewall"));
    }
    return { hops: [{ ...hop, decision: "deny" }], end: "dropped", reason: "the firewall's route for the answer leads elsewhere" };
  });
  return combinedWays(ways);
}

/** Where a firewall's own routes lead; `?` where nobody knows: to another appliance, or from a firewall that a rule request stands for. */
export function firewallSteps(analysis: Analysis, firewall: ModelFirewall, receiver: Address): readonly { readonly next: NextHop | "?"; readonly hop: Hop }[] {
  const place = analysis.subnets.get(firewall.subnet);
  if (place !== undefined) {
    const isElsewhere = (next: NextHop) => next.startsWith("appliance:") || (next.startsWith("firewall:") && next !== `firewall:${firewall.id}`);
    return routeSteps(analysis, place.subnet, receiver, "forward").map(({ next, hop }) => (isElsewhere(next) ? { next: "?", hop: { ...hop, decision: "unknown" } } : { next, hop }));
  }
  const hop: Hop = { kind: "route", direction: "forward", at: firewall.id, decision: analysis.stated.has(firewall.id) ? "allow" : "unknown", by: "that the firewall leads on is assumed", origin: firewall.origin };
  return [{ next: "?", hop }];
}

/** Whether a network takes what a firewall of another one forwards; nothing where that is not in doubt. */
export function forwardedHops(analysis: Analysis, place: SubnetPlace, firewall: ModelFirewall, sender: RouteField, packet: Packet): readonly Hop[] {
  if (analysis.space.contains(takesForwarded(analysis, place.network, firewall.subnet, sender).must, packet)) return [];
  return [{ kind: "platform", direction: "forward", at: place.network.id, decision: "unknown", by: "the peering is not to take forwarded traffic: how much of it still flows is not known", origin: place.network.origin }];
}
