import type { ModelInterface } from "../../reachability/model.ts";
import { isIn } from "./addresses.ts";
import { answersProbe } from "./delivery.ts";
import { both, type Certainty } from "./fates.ts";
import { chosenOf, subnetWith } from "./network.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

/** Whether a public address, the interface's own or a load balancer's, leads to it. */
export function comesByPublicAddress(ground: Ground, target: ModelInterface, packet: SimulatedPacket): Certainty {
  const grouped = [chosenOf(ground, target.securityGroups, target.id, "group"), chosenOf(ground, subnetWith(ground, target.subnet).securityGroups, target.subnet, "group")].some((group) => group !== "none");
  const opened = (tier: "standard" | "basic" | undefined): Certainty => (grouped || tier === "basic" || target.service !== undefined ? "yes" : tier === "standard" ? "no" : "perhaps");
  const ways: Certainty[] = target.publicAddress ? [opened(target.publicTier)] : [];
  for (const { tier, handsOn } of target.publicBalancers ?? []) {
    for (const { protocol, backendPort, probePort, certain } of handsOn) {
      if (protocol !== packet.protocol || opened(tier) === "no") continue;
      if (!certain) ways.push("perhaps");
      else if (backendPort === packet.destinationPort) ways.push(both(opened(tier), answersProbe(ground, target, probePort)));
    }
  }
  return ways.includes("yes") ? "yes" : ways.includes("perhaps") ? "perhaps" : "no";
}

/** A way to the Internet of an interface's own. */
export function hasWayOut(ground: Ground, from: ModelInterface, { protocol, source }: SimulatedPacket): Certainty {
  if (from.publicAddress) return "yes";
  const { outboundAccess } = subnetWith(ground, from.subnet);
  const isConnection = protocol !== "icmp" && !source.includes(":");
  if (outboundAccess === "NAT gateway" && protocol !== "icmp") return isConnection ? "yes" : "perhaps";
  const given = (from.publicBalancers ?? []).flatMap(({ outward }) => outward).filter((way) => isConnection && way.protocol === protocol);
  if (given.some(({ by }) => by === "outbound rule" || outboundAccess === "open")) return "yes";
  if (given.length > 0) return "perhaps";
  if (outboundAccess === "closed" || outboundAccess === "NAT gateway") return "no";
  if (outboundAccess === undefined) return ground.world.wayOut ? "perhaps" : "no";
  return isConnection && (from.pools ?? []).length === 0 ? "yes" : "perhaps";
}

/** Where Azure chooses the address, any of the subnet's may be it. */
export function hasAddress(ground: Ground, { addresses, subnet }: ModelInterface, address: string): Certainty {
  if (addresses.length > 0) return addresses.includes(address) ? "yes" : "no";
  return subnetWith(ground, subnet).prefixes.some((prefix) => isIn(address, prefix)) ? "perhaps" : "no";
}
