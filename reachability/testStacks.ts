import type { NetworkModel } from "./model.ts";
import type { ReadableResource } from "./readStated.ts";

/** For tests: one network of two subnets, a firewall and two machines, as different people write it. */
export const subscriptionId = "00000000-0000-4000-8000-00000000000a";
const group = "rg-shared";
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function idIn(type: string, ...names: readonly string[]): string {
  const [namespace, ...segments] = type.split("/");
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${[namespace, ...segments.flatMap((segment, index) => [segment, names[index]])].join("/")}`;
}

export const ids = {
  network: idIn("Microsoft.Network/virtualNetworks", "vnet"),
  subnet: (name: string) => idIn("Microsoft.Network/virtualNetworks/subnets", "vnet", name),
  group: idIn("Microsoft.Network/networkSecurityGroups", "nsg"),
  table: idIn("Microsoft.Network/routeTables", "rt"),
  policy: idIn("Microsoft.Network/firewallPolicies", "policy"),
  address: idIn("Microsoft.Network/publicIPAddresses", "pip"),
  firewall: idIn("Microsoft.Network/azureFirewalls", "firewall"),
  interface: (name: string) => idIn("Microsoft.Network/networkInterfaces", name),
};

const placed = { resourceGroupName: group, location: "swedencentral" };
export const rule = {
  name: "allow-web",
  priority: 200,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "Internet",
  sourcePortRange: "*",
  destinationAddressPrefixes: ["10.9.1.0/24"],
  destinationPortRanges: ["443", "8000-8100"],
};
export const route = { name: "outside", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.9.0.4" };
const subnets = [
  { name: "AzureFirewallSubnet", addressPrefix: "10.9.0.0/26" },
  { name: "servers", addressPrefix: "10.9.1.0/24", defaultOutboundAccess: false, networkSecurityGroup: { id: ids.group }, routeTable: { id: ids.table } },
];

const resource = (type: string, name: string, id: string, inputs: object): ReadableResource => ({ type: `azure-native:${type}`, name, id, inputs: { ...placed, ...inputs }, dependencies: [], propertyDependencies: {} });

const securityGroup = (inputs: object) => resource("network:NetworkSecurityGroup", "group", ids.group, { networkSecurityGroupName: "nsg", ...inputs });
const routeTable = (inputs: object) => resource("network:RouteTable", "table", ids.table, { routeTableName: "rt", disableBgpRoutePropagation: true, ...inputs });
const network = (inputs: object) => resource("network:VirtualNetwork", "network", ids.network, { virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, ...inputs });

const others: readonly ReadableResource[] = [
  resource("network:FirewallPolicy", "policy", ids.policy, { firewallPolicyName: "policy", dnsSettings: { enableProxy: true } }),
  resource("network:FirewallPolicyRuleCollectionGroup", "rules", `${ids.policy}/ruleCollectionGroups/rules`, {
    firewallPolicyName: "policy",
    ruleCollectionGroupName: "rules",
    priority: 300,
    ruleCollections: [
      {
        ruleCollectionType: "FirewallPolicyFilterRuleCollection",
        name: "out",
        priority: 100,
        action: { type: "Allow" },
        rules: [{ ruleType: "ApplicationRule", name: "updates", sourceAddresses: ["10.9.1.0/24"], targetFqdns: ["*.example.com"], fqdnTags: ["WindowsUpdate"], protocols: [{ protocolType: "Https", port: 443 }] }],
      },
    ],
  }),
  resource("network:AzureFirewall", "firewall", ids.firewall, { azureFirewallName: "firewall", firewallPolicy: { id: ids.policy }, ipConfigurations: [{ name: "one", subnet: { id: ids.subnet("AzureFirewallSubnet") }, publicIPAddress: { id: ids.address } }] }),
  resource("network:PublicIPAddress", "address", ids.address, { publicIpAddressName: "pip" }),
  ...["one", "two"].flatMap((name, index) => [
    resource("network:NetworkInterface", `${name}-card`, ids.interface(`${name}-nic`), {
      networkInterfaceName: `${name}-nic`,
      ipConfigurations: [{ name: "primary", privateIPAllocationMethod: "Static", privateIPAddress: `10.9.1.${index + 4}`, subnet: { id: ids.subnet("servers") } }],
    }),
    resource("compute:VirtualMachine", name, idIn("Microsoft.Compute/virtualMachines", name), { vmName: name, tags: { role: name }, networkProfile: { networkInterfaces: [{ id: ids.interface(`${name}-nic`), primary: true }] } }),
  ]),
];

/** Rules, routes and subnets inside of what they belong to. */
export const inlineStack: readonly ReadableResource[] = [securityGroup({ securityRules: [rule] }), routeTable({ routes: [route] }), network({ subnets }), ...others];

/** Rules, routes and subnets as resources of their own, which name what they belong to. */
export const standaloneStack: readonly ReadableResource[] = [
  securityGroup({}),
  resource("network:SecurityRule", "web-rule", `${ids.group}/securityRules/allow-web`, { networkSecurityGroupName: "NSG", securityRuleName: "allow-web", ...rule }),
  routeTable({}),
  resource("network:Route", "way-out", `${ids.table}/routes/outside`, { routeTableName: "rt", routeName: "outside", ...route }),
  network({}),
  ...subnets.map(({ name, ...rest }) => resource("network:Subnet", `${name}-subnet`, ids.subnet(name), { virtualNetworkName: "vnet", subnetName: name, ...rest })),
  ...others,
];

/** The stack as a state has it: URNs in place of names. */
export function asState(stack: readonly ReadableResource[]): readonly ReadableResource[] {
  return stack.map(({ name, ...rest }) => ({ ...rest, urn: `urn:pulumi:dev::shared::${rest.type}::${name}`, custom: true, outputs: {} }));
}

/** Every id that inputs hold in another case. */
export function inOtherCase(stack: readonly ReadableResource[]): readonly ReadableResource[] {
  return JSON.parse(JSON.stringify(stack), (key, value: unknown) => (key === "id" && typeof value === "string" ? value.toUpperCase() : value)) as readonly ReadableResource[];
}

export function withVersion(stack: readonly ReadableResource[]): readonly ReadableResource[] {
  return stack.map((one) => ({ ...one, type: one.type.replace(/^azure-native:(\w+):/, "azure-native:$1/v20240501:") }));
}

/**
 * The stack before anything of it exists: no resource has an id, and each id in the inputs is the mark of an unknown value, known
 * only by what its property depends on.
 */
export function asPreview(stack: readonly ReadableResource[], mark: string | undefined = unknown): readonly ReadableResource[] {
  const names = new Map(stack.map(({ id, name }) => [id, name!]));
  const nameBehind = (id: string): string => names.get(id) ?? nameBehind(id.split("/").slice(0, -2).join("/"));
  return stack.map(({ id: _, inputs, ...rest }) => {
    const propertyDependencies: Record<string, string[]> = {};
    const hidden = Object.entries(inputs as object).map(([property, value]): [string, unknown] => {
      const found = new Set<string>();
      const replaced = hide(value, mark, (id) => found.add(nameBehind(id)));
      propertyDependencies[property] = [...found];
      return [property, replaced];
    });
    return { ...rest, inputs: Object.fromEntries(hidden), propertyDependencies, dependencies: [...new Set(Object.values(propertyDependencies).flat())] };
  });
}

function hide(value: unknown, mark: string | undefined, found: (id: string) => void): unknown {
  if (Array.isArray(value)) return value.map((item) => hide(item, mark, found));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (key !== "id" || typeof item !== "string") return [key, hide(item, mark, found)];
    found(item);
    return [key, mark];
  });
  return Object.fromEntries(entries);
}

/** The model without what differs by style: where things were said, and the part of ids that no preview knows. */
export function essence(model: NetworkModel): unknown {
  return JSON.parse(JSON.stringify(model).replaceAll(/\/subscriptions\/[^/]+/g, ""), (key, value: unknown) => (key === "origin" ? undefined : value));
}
