import type { FirewallRule, ModelFirewall } from "../../reachability/model.ts";
import { isIn } from "./addresses.ts";
import type { Certainty } from "./fates.ts";
import { inWord, portMatches } from "./words.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

/** What a firewall's rules make of a packet that no translation takes. */
export function firewallVerdict(ground: Ground, firewall: ModelFirewall, packet: SimulatedPacket): "plain" | "translated" | "denied" | "unsaid" {
  // What becomes of IPv6 at a firewall is not said.
  if (packet.source.includes(":") || translationOf(ground, firewall, packet) !== undefined) return "unsaid";
  const network = networkVerdict(ground, firewall, packet);
  if (network === "Deny") return "denied";
  if (network === "Allow") return firewall.untranslated.some((prefix) => isIn(packet.destination, prefix)) ? "plain" : "translated";
  return firstMatch(ground, firewall, "application", packet)?.action === "Allow" ? "translated" : "denied";
}

export function networkVerdict(ground: Ground, firewall: ModelFirewall, packet: SimulatedPacket): "Allow" | "Deny" | undefined {
  const action = firstMatch(ground, firewall, "network", packet)?.action;
  return action === "Dnat" ? undefined : action;
}

export function translationOf(ground: Ground, firewall: ModelFirewall, packet: SimulatedPacket): SimulatedPacket | undefined {
  const rule = firstMatch(ground, firewall, "translation", packet)?.rule;
  if (rule?.kind !== "translation") return undefined;
  return { ...packet, source: firewall.address, destination: rule.translatedAddress, destinationPort: Number(rule.translatedPort) };
}

function firstMatch(ground: Ground, firewall: ModelFirewall, kind: FirewallRule["kind"], packet: SimulatedPacket): { readonly action: "Allow" | "Deny" | "Dnat"; readonly rule: FirewallRule } | undefined {
  for (const group of firewall.groups.toSorted((one, other) => one.priority - other.priority)) {
    for (const { action, rules } of group.collections.toSorted((one, other) => one.priority - other.priority)) {
      for (const rule of rules) if (rule.kind === kind && firewallRuleMatches(ground, rule, packet)) return { action, rule };
    }
  }
  return undefined;
}

function firewallRuleMatches(ground: Ground, rule: FirewallRule, packet: SimulatedPacket): boolean {
  if (!rule.sources.some((word) => inWord(ground, word, "", packet.source))) return false;
  const name = ground.world.nameOf(packet.destination);
  if (rule.kind === "application") {
    const named = [...rule.hostNames, ...rule.tags].some((word) => word === "*" || (name !== undefined && (word.startsWith("*") ? name.endsWith(word.slice(1).toLowerCase()) : name === word.toLowerCase())));
    return named && packet.protocol === "tcp" && rule.protocols.some(({ port }) => port === packet.destinationPort);
  }
  if (!rule.protocols.some((protocol) => protocol === "Any" || protocol.toLowerCase() === packet.protocol)) return false;
  if (!portMatches(rule.ports, packet, packet.destinationPort)) return false;
  const byName = rule.kind === "network" && name !== undefined && rule.hostNames.some((hostName) => hostName.toLowerCase() === name);
  return byName || rule.destinations.some((word) => inWord(ground, word, "", packet.destination));
}

/** Whether a firewall's public address is given to such a packet: of protocols without ports that is not said. */
export function getsPublicAddress({ protocol }: SimulatedPacket): Certainty {
  return protocol === "icmp" ? "perhaps" : "yes";
}
