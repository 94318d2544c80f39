import { ofType, type Inputs, type MutableResource, type Subject } from "./proofSubjects.ts";

/*
 * A stack whose firewall stands in somebody else's hub: the same machines, groups and routes, and a peering; what the firewall is to
 * let through is a rule request beside it.
 */

export const hub = { id: "/subscriptions/00000000-0000-4000-8000-0000000000ff/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub", address: "10.100.0.4", prefix: "10.100.0.0/22", firewallSubnet: "10.100.0.0/26" };

const partsOfFirewall = /:(?:AzureFirewall|FirewallPolicy|FirewallPolicyRuleCollectionGroup|PublicIPAddress)$/;

export function spokeOf({ resources: read }: Subject): MutableResource[] {
  const own = read();
  const network = ofType(own, "network:VirtualNetwork")[0]!.inputs;
  const address = (network["dhcpOptions"] as Inputs)["dnsServers"][0] as string;
  const firewallSubnet = (network["subnets"] as Inputs[]).find(({ name }) => name === "AzureFirewallSubnet")!["addressPrefix"] as string;
  const resources = JSON.parse(JSON.stringify(own.filter(({ type }) => !partsOfFirewall.test(type))).replaceAll(`"${address}"`, `"${hub.address}"`).replaceAll(`"${address}/32"`, `"${hub.address}/32"`).replaceAll(`"${firewallSubnet}"`, `"${hub.firewallSubnet}"`)) as MutableResource[];
  const { inputs } = ofType(resources, "network:VirtualNetwork")[0]!;
  inputs["subnets"] = (inputs["subnets"] as Inputs[]).filter(({ name }) => name !== "AzureFirewallSubnet");
  inputs["virtualNetworkPeerings"] = [{ name: "to-hub", remoteVirtualNetwork: { id: hub.id }, allowVirtualNetworkAccess: true, allowForwardedTraffic: true }];
  return resources;
}

export interface RequestInputs {
  hub: { id: string; addressPrefixes: string[]; firewallSubnetPrefix: string; peeredWith: string[] };
  firewall: Inputs;
  ruleCollectionGroups: Inputs[];
}

/** The rules that the stack's own firewall would have, asked of the hub's. */
export function requestOf({ resources: read }: Subject): RequestInputs {
  const own = read();
  const policy = ofType(own, "network:FirewallPolicy")[0]!.inputs;
  return {
    hub: { id: hub.id, addressPrefixes: [hub.prefix], firewallSubnetPrefix: hub.firewallSubnet, peeredWith: [ofType(own, "network:VirtualNetwork")[0]!.id!, "/subscriptions/00000000-0000-4000-8000-0000000000ee/resourceGroups/rg-other/providers/Microsoft.Network/virtualNetworks/vnet-other"] },
    firewall: { privateIPAddress: hub.address, dnsSettings: policy["dnsSettings"] as object, snat: policy["snat"] as object },
    ruleCollectionGroups: ofType(own, "network:FirewallPolicyRuleCollectionGroup").map(({ inputs }) => inputs),
  };
}
