import ipaddr from "ipaddr.js";
import type { Candidates, ModelFirewall, ModelInterface, ModelNetwork, ModelSubnet, RouteTable, SecurityGroup } from "../../reachability/model.ts";
import type { Ground } from "./world.ts";

export function faceWith(ground: Ground, id: string): ModelInterface {
  return ground.model.interfaces.find((face) => face.id === id)!;
}

export function networkWith(ground: Ground, id: string): ModelNetwork {
  return ground.model.networks.find((network) => network.id === id)!;
}

export function networkOf(ground: Ground, subnet: string): ModelNetwork {
  return ground.model.networks.find(({ subnets }) => subnets.some(({ id }) => id === subnet))!;
}

export function subnetWith(ground: Ground, id: string): ModelSubnet {
  return networkOf(ground, id).subnets.find((subnet) => subnet.id === id)!;
}

export function gatewaySubnetOf(ground: Ground): ModelSubnet | undefined {
  return ground.model.networks.flatMap(({ subnets }) => subnets).find(({ name }) => name === "GatewaySubnet");
}

export function peeringsOf(ground: Ground, network: ModelNetwork): ModelNetwork["peerings"] {
  return network.peerings.filter(({ remote }) => networkWith(ground, remote).peerings.some((peering) => peering.remote === network.id));
}

export function firewallsOf(ground: Ground): readonly ModelFirewall[] {
  return [...ground.model.firewalls, ...(ground.options.statedFirewalls ?? []).map(({ firewall }) => firewall)];
}

export function isStated(ground: Ground, { id }: ModelFirewall): boolean {
  return !ground.model.firewalls.some((firewall) => firewall.id === id);
}

export function ownAddresses(ground: Ground, firewall: ModelFirewall): readonly string[] {
  return isStated(ground, firewall) ? [firewall.address] : addressesOf(subnetWith(ground, firewall.subnet));
}

export function addressesOf({ prefixes }: ModelSubnet): readonly string[] {
  return prefixes.filter((prefix) => !prefix.includes(":")).flatMap((prefix) => {
    const [address, length] = ipaddr.IPv4.parseCIDR(prefix);
    const first = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    return Array.from({ length: 2 ** (32 - length) }, (_, index) => [24, 16, 8, 0].map((bits) => Math.floor((first + index) / 2 ** bits) % 256).join("."));
  });
}

export function chosenOf<T extends SecurityGroup | RouteTable>(ground: Ground, { options }: Candidates<T>, owner: string, kind: "group" | "table"): T | "none" {
  if (options.length === 0) return "none";
  return options.length === 1 ? options[0]! : options[ground.world.choose(owner, kind, options.length)]!;
}
