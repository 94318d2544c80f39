import type { network } from "@pulumi/azure-native/types/input.js";
import { byText } from "./order.ts";

export interface RoutedZone {
  readonly id: string;
  readonly prefix: string;
  readonly demilitarised: boolean;
}

/**
 * The routes of one zone. Everything that leaves the network goes to the firewall, and so does everything between the DMZ
 * and the inner zones, both ways (T3.1.5-3). Routes name single subnets, never the whole address space: a route as wide as
 * the network would also catch the traffic within the subnet and the replies to gateway and Bastion.
 */
export function routes(zone: RoutedZone, zones: readonly RoutedZone[], firewallAddress: string): readonly network.RouteArgs[] {
  const otherSide = zones.filter((candidate) => candidate.demilitarised !== zone.demilitarised);
  const routed = [
    { name: "outside", addressPrefix: "0.0.0.0/0" },
    ...otherSide.map((candidate) => ({ name: `to-${candidate.id}`, addressPrefix: candidate.prefix })),
  ];
  return routed
    .map((route) => ({ ...route, nextHopType: "VirtualAppliance", nextHopIpAddress: firewallAddress }))
    .sort((one, other) => byText(one.name, other.name));
}
