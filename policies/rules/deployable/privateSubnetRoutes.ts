import type { RouteTable } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { network, routeTable, tableId } from "./samples.ts";
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
  good: [{ title: "through a firewall", resources: [privately({}), routeTable("table", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])], findings: [] }],
  bad: [{ title: "round it", resources: [privately({}), routeTable("table", [{ name: "storage", addressPrefix: "Storage", nextHopType: "Internet" }])], findings: [{ resource: "table", path: "routes[0]", limit: ownWay }] }],
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
