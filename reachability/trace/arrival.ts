import { formatAddress } from "../addresses.ts";
import type { Analysis } from "../analysis.ts";
import type { Hop, Way } from "../endpoints.ts";
import type { ModelFirewall } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import { intoFromFirewall, takenFromAnySender } from "../paths.ts";
import type { Site } from "../sites.ts";
import { along, delivered, dropped, unknown, type Journey } from "./journeys.ts";
import { sitesWith } from "./places.ts";
import { groupHops } from "./steps.ts";

/** @param sender application security groups of the sender, or the firewall that stands for it with any address of its subnet */
export function intoSite(analysis: Analysis, target: Site, packet: Packet, sender: readonly string[] | ModelFirewall, back: () => Way): Journey {
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

/** "Azure Firewall SNATs the traffic to one of the firewall private IP addresses in AzureFirewallSubnet" (articles/firewall/snat-private-range.md): not said which. */
function dependsOnAddress(analysis: Analysis, firewall: ModelFirewall, target: Site, packet: Packet): boolean {
  const { must, may } = intoFromFirewall(analysis, firewall, target);
  return analysis.space.contains(may, packet) && !analysis.space.contains(must, packet);
}

/** Led to something that is not known: it may come out anywhere, from any sender, but gets no further than the receiver's groups let it. */
export function lost(analysis: Analysis, target: Site | undefined, packet: Packet, members: readonly string[], reason: string): Journey {
  const receivers = target === undefined ? sitesWith(analysis, packet.destination) : [target];
  const isTaken = receivers.some((receiver) => analysis.space.contains(takenFromAnySender(analysis, receiver, members), packet));
  if (receivers.length > 0 && !isTaken) return dropped(`${reason}; the receiver's security groups take it from nobody`);
  return unknown(reason);
}
