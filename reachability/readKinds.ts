/** How a resource that is read is called by ARM, and which inputs its name is made of, from the outside in. */
export interface Kind {
  /** Provider and type as ARM ids have them. */
  readonly arm: string;
  readonly names: readonly string[];
}

/**
 * The types that are read, by module and name without provider and API version.
 * Source of the names: the resource properties in the azure-native provider's schema (version 3).
 */
export const kinds = {
  "network:VirtualNetwork": { arm: "Microsoft.Network/virtualNetworks", names: ["virtualNetworkName"] },
  "network:Subnet": { arm: "Microsoft.Network/virtualNetworks/subnets", names: ["virtualNetworkName", "subnetName"] },
  "network:VirtualNetworkPeering": { arm: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", names: ["virtualNetworkName", "virtualNetworkPeeringName"] },
  "network:NetworkSecurityGroup": { arm: "Microsoft.Network/networkSecurityGroups", names: ["networkSecurityGroupName"] },
  "network:SecurityRule": { arm: "Microsoft.Network/networkSecurityGroups/securityRules", names: ["networkSecurityGroupName", "securityRuleName"] },
  "network:ApplicationSecurityGroup": { arm: "Microsoft.Network/applicationSecurityGroups", names: ["applicationSecurityGroupName"] },
  "network:RouteTable": { arm: "Microsoft.Network/routeTables", names: ["routeTableName"] },
  "network:Route": { arm: "Microsoft.Network/routeTables/routes", names: ["routeTableName", "routeName"] },
  "network:NetworkInterface": { arm: "Microsoft.Network/networkInterfaces", names: ["networkInterfaceName"] },
  "network:AzureFirewall": { arm: "Microsoft.Network/azureFirewalls", names: ["azureFirewallName"] },
  "network:FirewallPolicy": { arm: "Microsoft.Network/firewallPolicies", names: ["firewallPolicyName"] },
  "network:FirewallPolicyRuleCollectionGroup": { arm: "Microsoft.Network/firewallPolicies/ruleCollectionGroups", names: ["firewallPolicyName", "ruleCollectionGroupName"] },
  "network:IpGroup": { arm: "Microsoft.Network/ipGroups", names: ["ipGroupsName"] },
  "network:PublicIPAddress": { arm: "Microsoft.Network/publicIPAddresses", names: ["publicIpAddressName"] },
  "network:NatGateway": { arm: "Microsoft.Network/natGateways", names: ["natGatewayName"] },
  "network:VirtualNetworkGateway": { arm: "Microsoft.Network/virtualNetworkGateways", names: ["virtualNetworkGatewayName"] },
  "compute:VirtualMachine": { arm: "Microsoft.Compute/virtualMachines", names: ["vmName"] },
  "compute:Disk": { arm: "Microsoft.Compute/disks", names: ["diskName"] },
  "compute:AvailabilitySet": { arm: "Microsoft.Compute/availabilitySets", names: ["availabilitySetName"] },
  "keyvault:Vault": { arm: "Microsoft.KeyVault/vaults", names: ["vaultName"] },
  "sqlvirtualmachine:SqlVirtualMachine": { arm: "Microsoft.SqlVirtualMachine/sqlVirtualMachines", names: ["sqlVirtualMachineName"] },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

export function isKind(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}

export interface TypeToken {
  readonly provider: string;
  /** Module and name without version: `network:Subnet`. */
  readonly name: string;
}

/**
 * Takes a Pulumi type token apart. Versions are left out wherever they are written: `azure-native:network/v20240501:Subnet`,
 * `azure-native_network_v20240501:network:Subnet`; so is the file of a bridged provider: `azure:network/subnet:Subnet`.
 */
export function parseTypeToken(token: string): TypeToken | undefined {
  const parts = /^([^:]+):([^:/]*)(?:\/[^:]*)?:([^:]+)$/.exec(token);
  if (parts === null) return undefined;
  const [, provider, module, name] = parts;
  const bare = provider!.toLowerCase();
  return { provider: /^azure-(?:native|nextgen)(?:_|$)/.test(bare) ? "azure-native" : bare, name: `${module!.toLowerCase()}:${name}` };
}
