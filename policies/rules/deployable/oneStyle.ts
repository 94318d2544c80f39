import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, network, routeTable, securityGroup, subnet } from "./samples.ts";
import { isPartOf } from "./subnets.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const limit = (list: string) => `either ${list} inside the resource or resources of their own, never both: each update of the one takes away the other`;

const families = [
  { whole: "network:VirtualNetwork", list: "subnets", part: "network:Subnet", name: "virtualNetworkName" },
  { whole: "network:NetworkSecurityGroup", list: "securityRules", part: "network:SecurityRule", name: "networkSecurityGroupName" },
  { whole: "network:RouteTable", list: "routes", part: "network:Route", name: "routeTableName" },
] as const;

/** azure.md §7, 8. */
export const oneStyle: StackRule = {
  id: "LC503",
  name: "parts-are-inline-or-standalone",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "Subnets, security rules and routes are written inside their network, group or table, or as resources of their own: never in both ways for one of them.",
  why: "Azure replaces the whole list when the outer resource is written. What stood beside it is deleted, or the update fails because it is in use, and every preview shows the same change again.",
  fix: "write all of them inside the outer resource, or all of them as resources of their own",
  sources: ["pulumi/pulumi-azure-native issues 611 and 74"],
  scope: "stack",
  *check(stack) {
    for (const family of families) {
      const wholes = stack.of(family.whole);
      yield* each(stack.of(family.part), (part) => partFaults(part, wholes, family));
    }
  },
  good: [
    { title: "one style each", resources: [network([{ name: "servers" }]), securityGroup("group", []), azure("network:SecurityRule", "rule", { networkSecurityGroupName: "group" }), routeTable("table", [{ name: "out" }])], findings: [] },
    { title: "a rule in a group of another stack", resources: [securityGroup("group", [{ name: "deny" }]), azure("network:SecurityRule", "rule", { networkSecurityGroupName: "elsewhere" })], findings: [] },
  ],
  bad: [
    { title: "subnets both ways", resources: [network([{ name: "servers" }]), subnet("other", {}, "NETWORK")], findings: [{ resource: "other", path: "virtualNetworkName", limit: limit("subnets") }] },
    {
      title: "rules and routes both ways",
      resources: [securityGroup("group", [{ name: "deny" }]), azure("network:SecurityRule", "rule", { networkSecurityGroupName: "group" }), routeTable("table", [{ name: "out" }]), azure("network:Route", "route", { routeTableName: "table" })],
      findings: [
        { resource: "rule", path: "networkSecurityGroupName", limit: limit("securityRules") },
        { resource: "route", path: "routeTableName", limit: limit("routes") },
      ],
    },
    { title: "a rule whose group is known by dependency only", resources: [securityGroup("group", [{ name: "deny" }]), azure("network:SecurityRule", "rule", { networkSecurityGroupName: unknownText }, { dependencies: ["group"] })], findings: [{ resource: "rule", path: "networkSecurityGroupName", limit: limit("securityRules") }] },
  ],
};

function* partFaults(part: Resource, wholes: Stack["resources"], { list, name }: (typeof families)[number]): Iterable<Fault> {
  const whole = wholes.find((one) => isPartOf(part, one, name));
  if (whole !== undefined && whole.inputs.records(list).length > 0) yield fault(part, name, limit(list));
}
