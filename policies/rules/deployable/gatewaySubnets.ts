import { gatewayManagementPorts, tls13Policies } from "../../../azure/applicationGateways.ts";
import type { RouteTable, SecurityGroup, SecurityRule } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import type { View } from "../../view.ts";
import { azure, groupId, id, network, notKnown, routeTable, securityGroup, subnet, subnetId, tableId } from "./samples.ts";
import { getsThrough, type NeededFlow } from "./securityRuleCover.ts";
import { subnetsMeant } from "./subnetsMeant.ts";
import { isDefault, isDirect, limitsOfAny, routesOf, rulesOf, type WrittenRoute } from "./whatStands.ts";

const { first, last } = gatewayManagementPorts.value;

/** Source: MicrosoftDocs/azure-docs articles/application-gateway/configuration-infrastructure.md. */
const flows: readonly { readonly flow: NeededFlow; readonly limit: string }[] = [
  { flow: { direction: "Inbound", peer: "GatewayManager", first, last }, limit: `a group that lets GatewayManager in at TCP ${first}-${last}: the gateway is managed there` },
  { flow: { direction: "Inbound", peer: "AzureLoadBalancer", first: 0, last: 65535 }, limit: "a group that lets AzureLoadBalancer in: it asks whether the gateway is well" },
  { flow: { direction: "Outbound", peer: "Internet", first: 443, last: 443 }, limit: "a group that lets the gateway out to Internet: a subnet with an application gateway is no place for denying that" },
];
const direct = "no route for 0.0.0.0/0 to an appliance: the gateway loses its management";
const oneAge = "one age of TLS policies on one gateway: those of 2022 and CustomV2 stand with no older one";

const gateway = (more: object = {}, known: Partial<SampleResource> = {}) => azure("network:ApplicationGateway", "gateway", { gatewayIPConfigurations: [{ name: "one", subnet: { id: subnetId("agw") } }], ...more }, { id: id("Microsoft.Network/applicationGateways", "gateway"), ...known });
const place = (more: object = {}) => network([{ name: "agw", addressPrefix: "10.9.5.0/24", ...more }]);
const rule = (priority: number, direction: string, access: string, peer: string, destinationPortRange: string) => ({
  name: `${direction}-${priority}`,
  priority,
  direction,
  access,
  protocol: "*",
  sourcePortRange: "*",
  destinationPortRange,
  sourceAddressPrefix: direction === "Inbound" ? peer : "*",
  destinationAddressPrefix: direction === "Inbound" ? "*" : peer,
});
const grouped = { networkSecurityGroup: { id: groupId("agw") } };
const management = rule(100, "Inbound", "Allow", "GatewayManager", "65200-65535");
const denyIn = rule(4096, "Inbound", "Deny", "*", "*");

/** azure.md §1.2, §7, 6 and 16: what an application gateway demands of its subnet, and of its own policies. */
export const gatewaySubnets: StackRule = {
  id: "LC507",
  name: "application-gateways-can-be-managed",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "The subnet of an application gateway lets Azure's management and load balancer in and the gateway out, by no detour, and its TLS policies are of one age.",
  why: "Azure refuses to make or change a gateway whose subnet shuts its management out, and a gateway that mixes TLS policies of 2022 with older ones.",
  fix: "allow GatewayManager 65200-65535 and AzureLoadBalancer inbound and Internet outbound, and leave 0.0.0.0/0 to Azure",
  sources: [gatewayManagementPorts.source, tls13Policies.source],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("network:ApplicationGateway"), (one) => gatewayFaults(stack, one));
  },
  unknown: [
    {
      title: "one of two groups, or of two tables, of which one would do",
      resources: [
        gateway(),
        gateway({ gatewayIPConfigurations: [{ name: "one", subnet: { id: subnetId("other") } }] }, { id: id("Microsoft.Network/applicationGateways", "other"), name: "other" }),
        { ...place({ networkSecurityGroup: { id: notKnown } }), propertyDependencies: { subnets: ["agw", "strict"] } },
        { ...subnet("other", { addressPrefix: "10.9.6.0/24", routeTable: { id: notKnown } }), propertyDependencies: { routeTable: ["out", "bare"] } },
        securityGroup("agw", [management]),
        securityGroup("strict", []),
        routeTable("out", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }]),
        routeTable("bare", []),
      ],
      findings: [
        { resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: "has a security group that is one of several, of which some do not hold" },
        { resource: "other", path: "gatewayIPConfigurations[0].subnet", limit: "has a route table that is one of several, of which some do not hold" },
      ],
    },
    {
      title: "rules of their own, of which one is not known: of this group, and of one whose name begins alike",
      resources: [
        gateway(),
        place(grouped),
        securityGroup("agw", [management]),
        azure("network:SecurityRule", "one", { networkSecurityGroupName: "agw", securityRuleName: "one", ...rule(110, "Inbound", "Deny", "*", "*"), sourcePortRange: notKnown }),
      ],
      findings: [{ resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: "has a security group that is not known as a whole" }],
    },
    {
      title: "a group of another stack, and a table of another stack",
      resources: [
        gateway(),
        gateway({ gatewayIPConfigurations: [{ name: "one", subnet: { id: subnetId("other") } }] }, { id: id("Microsoft.Network/applicationGateways", "other"), name: "other" }),
        network([{ name: "agw", addressPrefix: "10.9.5.0/24", ...grouped }, { name: "other", addressPrefix: "10.9.6.0/24", routeTable: { id: tableId("out") } }]),
      ],
      findings: [
        { resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: "has a security group that is not known as a whole" },
        { resource: "other", path: "gatewayIPConfigurations[0].subnet", limit: "has a route table that is not in the stack" },
      ],
    },
  ],
  good: [
    { title: "no group", resources: [gateway(), place()], findings: [] },
    { title: "a subnet whose id is not known yet", resources: [gateway({ gatewayIPConfigurations: [{ name: "one", subnet: { id: notKnown } }] }, { propertyDependencies: { gatewayIPConfigurations: ["agw"] } }), network([]), subnet("agw", { addressPrefix: "10.9.5.0/24" })], findings: [] },
    { title: "a group that denies the rest", resources: [gateway(), place(grouped), securityGroup("agw", [management, rule(110, "Inbound", "Allow", "AzureLoadBalancer", "*"), denyIn])], findings: [] },
    { title: "in a network of another stack, policies of one age", resources: [gateway({ sslPolicy: { policyName: "AppGwSslPolicy20220101S" }, sslProfiles: [{ name: "a", sslPolicy: { policyType: "CustomV2" } }] })], findings: [] },
    { title: "straight to the internet, and something else by an appliance", resources: [gateway(), place({ routeTable: { id: tableId("out") } }), routeTable("out", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "Internet" }, { name: "inner", addressPrefix: "10.0.0.0/8", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])], findings: [] },
    { title: "a configuration without a subnet", resources: [gateway({ gatewayIPConfigurations: [{ name: "one" }] })], findings: [] },
    { title: "a group beside one of which something is not known", resources: [gateway(), place(grouped), securityGroup("agw", [management]), securityGroup("agw-two", [{ ...management, sourcePortRange: notKnown }])], findings: [] },
  ],
  bad: [
    { title: "a group that says nothing of management", resources: [gateway(), place(grouped), securityGroup("agw", [])], findings: [{ resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: flows[0]!.limit }] },
    {
      title: "everything denied, both ways",
      resources: [gateway(), place(grouped), securityGroup("agw", [management, denyIn, rule(4096, "Outbound", "Deny", "Internet", "*")])],
      findings: [
        { resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: flows[1]!.limit },
        { resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: flows[2]!.limit },
      ],
    },
    {
      title: "out through a firewall",
      resources: [gateway(), place({ routeTable: { id: tableId("out") } }), routeTable("out", [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])],
      findings: [{ resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: direct }],
    },
    { title: "policies of two ages", resources: [gateway({ sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20220101" }, sslProfiles: [{ name: "old", sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20170401S" } }] })], findings: [{ resource: "gateway", path: "sslProfiles", limit: oneAge }] },
    { title: "out through a firewall, beside another route of its own", resources: [gateway(), place({ routeTable: { id: tableId("out") } }), routeTable("out", [{ name: "inner", addressPrefix: "10.0.0.0/8", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }, { name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" }])], findings: [{ resource: "gateway", path: "gatewayIPConfigurations[0].subnet", limit: direct }] },
  ],
};

function* gatewayFaults(stack: Stack, one: Resource): Iterable<Fault> {
  for (const configuration of one.inputs.records("gatewayIPConfigurations")) {
    const subnets = subnetsMeant(stack, one, configuration);
    const notKnown = (thing: string) => (reason: string) => configuration.notKnown("subnet", `has a ${thing} that ${reason}`);
    const ofGroup = (group: SecurityGroup) => groupLimits(rulesOf(stack, group, notKnown("security group")));
    const ofTable = (table: RouteTable) => tableLimits(routesOf(stack, table, notKnown("route table")));
    const limits = [
      ...limitsOfAny(subnets.map(({ securityGroups }) => securityGroups), ofGroup, notKnown("security group")),
      ...limitsOfAny(subnets.map(({ routeTables }) => routeTables), ofTable, notKnown("route table")),
    ];
    yield* limits.map((limit) => fault(one, configuration.at("subnet"), limit));
  }
  const policies = [one.inputs.record("sslPolicy"), ...one.inputs.records("sslProfiles").map((profile) => profile.record("sslPolicy"))].filter((policy) => policy !== undefined);
  if (new Set(policies.map(isOf2022)).size > 1) yield fault(one, "sslProfiles", oneAge);
}

function groupLimits(rules: readonly SecurityRule[]): readonly string[] {
  return flows.filter(({ flow }) => !getsThrough(rules, flow)).map(({ limit }) => limit);
}

/** @throws NotKnown */
function tableLimits(routes: readonly WrittenRoute[]): readonly string[] {
  return routes.some((route) => isDefault(route) && !isDirect(route)) ? [direct] : [];
}

function isOf2022(policy: View): boolean {
  return policy.text("policyType") === "CustomV2" || (tls13Policies.value as readonly (string | undefined)[]).includes(policy.text("policyName"));
}
