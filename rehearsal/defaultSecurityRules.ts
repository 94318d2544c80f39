import type { Properties } from "./propertyValues.ts";

/** Rules that every security group has. Source: Azure, network security groups overview, default security rules. */
const defaultRules = [
  ["AllowVnetInBound", "Inbound", 65000, "Allow", "VirtualNetwork", "VirtualNetwork", "Allow inbound traffic from all VMs in VNET"],
  ["AllowAzureLoadBalancerInBound", "Inbound", 65001, "Allow", "AzureLoadBalancer", "*", "Allow inbound traffic from azure load balancer"],
  ["DenyAllInBound", "Inbound", 65500, "Deny", "*", "*", "Deny all inbound traffic"],
  ["AllowVnetOutBound", "Outbound", 65000, "Allow", "VirtualNetwork", "VirtualNetwork", "Allow outbound traffic from all VMs to all VMs in VNET"],
  ["AllowInternetOutBound", "Outbound", 65001, "Allow", "*", "Internet", "Allow outbound traffic from all VMs to Internet"],
  ["DenyAllOutBound", "Outbound", 65500, "Deny", "*", "*", "Deny all outbound traffic"],
] as const;

/** The default rules of the security group with this id, as Azure answers them. */
export function defaultSecurityRules(id: string): readonly Properties[] {
  return defaultRules.map(([name, direction, priority, access, source, destination, description]) => ({
    id: `${id}/defaultSecurityRules/${name}`,
    name,
    type: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
    description,
    direction,
    priority,
    access,
    protocol: "*",
    sourceAddressPrefix: source,
    sourceAddressPrefixes: [],
    sourcePortRange: "*",
    sourcePortRanges: [],
    destinationAddressPrefix: destination,
    destinationAddressPrefixes: [],
    destinationPortRange: "*",
    destinationPortRanges: [],
    provisioningState: "Succeeded",
  }));
}
