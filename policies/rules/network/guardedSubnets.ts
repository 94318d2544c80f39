import type { Fault } from "../../finding.ts";
import type { StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { computeMachine, denyAll, environment, firewallSubnet, machine, network, outside, resource, routeTable, securityGroup, subnet, subnetId } from "./samples.ts";
import { faultAt, judgedOptions, subnetsOf, topologyOf, type Standing } from "./topology.ts";

const groupLimit = "a security group: nothing filters what reaches the machines here";
const tableLimit = "a route table: Azure's own routes lead past the firewall";
const servers = (more: object) => ({ name: "servers", addressPrefix: "10.9.1.0/24", ...more });
const standing = machine("core01", "core", "servers", "10.9.1.4");
const { networkSecurityGroup, routeTable: table } = subnet("servers", "10.9.1.0/24");

/** Each subnet of the product's machines is filtered and routed. */
export const guardedSubnets: StackRule = {
  id: "LC102",
  name: "subnets-are-filtered-and-routed",
  group: "specification",
  clauses: ["T12.3-1", "T4.3-M", "T3.1.5-3"],
  proposals: ["P-03"],
  synopsis: "Every subnet with the product's machines has a security group and a route table; in place of the subnet's group, each interface in it may have one of its own.",
  why: "Without a group Azure lets everything inside the network through, and everything out. Without a route table packets go past the firewall.",
  fix: "give the subnet networkSecurityGroup and routeTable, inline or in its own resource",
  scope: "stack",
  *check(stack) {
    const topology = topologyOf(stack);
    yield* topology.unknown;
    for (const standings of subnetsOf(topology)) yield* subnetFaults(stack, standings);
  },
  good: [
    { title: "both, inline", resources: environment(), findings: [] },
    {
      title: "a subnet of its own, groups at the interfaces",
      resources: [
        securityGroup("servers", denyAll),
        routeTable("servers-routes", [outside]),
        network([]),
        resource("network:Subnet", "servers-subnet", subnetId("network", "servers"), { virtualNetworkName: "NETWORK", subnetName: "servers", addressPrefix: "10.9.1.0/24", routeTable: table }),
        ...machine("core01", "core", "servers", "10.9.1.4", { networkSecurityGroup }),
      ],
      findings: [],
    },
  ],
  bad: [
    {
      title: "neither",
      resources: [network([firewallSubnet, servers({})]), ...standing],
      findings: [
        { resource: "network", path: "subnets[1].networkSecurityGroup", limit: groupLimit },
        { resource: "network", path: "subnets[1].routeTable", limit: tableLimit },
      ],
    },
    {
      title: "a group at one of two interfaces",
      resources: [securityGroup("servers", denyAll), routeTable("servers-routes", [outside]), network([servers({ routeTable: table })]), ...standing, ...machine("core02", "core", "servers", "10.9.1.5", { networkSecurityGroup })],
      findings: [{ resource: "network", path: "subnets[0].networkSecurityGroup", limit: groupLimit }],
    },
    {
      title: "a subnet of its own without a route table, roles said by the pack's configuration",
      resources: [
        securityGroup("servers", denyAll),
        network([]),
        resource("network:Subnet", "servers-subnet", subnetId("network", "servers"), { virtualNetworkName: "network", subnetName: "servers", addressPrefix: "10.9.1.0/24", networkSecurityGroup }),
        ...machine("core01", undefined, "servers", "10.9.1.4"),
        ...computeMachine.slice(2),
      ],
      facts: { roles: { core01: ["core"] } },
      findings: [{ resource: "servers-subnet", path: "routeTable", limit: tableLimit }],
    },
  ],
};

function* subnetFaults(stack: Stack, standings: readonly [Standing, ...Standing[]]): Iterable<Fault> {
  const { subnet: place } = standings[0];
  const grouped = standings.every(({ face }) => face.securityGroups.options.every((group) => group !== "none"));
  const wrong = (key: string, limit: string) => (option: object | "none") => (option === "none" ? [faultAt(stack, place.origin, key, limit)] : []);
  if (!grouped) yield* judgedOptions(place.securityGroups, place.origin, wrong("networkSecurityGroup", groupLimit));
  yield* judgedOptions(place.routeTables, place.origin, wrong("routeTable", tableLimit));
}
