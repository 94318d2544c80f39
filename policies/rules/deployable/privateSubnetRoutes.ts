import type { StackRule } from "../../rule.ts";
import { network, routeTable, tableId } from "./samples.ts";

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
    for (const { subnets } of stack.model().networks)
      for (const { outboundAccess, routeTables } of subnets)
        if (outboundAccess === "closed") for (const option of routeTables.options) if (option !== "none") for (const { nextHop, origin } of option.routes) if (nextHop === "Internet") yield { resource: origin.resource, path: origin.path ?? "", limit: ownWay };
  },
  good: [{ title: "through a firewall", resources: [privately({}), routeTable("table", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])], findings: [] }],
  bad: [{ title: "round it", resources: [privately({}), routeTable("table", [{ name: "storage", addressPrefix: "Storage", nextHopType: "Internet" }])], findings: [{ resource: "table", path: "routes[0]", limit: ownWay }] }],
};
