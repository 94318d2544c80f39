import type { Analysis } from "./analysis.ts";
import type { AddressRange } from "./addresses.ts";
import { both, certain, either, oneOf, opposite, possible, type Bounds } from "./bounds.ts";
import type { Endpoint } from "./endpoints.ts";
import { decisionsOf, sentToInternet, translationsOf } from "./firewall.ts";
import type { ModelFirewall } from "./model.ts";
import { firewallLeads, firewallSubnets, homeward, translatedTo, type Hops } from "./paths.ts";
import type { NextHop } from "./routing.ts";
import { publicAddresses } from "./serviceTags.ts";
import { underEveryRouting, type Routing } from "./sites.ts";

/** A place that is in no network of the model. */
export type Outside = Extract<Endpoint, { kind: "external" | "internet" | "named" }>;

/**
 * Packets between two places outside that a firewall is asked to pass on: networks that are attached at it ask for anything, the
 * Internet only what translations take at its public addresses. What else lies between the two places is not the model's.
 *
 * @param receivers the addresses of `to`
 */
export function betweenOutside(analysis: Analysis, from: Outside, to: Outside, receivers: readonly AddressRange[]): Bounds {
  const { space } = analysis;
  const firewalls = [...analysis.firewalls.values()];
  if (firewalls.length === 0) return certain(space.empty);
  // Through a gateway's subnet, too, packets may come to a firewall: not modelled.
  if ([from, to].some((end) => end.kind === "external" && end.attachedAt === "gateway")) return possible(space, space.all);
  const ways = firewalls.map((firewall) => underEveryRouting(analysis, firewallSubnets(analysis), (routing, hops) => through(analysis, routing, hops, firewall, { from, to, receivers })));
  // A network is attached at one of several firewalls, and nobody knows at which.
  return from.kind === "external" || to.kind === "external" ? oneOf(space, ways) : either(space, ...ways);
}

interface Ends {
  readonly from: Outside;
  readonly to: Outside;
  readonly receivers: readonly AddressRange[];
}

function through(analysis: Analysis, routing: Routing, hops: Hops, firewall: ModelFirewall, { from, to, receivers }: Ends): Bounds {
  const { space } = analysis;
  const led = firewallLeads(analysis, routing, hops, firewall, hopTowards(to), "destination");
  const onward = to.kind === "external" ? led : both(space, led, sentToInternet(analysis));
  const passedOn = translatedTo(analysis, firewall, receivers, onward);
  if (from.kind !== "external") return passedOn;
  const { plain, translated } = decisionsOf(analysis, firewall);
  // What keeps its private address does not get through the Internet (articles/firewall/snat-private-range.md).
  const decided = to.kind === "external" ? either(space, plain, translated) : both(space, translated, certain(space.box({ destination: publicAddresses })));
  const untaken = opposite(space, either(space, certain(space.empty), ...translationsOf(analysis, firewall).map(({ match }) => match)));
  const asked = both(space, decided, untaken, onward, certain(space.box({ destination: receivers })), homeward(analysis, routing, hops, firewall, { hop: "attached" }));
  return either(space, asked, passedOn);
}

function hopTowards({ kind }: Outside): NextHop {
  return kind === "external" ? "attached" : "internet";
}
