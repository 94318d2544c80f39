import { describe, expect, test } from "vitest";
import { unknownText } from "../../../reachability/readValues.ts";
import { bareFacts, type Facts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import type { Rule, SampleResource } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { dmzRoutes } from "./dmzRoutes.ts";
import { finalDenies } from "./finalDenies.ts";
import { guardedSubnets } from "./guardedSubnets.ts";
import { oneEnvironment } from "./oneEnvironment.ts";
import { peerings } from "./peerings.ts";
import { priorities } from "./priorities.ts";
import { denyAll, groupId, inbound, machine, network, networkId, outside, resource, routeTable, securityGroup, subnet, throughFirewall } from "./samples.ts";

/* What rules about the network say where they cannot tell: unknown, at the place that is not known, and never broken. */

function told(rule: Rule, resources: readonly SampleResource[], facts: Partial<Facts> = {}): readonly string[] {
  const findings = judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).flatMap((judgement) => judgement.findings);
  return findings.map(({ kind, resource: name, path, limit }) => `${kind} ${name} ${path}: ${limit.replace(": the rule cannot be judged", "")}`);
}

describe("whether the DMZ is routed through the firewall", () => {
  const inner = throughFirewall("inner", "10.9.2.0/24");
  const servers = (webRoutes: unknown, space: unknown = ["10.9.0.0/16"]) => [
    ...["web", "inner"].map((name) => securityGroup(name, denyAll)),
    resource("network:RouteTable", "web-routes", routeTable("web-routes", []).id!, { routes: webRoutes }),
    routeTable("inner-routes", [outside, throughFirewall("web", "10.9.1.0/24")]),
    network([subnet("web", "10.9.1.0/24"), subnet("inner", "10.9.2.0/24")], { addressSpace: { addressPrefixes: space } }),
    ...machine("app01", "application", "inner", "10.9.2.4"),
  ];
  const web = machine("web01", "web", "web", "10.9.1.4");
  test("is not known where a route is not", () => {
    const unread = { ...inner, nextHopIpAddress: unknownText };
    const found = told(dmzRoutes, [...servers([outside, unread]), ...web]);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((line) => !line.startsWith("unknown web-routes routes[1].nextHopIpAddress: "))).toEqual([]);
  });
  test("is not known where the network's addresses are not, if a web server stands in it", () => {
    const unread = servers([outside, inner], ["10.9.0.0/16", unknownText]);
    expect(told(dmzRoutes, [...unread, ...web])).toContainEqual(expect.stringMatching(/^unknown network addressSpace\.addressPrefixes/));
    expect(told(dmzRoutes, unread)).toEqual([]);
  });
  test("is not known where the route table may be one of two, of which one does not lead there", () => {
    const tables = [routeTable("through", [outside, inner]), routeTable("past", [outside])];
    const undecided = { ...subnet("web", "10.9.1.0/24"), routeTable: { id: unknownText } };
    const stack = [...servers([outside, inner]).with(4, { ...network([undecided, subnet("inner", "10.9.2.0/24")]), propertyDependencies: { subnets: ["through", "past", "web", "inner", "inner-routes"] } }), ...tables, ...web];
    const found = told(dmzRoutes, stack);
    expect(found.filter((line) => line.startsWith("broken"))).toEqual([]);
    expect(found).toContainEqual(expect.stringContaining("of which some do not hold"));
  });
  test("is not known where it may be one of two, of which one leads through another firewall than the way back", () => {
    const tables = [routeTable("first", [outside, inner]), routeTable("second", [outside, { ...inner, nextHopIpAddress: "10.9.0.5" }])];
    const undecided = { ...subnet("web", "10.9.1.0/24"), routeTable: { id: unknownText } };
    const stack = [...servers([outside, inner]).with(4, { ...network([undecided, subnet("inner", "10.9.2.0/24")]), propertyDependencies: { subnets: ["second", "first"] } }), ...tables, ...web];
    expect(told(dmzRoutes, stack)).toEqual(["unknown network subnets[0]: is one of 2, of which some do not hold"]);
  });
});

test("whether a group ends in a deny is not known where a rule of it is not, unless another denies everything", () => {
  const unread = { ...inbound("unread", 300, "10.9.1.4", "10.9.1.5", "443"), access: unknownText };
  const stack = (rules: Parameters<typeof securityGroup>[1]) => [securityGroup("servers", rules), routeTable("servers-routes", [outside]), network([subnet("servers", "10.9.1.0/24")]), ...machine("core01", "core", "servers", "10.9.1.4")];
  const found = told(finalDenies, stack([unread]));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((line) => !line.startsWith("unknown servers securityRules[0].access: "))).toEqual([]);
  expect(told(finalDenies, stack([unread, ...denyAll]))).toEqual([]);
});

describe("where it is not known which group stands before machines, or whether any does", () => {
  const closed = securityGroup("closed", denyAll);
  const open = securityGroup("open", []);
  const stack = (atSubnet: object, atCard: object, references: readonly string[]) => {
    const [card, ...others] = machine("core01", "core", "servers", "10.9.1.4", atCard);
    const home = { ...network([{ ...subnet("servers", "10.9.1.0/24", ""), ...atSubnet }]), propertyDependencies: { subnets: [...references, "servers-routes"] } };
    return [open, closed, routeTable("servers-routes", [outside]), home, { ...card!, propertyDependencies: { networkSecurityGroup: references } }, ...others];
  };
  const notYet = { networkSecurityGroup: unknownText };
  const openAtSubnet = { networkSecurityGroup: { id: groupId("open") } };
  const denies = ["inbound", "outbound"];
  test("an interface that may have one does not stand in for the subnet's", () => {
    expect(told(finalDenies, stack(openAtSubnet, notYet, ["closed"]))).toEqual(denies.map((direction) => expect.stringMatching(`^broken open : a last rule that denies everything ${direction}`)));
    expect(told(guardedSubnets, stack({}, notYet, ["closed"]))).toEqual([expect.stringMatching(/^broken network subnets\[0\]\.networkSecurityGroup: /)]);
  });
  test("it is not known whether the last rule denies, where the group that the subnet may have does not", () => {
    expect(told(finalDenies, stack(notYet, {}, ["open"]))).toEqual(["unknown network subnets[0]: is one of 2, of which some do not hold"]);
  });
});

test("a machine whose environment is not known does not decide the others'", () => {
  const tagged = (name: string, environment: string) => resource("compute:VirtualMachine", name, name, { tags: { "lifecare-environment": environment } });
  expect(told(oneEnvironment, [tagged("one", unknownText), tagged("two", "prod"), tagged("three", "utb")])).toEqual([
    "unknown one tags.lifecare-environment: is not known",
    "broken three tags.lifecare-environment: prod, as the rest of the stack",
  ]);
});

describe("whether environments are peered", () => {
  const net = (name: string, environment?: string) => resource("network:VirtualNetwork", name, networkId(name), { virtualNetworkName: name, ...(environment === undefined ? {} : { tags: { "lifecare-environment": environment } }) });
  const peering = (remote: string, references: readonly string[] = []) => ({ ...resource("network:VirtualNetworkPeering", "peering", "peering", { virtualNetworkName: "one", remoteVirtualNetwork: { id: remote } }), propertyDependencies: { remoteVirtualNetwork: references } });
  const elsewhere = (name: string) => peering(networkId(name));
  const outsider = "unknown peering remoteVirtualNetwork: is a network of another stack: which environment is behind it cannot be told";
  test("cannot be told of a network of another stack, unless it is called the other environment's", () => {
    expect(told(peerings, [net("one", "prod"), elsewhere("hub")])).toEqual([outsider]);
    expect(told(peerings, [net("one", "prod"), elsewhere("vnet-prod")])).toEqual([outsider]);
    expect(told(peerings, [net("one", "prod"), elsewhere("products")])).toEqual([outsider]);
    expect(told(peerings, [net("one", "prod"), elsewhere("vnet-utb")])).toEqual(["broken peering remoteVirtualNetwork: no network of another environment than prod: PROD and UTB stay apart"]);
  });
  test("is not known where the other end may be one of several, of which one is the other environment's", () => {
    const several = (environment: string) => [net("one", "prod"), net("two", "prod"), net("three", environment), peering(unknownText, ["two", "three"])];
    expect(told(peerings, several("utb"))).toEqual(["unknown peering remoteVirtualNetwork: is not known: one of the networks that it may be is another environment's"]);
    expect(told(peerings, several("prod"))).toEqual([]);
  });
  test("is known where all that the other end may be is the other environment's, the network itself aside", () => {
    const found = told(peerings, [net("one", "prod"), net("two", "utb"), net("three", "utb"), peering(unknownText, ["one", "two", "three"])]);
    expect(found).toEqual(["broken peering remoteVirtualNetwork: no network of another environment than prod: PROD and UTB stay apart"]);
  });
});

describe("priorities of a group", () => {
  const rules = (count: number) => Array.from({ length: count }, (_, index) => inbound(`rule-${index}`, 100 + index, "10.9.1.4", "10.9.1.5", "443"));
  const standalone = (name: string, group: unknown, priority: number) => resource("network:SecurityRule", name, `${groupId("group")}/securityRules/${name}`, { networkSecurityGroupName: group, ...inbound(name, priority, "10.9.1.4", "10.9.1.5", "443") });
  test("may be as many as Azure takes, and one more is told where it stands", () => {
    expect(told(priorities, [securityGroup("group", rules(1000))])).toEqual([]);
    expect(told(priorities, [securityGroup("group", rules(1000)), standalone("last", "group", 2000)])).toEqual(["broken last : at most 1000 rules in a group"]);
  });
  test("are not known of a rule of which nobody knows the group, and the others are judged", () => {
    expect(told(priorities, [securityGroup("group", rules(2)), standalone("lost", unknownText, 100), standalone("second", "group", 101)])).toEqual([
      "unknown lost networkSecurityGroupName: is not known",
      "broken second priority: a priority that no other rule of the group has in the same direction",
    ]);
  });
});
