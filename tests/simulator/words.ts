import { isIn, isPublic } from "./addresses.ts";
import { chosenOf, networkOf, networkWith, peeringsOf, subnetWith } from "./network.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

/** Whether an address is in what a word of a rule means; `subnet` is empty for the words of a firewall. */
export function inWord(ground: Ground, word: string, subnet: string, address: string): boolean {
  if (word === "*") return true;
  if (/^[\d.]|:/.test(word)) return isIn(address, word);
  if (word === "VirtualNetwork") return inVirtualNetwork(ground, subnet, address);
  if (word === "Internet") return isPublic(address) && !inOwnNetworks(ground, subnet, address);
  if (word === "AzureLoadBalancer") return address === "168.63.129.16";
  if (ground.world.nameOf(address) === word.toLowerCase()) return true;
  return isPublic(address) && !inOwnNetworks(ground, subnet, address) && ground.world.tagHolds(word, address);
}

export function inVirtualNetwork(ground: Ground, subnet: string, address: string): boolean {
  if (address === "168.63.129.16" || inOwnNetworks(ground, subnet, address)) return true;
  const table = chosenOf(ground, subnetWith(ground, subnet).routeTables, subnet, "table");
  const routes = table === "none" ? [] : table.routes;
  return routes.some(({ prefix }) => isIn(address, prefix) && (!prefix.endsWith("/0") || ground.world.defaultRouteInTag));
}

export function inOwnNetworks(ground: Ground, subnet: string, address: string): boolean {
  if (subnet === "") return false;
  const network = networkOf(ground, subnet);
  const peered = peeringsOf(ground, network).filter(({ allowNetworkAccess }) => allowNetworkAccess);
  return [...network.prefixes, ...peered.flatMap(({ remote }) => networkWith(ground, remote).prefixes)].some((prefix) => isIn(address, prefix));
}

export function portMatches(words: readonly string[], { protocol }: SimulatedPacket, port: number): boolean {
  return words.some((word) => {
    if (word === "*") return true;
    const [first, last = first] = word.split("-").map(Number);
    return protocol !== "icmp" && first! <= port && port <= last!;
  });
}
