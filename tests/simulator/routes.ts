import type { ModelFirewall, ModelNetwork } from "../../reachability/model.ts";
import { isIn } from "./addresses.ts";
import type { Certainty } from "./fates.ts";
import { chosenOf, firewallsOf, isStated, networkOf, networkWith, peeringsOf, subnetWith } from "./network.ts";
import type { Ground } from "./world.ts";

export type Hop = { readonly kind: "local" | "peered"; readonly network: string } | { readonly kind: "firewall"; readonly firewall: ModelFirewall } | { readonly kind: "internet" | "none" | "gateway" | "attached" | "appliance" };

/** Where a subnet's routes lead: the longest prefix, and of equal ones the user's own, then the gateway's, then the system's. */
export function hopFor(ground: Ground, subnetId: string, address: string): Hop {
  const subnet = subnetWith(ground, subnetId);
  const network = networkOf(ground, subnetId);
  const table = chosenOf(ground, subnet.routeTables, subnetId, "table");
  let best: { readonly length: number; readonly rank: number; readonly hop: Hop } | undefined;
  const offer = (prefix: string, rank: number, hop: Hop) => {
    const length = Number(prefix.split("/")[1] ?? 128);
    if (isIn(address, prefix) && (best === undefined || length > best.length || (length === best.length && rank < best.rank))) best = { length, rank, hop };
  };
  for (const { prefix, nextHop, address: appliance } of table === "none" ? [] : table.routes) offer(prefix, 0, userHop(ground, network, nextHop, appliance));
  const isLocal = [...network.prefixes, ...peeringsOf(ground, network).flatMap(({ remote }) => networkWith(ground, remote).prefixes)].some((prefix) => isIn(address, prefix));
  for (const external of ground.options.externals ?? []) {
    const here = external.attachedAt === "firewall" ? firewallsOf(ground).some((firewall) => firewall.subnet === subnetId) : table === "none" || table.takesGatewayRoutes;
    if (here && !isLocal) for (const prefix of external.prefixes) offer(prefix, 1, { kind: external.attachedAt === "firewall" ? "attached" : "gateway" });
  }
  for (const prefix of network.prefixes) offer(prefix, 2, { kind: "local", network: network.id });
  for (const { remote } of peeringsOf(ground, network)) for (const prefix of networkWith(ground, remote).prefixes) offer(prefix, 2, { kind: "peered", network: remote });
  // A default route of one's own takes them away (virtual-networks-udr-overview.md, "Routing example").
  const ownDefault = table !== "none" && table.routes.some(({ prefix }) => prefix === "0.0.0.0/0");
  for (const prefix of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]) if (!ownDefault && !network.prefixes.includes(prefix)) offer(prefix, 2, { kind: "none" });
  offer("0.0.0.0/0", 2, { kind: "internet" });
  offer("::/0", 2, { kind: "internet" });
  return best!.hop;
}

function userHop(ground: Ground, network: ModelNetwork, nextHop: string, address: string | undefined): Hop {
  if (nextHop === "VnetLocal") return { kind: "local", network: network.id };
  if (nextHop === "Internet") return { kind: "internet" };
  if (nextHop === "None") return { kind: "none" };
  if (nextHop === "VirtualNetworkGateway") return { kind: "gateway" };
  const near = [network.id, ...peeringsOf(ground, network).map(({ remote }) => remote)];
  const firewall = firewallsOf(ground).find((candidate) => candidate.address === address && (isStated(ground, candidate) || near.includes(networkOf(ground, candidate.subnet).id)));
  return firewall === undefined ? { kind: "appliance" } : { kind: "firewall", firewall };
}

/** What the box for forwarded traffic leaves of it where it is not ticked is not said. */
export function takesForwarded(ground: Ground, networkId: string, firewall: ModelFirewall, sender: string): Certainty {
  const hub = networkOf(ground, firewall.subnet);
  if (hub.id === networkId || hub.prefixes.some((prefix) => isIn(sender, prefix))) return "yes";
  return networkWith(ground, networkId).peerings.some(({ remote, allowForwardedTraffic }) => remote === hub.id && allowForwardedTraffic) ? "yes" : "perhaps";
}
