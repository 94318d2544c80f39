import type { Properties } from "../propertyValues.ts";
import { idOf, machine, network, nic, publicAddress, subnetId, type Case, type TestWorld } from "./testWorld.ts";

const rule = { access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "10.0.0.0/8", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "443" };
const group = (...rules: readonly Properties[]): Properties => ({ networkSecurityGroupName: "web", securityRules: rules.map((one, index) => ({ ...rule, name: `rule${index}`, priority: 100 + index, ...one })) });
const onMachine = (...nics: readonly string[]): Properties => ({ networkProfile: { networkInterfaces: nics.map((name) => ({ id: idOf(`Microsoft.Network/networkInterfaces/${name}`) })) } });
const subnets = (...prefixes: readonly string[]): Properties => ({ virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: prefixes.map((addressPrefix, index) => ({ name: `s${index}`, addressPrefix })) });
const other = (name: string, prefix: string): Properties => ({ virtualNetworkName: name, addressSpace: { addressPrefixes: [prefix] } });
const peering = (from: string, to: string): Properties => ({ virtualNetworkName: from, virtualNetworkPeeringName: `to-${to}`, remoteVirtualNetwork: { id: idOf(`Microsoft.Network/virtualNetworks/${to}`) } });
const firewall = (more: Properties = {}, subnet = "AzureFirewallSubnet", address = "front"): Properties => ({
  azureFirewallName: "wall",
  sku: { name: "AZFW_VNet", tier: "Standard" },
  ipConfigurations: [{ name: "ip", subnet: { id: subnetId(subnet) }, publicIPAddress: { id: idOf(`Microsoft.Network/publicIPAddresses/${address}`) } }],
  ...more,
});
const standingFirewall = (world: TestWorld): void => {
  network(world, [{ name: "AzureFirewallSubnet", addressPrefix: "10.0.0.0/26" }, { name: "small", addressPrefix: "10.0.1.0/24" }]);
  world.create("network:PublicIPAddress", publicAddress("front"));
};
const policy = { firewallPolicyName: "policy", sku: { tier: "Standard" } };
const policyReference = { firewallPolicy: { id: idOf("Microsoft.Network/firewallPolicies/policy") } };
const filtered = { name: "web", addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: idOf("Microsoft.Network/networkSecurityGroups/web") } };

/** Mistakes in networks, by the id of the behaviour that stops them. */
export const networkCases = {
  "network-shape": { mistake: (world) => world.create("network:NetworkSecurityGroup", group({ protocol: "Smtp" })), mended: (world) => world.create("network:NetworkSecurityGroup", group({ protocol: "TCP" })) },
  "network-reference": {
    mistake: (world) => network(world, [filtered]),
    mended: (world) => {
      world.create("network:NetworkSecurityGroup", group());
      network(world, [{ ...filtered, networkSecurityGroup: { id: idOf("microsoft.network/networksecuritygroups/WEB") } }]);
    },
  },
  "prefix-notation": { mistake: (world) => world.create("network:VirtualNetwork", subnets("10.0.1.1/24")), mended: (world) => world.create("network:VirtualNetwork", subnets("10.0.1.0/24")) },
  "subnet-outside": { mistake: (world) => world.create("network:VirtualNetwork", subnets("10.1.0.0/24")), mended: (world) => world.create("network:VirtualNetwork", subnets("10.0.255.0/24")) },
  "subnet-overlap": {
    prepare: (world) => network(world),
    mistake: (world) => world.create("network:Subnet", { virtualNetworkName: "main", subnetName: "app", addressPrefix: "10.0.1.128/25" }),
    mended: (world) => world.create("network:Subnet", { virtualNetworkName: "main", subnetName: "app", addressPrefix: "10.0.2.0/25" }),
  },
  "subnet-prefix-in-use": {
    prepare: (world) => {
      network(world);
      world.create("network:NetworkInterface", nic("one"));
    },
    mistake: (world) => world.update("network:VirtualNetwork", { ...subnets(), subnets: [{ name: "web", addressPrefix: "10.0.1.0/25" }] }),
    mended: (world) => {
      world.remove("network:NetworkInterface", nic("one"));
      world.update("network:VirtualNetwork", { ...subnets(), subnets: [{ name: "web", addressPrefix: "10.0.1.0/25" }] });
    },
  },
  "default-outbound": {
    prepare: (world) => network(world),
    mistake: (world) => world.update("network:Subnet", { virtualNetworkName: "main", subnetName: "web", addressPrefix: "10.0.1.0/24", defaultOutboundAccess: false }),
    mended: (world) => world.update("network:Subnet", { virtualNetworkName: "main", subnetName: "web", addressPrefix: "10.0.1.0/24", defaultOutboundAccess: true }),
  },
  "peering-overlap": {
    prepare: (world) => {
      network(world);
      world.create("network:VirtualNetwork", other("clash", "10.0.128.0/20"));
      world.create("network:VirtualNetwork", other("hub", "10.1.0.0/16"));
    },
    mistake: (world) => world.create("network:VirtualNetworkPeering", peering("main", "clash")),
    mended: (world) => world.create("network:VirtualNetworkPeering", peering("main", "hub")),
  },
  "peering-overlap-third": {
    prepare: (world) => {
      network(world);
      world.create("network:VirtualNetwork", other("hub", "10.1.0.0/16"));
      world.create("network:VirtualNetwork", other("clash", "10.1.4.0/24"));
      world.create("network:VirtualNetwork", other("spoke", "10.2.0.0/16"));
      world.create("network:VirtualNetworkPeering", peering("main", "hub"));
    },
    mistake: (world) => world.create("network:VirtualNetworkPeering", peering("main", "clash")),
    mended: (world) => world.create("network:VirtualNetworkPeering", peering("main", "spoke")),
  },
  "another-operation": {
    prepare: (world) => {
      network(world);
      world.begin(subnetId("web"));
    },
    mistake: (world) => world.create("network:Subnet", { virtualNetworkName: "MAIN", subnetName: "app", addressPrefix: "10.0.2.0/25" }),
    mended: (world) => {
      world.end();
      world.create("network:Subnet", { virtualNetworkName: "main", subnetName: "app", addressPrefix: "10.0.2.0/25" });
    },
  },
  "subnet-in-use": {
    prepare: (world) => {
      network(world);
      world.create("network:NetworkInterface", nic("one"));
    },
    mistake: (world) => world.remove("network:VirtualNetwork", { virtualNetworkName: "main" }),
    mended: (world) => {
      world.remove("network:NetworkInterface", nic("one"));
      world.remove("network:VirtualNetwork", { virtualNetworkName: "main" });
    },
  },
  "group-in-use": {
    prepare: (world) => {
      world.create("network:NetworkSecurityGroup", group());
      network(world, [filtered]);
    },
    mistake: (world) => world.remove("network:NetworkSecurityGroup", group()),
    mended: (world) => {
      world.update("network:VirtualNetwork", { ...subnets(), subnets: [{ name: "web", addressPrefix: "10.0.1.0/24" }] });
      world.remove("network:NetworkSecurityGroup", group());
    },
  },
  "routes-in-use": {
    prepare: (world) => network(world, [{ name: "web", addressPrefix: "10.0.1.0/24", routeTable: { id: world.create("network:RouteTable", { routeTableName: "routes" }) } }]),
    mistake: (world) => world.remove("network:RouteTable", { routeTableName: "routes" }),
    mended: (world) => {
      world.remove("network:VirtualNetwork", { virtualNetworkName: "main" });
      world.remove("network:RouteTable", { routeTableName: "routes" });
    },
  },
  "policy-in-use": {
    prepare: (world) => {
      standingFirewall(world);
      world.create("network:FirewallPolicy", policy);
      world.create("network:AzureFirewall", firewall(policyReference));
    },
    mistake: (world) => world.remove("network:FirewallPolicy", policy),
    mended: (world) => {
      world.remove("network:AzureFirewall", firewall());
      world.remove("network:FirewallPolicy", policy);
    },
  },
  "subnet-full": {
    prepare: (world) => {
      network(world, [{ name: "web", addressPrefix: "10.0.1.0/29" }]);
      for (const name of ["one", "two", "three"]) world.create("network:NetworkInterface", nic(name));
    },
    mistake: (world) => world.create("network:NetworkInterface", nic("four")),
    mended: (world) => {
      world.remove("network:NetworkInterface", nic("two"));
      world.create("network:NetworkInterface", nic("four"));
    },
  },
  "address-outside": { prepare: (world) => network(world), mistake: (world) => world.create("network:NetworkInterface", nic("one", "web", "10.0.2.4")), mended: (world) => world.create("network:NetworkInterface", nic("one", "web", "10.0.1.4")) },
  "address-reserved": { prepare: (world) => network(world), mistake: (world) => world.create("network:NetworkInterface", nic("one", "web", "10.0.1.3")), mended: (world) => world.create("network:NetworkInterface", nic("one", "web", "10.0.1.254")) },
  "address-taken": {
    prepare: (world) => {
      network(world);
      world.create("network:NetworkInterface", nic("one", "web", "10.0.1.9"));
    },
    mistake: (world) => world.create("network:NetworkInterface", nic("two", "web", "10.0.1.9")),
    mended: (world) => {
      world.update("network:NetworkInterface", nic("one", "web", "10.0.1.9"));
      world.create("network:NetworkInterface", nic("two", "web", "10.0.1.10"));
    },
  },
  "interface-network": {
    prepare: (world) => {
      network(world, [{ name: "web", addressPrefix: "10.0.1.0/24" }, { name: "app", addressPrefix: "10.0.2.0/24" }]);
      world.create("network:VirtualNetwork", { ...other("far", "10.9.0.0/16"), subnets: [{ name: "web", addressPrefix: "10.9.1.0/24" }] });
      world.create("network:NetworkInterface", nic("one"));
      world.create("compute:VirtualMachine", machine("core1", onMachine("one")));
    },
    mistake: (world) => world.update("network:NetworkInterface", { networkInterfaceName: "one", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("web", "far") } }] }),
    mended: (world) => world.update("network:NetworkInterface", nic("one", "app")),
  },
  "interface-in-use": {
    prepare: (world) => {
      network(world);
      world.create("network:NetworkInterface", nic("one"));
      world.create("compute:VirtualMachine", machine("core1", onMachine("one")));
    },
    mistake: (world) => world.remove("network:NetworkInterface", nic("one")),
    mended: (world) => {
      world.remove("compute:VirtualMachine", machine("core1"));
      world.remove("network:NetworkInterface", nic("one"));
    },
  },
  "priority-clash": {
    mistake: (world) => world.create("network:NetworkSecurityGroup", group({ priority: 200 }, { priority: 200 })),
    mended: (world) => world.create("network:NetworkSecurityGroup", group({ priority: 200 }, { priority: 200, direction: "Outbound" })),
  },
  "priority-range": { mistake: (world) => world.create("network:NetworkSecurityGroup", group({ priority: 4097 })), mended: (world) => world.create("network:NetworkSecurityGroup", group({ priority: 4096 })) },
  "rule-ports": {
    mistake: (world) => world.create("network:NetworkSecurityGroup", group({ destinationPortRange: "80,443" })),
    mended: (world) => world.create("network:NetworkSecurityGroup", group({ destinationPortRange: "80-443" })),
  },
  "rule-prefix": {
    mistake: (world) => world.create("network:NetworkSecurityGroup", group({ sourceAddressPrefix: "20.20.20.20/16" })),
    mended: (world) => world.create("network:NetworkSecurityGroup", group({ sourceAddressPrefix: "20.20.0.0/16" })),
  },
  "rule-limit": {
    prepare: (world) => world.create("network:NetworkSecurityGroup", group()),
    mistake: (world) => world.update("network:NetworkSecurityGroup", group(...Array.from({ length: 1001 }, () => ({})))),
    mended: (world) => world.update("network:NetworkSecurityGroup", group({}, {})),
  },
  "address-sku": {
    mistake: (world) => world.create("network:PublicIPAddress", { ...publicAddress("front"), publicIPAllocationMethod: "Dynamic" }),
    mended: (world) => world.create("network:PublicIPAddress", publicAddress("front")),
  },
  "basic-address": {
    mistake: (world) => world.create("network:PublicIPAddress", { publicIpAddressName: "front", publicIPAllocationMethod: "Static" }),
    mended: (world) => world.create("network:PublicIPAddress", publicAddress("front")),
  },
  "zones-fixed": {
    prepare: (world) => world.create("network:PublicIPAddress", { ...publicAddress("front"), zones: ["1", "2"] }),
    mistake: (world) => world.update("network:PublicIPAddress", publicAddress("front")),
    mended: (world) => world.update("network:PublicIPAddress", { ...publicAddress("front"), zones: ["2", "1"] }),
  },
  "address-quota": {
    prepare: (world) => {
      world.entitle({ quotas: { swedencentral: { PublicIPAddresses: 1 } } });
      world.create("network:PublicIPAddress", publicAddress("first"));
    },
    mistake: (world) => world.create("network:PublicIPAddress", publicAddress("second")),
    mended: (world) => world.create("network:PublicIPAddress", { ...publicAddress("second"), location: "norwayeast" }),
  },
  "address-in-use": {
    prepare: (world) => {
      standingFirewall(world);
      world.create("network:AzureFirewall", firewall());
    },
    mistake: (world) => world.remove("network:PublicIPAddress", publicAddress("front")),
    mended: (world) => {
      world.remove("network:AzureFirewall", firewall());
      world.remove("network:PublicIPAddress", publicAddress("front"));
    },
  },
  "address-owned": {
    prepare: (world) => {
      standingFirewall(world);
      world.create("network:AzureFirewall", firewall());
    },
    mistake: (world) => world.create("network:NetworkInterface", { networkInterfaceName: "one", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("small") }, publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/front") } }] }),
    mended: (world) => {
      world.update("network:AzureFirewall", firewall());
      world.create("network:NetworkInterface", nic("one", "small"));
    },
  },
  "firewall-subnet": { prepare: standingFirewall, mistake: (world) => world.create("network:AzureFirewall", firewall({}, "small")), mended: (world) => world.create("network:AzureFirewall", firewall()) },
  "firewall-address": {
    prepare: (world) => {
      standingFirewall(world);
      world.create("network:PublicIPAddress", { ...publicAddress("far"), resourceGroupName: "other" });
    },
    mistake: (world) => world.create("network:AzureFirewall", { ...firewall(), ipConfigurations: [{ name: "ip", subnet: { id: subnetId("AzureFirewallSubnet") }, publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/far").replace("/core/", "/other/") } }] }),
    mended: (world) => world.create("network:AzureFirewall", firewall()),
  },
  "firewall-tier": {
    prepare: (world) => {
      standingFirewall(world);
      world.create("network:FirewallPolicy", { ...policy, sku: { tier: "Premium" } });
    },
    mistake: (world) => world.create("network:AzureFirewall", firewall(policyReference)),
    mended: (world) => world.create("network:AzureFirewall", firewall({ ...policyReference, sku: { name: "AZFW_VNet", tier: "Premium" } })),
  },
  "group-priority": {
    prepare: (world) => {
      world.create("network:FirewallPolicy", policy);
      world.create("network:FirewallPolicyRuleCollectionGroup", { firewallPolicyName: "policy", ruleCollectionGroupName: "matrix", priority: 200 });
    },
    mistake: (world) => world.create("network:FirewallPolicyRuleCollectionGroup", { firewallPolicyName: "policy", ruleCollectionGroupName: "outbound", priority: 200 }),
    mended: (world) => world.create("network:FirewallPolicyRuleCollectionGroup", { firewallPolicyName: "policy", ruleCollectionGroupName: "outbound", priority: 300 }),
  },
  "bastion-subnet": {
    prepare: (world) => {
      network(world, [{ name: "AzureBastionSubnet", addressPrefix: "10.0.0.0/26" }, { name: "web", addressPrefix: "10.0.1.0/24" }]);
      world.create("network:PublicIPAddress", publicAddress("front"));
    },
    mistake: (world) => world.create("network:BastionHost", { bastionHostName: "door", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("web") }, publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/front") } }] }),
    mended: (world) => world.create("network:BastionHost", { bastionHostName: "door", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("AzureBastionSubnet") }, publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/front") } }] }),
  },
} as const satisfies Readonly<Record<string, Case>>;
