/**
 * The types of azure-native that can be rehearsed. A type is added by a row here and by running
 * `node scripts/generateAzureTypes.ts`, which reads its shape out of the package's declarations.
 */
export interface RehearsedType {
  /** Pulumi token without API version. */
  readonly token: string;
  /** Nested types are written pairwise with `names`: `virtualNetworks/subnets`. */
  readonly armType: string;
  /** Where the ARM id begins: below a resource group, in the subscription, or below any id given by the input `scope`. */
  readonly below: "resourceGroup" | "subscription" | "scope";
  /** Inputs that name the segments of the type, in the order of the path; the last one is the resource's own name. */
  readonly names: readonly string[];
  /** Segments that always have the same name and no input: a storage account's `blobServices/default`. */
  readonly given?: Readonly<Record<string, string>>;
  /** Name given where the program gives none: the logical name, with eight random digits, or a UUID. */
  readonly automaticName: "random" | "copy" | "uuid";
  /** Inputs besides the path whose change replaces the resource (`a.b`, `a[].b`). */
  readonly replacing: readonly string[];
  /** Inputs that Azure takes and never gives back, though the response's shape has them. */
  readonly writeOnly?: readonly string[];
  /** Inputs that azure-native previews as an update and Azure then refuses to change. */
  readonly fixed?: readonly string[];
  /** Output lists that are resources of their own too; a PUT without the input leaves them as they are. */
  readonly children?: readonly ChildCollection[];
}

export interface ChildCollection {
  readonly property: string;
  /** Last segment of the children's ARM type. */
  readonly segment: string;
}

const network = "Microsoft.Network";
const compute = "Microsoft.Compute";

/**
 * Replacing inputs: the provider's own list of force-new properties and the create-only marks of the Azure API
 * descriptions it is generated from (`x-ms-mutability`).
 */
export const rehearsedTypes: readonly RehearsedType[] = [
  {
    token: "azure-native:resources:ResourceGroup",
    armType: "Microsoft.Resources/resourceGroups",
    below: "subscription",
    names: ["resourceGroupName"],
    automaticName: "random",
    replacing: ["location"],
  },
  {
    token: "azure-native:network:VirtualNetwork",
    armType: `${network}/virtualNetworks`,
    below: "resourceGroup",
    names: ["virtualNetworkName"],
    automaticName: "random",
    replacing: ["location"],
    children: [
      { property: "subnets", segment: "subnets" },
      { property: "virtualNetworkPeerings", segment: "virtualNetworkPeerings" },
    ],
  },
  {
    token: "azure-native:network:Subnet",
    armType: `${network}/virtualNetworks/subnets`,
    below: "resourceGroup",
    names: ["virtualNetworkName", "subnetName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:network:VirtualNetworkPeering",
    armType: `${network}/virtualNetworks/virtualNetworkPeerings`,
    below: "resourceGroup",
    names: ["virtualNetworkName", "virtualNetworkPeeringName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:network:NetworkSecurityGroup",
    armType: `${network}/networkSecurityGroups`,
    below: "resourceGroup",
    names: ["networkSecurityGroupName"],
    automaticName: "random",
    replacing: [],
    children: [{ property: "securityRules", segment: "securityRules" }],
  },
  {
    token: "azure-native:network:SecurityRule",
    armType: `${network}/networkSecurityGroups/securityRules`,
    below: "resourceGroup",
    names: ["networkSecurityGroupName", "securityRuleName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:network:RouteTable",
    armType: `${network}/routeTables`,
    below: "resourceGroup",
    names: ["routeTableName"],
    automaticName: "random",
    replacing: [],
    children: [{ property: "routes", segment: "routes" }],
  },
  {
    token: "azure-native:network:Route",
    armType: `${network}/routeTables/routes`,
    below: "resourceGroup",
    names: ["routeTableName", "routeName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:network:PublicIPAddress",
    armType: `${network}/publicIPAddresses`,
    below: "resourceGroup",
    names: ["publicIpAddressName"],
    automaticName: "random",
    replacing: ["location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
  },
  {
    token: "azure-native:network:AzureFirewall",
    armType: `${network}/azureFirewalls`,
    below: "resourceGroup",
    names: ["azureFirewallName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:network:FirewallPolicy",
    armType: `${network}/firewallPolicies`,
    below: "resourceGroup",
    names: ["firewallPolicyName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:network:FirewallPolicyRuleCollectionGroup",
    armType: `${network}/firewallPolicies/ruleCollectionGroups`,
    below: "resourceGroup",
    names: ["firewallPolicyName", "ruleCollectionGroupName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:network:NetworkInterface",
    armType: `${network}/networkInterfaces`,
    below: "resourceGroup",
    names: ["networkInterfaceName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:network:BastionHost",
    armType: `${network}/bastionHosts`,
    below: "resourceGroup",
    names: ["bastionHostName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:compute:VirtualMachine",
    armType: `${compute}/virtualMachines`,
    below: "resourceGroup",
    names: ["vmName"],
    automaticName: "random",
    replacing: [],
    writeOnly: [
      "osProfile.adminPassword",
      "osProfile.customData",
      "osProfile.windowsConfiguration.additionalUnattendContent[].content",
      "userData",
    ],
    fixed: [
      "osProfile.adminPassword",
      "osProfile.adminUsername",
      "osProfile.computerName",
      "osProfile.customData",
      "storageProfile.imageReference",
      "availabilitySet",
      "zones",
    ],
  },
  {
    token: "azure-native:compute:VirtualMachineExtension",
    armType: `${compute}/virtualMachines/extensions`,
    below: "resourceGroup",
    names: ["vmName", "vmExtensionName"],
    automaticName: "copy",
    replacing: [],
    writeOnly: ["protectedSettings"],
  },
  {
    token: "azure-native:compute:Disk",
    armType: `${compute}/disks`,
    below: "resourceGroup",
    names: ["diskName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:compute:AvailabilitySet",
    armType: `${compute}/availabilitySets`,
    below: "resourceGroup",
    names: ["availabilitySetName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:keyvault:Vault",
    armType: "Microsoft.KeyVault/vaults",
    below: "resourceGroup",
    names: ["vaultName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:keyvault:Secret",
    armType: "Microsoft.KeyVault/vaults/secrets",
    below: "resourceGroup",
    names: ["vaultName", "secretName"],
    automaticName: "copy",
    replacing: [],
    writeOnly: ["properties.value"],
  },
  {
    token: "azure-native:keyvault:Key",
    armType: "Microsoft.KeyVault/vaults/keys",
    below: "resourceGroup",
    names: ["vaultName", "keyName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:storage:StorageAccount",
    armType: "Microsoft.Storage/storageAccounts",
    below: "resourceGroup",
    names: ["accountName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:storage:BlobServiceProperties",
    armType: "Microsoft.Storage/storageAccounts/blobServices",
    below: "resourceGroup",
    names: ["accountName", "blobServicesName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:storage:BlobContainer",
    armType: "Microsoft.Storage/storageAccounts/blobServices/containers",
    below: "resourceGroup",
    names: ["accountName", "blobServicesName", "containerName"],
    given: { blobServicesName: "default" },
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    armType: "Microsoft.ManagedIdentity/userAssignedIdentities",
    below: "resourceGroup",
    names: ["resourceName"],
    automaticName: "random",
    replacing: [],
  },
  {
    token: "azure-native:managedidentity:FederatedIdentityCredential",
    armType: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
    below: "resourceGroup",
    names: ["resourceName", "federatedIdentityCredentialResourceName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:features:SubscriptionFeatureRegistration",
    armType: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    below: "subscription",
    names: ["providerNamespace", "featureName"],
    automaticName: "copy",
    replacing: [],
  },
  {
    token: "azure-native:sqlvirtualmachine:SqlVirtualMachine",
    armType: "Microsoft.SqlVirtualMachine/sqlVirtualMachines",
    below: "resourceGroup",
    names: ["sqlVirtualMachineName"],
    automaticName: "random",
    replacing: ["location", "virtualMachineResourceId", "sqlImageOffer", "storageConfigurationSettings.storageWorkloadType"],
    writeOnly: [
      "wsfcDomainCredentials.clusterBootstrapAccountPassword",
      "wsfcDomainCredentials.clusterOperatorAccountPassword",
      "wsfcDomainCredentials.sqlServiceAccountPassword",
    ],
  },
  {
    token: "azure-native:authorization:RoleAssignment",
    armType: "Microsoft.Authorization/roleAssignments",
    below: "scope",
    names: ["roleAssignmentName"],
    automaticName: "uuid",
    replacing: ["principalId", "scope"],
  },
  {
    token: "azure-native:authorization:ManagementLockByScope",
    armType: "Microsoft.Authorization/locks",
    below: "scope",
    names: ["lockName"],
    automaticName: "random",
    replacing: [],
  },
];

const versionedToken = /^(azure-native:[a-z0-9]+)(?:\/v(\d{4})(\d{2})(\d{2})(\w*))?:(\w+)$/;

export interface ResolvedType {
  readonly type: RehearsedType;
  /** As Azure writes it (`2024-05-01`); absent where the token names none and the package's own default holds. */
  readonly apiVersion?: string;
}

const byToken = new Map(rehearsedTypes.map((type) => [type.token, type]));
const byArmType = new Map(rehearsedTypes.map((type) => [type.armType.toLowerCase(), type]));

/** The row of an ARM type, whatever its case. */
export function rehearsedType(armType: string): RehearsedType | undefined {
  return byArmType.get(armType.toLowerCase());
}

/** Finds the row of a type token; `azure-native:network/v20240501:VirtualNetwork` is the same type in another API version. */
export function resolveType(token: string): ResolvedType | undefined {
  const match = versionedToken.exec(token);
  if (match === null) return undefined;
  const [, module, year, month, day, suffix, name] = match;
  const type = byToken.get(`${module}:${name}`);
  if (type === undefined) return undefined;
  if (year === undefined) return { type };
  return { type, apiVersion: `${year}-${month}-${day}${suffix === "" ? "" : `-${suffix}`}` };
}
