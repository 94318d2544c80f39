import type { ModelFirewall } from "../../reachability/model.ts";
import { worse, type Fate } from "./fates.ts";
import { gatewaySubnetOf, ownAddresses } from "./network.ts";
import { hopFor, takesForwarded, type Hop } from "./routes.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

export function replyDirect(ground: Ground, subnet: string, sender: string, home: string): Fate {
  const back = hopFor(ground, subnet, sender);
  if (back.kind === "appliance") return "unheard";
  return (back.kind === "local" || back.kind === "peered") && back.network === home ? "answered" : "unanswered";
}

export function replyBy(ground: Ground, subnet: string, sender: string, hop: "internet" | "gateway"): Fate {
  const back = hopFor(ground, subnet, sender);
  return back.kind === "appliance" ? "unheard" : back.kind === hop ? "answered" : "unanswered";
}

export function replyFromGateway(ground: Ground, sender: string, home: string): Fate {
  const gateway = gatewaySubnetOf(ground);
  if (gateway === undefined) return "unheard";
  const back = hopFor(ground, gateway.id, sender);
  if (back.kind === "appliance") return "unheard";
  return (back.kind === "local" || back.kind === "peered") && back.network === home ? "answered" : "unanswered";
}

export function replyThroughGateway(ground: Ground, firewall: ModelFirewall, sender: string, translated: boolean): Fate {
  const gateway = gatewaySubnetOf(ground);
  if (gateway === undefined) return "unheard";
  if (translated) return replyToFirewallAddress(ground, gateway.id, firewall);
  const back = hopFor(ground, gateway.id, sender);
  return back.kind === "appliance" ? "unheard" : back.kind === "firewall" && back.firewall.id === firewall.id ? "answered" : "unanswered";
}

export function replyToFirewallAddress(ground: Ground, subnet: string, firewall: ModelFirewall): Fate {
  const hops = ownAddresses(ground, firewall).map((address) => hopFor(ground, subnet, address));
  const arrives = hops.map((hop) => hop.kind === "local" || hop.kind === "peered" || (hop.kind === "firewall" && hop.firewall.id === firewall.id));
  if (!arrives.includes(false)) return "answered";
  return arrives.includes(true) || hops.some(({ kind }) => kind === "appliance") ? "unheard" : "unanswered";
}

/** Whether the firewall's own route leads a reply to where the packet came from. */
export function firewallAnswers(ground: Ground, firewall: ModelFirewall, sender: string, isHome: (hop: Hop) => boolean): Fate {
  const homeward = hopFor(ground, firewall.subnet, sender);
  if (homeward.kind === "appliance" || (homeward.kind === "firewall" && homeward.firewall.id !== firewall.id)) return "unheard";
  return isHome(homeward) ? "answered" : "unanswered";
}

/** A reply that a firewall sends on, at the network where it belongs. */
export function takenBack(ground: Ground, home: string, firewall: ModelFirewall, { destination }: SimulatedPacket, led: Fate): Fate {
  const taken = takesForwarded(ground, home, firewall, destination);
  return taken === "yes" ? led : worse(led, taken === "no" ? "unanswered" : "unheard");
}
