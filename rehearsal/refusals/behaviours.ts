/** One refusal of the rehearsed Azure: what is refused, how Azure says it, and how that is known. */
export interface Behaviour {
  readonly id: string;
  /** What is refused, as a sentence about Azure. */
  readonly behaviour: string;
  /** HTTP status and error code of Azure Resource Manager; without them azure-native itself refuses, before it asks Azure. */
  readonly status?: number;
  readonly code?: string;
  readonly source: string;
  /** What is behind it most often, told beside the error to whoever rehearses. Azure's clients do not see it. */
  readonly hint?: string;
}

const machineErrors = "MicrosoftDocs/azure-docs, virtual machines error messages (2017-05-22)";
const deploymentErrors = "MicrosoftDocs/azure-docs, common-deployment-errors.md";
const unconfirmed = "the error code is not documented";

/** Every refusal, walked by the tests: none is without a row, and no row without a test. Sources are told in our own words. */
export const behaviours = [
  // Where a resource stands
  { id: "already-exists", behaviour: "What exists is not created again", source: "pulumi-azure-native, CanCreate", hint: "an update that was killed leaves resources that the state does not know: they have to be taken over into it" },
  { id: "group-missing", behaviour: "A resource group has to be there before what lies in it", status: 404, code: "ResourceGroupNotFound", source: "Azure Resource Manager; observed widely", hint: "a name that is written out carries no dependency: take it from the resource group, or add dependsOn" },
  { id: "parent-missing", behaviour: "A nested resource needs its parent", status: 404, code: "ParentResourceNotFound", source: deploymentErrors, hint: "a name that is written out carries no dependency: take it from the parent, or add dependsOn" },
  { id: "scope-missing", behaviour: "A lock or role assignment needs the resource that it hangs on", status: 404, code: "ResourceNotFound", source: deploymentErrors },
  { id: "location-change", behaviour: "A resource stays in its region", status: 409, code: "InvalidResourceLocation", source: `${deploymentErrors}; pulumi-azure-native issue 3053` },
  { id: "locked", behaviour: "A lock forbids deletion, ReadOnly also writing, of its scope and what lies in it", status: 409, code: "ScopeLocked", source: "MicrosoftDocs/azure-docs, lock-resources.md", hint: "take the lock away first: pulumi destroy --target its URN" },
  { id: "policy-denied", behaviour: "A policy that denies a type, or a region, is obeyed", status: 403, code: "RequestDisallowedByPolicy", source: "MicrosoftDocs/azure-docs, error-policy-requestdisallowedbypolicy.md", hint: "have the owner of the policy's assignment exempt the resource group" },
  { id: "role-exists", behaviour: "A principal has a role at a scope once", status: 409, code: "RoleAssignmentExists", source: "MicrosoftDocs/azure-docs, role-based-access-control/troubleshooting.md", hint: "somebody assigned it by hand: import it, or take it away" },
  { id: "provider-unregistered", behaviour: "A resource provider has to be registered in the subscription", status: 409, code: "MissingSubscriptionRegistration", source: "MicrosoftDocs/azure-docs, error-register-resource-provider.md", hint: "az provider register --wait --namespace …, once for each subscription" },

  // Shape
  { id: "network-shape", behaviour: "A network resource has what is required, in the right kind, of the values and within the bounds that its model says", status: 400, code: "InvalidRequestFormat", source: "mappers of @azure/arm-network, declarations of azure-native; MicrosoftDocs/azure-docs issue 78914 quotes code and words" },
  { id: "machine-shape", behaviour: "So do machines, disks and availability sets", status: 400, code: "InvalidParameter", source: `mappers of @azure/arm-compute, declarations of azure-native; ${machineErrors}` },
  { id: "other-shape", behaviour: "So does everything else", status: 400, code: "InvalidRequestContent", source: "mappers of @azure/arm-keyvault, declarations of azure-native; Azure Resource Manager" },

  // Names
  { id: "network-name", behaviour: "Names of network resources follow the naming rules", status: 400, code: "InvalidResourceName", source: "MicrosoftDocs/azure-docs, resource-name-rules.md; code: terraform-provider-azurerm issues" },
  { id: "compute-name", behaviour: "Names of disks and availability sets follow the naming rules", status: 400, code: "InvalidParameter", source: `resource-name-rules.md; code: ${machineErrors}` },
  { id: "group-name", behaviour: "Names of resource groups follow the naming rules", status: 400, code: "InvalidResourceGroup", source: "resource-name-rules.md; Azure/azure-cli issue 14481 quotes code and words" },
  { id: "computer-name", behaviour: "A Windows computer name has at most 15 characters, is not all digits and has no odd ones", status: 400, code: "InvalidParameter", source: machineErrors },
  { id: "vault-name", behaviour: "A vault's name has 3 to 24 letters, digits and single hyphens and begins with a letter", status: 400, code: "VaultNameNotValid", source: "resource-name-rules.md; code: MicrosoftDocs/azure-docs, key vault error codes of portal and guides" },
  { id: "secret-name", behaviour: "Names of secrets and keys have letters, digits and hyphens", status: 400, code: "BadRequest", source: `resource-name-rules.md; ${unconfirmed}` },
  { id: "storage-name", behaviour: "A storage account's name has 3 to 24 lower-case letters and digits", status: 400, code: "AccountNameInvalid", source: "MicrosoftDocs/azure-docs, error-storage-account-name.md" },
  { id: "storage-name-taken", behaviour: "Names of storage accounts are unique among all of Azure's customers", status: 409, code: "StorageAccountAlreadyTaken", source: "MicrosoftDocs/azure-docs, error-storage-account-name.md", hint: "put something of your own into the name" },
  { id: "vault-name-taken", behaviour: "Vault names are unique among all of Azure's customers", status: 409, code: "VaultAlreadyExists", source: "MicrosoftDocs/azure-docs, key-vault/general/soft-delete-overview.md; deployment scripts that handle the code", hint: "put something of your own into the name" },
  { id: "vault-soft-deleted", behaviour: "A deleted vault keeps its name until it is purged or its retention is over", status: 409, code: "ConflictError", source: "soft-delete-overview.md; public deployment guides quote code and words", hint: "az keyvault recover, or az keyvault purge where purge protection is off" },
  { id: "purge-protection", behaviour: "enablePurgeProtection is true or absent, and stays", status: 400, code: "BadRequest", source: "declarations of azure-native (VaultProperties); Azure/azure-rest-api-specs issue 18106 and Azure/ai-hub issue 241 quote code and words", hint: "leave the property out instead of setting false" },

  // References
  { id: "network-reference", behaviour: "What a network resource refers to exists and lies in its region", status: 400, code: "InvalidResourceReference", source: "MicrosoftLearning/AZ-103 issue 91 quotes words and status", hint: "an id that is written out carries no dependency: use the resource's output, or add dependsOn" },
  { id: "machine-reference", behaviour: "What a machine refers to exists", status: 404, code: "NotFound", source: machineErrors, hint: "an id that is written out carries no dependency: use the resource's output, or add dependsOn" },
  { id: "linked-reference", behaviour: "What any other resource refers to exists", status: 404, code: "ResourceNotFound", source: `${deploymentErrors}; ${unconfirmed} for each provider` },

  // Networks
  { id: "prefix-notation", behaviour: "A prefix begins at a multiple of its size", status: 400, code: "InvalidCIDRNotation", source: "public lab logs quote code and words" },
  { id: "subnet-outside", behaviour: "A subnet lies in its network's address space", status: 400, code: "NetcfgSubnetRangeOutsideVnet", source: "MicrosoftDocs/azure-docs pull request 123869" },
  { id: "subnet-overlap", behaviour: "Subnets of a network do not overlap", status: 400, code: "NetcfgSubnetRangesOverlap", source: "MicrosoftDocs/azure-docs pull request 123869" },
  { id: "subnet-prefix-in-use", behaviour: "A subnet with addresses in use keeps its prefix", status: 400, code: "InUsePrefixCannotBeDeleted", source: "observed in public run logs, 2026-09-23" },
  { id: "default-outbound", behaviour: "defaultOutboundAccess is fixed when the subnet is made", status: 409, code: "PropertyChangeNotAllowed", source: `declarations of azure-native (Subnet.defaultOutboundAccess); later pages let it be changed (MicrosoftDocs/azure-docs pull request 124416), this API version's do not; ${unconfirmed}`, hint: "set it false from the first day; a new subnet is needed otherwise" },
  { id: "peering-overlap", behaviour: "Peered networks do not overlap", status: 400, code: "VnetAddressSpacesOverlap", source: "public lab logs quote code and words" },
  { id: "peering-overlap-third", behaviour: "Two networks peered with the same one do not overlap", status: 400, code: "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", source: "public run logs quote code and words" },
  { id: "another-operation", behaviour: "One thing of a virtual network is written at a time", status: 409, code: "AnotherOperationInProgress", source: "pulumi-azure-native issues 699, 903; Azure/terraform-provider-azapi issue 503 quotes status and words", hint: "write subnets inline in their network, or one after the other (dependsOn)" },
  { id: "subnet-in-use", behaviour: "A subnet in which something stands is not deleted, nor its network", status: 400, code: "InUseSubnetCannotBeDeleted", source: "Azure/azure error code lists; MicrosoftDocs/SupportArticles-docs", hint: "subnets are written inline in their network, which is updated before what stands in them is deleted: take that away first (pulumi destroy --target)" },
  { id: "group-in-use", behaviour: "A security group that filters something is not deleted", status: 400, code: "InUseNetworkSecurityGroupCannotBeDeleted", source: "public test logs of terraform-provider-azurerm" },
  { id: "routes-in-use", behaviour: "A route table of a subnet is not deleted", status: 400, code: "InUseRouteTableCannotBeDeleted", source: "MicrosoftDocs/SupportArticles-docs, InUseRouteTableCannotBeDeleted" },
  { id: "policy-in-use", behaviour: "A firewall's policy is not deleted", status: 400, code: "BadRequest", source: `hashicorp/terraform-provider-azurerm issues 12212, 29114; ${unconfirmed}` },

  // Addresses
  { id: "subnet-full", behaviour: "A subnet has five addresses fewer than its size", status: 400, code: "SubnetIsFull", source: "MicrosoftDocs/azure-docs issue 88211; virtual-networks-faq.md", hint: "five addresses of each subnet are Azure's: choose a larger prefix before anything stands in it" },
  { id: "address-outside", behaviour: "A static address lies in its subnet", status: 400, code: "PrivateIPAddressNotInSubnet", source: deploymentErrors },
  { id: "address-reserved", behaviour: "The first four addresses of a subnet and the last are Azure's", status: 400, code: "PrivateIPAddressInReservedRange", source: "terraform-provider-azurerm issue 4225" },
  { id: "address-taken", behaviour: "A static address is one interface's only", status: 400, code: "PrivateIPAddressIsAllocated", source: "daniel-rhoades/acs-engine-terraform issue 10" },
  { id: "interface-network", behaviour: "An interface changes its subnet, never its network", status: 409, code: "PropertyChangeNotAllowed", source: `MicrosoftDocs/azure-docs, virtual-network-network-interface.md; ${unconfirmed}` },
  { id: "interface-in-use", behaviour: "A machine's interface is not deleted, nor given to another machine", status: 400, code: "NicInUse", source: "cloudfoundry-incubator/bosh-azure-cpi-release, known issues" },

  // Rules and routes
  { id: "priority-clash", behaviour: "Rules of a direction have different priorities", status: 400, code: "SecurityRuleConflict", source: "public lab logs quote code and words" },
  { id: "priority-range", behaviour: "A rule's priority is 100 to 4096", status: 400, code: "SecurityRuleInvalidPriority", source: "network-security-groups-overview.md; words: public lab logs" },
  { id: "rule-ports", behaviour: "A port range is one number, two with a hyphen, or *", status: 400, code: "SecurityRuleInvalidPortRange", source: "public lab logs quote code and words" },
  { id: "rule-prefix", behaviour: "A rule's prefix begins at a multiple of its size", status: 400, code: "SecurityRuleInvalidAddressPrefix", source: "public lab logs quote code and words" },
  { id: "rule-limit", behaviour: "A security group has at most 1,000 rules", status: 400, code: "SecurityRuleCountLimitReached", source: "azure-virtual-network-limits.md; Azure/azure-rest-api-specs issue 3003 quotes code and words" },

  // Public addresses and firewalls
  { id: "address-sku", behaviour: "A Standard public address is static", status: 400, code: "StandardSkuPublicIPAddressesMustBeStatic", source: "pulumi-azure-native issue 1597" },
  { id: "basic-address", behaviour: "Basic public addresses are retired", status: 400, code: "IPv4BasicSkuPublicIpCountLimitReached", source: "public run logs since 2025-09-30", hint: "sku Standard, allocation Static; Basic is what Azure takes where no sku is given" },
  { id: "zones-fixed", behaviour: "Zones of public addresses and disks are fixed", status: 400, code: "ResourceAvailabilityZonesCannotBeModified", source: "azure-libraries-for-java, comments at withAvailabilityZone" },
  { id: "address-quota", behaviour: "A region has no more public addresses than the quota", status: 400, code: "PublicIPCountLimitReached", source: "MicrosoftDocs/SupportArticles-docs, AKS upgrade errors; public logs of terraform quote the words", hint: "ask for more, or delete what nobody uses: az network list-usages --location …" },
  { id: "address-in-use", behaviour: "A public address that something has is not deleted", status: 400, code: "PublicIPAddressCannotBeDeleted", source: "public test logs of packer and terraform" },
  { id: "address-owned", behaviour: "A public address is given to one configuration only", status: 400, code: "PublicIPAddressInUse", source: "public run logs, azureFirewalls api-version 2024-10-01" },
  { id: "firewall-subnet", behaviour: "A firewall stands in AzureFirewallSubnet, /26 or larger, in the resource group of its network", status: 400, code: "BadRequest", source: `firewall-faq.yml; ${unconfirmed}`, hint: "name the subnet AzureFirewallSubnet, make it /26 or larger, and put firewall, network and public address into one resource group" },
  { id: "firewall-address", behaviour: "A firewall's public address is Standard and static, in its own resource group", status: 400, code: "BadRequest", source: `firewall-faq.yml; ${unconfirmed}`, hint: "sku Standard, allocation Static, in the firewall's resource group" },
  { id: "firewall-tier", behaviour: "A firewall's tier holds its policy's", status: 400, code: "BadRequest", source: `MicrosoftDocs/azure-docs, firewall policy overview, and its issue 83843; ${unconfirmed}`, hint: "give firewall and policy the same tier" },
  { id: "group-priority", behaviour: "Rule collection groups of a policy have different priorities", status: 400, code: "BadRequest", source: `MicrosoftDocs/azure-docs, firewall rule processing; ${unconfirmed}` },
  { id: "bastion-subnet", behaviour: "A Bastion host stands in AzureBastionSubnet", status: 400, code: "SubnetNameMustBeAzureBastionSubnet", source: "terraform-provider-azurerm pull request 15365" },

  // Machines and disks
  { id: "machine-fixed", behaviour: "Image, computer name, administrator, password, custom data, zone and availability set of a machine are fixed", status: 409, code: "PropertyChangeNotAllowed", source: "pulumi-azure-native issues 577, 1117", hint: "ignoreChanges, or a replacement that is asked for (rebuild.token)" },
  { id: "resize-temporary-disk", behaviour: "A Windows machine keeps having, or not having, a temporary disk", status: 409, code: "OperationNotAllowed", source: "MicrosoftDocs/azure-compute-docs, sizes/resize-vm.md; azure-docs pull request 76920 quotes the words", hint: "grow within the family" },
  { id: "resize-controller", behaviour: "A machine keeps its disk controller when it is resized", status: 400, code: "InvalidParameter", source: "resize-vm.md; Azure/terraform-azurerm-avm-res-compute-virtualmachine pull request 373 quotes code and words", hint: "grow within the family" },
  { id: "data-disk-count", behaviour: "A size bears so many data disks", status: 409, code: "OperationNotAllowed", source: machineErrors },
  { id: "disk-slot", behaviour: "A machine's data disks have slots of their own", status: 400, code: "InvalidParameter", source: machineErrors },
  { id: "disk-owned", behaviour: "A disk is attached to one machine", status: 409, code: "ConflictingUserInput", source: machineErrors },
  { id: "disk-zone", behaviour: "A disk stands in its machine's zone", status: 400, code: "BadRequest", source: "SupportArticles-docs, fail-to-mount-azure-disk-volume.md" },
  { id: "disk-in-use", behaviour: "An attached disk is not deleted", status: 409, code: "OperationNotAllowed", source: "andyzhangx, known Azure disk issues of Kubernetes, quotes status, code and words" },
  { id: "disk-shrink", behaviour: "A disk never gets smaller", status: 409, code: "OperationNotAllowed", source: "MicrosoftDocs/azure-docs pull request 57951 quotes the words", hint: "a smaller disk is another disk: copy what it holds" },
  { id: "set-in-use", behaviour: "An availability set with machines is not deleted", status: 409, code: "OperationNotAllowed", source: machineErrors },
  { id: "patch-mode", behaviour: "Patching by platform needs the machine's agent and automatic updates", status: 400, code: "InvalidParameter", source: "declarations of azure-native (patchMode); automatic-vm-guest-patching.md", hint: "let provisionVMAgent and enableAutomaticUpdates be true" },
  { id: "feature-unregistered", behaviour: "Encryption at host needs the feature EncryptionAtHost, whose registration takes a while", status: 400, code: "InvalidParameter", source: "disks-enable-host-based-encryption-powershell.md; public guides quote code and words", hint: "az feature register --namespace Microsoft.Compute --name EncryptionAtHost, and wait until it says Registered" },
  { id: "quota", behaviour: "Machines of a family have no more vCPUs in a region than the quota", status: 409, code: "OperationNotAllowed", source: "MicrosoftDocs/azure-docs, error-resource-quota.md", hint: "az vm list-usage --location …; ask for more before the stack comes up" },
  { id: "terms-unaccepted", behaviour: "An image with a plan is used when its terms are accepted in the subscription", status: 400, code: "MarketplacePurchaseEligibilityFailed", source: "MicrosoftDocs/azure-docs, marketplace purchase errors; public deployment guides quote the code", hint: "az vm image terms accept --publisher … --offer … --plan …" },
  { id: "size-unavailable", behaviour: "A size is to be had in the region and zone, for this subscription", status: 409, code: "SkuNotAvailable", source: "MicrosoftDocs/azure-docs, error-sku-not-available.md", hint: "az vm list-skus --location … --size … --all shows the restrictions" },
] as const satisfies readonly Behaviour[];

export type BehaviourId = (typeof behaviours)[number]["id"];

const byId = new Map<string, Behaviour>(behaviours.map((behaviour) => [behaviour.id, behaviour]));

export function behaviourOf(id: BehaviourId): Behaviour {
  return byId.get(id)!;
}
