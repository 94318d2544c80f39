import { smallestFirewallSubnetPrefix } from "../../azure/limits.ts";
import { parseResourceId, sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { isObject, listAt, objectAt, textAt } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import type { Write } from "./change.ts";
import { requirePublicAddress } from "./interfaces.ts";
import { prefixLength } from "./subnets.ts";

const firewallSubnet = "AzureFirewallSubnet";
const bastionSubnet = "AzureBastionSubnet";
const tiers = ["Basic", "Standard", "Premium"];

/** What a firewall needs around it: its subnet, its addresses, a policy that it can hold. */
export function requireGoodFirewall(write: Write): void {
  for (const configuration of listAt(write.inputs, "ipConfigurations").filter(isObject)) {
    const subnetId = textAt(objectAt(configuration, "subnet"), "id");
    if (subnetId !== undefined) requireFirewallSubnet(write, subnetId);
    const addressId = textAt(objectAt(configuration, "publicIPAddress"), "id");
    if (addressId !== undefined) requireFirewallAddress(write, addressId);
    requirePublicAddress(write, configuration);
  }
  requireTier(write);
}

function requireFirewallSubnet({ id, store }: Write, subnetId: string): void {
  if (resourceName(subnetId) !== firewallSubnet) {
    throw new AzureError("firewall-subnet", `Subnet ${subnetId} is not valid for Azure Firewall ${resourceName(id)}: its name must be '${firewallSubnet}'.`);
  }
  const length = prefixLength(store.get(subnetId)?.properties ?? {});
  if (length !== undefined && length > smallestFirewallSubnetPrefix.value) {
    throw new AzureError("firewall-subnet", `Subnet ${subnetId} is /${length}; Azure Firewall ${resourceName(id)} needs /${smallestFirewallSubnetPrefix.value} or larger.`);
  }
  if (sameGroup(id, subnetId)) return;
  throw new AzureError("firewall-subnet", `Azure Firewall ${resourceName(id)} and its virtual network must be in the same resource group.`);
}

function requireFirewallAddress({ id, store }: Write, addressId: string): void {
  const address = store.get(addressId)?.properties;
  if (textAt(objectAt(address, "sku"), "name") === "Standard" && textAt(address, "publicIPAllocationMethod") === "Static" && sameGroup(id, addressId)) return;
  throw new AzureError("firewall-address", `Public IP address ${addressId} of Azure Firewall ${resourceName(id)} must be Standard and Static, in the firewall's resource group.`);
}

function sameGroup(one: string, other: string): boolean {
  return parseResourceId(one)?.resourceGroupName?.toLowerCase() === parseResourceId(other)?.resourceGroupName?.toLowerCase();
}

function requireTier({ id, inputs, store }: Write): void {
  const policyId = textAt(objectAt(inputs, "firewallPolicy"), "id");
  if (policyId === undefined) return;
  const own = textAt(objectAt(inputs, "sku"), "tier") ?? "Standard";
  const policys = textAt(objectAt(store.get(policyId)?.properties, "sku"), "tier") ?? "Standard";
  if (tiers.indexOf(policys) <= tiers.indexOf(own)) return;
  throw new AzureError("firewall-tier", `Firewall policy ${policyId} of tier ${policys} cannot be attached to Azure Firewall ${resourceName(id)} of tier ${own}.`);
}

export function requireGoodBastion({ inputs }: Write): void {
  for (const configuration of listAt(inputs, "ipConfigurations")) {
    const subnetId = textAt(objectAt(configuration, "subnet"), "id");
    if (subnetId === undefined || resourceName(subnetId) === bastionSubnet) continue;
    throw new AzureError("bastion-subnet", `Subnet name ${subnetId} is invalid for Azure Bastion. Azure Bastion can only be created in subnet with name '${bastionSubnet}'.`);
  }
}

/** Groups of one policy are judged in the order of their priorities, which have to differ. */
export function requireGoodRuleGroup({ id, inputs, store }: Write): void {
  const priority = inputs["priority"];
  if (typeof priority !== "number") return;
  const policyId = id.split("/").slice(0, -2).join("/");
  const other = store.children(policyId, "ruleCollectionGroups").find((group) => !sameId(group.id, id) && group.properties["priority"] === priority);
  if (other === undefined) return;
  throw new AzureError("group-priority", `Rule collection group ${resourceName(id)} has priority ${priority}, which ${resourceName(other.id)} has already.`);
}
