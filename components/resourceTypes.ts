import { AvailabilitySet, Disk, VirtualMachine } from "@pulumi/azure-native/compute/index.js";
import { Secret, Vault } from "@pulumi/azure-native/keyvault/index.js";
import { AzureFirewall, FirewallPolicy, FirewallPolicyRuleCollectionGroup, NetworkInterface, NetworkSecurityGroup, PublicIPAddress, RouteTable, VirtualNetwork } from "@pulumi/azure-native/network/index.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/index.js";
import { SqlVirtualMachine } from "@pulumi/azure-native/sqlvirtualmachine/index.js";
import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";

/** A class of the Pulumi SDK. */
export type ResourceConstructor = new (name: string, inputs: never, options: CustomResourceOptions) => CustomResource;

/** The class behind each type that a plan may hold; the loading of whole modules is avoided by importing only these. */
export const resourceTypes: Readonly<Record<string, ResourceConstructor>> = {
  "azure-native:compute:AvailabilitySet": AvailabilitySet,
  "azure-native:compute:Disk": Disk,
  "azure-native:compute:VirtualMachine": VirtualMachine,
  "azure-native:keyvault:Secret": Secret,
  "azure-native:keyvault:Vault": Vault,
  "azure-native:network:AzureFirewall": AzureFirewall,
  "azure-native:network:FirewallPolicy": FirewallPolicy,
  "azure-native:network:FirewallPolicyRuleCollectionGroup": FirewallPolicyRuleCollectionGroup,
  "azure-native:network:NetworkInterface": NetworkInterface,
  "azure-native:network:NetworkSecurityGroup": NetworkSecurityGroup,
  "azure-native:network:PublicIPAddress": PublicIPAddress,
  "azure-native:network:RouteTable": RouteTable,
  "azure-native:network:VirtualNetwork": VirtualNetwork,
  "azure-native:resources:ResourceGroup": ResourceGroup,
  "azure-native:sqlvirtualmachine:SqlVirtualMachine": SqlVirtualMachine,
  "random:index/randomPassword:RandomPassword": RandomPassword,
};
