import type { AzureFirewallArgs, FirewallPolicyArgs, FirewallPolicyRuleCollectionGroupArgs, NetworkSecurityGroupArgs, PublicIPAddressArgs, RouteTableArgs, VirtualNetworkArgs } from "@pulumi/azure-native/network/index.js";
import type { network } from "@pulumi/azure-native/types/input.js";
import type { Input } from "@pulumi/pulumi";
import { firewallRules } from "./firewallRules.ts";
import { byText, sortedUnique } from "./order.ts";
import type { PlannedFlow, ServiceSubnet } from "./plan.ts";
import { idOf, type PlannedResource } from "./planned.ts";
import { contains, parsePrefix } from "./prefix.ts";
import { routes, type RoutedZone } from "./routes.ts";
import { securityRules } from "./securityRules.ts";
import type { Role } from "../specification/vocabulary.ts";

/** Where resources are put and what they carry. */
export interface Surroundings {
  readonly resourceGroupName: Input<string>;
  readonly location: Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A zone with the names of the resources that are its own. */
export interface NetworkZone extends RoutedZone {
  /** What logical names are made of: the first role, so that they outlive a change of the others. */
  readonly key: string;
  readonly roles: readonly Role[];
  readonly subnet: string;
  readonly securityGroup: string;
  readonly routeTable: string;
}

/** A network decided in every detail, with the names that Azure gets. */
export interface NetworkDesign extends Surroundings {
  readonly virtualNetwork: string;
  readonly firewall: string;
  readonly firewallPolicy: string;
  readonly firewallPublicAddress: string;
  readonly addressSpace: string;
  readonly firewallAddress: string;
  readonly clientPrefixes: readonly string[];
  /** Availability zones of firewall and public address; none where the region or the customer has none. */
  readonly availabilityZones: readonly string[];
  readonly zones: readonly NetworkZone[];
  readonly serviceSubnets: readonly ServiceSubnet[];
  readonly flows: readonly PlannedFlow[];
}

/** Logical names of the network's resources, for those who refer to them. */
export function networkNames(prefix: string) {
  return {
    virtualNetwork: `${prefix}-network`,
    firewall: `${prefix}-firewall`,
    firewallPolicy: `${prefix}-firewall-policy`,
    publicAddress: `${prefix}-firewall-address`,
    matrixRules: `${prefix}-firewall-matrix`,
    outboundRules: `${prefix}-firewall-outbound`,
    securityGroup: (zone: string) => `${prefix}-${zone}-security-group`,
    routeTable: (zone: string) => `${prefix}-${zone}-routes`,
  };
}

/**
 * The resources of an isolated network (decision 5): a security group and a route table for each zone, the virtual network
 * with its subnets, and a firewall that everything from outside and everything across the DMZ's border passes.
 *
 * @param prefix what the logical names begin with
 */
export function networkResources(prefix: string, design: NetworkDesign): readonly PlannedResource[] {
  const names = networkNames(prefix);
  return [
    ...design.zones.map((zone) => securityGroup(names, zone, design)),
    ...design.zones.map((zone) => routeTable(names, zone, design)),
    virtualNetwork(names, design),
    publicAddress(names, design),
    firewallPolicy(names, design),
    ...ruleCollectionGroups(names, design),
    firewall(names, design),
  ];
}

type Names = ReturnType<typeof networkNames>;

function securityGroup(names: Names, zone: NetworkZone, design: NetworkDesign): PlannedResource<NetworkSecurityGroupArgs> {
  return {
    type: "azure-native:network:NetworkSecurityGroup",
    name: names.securityGroup(zone.key),
    arm: { type: "Microsoft.Network/networkSecurityGroups", names: [zone.securityGroup] },
    inputs: {
      ...placed(design),
      networkSecurityGroupName: zone.securityGroup,
      securityRules: [...securityRules(zone, design.zones, design.flows)],
    },
    clauses: ["T4.3-M", "T4.3-C", "T4.3-X", "T12.3-1"],
  };
}

function routeTable(names: Names, zone: NetworkZone, design: NetworkDesign): PlannedResource<RouteTableArgs> {
  return {
    type: "azure-native:network:RouteTable",
    name: names.routeTable(zone.key),
    arm: { type: "Microsoft.Network/routeTables", names: [zone.routeTable] },
    inputs: {
      ...placed(design),
      routeTableName: zone.routeTable,
      // Routes learnt from a gateway would lead replies past the firewall that the requests came through.
      disableBgpRoutePropagation: true,
      routes: [...routes(zone, design.zones, design.firewallAddress)],
    },
    clauses: ["T3.1.5-3", "T4.1-1"],
  };
}

function virtualNetwork(names: Names, design: NetworkDesign): PlannedResource<VirtualNetworkArgs> {
  const zoneSubnets = design.zones.map((zone) => zoneSubnet(names, zone));
  const serviceSubnets = design.serviceSubnets.filter((subnet) => subnet.state === "made").map(serviceSubnet);
  return {
    type: "azure-native:network:VirtualNetwork",
    name: names.virtualNetwork,
    arm: { type: "Microsoft.Network/virtualNetworks", names: [design.virtualNetwork] },
    inputs: {
      ...placed(design),
      virtualNetworkName: design.virtualNetwork,
      addressSpace: { addressPrefixes: [design.addressSpace] },
      // Names are asked of the firewall, so that it sees the same addresses as the servers do.
      dhcpOptions: { dnsServers: [design.firewallAddress] },
      subnets: [...zoneSubnets, ...serviceSubnets].sort((one, other) => byText(one.name, other.name)),
    },
    clauses: ["T4.1-1", "T12.3-1"],
  };
}

function zoneSubnet(names: Names, zone: NetworkZone): network.SubnetArgs & { name: string } {
  return {
    name: zone.subnet,
    addressPrefix: zone.prefix,
    networkSecurityGroup: { id: idOf(names.securityGroup(zone.key)) },
    routeTable: { id: idOf(names.routeTable(zone.key)) },
    // Said explicitly: whether it is private by default depends on the version of the network API, and it cannot change later.
    defaultOutboundAccess: false,
  };
}

function serviceSubnet(subnet: ServiceSubnet): network.SubnetArgs & { name: string } {
  return { name: subnet.name, addressPrefix: subnet.prefix };
}

function publicAddress(names: Names, design: NetworkDesign): PlannedResource<PublicIPAddressArgs> {
  return {
    type: "azure-native:network:PublicIPAddress",
    name: names.publicAddress,
    arm: { type: "Microsoft.Network/publicIPAddresses", names: [design.firewallPublicAddress] },
    inputs: {
      ...placed(design),
      ...zoned(design),
      publicIpAddressName: design.firewallPublicAddress,
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard", tier: "Regional" },
    },
    clauses: ["T4.5-1"],
  };
}

function firewallPolicy(names: Names, design: NetworkDesign): PlannedResource<FirewallPolicyArgs> {
  return {
    type: "azure-native:network:FirewallPolicy",
    name: names.firewallPolicy,
    arm: { type: "Microsoft.Network/firewallPolicies", names: [design.firewallPolicy] },
    inputs: {
      ...placed(design),
      firewallPolicyName: design.firewallPolicy,
      sku: { tier: "Standard" },
      threatIntelMode: "Deny",
      // Network rules by name are only judged truly where servers and firewall resolve names alike.
      dnsSettings: { enableProxy: true, requireProxyForNetworkRules: true },
      snat: { autoLearnPrivateRanges: "Disabled", privateRanges: untranslatedRanges(design.clientPrefixes) },
    },
    clauses: ["T3.1.5-3", "T12.4-1"],
  };
}

/**
 * Towards these ranges the firewall leaves the sender's address as it is: Azure's default, which a list of one's own replaces, and
 * client networks that have public addresses.
 * Source: MicrosoftDocs/azure-docs articles/firewall/snat-private-range.md, 2025-03-17.
 */
function untranslatedRanges(clientPrefixes: readonly string[]): string[] {
  const isCovered = (prefix: string) => privateRanges.some((range) => contains(parsePrefix(range)!, parsePrefix(prefix)!));
  return [...privateRanges, ...sortedUnique(clientPrefixes.filter((prefix) => !isCovered(prefix)))];
}

/** RFC 1918 and RFC 6598. */
const privateRanges = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];

/** Vendor's flows across the firewall first, then the way out. The groups wait for each other: Azure changes a policy once at a time. */
function ruleCollectionGroups(names: Names, design: NetworkDesign): readonly PlannedResource<FirewallPolicyRuleCollectionGroupArgs>[] {
  const inside = design.flows.filter((flow) => flow.to.kind === "zone");
  const outward = design.flows.filter((flow) => flow.to.kind !== "zone");
  return [
    ruleCollectionGroup(names.matrixRules, "vendor-matrix", 200, inside, [], design, names),
    ruleCollectionGroup(names.outboundRules, "outbound", 300, outward, [names.matrixRules], design, names),
  ];
}

function ruleCollectionGroup(
  name: string,
  groupName: string,
  priority: number,
  flows: readonly PlannedFlow[],
  after: readonly string[],
  design: NetworkDesign,
  names: Names,
): PlannedResource<FirewallPolicyRuleCollectionGroupArgs> {
  const rules = firewallRules(flows);
  const collections = [
    { name: `${groupName}-network`, priority: 1000, rules: rules.network },
    { name: `${groupName}-application`, priority: 2000, rules: rules.application },
  ].filter((collection) => collection.rules.length > 0);
  return {
    type: "azure-native:network:FirewallPolicyRuleCollectionGroup",
    name,
    arm: { type: "Microsoft.Network/firewallPolicies/ruleCollectionGroups", names: [design.firewallPolicy, groupName] },
    after: [names.firewallPolicy, ...after],
    inputs: {
      resourceGroupName: design.resourceGroupName,
      firewallPolicyName: design.firewallPolicy,
      ruleCollectionGroupName: groupName,
      priority,
      ruleCollections: collections.map((collection) => ({
        ruleCollectionType: "FirewallPolicyFilterRuleCollection" as const,
        name: collection.name,
        priority: collection.priority,
        action: { type: "Allow" },
        rules: [...collection.rules],
      })),
    },
    clauses: groupName === "outbound" ? ["T4.5-1", "T4.4-3", "T4.7-1"] : ["T3.1.5-3", "T4.3-M", "T12.4-1"],
  };
}

function firewall(names: Names, design: NetworkDesign): PlannedResource<AzureFirewallArgs> {
  return {
    type: "azure-native:network:AzureFirewall",
    name: names.firewall,
    arm: { type: "Microsoft.Network/azureFirewalls", names: [design.firewall] },
    after: [names.matrixRules, names.outboundRules],
    inputs: {
      ...placed(design),
      ...zoned(design),
      azureFirewallName: design.firewall,
      sku: { name: "AZFW_VNet", tier: "Standard" },
      firewallPolicy: { id: idOf(names.firewallPolicy) },
      ipConfigurations: [
        {
          name: "primary",
          subnet: { id: idOf(names.virtualNetwork, "subnets/AzureFirewallSubnet") },
          publicIPAddress: { id: idOf(names.publicAddress) },
        },
      ],
    },
    clauses: ["T3.1.5-3", "T4.1-1"],
  };
}

/** The inputs that every resource in a group has. */
export function placed(design: Surroundings) {
  return { resourceGroupName: design.resourceGroupName, location: design.location, tags: { ...design.tags } };
}

function zoned(design: NetworkDesign): { zones?: string[] } {
  return design.availabilityZones.length === 0 ? {} : { zones: [...design.availabilityZones] };
}
