import type { SecurityRule } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, groupId, network, notKnown, routeTable, securityGroup, subnet, tableId } from "./samples.ts";
import { saysAllowed, type NeededFlow } from "./securityRuleCover.ts";
import { subnetName, subnetsOf, type WrittenSubnet } from "./subnets.ts";
import { isDefault, isDirect, limitsOfAny, routesOf, rulesOf, standing, type WrittenRoute } from "./whatStands.ts";

const noGroup = (name: string) => `no security group on ${name}: Azure guards it by itself`;
const noTable = "no route table on AzureBastionSubnet: Azure supports none there";
const outwards = "0.0.0.0/0 to Internet, or no route for it: a firewall without a management address loses its own way out";
const gatewayDefault = "no route for 0.0.0.0/0 on GatewaySubnet: the gateway loses its management";
const bastionRule = ({ direction, peer, first }: NeededFlow) => `a group that allows TCP ${first} ${direction === "Inbound" ? `from ${peer}` : `to ${peer}`}: Azure refuses a group without it on AzureBastionSubnet`;

const flow = (direction: NeededFlow["direction"], peer: string, port: number): NeededFlow => ({ direction, peer, first: port, last: port });

/** Source: MicrosoftDocs/azure-docs articles/bastion/bastion-nsg.md. */
const bastionFlows: readonly NeededFlow[] = [
  flow("Inbound", "Internet", 443),
  flow("Inbound", "GatewayManager", 443),
  flow("Inbound", "AzureLoadBalancer", 443),
  flow("Inbound", "VirtualNetwork", 8080),
  flow("Inbound", "VirtualNetwork", 5701),
  flow("Outbound", "VirtualNetwork", 22),
  flow("Outbound", "VirtualNetwork", 3389),
  flow("Outbound", "AzureCloud", 443),
  flow("Outbound", "VirtualNetwork", 8080),
  flow("Outbound", "VirtualNetwork", 5701),
  flow("Outbound", "Internet", 80),
];

const allow = (priority: number, direction: string, peer: string, ports: readonly string[]) => ({
  name: `${direction}-${priority}`,
  priority,
  direction,
  access: "Allow",
  protocol: "Tcp",
  sourcePortRange: "*",
  sourceAddressPrefix: direction === "Inbound" ? peer : "*",
  destinationAddressPrefix: direction === "Inbound" ? "*" : peer,
  destinationPortRanges: ports,
});
const bastionRules = [
  allow(100, "Inbound", "Internet", ["443"]),
  allow(110, "Inbound", "GatewayManager", ["443"]),
  allow(120, "Inbound", "AzureLoadBalancer", ["443"]),
  allow(130, "Inbound", "VirtualNetwork", ["8080", "5701"]),
  allow(100, "Outbound", "VirtualNetwork", ["22", "3389"]),
  allow(110, "Outbound", "AzureCloud", ["443"]),
  allow(120, "Outbound", "VirtualNetwork", ["8080", "5701"]),
  allow(130, "Outbound", "Internet", ["80"]),
];
const withGroup = (name: string, group: string) => ({ name, networkSecurityGroup: { id: groupId(group) } });
const withTable = (name: string) => ({ name, routeTable: { id: tableId("table") } });
const everything = (nextHopType: string) => ({ name: "out", addressPrefix: "0.0.0.0/0", nextHopType, ...(nextHopType === "VirtualAppliance" ? { nextHopIpAddress: "10.9.0.4" } : {}) });

const looseRule = (groups: readonly string[]) => azure("network:SecurityRule", "loose", { networkSecurityGroupName: notKnown, securityRuleName: "loose", priority: 100, direction: "Inbound", access: "Deny", protocol: "*", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "*" }, { propertyDependencies: groups.length === 0 ? {} : { networkSecurityGroupName: groups } });

/** azure.md §7, 6; §1.2. */
export const reservedSubnetsRule: StackRule = {
  id: "LC506",
  name: "reserved-subnets-are-left-to-their-services",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "The subnets of Azure's own services have the groups and routes that those services bear, and no others.",
  why: "A gateway, a firewall and Bastion are managed over their own subnets: a route table on Bastion's, a group on the firewall's or the gateway's, a default route that leads elsewhere, and a group on Bastion's without each of its rules are refused, or cut the service off from its management.",
  fix: "take the group or the table away, or give Bastion's group the rules that Azure documents",
  sources: ["MicrosoftDocs/azure-docs articles/bastion/bastion-nsg.md", "articles/bastion/bastion-faq.md", "articles/firewall/firewall-faq.yml", "articles/vpn-gateway/vpn-gateway-about-vpn-gateway-settings.md"],
  scope: "stack",
  *check(stack) {
    const inEach = (resource: Resource) => each(subnetsOf(resource), (written) => subnetFaults(stack, written));
    yield* each(stack.resources, inEach);
  },
  unknown: [
    {
      title: "a group and tables of another stack",
      resources: [network([withGroup("AzureBastionSubnet", "bastion"), withTable("AzureFirewallSubnet"), withTable("GatewaySubnet")])],
      findings: [
        { resource: "network", path: "subnets[0].networkSecurityGroup", limit: "is not known as a whole" },
        { resource: "network", path: "subnets[1].routeTable", limit: "is not in the stack" },
        { resource: "network", path: "subnets[2].routeTable", limit: "is not in the stack" },
      ],
    },
    {
      title: "one of two groups, of which one would do; one of two tables",
      resources: [
        { ...network([{ name: "AzureBastionSubnet", networkSecurityGroup: { id: notKnown } }, { name: "GatewaySubnet", routeTable: { id: notKnown } }]), propertyDependencies: { subnets: ["bastion", "bare", "table", "empty"] } },
        securityGroup("bastion", bastionRules),
        securityGroup("bare", []),
        routeTable("table", [everything("Internet")]),
        routeTable("empty", []),
      ],
      findings: [
        { resource: "network", path: "subnets[0].networkSecurityGroup", limit: "is one of several, of which some do not hold" },
        { resource: "network", path: "subnets[1].routeTable", limit: "is one of several, of which some do not hold" },
      ],
    },
    { title: "a rule by itself that may be of any group", resources: [network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules), looseRule([])], findings: [{ resource: "network", path: "subnets[0].networkSecurityGroup", limit: "is not known as a whole" }] },
    { title: "a rule by itself that is of this group or of another", resources: [network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules), securityGroup("any", []), looseRule(["bastion", "any"])], findings: [{ resource: "network", path: "subnets[0].networkSecurityGroup", limit: "is not known as a whole" }] },
    { title: "a subnet by itself whose network is not known", resources: [azure("network:Subnet", "one", { virtualNetworkName: notKnown, subnetName: "AzureFirewallSubnet" })], findings: [{ resource: "one", path: "virtualNetworkName", limit: "does not tell which subnet it is" }] },
  ],
  good: [
    { title: "bare", resources: [network([{ name: "AzureFirewallSubnet" }, { name: "GatewaySubnet" }, { name: "AzureBastionSubnet" }, { ...withTable("servers"), ...withGroup("servers", "any") }]), routeTable("table", [everything("VirtualAppliance")]), securityGroup("any", [])], findings: [] },
    { title: "Bastion's group with all its rules, and a firewall's way out", resources: [network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules), subnet("AzureFirewallSubnet", withTable("")), routeTable("table", [everything("Internet")])], findings: [] },
    {
      title: "a firewall that is managed over an address of its own",
      resources: [network([withTable("AzureFirewallSubnet")]), routeTable("table", [everything("VirtualAppliance")]), azure("network:AzureFirewall", "firewall", { managementIpConfiguration: { name: "management" } })],
      findings: [],
    },
    { title: "tables that lead no default away", resources: [network([withTable("GatewaySubnet"), withTable("AzureFirewallSubnet")]), routeTable("table", [{ ...everything("VirtualAppliance"), addressPrefix: "10.0.0.0/8" }])], findings: [] },
    { title: "a rule by itself that is of one of two other groups, a route of any table", resources: [azure("network:Route", "out", { routeTableName: notKnown, routeName: "out", addressPrefix: "0.0.0.0/0", nextHopType: "Internet" }), network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules), securityGroup("any", []), securityGroup("other", []), looseRule(["any", "other"])], findings: [] },
    { title: "lists of subnets of what is no network", resources: [azure("network:NatGateway", "nat", { subnets: [{ name: "AzureBastionSubnet", routeTable: { id: tableId("table") } }] })], findings: [] },
  ],
  bad: [
    {
      title: "groups on the firewall's and the gateway's subnets",
      resources: [network([withGroup("azurefirewallsubnet", "any"), withGroup("GatewaySubnet", "any")]), securityGroup("any", [])],
      findings: [
        { resource: "network", path: "subnets[0].networkSecurityGroup", limit: noGroup("AzureFirewallSubnet") },
        { resource: "network", path: "subnets[1].networkSecurityGroup", limit: noGroup("GatewaySubnet") },
      ],
    },
    {
      title: "the same table on all of them",
      resources: [network([withTable("AzureBastionSubnet"), withTable("AzureFirewallSubnet"), withTable("GatewaySubnet")]), routeTable("table", [everything("VirtualAppliance")])],
      findings: [
        { resource: "network", path: "subnets[0].routeTable", limit: noTable },
        { resource: "network", path: "subnets[1].routeTable", limit: outwards },
        { resource: "network", path: "subnets[2].routeTable", limit: gatewayDefault },
      ],
    },
    {
      title: "Bastion's group without the rule for its management",
      resources: [network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules.filter(({ sourceAddressPrefix }) => sourceAddressPrefix !== "GatewayManager"))],
      findings: [{ resource: "network", path: "subnets[0].networkSecurityGroup", limit: bastionRule(bastionFlows[1]!) }],
    },
    { title: "Bastion's group without a rule outwards", resources: [network([withGroup("AzureBastionSubnet", "bastion")]), securityGroup("bastion", bastionRules.filter(({ destinationAddressPrefix }) => destinationAddressPrefix !== "AzureCloud"))], findings: [{ resource: "network", path: "subnets[0].networkSecurityGroup", limit: bastionRule(bastionFlows[7]!) }] },
    {
      title: "a default beside other routes, and a firewall without a management address",
      resources: [network([withTable("AzureFirewallSubnet"), withTable("GatewaySubnet")]), routeTable("table", [{ ...everything("VirtualAppliance"), name: "inner", addressPrefix: "10.0.0.0/8" }, everything("VirtualAppliance")]), azure("network:AzureFirewall", "firewall", {})],
      findings: [{ resource: "network", path: "subnets[0].routeTable", limit: outwards }, { resource: "network", path: "subnets[1].routeTable", limit: gatewayDefault }],
    },
  ],
};

function* subnetFaults(stack: Stack, written: WrittenSubnet): Iterable<Fault> {
  const { resource, record } = written;
  const name = subnetName(written)?.toLowerCase();
  if (name !== "azurebastionsubnet" && name !== "azurefirewallsubnet" && name !== "gatewaysubnet") return;
  const { securityGroups, routeTables } = standing(stack, written);
  const notKnown = (key: string) => (reason: string) => record.notKnown(key, reason);
  const groups = (limitsOf: (rules: readonly SecurityRule[]) => readonly string[]) => limitsOfAny([securityGroups], (group) => limitsOf(rulesOf(stack, group, notKnown("networkSecurityGroup"))), notKnown("networkSecurityGroup"));
  const tables = (limitsOf: (routes: readonly WrittenRoute[]) => readonly string[]) => limitsOfAny([routeTables], (table) => limitsOf(routesOf(stack, table, notKnown("routeTable"))), notKnown("routeTable"));
  const said = (key: string) => (limit: string) => fault(resource, record.at(key), limit);
  if (name === "azurebastionsubnet") {
    if (record.has("routeTable")) yield said("routeTable")(noTable);
    yield* groups((rules) => bastionFlows.filter((needed) => !saysAllowed(rules, needed)).map(bastionRule)).map(said("networkSecurityGroup"));
    return;
  }
  if (record.has("networkSecurityGroup")) yield said("networkSecurityGroup")(noGroup(name === "gatewaysubnet" ? "GatewaySubnet" : "AzureFirewallSubnet"));
  if (name === "gatewaysubnet") return yield* tables((routes) => (routes.some(isDefault) ? [gatewayDefault] : [])).map(said("routeTable"));
  const isTunnelled = stack.of("network:AzureFirewall").some(({ inputs }) => inputs.record("managementIpConfiguration") !== undefined);
  if (!isTunnelled) yield* tables((routes) => (routes.some((route) => isDefault(route) && !isDirect(route)) ? [outwards] : [])).map(said("routeTable"));
}
