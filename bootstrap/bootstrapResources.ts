import type { RoleAssignmentArgs } from "@pulumi/azure-native/authorization/index.js";
import type { SubscriptionFeatureRegistrationArgs } from "@pulumi/azure-native/features/index.js";
import type { KeyArgs, VaultArgs } from "@pulumi/azure-native/keyvault/index.js";
import type { FederatedIdentityCredentialArgs, UserAssignedIdentityArgs } from "@pulumi/azure-native/managedidentity/index.js";
import type { ResourceGroupArgs } from "@pulumi/azure-native/resources/index.js";
import type { BlobContainerArgs, BlobServicePropertiesArgs, StorageAccountArgs } from "@pulumi/azure-native/storage/index.js";
import { roleDefinitionId, type BuiltInRole } from "../azure/builtInRoles.ts";
import { idOf, outputOf, type PlannedResource } from "../environment/planned.ts";
import { commonTags } from "../environment/tags.ts";
import type { BootstrapConfiguration, FederatedSubject } from "./configuration.ts";
import { bootstrapNames, stableGuid } from "./names.ts";

type Planned<TInputs> = PlannedResource<TInputs>;

/** Of state that was overwritten or deleted; a vault's own retention is the same. */
const daysKept = 90;

/** Everything of the bootstrap stack: where state and secrets are kept, who may use them, and what the subscription is asked for. */
export function bootstrapResources(configuration: BootstrapConfiguration): readonly PlannedResource[] {
  return [group(configuration), ...features(configuration), ...state(configuration), ...secrets(configuration), ...workflowIdentities(configuration), ...operatorRoles(configuration)];
}

function group(configuration: BootstrapConfiguration): Planned<ResourceGroupArgs> {
  const { location, customer, environment } = configuration;
  const { resourceGroup } = bootstrapNames(configuration);
  return {
    type: "azure-native:resources:ResourceGroup",
    name: "group",
    arm: { type: "Microsoft.Resources/resourceGroups", names: [resourceGroup] },
    inputs: { resourceGroupName: resourceGroup, location, tags: commonTags(customer, environment) },
    clauses: [],
  };
}

/** Azure registers a feature some minutes after it was asked for. */
function features({ features: wanted }: BootstrapConfiguration): readonly Planned<SubscriptionFeatureRegistrationArgs>[] {
  return wanted.map((feature) => ({
    type: "azure-native:features:SubscriptionFeatureRegistration",
    name: `feature-${feature}`,
    inputs: { providerNamespace: "Microsoft.Compute", featureName: feature },
    // Machines that stand need it; other stacks of the subscription too.
    options: { protect: true },
    clauses: [],
  }));
}

function state(configuration: BootstrapConfiguration): readonly PlannedResource[] {
  const { location, customer, environment, redundancy, reachableFrom } = configuration;
  const { resourceGroup: resourceGroupName, stateAccount: accountName, stateContainer: containerName } = bootstrapNames(configuration);
  const networkRules = reachableFrom === "anywhere" ? { bypass: "None", defaultAction: "Allow" as const } : { bypass: "None", defaultAction: "Deny" as const, ipRules: reachableFrom.map((iPAddressOrRange) => ({ iPAddressOrRange, action: "Allow" as const })) };
  const account: Planned<StorageAccountArgs> = {
    type: "azure-native:storage:StorageAccount",
    name: "state",
    arm: { type: "Microsoft.Storage/storageAccounts", names: [accountName] },
    after: ["group"],
    inputs: {
      resourceGroupName,
      location,
      tags: commonTags(customer, environment),
      accountName,
      kind: "StorageV2",
      sku: { name: `Standard_${redundancy}` },
      accessTier: "Hot",
      // azblob:// signs in to the directory where no key is given (gocloud.dev/blob/azureblob).
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
      publicNetworkAccess: "Enabled",
      networkRuleSet: networkRules,
    },
    options: { protect: true },
    clauses: [],
  };
  const service: Planned<BlobServicePropertiesArgs> = {
    type: "azure-native:storage:BlobServiceProperties",
    name: "state-blobs",
    arm: { type: "Microsoft.Storage/storageAccounts/blobServices", names: [accountName, "default"] },
    inputs: {
      resourceGroupName,
      accountName,
      blobServicesName: "default",
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: daysKept },
      containerDeleteRetentionPolicy: { enabled: true, days: daysKept },
    },
    clauses: [],
  };
  const container: Planned<BlobContainerArgs> = {
    type: "azure-native:storage:BlobContainer",
    name: "state-container",
    arm: { type: "Microsoft.Storage/storageAccounts/blobServices/containers", names: [accountName, "default", containerName] },
    inputs: { resourceGroupName, accountName, containerName, publicAccess: "None" },
    options: { protect: true },
    clauses: [],
  };
  return [account, service, container];
}

function secrets(configuration: BootstrapConfiguration): readonly PlannedResource[] {
  const { location, customer, environment, tenantId, reachableFrom } = configuration;
  const { resourceGroup: resourceGroupName, vault: vaultName, key: keyName } = bootstrapNames(configuration);
  const tags = commonTags(customer, environment);
  const networkAcls = reachableFrom === "anywhere" ? { bypass: "None" as const, defaultAction: "Allow" as const } : { bypass: "None" as const, defaultAction: "Deny" as const, ipRules: reachableFrom.map((value) => ({ value })) };
  const vault: Planned<VaultArgs> = {
    type: "azure-native:keyvault:Vault",
    name: "vault",
    arm: { type: "Microsoft.KeyVault/vaults", names: [vaultName] },
    after: ["group"],
    inputs: {
      resourceGroupName,
      location,
      tags,
      vaultName,
      properties: {
        tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: daysKept,
        // A key that is lost takes every stack's secrets along.
        enablePurgeProtection: true,
        publicNetworkAccess: "Enabled",
        networkAcls,
      },
    },
    options: { protect: true },
    clauses: ["T12.6-1"],
  };
  const key: Planned<KeyArgs> = {
    type: "azure-native:keyvault:Key",
    name: "key",
    arm: { type: "Microsoft.KeyVault/vaults/keys", names: [vaultName, keyName] },
    // azurekeyvault:// encrypts by RSA-OAEP-256 (gocloud.dev/secrets/azurekeyvault): no other operation is needed.
    inputs: { resourceGroupName, vaultName, keyName, tags, properties: { kty: "RSA", keySize: 3072, keyOps: ["encrypt", "decrypt"] } },
    // A single key can only be deleted over the vault's own interface: it goes with its vault.
    options: { protect: true, deletedWith: "vault" },
    clauses: ["T12.6-1"],
  };
  return [vault, key];
}

interface Grant {
  readonly role: BuiltInRole;
  /** Logical name of what the role is for; without one, the subscription. */
  readonly on?: string;
}

/** A preview reads; who deploys changes what is in the subscription. Both decrypt: a preview compares secrets. */
const grants: Readonly<Record<"preview" | "deploy", readonly Grant[]>> = {
  preview: [{ role: "Reader" }, { role: "Storage Blob Data Reader", on: "state-container" }, { role: "Key Vault Crypto User", on: "key" }],
  deploy: [{ role: "Contributor" }, { role: "Storage Blob Data Contributor", on: "state-container" }, { role: "Key Vault Crypto User", on: "key" }],
};

function workflowIdentities(configuration: BootstrapConfiguration): readonly PlannedResource[] {
  const { workflows } = configuration;
  if (workflows.host === "none") return [];
  if (workflows.host === "github" || "issuer" in workflows.preview) return [...identity(configuration, "preview"), ...identity(configuration, "deploy")];
  return [...roles(configuration, "preview", workflows.preview.principal), ...identity(configuration, "deploy")];
}

function identity(configuration: BootstrapConfiguration, use: "preview" | "deploy"): readonly PlannedResource[] {
  const { location, customer, environment } = configuration;
  const { resourceGroup: resourceGroupName, identities } = bootstrapNames(configuration);
  const resourceName = identities[use];
  const assigned: Planned<UserAssignedIdentityArgs> = {
    type: "azure-native:managedidentity:UserAssignedIdentity",
    name: `${use}-identity`,
    arm: { type: "Microsoft.ManagedIdentity/userAssignedIdentities", names: [resourceName] },
    after: ["group"],
    inputs: { resourceGroupName, resourceName, location, tags: commonTags(customer, environment) },
    clauses: [],
  };
  const federated = subjectsOf(configuration, use).map(({ workflow, ...trusted }, index, all): Planned<FederatedIdentityCredentialArgs> => ({
    type: "azure-native:managedidentity:FederatedIdentityCredential",
    name: `${use}-federation-${workflow}`,
    arm: { type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials", names: [resourceName, workflow] },
    // Azure refuses to write two of one identity at once (ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity).
    after: index === 0 ? [] : [`${use}-federation-${all[index - 1]!.workflow}`],
    inputs: { resourceGroupName, resourceName, federatedIdentityCredentialResourceName: workflow, audiences: ["api://AzureADTokenExchange"], ...trusted },
    clauses: [],
  }));
  return [assigned, ...federated, ...roles(configuration, use, outputOf(`${use}-identity`, "principalId"))];
}

function roles(configuration: BootstrapConfiguration, use: "preview" | "deploy", principalId: string): readonly PlannedResource[] {
  return grants[use].map((grant) => assignment(configuration, use, principalId, "ServicePrincipal", grant));
}

/** What reads and what deploys, as `workflows/` names its environments. */
const workflowsOf = { preview: ["preview", "drift"], deploy: ["deploy"] } as const;

/** Source of GitHub's words: GitHub documentation, configuring OpenID Connect in Azure. */
function subjectsOf({ workflows, environment }: BootstrapConfiguration, use: "preview" | "deploy"): readonly (FederatedSubject & { readonly workflow: string })[] {
  switch (workflows.host) {
    case "github":
      return workflowsOf[use].map((workflow) => ({
        workflow,
        issuer: "https://token.actions.githubusercontent.com",
        subject: `repo:${workflows.repository}:environment:${workflow === "deploy" ? environment : `${workflow}-${environment}`}`,
      }));
    case "azure-devops":
      return [workflows[use]].flatMap((trusted) => ("issuer" in trusted ? [{ workflow: use, ...trusted }] : []));
    case "none":
      return [];
  }
}

/** People run updates as the workflow does; their role in the subscription is their own affair. */
function operatorRoles(configuration: BootstrapConfiguration): readonly PlannedResource[] {
  const needed = grants.deploy.filter(({ on }) => on !== undefined);
  return configuration.operators.flatMap((principal, index) => needed.map((grant) => assignment(configuration, `operators-${index + 1}`, principal, "Group", grant)));
}

function assignment(configuration: BootstrapConfiguration, who: string, principalId: string, principalType: "Group" | "ServicePrincipal", { role, on }: Grant): Planned<RoleAssignmentArgs> {
  const { subscriptionId } = configuration;
  const name = `${who}-${role.toLowerCase().replaceAll(" ", "-")}`;
  return {
    type: "azure-native:authorization:RoleAssignment",
    name,
    inputs: {
      roleAssignmentName: stableGuid(configuration, name, principalType === "Group" ? principalId : ""),
      scope: on === undefined ? `/subscriptions/${subscriptionId}` : idOf(on),
      roleDefinitionId: roleDefinitionId(subscriptionId, role),
      principalId,
      // Said, so that Azure does not look a principal up that was made a moment ago.
      principalType,
    },
    clauses: [],
  };
}
