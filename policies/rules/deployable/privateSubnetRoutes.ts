import type { RouteTable } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { azure, id, network, notKnown, routeTable, tableId } from "./samples.ts";
import { subnetsOf, type WrittenSubnet } from "./subnets.ts";
import { isDirect, limitsOfAny, routesOf, standing } from "./whatStands.ts";

const ownWay = "another next hop than Internet: a private subnet has no way out of its own";

const privately = (more: object) => network([{ name: "servers", defaultOutboundAccess: false, routeTable: { id: tableId("table") }, ...more }]);

/** azure.md §7, 4: not confirmed by Azure's documentation beyond traffic that goes round a firewall, and therefore advice. */
export const privateSubnetRoutes: StackRule = {
  id: "LC520",
  name: "private-subnets-route-nothing-to-the-internet",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Routes of a private subnet lead nothing to the next hop Internet.",
  why: "In a subnet without outbound access of its own, what a route sends straight to the internet (to service tags, round the firewall) gets nowhere.",
  fix: "lead it through the firewall",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/ip-services/default-outbound-access.md"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.resources, (resource) => each(subnetsOf(resource), (written) => routeFaults(stack, written)));
  },
  unknown: [
    { title: "a table of another stack", resources: [privately({})], findings: [{ resource: "network", path: "subnets[0].routeTable", limit: "is not in the stack" }] },
    { title: "a subnet without a name that is known", resources: [privately({ name: notKnown }), routeTable("table", [])], findings: [{ resource: "network", path: "subnets[0].name", limit: "does not tell which subnet it is" }] },
  ],
  good: [
    { title: "through a firewall", resources: [privately({}), routeTable("table", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])], findings: [] },
    { title: "round it, where the subnet has a way out: of its own, by default, by a NAT gateway", resources: [network(["open", "by-default", "translated"].map((name) => ({ name, routeTable: { id: tableId("table") }, ...(name === "open" ? { defaultOutboundAccess: true } : name === "translated" ? { defaultOutboundAccess: false, natGateway: { id: id("Microsoft.Network/natGateways", "nat") } } : {}) }))), routeTable("table", [{ name: "storage", addressPrefix: "Storage", nextHopType: "Internet" }])], findings: [] },
    { title: "none, and a table that is another's", resources: [network([{ name: "servers", defaultOutboundAccess: false }]), routeTable("table", []), azure("network:Route", "of-another", { routeTableName: "other", routeName: "out", addressPrefix: "Storage", nextHopType: "Internet" })], findings: [] },
  ],
  bad: [
    { title: "round it", resources: [privately({}), routeTable("table", [{ name: "storage", addressPrefix: "Storage", nextHopType: "Internet" }])], findings: [{ resource: "table", path: "routes[0]", limit: ownWay }] },
    {
      title: "round it by a route of its own, in the second of two networks",
      resources: [
        azure("network:VirtualNetwork", "first", { virtualNetworkName: "first", addressSpace: { addressPrefixes: ["10.8.0.0/16"] }, subnets: [{ name: "bare" }] }),
        privately({}),
        routeTable("other", []),
        { ...routeTable("table", []), inputs: { routeTableName: "table" } },
        azure("network:Route", "storage", { routeTableName: "TABLE", routeName: "storage", addressPrefix: "Storage", nextHopType: "Internet" }),
        azure("network:Route", "elsewhere", { routeTableName: "other", routeName: "storage", addressPrefix: "Storage", nextHopType: "Internet" }),
      ],
      findings: [{ resource: "storage", path: "", limit: ownWay }],
    },
  ],
};

function* routeFaults(stack: Stack, written: WrittenSubnet): Iterable<Fault> {
  const { record } = written;
  if (record.boolean("defaultOutboundAccess") !== false || record.has("natGateway")) return;
  const notKnown = (reason: string) => record.notKnown("routeTable", reason);
  const { routeTables } = standing(stack, written);
  const outward = (table: RouteTable) => routesOf(stack, table, notKnown).filter(isDirect);
  const limits = limitsOfAny([routeTables], (table) => outward(table).map(() => ownWay), notKnown);
  for (const limit of limits) for (const table of routeTables.options) if (table !== "none") yield* outward(table).map((route) => fault(route.resource, route.record.path, limit));
}
