import type { Candidates, ModelInterface, RulePlace, SecurityGroup, SecurityRule } from "../../reachability/model.ts";
import { isPublic } from "./addresses.ts";
import { chosenOf, subnetWith } from "./network.ts";
import { inOwnNetworks, inVirtualNetwork, inWord, portMatches } from "./words.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

/** Outbound the interface's group first, then the subnet's. */
export function leaves(ground: Ground, from: ModelInterface, target: ModelInterface | undefined, packet: SimulatedPacket): boolean {
  return passesGroup(ground, from.securityGroups, from.id, "Outbound", from.subnet, packet, from, target) && passesGroup(ground, subnetWith(ground, from.subnet).securityGroups, from.subnet, "Outbound", from.subnet, packet, from, target);
}

/** Inbound the subnet's group first, then the interface's: both must let it in. */
export function enters(ground: Ground, target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket): boolean {
  return passesGroup(ground, subnetWith(ground, target.subnet).securityGroups, target.subnet, "Inbound", target.subnet, packet, from, target) && passesGroup(ground, target.securityGroups, target.id, "Inbound", target.subnet, packet, from, target);
}

function passesGroup(ground: Ground, groups: Candidates<SecurityGroup>, owner: string, direction: "Inbound" | "Outbound", subnet: string, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface | undefined): boolean {
  const group = chosenOf(ground, groups, owner, "group");
  if (group === "none") return true;
  const rules = group.rules.filter((rule) => rule.direction === direction).toSorted((one, other) => one.priority - other.priority);
  if (direction === "Outbound" && ["168.63.129.16", "169.254.169.254"].includes(packet.destination)) return true;
  for (const rule of rules) if (ruleMatches(ground, rule, subnet, packet, from, target)) return rule.access === "Allow";
  const inNetwork = (address: string) => inVirtualNetwork(ground, subnet, address);
  if (inNetwork(packet.source) && inNetwork(packet.destination)) return true;
  if (direction === "Inbound") return packet.source === "168.63.129.16";
  return isPublic(packet.destination) && !inOwnNetworks(ground, subnet, packet.destination);
}

function ruleMatches(ground: Ground, rule: SecurityRule, subnet: string, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface | undefined): boolean {
  if (rule.protocol !== "*" && rule.protocol.toLowerCase() !== packet.protocol) return false;
  if (rule.protocol === "Icmp" && packet.source.includes(":") && !ground.world.icmpMeansVersion6) return false;
  if (!portMatches(rule.sourcePorts, packet, packet.sourcePort) || !portMatches(rule.destinationPorts, packet, packet.destinationPort)) return false;
  return inPlace(ground, rule.source, subnet, packet.source, from) && inPlace(ground, rule.destination, subnet, packet.destination, target);
}

function inPlace(ground: Ground, place: RulePlace, subnet: string, address: string, face: ModelInterface | undefined): boolean {
  for (const id of place.applicationSecurityGroups) if (face?.applicationSecurityGroups.includes(id)) return true;
  for (const word of place.prefixes) if (inWord(ground, word, subnet, address)) return true;
  return false;
}
