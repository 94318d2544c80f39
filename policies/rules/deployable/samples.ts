import type { SampleResource } from "../../rule.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg";

/** `id("Microsoft.Network/virtualNetworks/subnets", "one", "two")`. */
export function id(type: string, ...names: readonly string[]): string {
  const [namespace, ...segments] = type.split("/");
  return `${group}/providers/${namespace}/${segments.map((segment, index) => `${segment}/${names[index]}`).join("/")}`;
}

/** What the engine writes for text that does not exist yet. */
export const notKnown = unknownText;

export function azure(type: string, name: string, inputs: object, more: Partial<SampleResource> = {}): SampleResource {
  return { type: `azure-native:${type}`, name, inputs, ...more };
}

export const networkId = id("Microsoft.Network/virtualNetworks", "network");
export const subnetId = (name: string) => id("Microsoft.Network/virtualNetworks/subnets", "network", name);
export const groupId = (name: string) => id("Microsoft.Network/networkSecurityGroups", name);
export const tableId = (name: string) => id("Microsoft.Network/routeTables", name);

export function network(subnets: readonly object[], more: object = {}): SampleResource {
  return azure("network:VirtualNetwork", "network", { virtualNetworkName: "network", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets, ...more }, { id: networkId });
}

export function subnet(name: string, inputs: Readonly<Record<string, unknown>>, virtualNetworkName = "network"): SampleResource {
  return azure("network:Subnet", name, { virtualNetworkName, subnetName: name, ...inputs }, { id: id("Microsoft.Network/virtualNetworks/subnets", virtualNetworkName, name) });
}

export function securityGroup(name: string, securityRules: readonly object[]): SampleResource {
  return azure("network:NetworkSecurityGroup", name, { networkSecurityGroupName: name, securityRules }, { id: groupId(name) });
}

export function routeTable(name: string, routes: readonly object[]): SampleResource {
  return azure("network:RouteTable", name, { routeTableName: name, routes }, { id: tableId(name) });
}

export function machine(inputs: object, more: Partial<SampleResource> = {}): SampleResource {
  return azure("compute:VirtualMachine", "machine", inputs, { id: id("Microsoft.Compute/virtualMachines", "machine"), ...more });
}
