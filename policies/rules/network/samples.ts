import { documentedChoices } from "../../../specification/flowChoices.ts";
import type { Expectation } from "../../../proof/expectation.ts";
import type { SampleResource } from "../../rule.ts";

/**
 * Samples of the rules about networks are made of these parts: a whole environment of two zones, a compute server and a database server,
 * and the firewall between them and the outside.
 */
const subscription = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers";

export const idOf = (type: string, ...names: readonly string[]): string => {
  const [namespace, ...segments] = type.split("/");
  return `${subscription}/${namespace}/${segments.map((segment, index) => `${segment}/${names[index]}`).join("/")}`;
};

export const resource = (type: string, name: string, id: string, inputs: object): SampleResource => ({ type: `azure-native:${type}`, name, id, inputs });

export const groupId = (name: string) => idOf("Microsoft.Network/networkSecurityGroups", name);
export const tableId = (name: string) => idOf("Microsoft.Network/routeTables", name);
export const networkId = (name: string) => idOf("Microsoft.Network/virtualNetworks", name);
export const subnetId = (network: string, name: string) => idOf("Microsoft.Network/virtualNetworks/subnets", network, name);
export const interfaceId = (name: string) => idOf("Microsoft.Network/networkInterfaces", name);
const policyId = idOf("Microsoft.Network/firewallPolicies", "policy");
const addressId = idOf("Microsoft.Network/publicIPAddresses", "address");

export const firewallAddress = "10.9.0.4";

export interface SampleRule {
  readonly name: string;
  readonly priority: number;
  readonly [key: string]: unknown;
}

const ends = { sourcePortRange: "*", protocol: "Tcp", access: "Allow" };

export const inbound = (name: string, priority: number, from: string, to: string, ports: string | readonly string[], more: object = {}): SampleRule => ruleOf("Inbound", name, priority, from, to, ports, more);
export const outbound = (name: string, priority: number, from: string, to: string, ports: string | readonly string[], more: object = {}): SampleRule => ruleOf("Outbound", name, priority, from, to, ports, more);

function ruleOf(direction: string, name: string, priority: number, from: string, to: string, ports: string | readonly string[], more: object): SampleRule {
  const range = typeof ports === "string" ? { destinationPortRange: ports } : { destinationPortRanges: ports };
  return { name, priority, direction, ...ends, sourceAddressPrefix: from, destinationAddressPrefix: to, ...range, ...more };
}

export const denyAll: readonly SampleRule[] = [
  inbound("deny-in", 4096, "*", "*", "*", { access: "Deny", protocol: "*" }),
  outbound("deny-out", 4096, "*", "*", "*", { access: "Deny", protocol: "*" }),
];

export const securityGroup = (name: string, rules: readonly SampleRule[]): SampleResource => resource("network:NetworkSecurityGroup", name, groupId(name), { networkSecurityGroupName: name, securityRules: rules });

export interface SampleRoute {
  readonly name: string;
  readonly addressPrefix: string;
  readonly nextHopType: string;
  readonly nextHopIpAddress?: string;
}

export const throughFirewall = (name: string, addressPrefix: string): SampleRoute => ({ name, addressPrefix, nextHopType: "VirtualAppliance", nextHopIpAddress: firewallAddress });
export const outside: SampleRoute = throughFirewall("outside", "0.0.0.0/0");

export const routeTable = (name: string, routes: readonly SampleRoute[]): SampleResource => resource("network:RouteTable", name, tableId(name), { routeTableName: name, disableBgpRoutePropagation: true, routes });

/** With the group and the table that are called like it; an empty name leaves either out. */
export const subnet = (name: string, addressPrefix: string, group = name, table = `${name}-routes`) => ({
  name,
  addressPrefix,
  defaultOutboundAccess: false,
  ...(group === "" ? {} : { networkSecurityGroup: { id: groupId(group) } }),
  ...(table === "" ? {} : { routeTable: { id: tableId(table) } }),
});

export const firewallSubnet = { name: "AzureFirewallSubnet", addressPrefix: "10.9.0.0/26" };

export const network = (subnets: readonly object[], more: object = {}): SampleResource =>
  resource("network:VirtualNetwork", "network", networkId("network"), { virtualNetworkName: "network", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets, ...more });

/** A machine with its network interface. */
export const machine = (name: string, roles: string | undefined, subnetName: string, address: string, more: object = {}): readonly SampleResource[] => [
  resource("network:NetworkInterface", `${name}-card`, interfaceId(name), {
    networkInterfaceName: name,
    ipConfigurations: [{ name: "primary", privateIPAllocationMethod: "Static", privateIPAddress: address, subnet: { id: subnetId("network", subnetName) } }],
    ...more,
  }),
  resource("compute:VirtualMachine", name, idOf("Microsoft.Compute/virtualMachines", name), {
    vmName: name,
    ...(roles === undefined ? {} : { tags: { "lifecare-roles": roles } }),
    networkProfile: { networkInterfaces: [{ id: interfaceId(name), primary: true }] },
  }),
];

const filter = (name: string, priority: number, rules: readonly object[]) => ({ ruleCollectionType: "FirewallPolicyFilterRuleCollection", name, priority, action: { type: "Allow" }, rules });
const both = ["10.9.1.0/24", "10.9.2.0/24"];

/** What the servers of the sample need of the outside. */
export const firewall: readonly SampleResource[] = [
  resource("network:PublicIPAddress", "address", addressId, { publicIpAddressName: "address" }),
  resource("network:FirewallPolicy", "policy", policyId, { firewallPolicyName: "policy", dnsSettings: { enableProxy: true, requireProxyForNetworkRules: true } }),
  resource("network:FirewallPolicyRuleCollectionGroup", "firewall-rules", `${policyId}/ruleCollectionGroups/rules`, {
    firewallPolicyName: "policy",
    ruleCollectionGroupName: "rules",
    priority: 300,
    ruleCollections: [
      filter("network", 1000, [
        { ruleType: "NetworkRule", name: "kms", ipProtocols: ["TCP"], sourceAddresses: both, destinationAddresses: ["20.118.99.224/32", "23.102.135.246/32", "40.83.235.53/32"], destinationPorts: ["1688"] },
        { ruleType: "NetworkRule", name: "packages", ipProtocols: ["TCP"], sourceAddresses: ["10.9.1.0/24"], destinationFqdns: ["packages.example.com"], destinationPorts: ["22"] },
      ]),
      filter("application", 2000, [
        { ruleType: "ApplicationRule", name: "updates", sourceAddresses: both, fqdnTags: ["WindowsUpdate"], protocols: [{ protocolType: "Http", port: 80 }, { protocolType: "Https", port: 443 }] },
        { ruleType: "ApplicationRule", name: "defender", sourceAddresses: both, fqdnTags: ["MicrosoftActiveProtectionService"], protocols: [{ protocolType: "Https", port: 443 }] },
        { ruleType: "ApplicationRule", name: "licences", sourceAddresses: ["10.9.1.0/24"], targetFqdns: ["packages.example.com"], protocols: [{ protocolType: "Https", port: 443 }] },
      ]),
    ],
  }),
  resource("network:AzureFirewall", "firewall", idOf("Microsoft.Network/azureFirewalls", "firewall"), {
    azureFirewallName: "firewall",
    firewallPolicy: { id: policyId },
    ipConfigurations: [{ name: "one", subnet: { id: subnetId("network", "AzureFirewallSubnet") }, publicIPAddress: { id: addressId } }],
  }),
];

const platform = (subnetPrefix: string): readonly SampleRule[] => [
  outbound("dns", 900, subnetPrefix, `${firewallAddress}/32`, "53", { protocol: "Udp" }),
  outbound("dns-long", 901, subnetPrefix, `${firewallAddress}/32`, "53"),
  outbound("platform", 902, subnetPrefix, "Internet", ["80", "443", "1688"]),
];

export const computeRules: readonly SampleRule[] = [
  outbound("to-database", 200, "10.9.1.0/24", "10.9.2.0/24", "1433"),
  outbound("packages", 300, "10.9.1.0/24", "Internet", "22"),
  ...platform("10.9.1.0/24"),
  ...denyAll,
];
export const databaseRules: readonly SampleRule[] = [inbound("from-compute", 200, "10.9.1.0/24", "10.9.2.0/24", "1433"), ...platform("10.9.2.0/24"), ...denyAll];

export const expectation: Expectation = { choices: documentedChoices, clientNetworks: [], vendorHosts: [{ name: "packages", value: "packages.example.com", path: "vendor.packages" }], socialInsuranceHosts: [] };

export interface SampleParts {
  readonly compute?: readonly SampleRule[];
  readonly database?: readonly SampleRule[];
  readonly machines?: readonly SampleResource[];
  readonly routes?: readonly SampleRoute[];
  readonly more?: readonly SampleResource[];
}

export const computeMachine = machine("cmp01", "compute", "compute", "10.9.1.4");
export const databaseMachine = machine("sql01", "database", "database", "10.9.2.4");

/** The environment, with parts of it replaced. */
export function environment({ compute = computeRules, database = databaseRules, machines = [...computeMachine, ...databaseMachine], routes = [outside], more = [] }: SampleParts = {}): readonly SampleResource[] {
  return [
    securityGroup("compute", compute),
    securityGroup("database", database),
    routeTable("compute-routes", routes),
    routeTable("database-routes", [outside]),
    network([firewallSubnet, subnet("compute", "10.9.1.0/24"), subnet("database", "10.9.2.0/24")], { dhcpOptions: { dnsServers: [firewallAddress] } }),
    ...firewall,
    ...machines,
    ...more,
  ];
}
