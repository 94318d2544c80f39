import { RoleAssignment } from "@pulumi/azure-native/authorization/index.js";
import { SubscriptionFeatureRegistration } from "@pulumi/azure-native/features/index.js";
import { Key, Vault } from "@pulumi/azure-native/keyvault/index.js";
import { FederatedIdentityCredential, UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/index.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/index.js";
import { BlobContainer, BlobServiceProperties, StorageAccount } from "@pulumi/azure-native/storage/index.js";
import * as pulumi from "@pulumi/pulumi";
import { register, type Registered } from "../components/register.ts";
import type { ResourceConstructor } from "../components/resourceTypes.ts";
import { bootstrapResources } from "./bootstrapResources.ts";
import type { BootstrapConfiguration } from "./configuration.ts";
import { bootstrapNames } from "./names.ts";

const types: Readonly<Record<string, ResourceConstructor>> = {
  "azure-native:authorization:RoleAssignment": RoleAssignment,
  "azure-native:features:SubscriptionFeatureRegistration": SubscriptionFeatureRegistration,
  "azure-native:keyvault:Key": Key,
  "azure-native:keyvault:Vault": Vault,
  "azure-native:managedidentity:FederatedIdentityCredential": FederatedIdentityCredential,
  "azure-native:managedidentity:UserAssignedIdentity": UserAssignedIdentity,
  "azure-native:resources:ResourceGroup": ResourceGroup,
  "azure-native:storage:BlobContainer": BlobContainer,
  "azure-native:storage:BlobServiceProperties": BlobServiceProperties,
  "azure-native:storage:StorageAccount": StorageAccount,
};

/** What has to be in a subscription before a stack: state, key, features, identities of the workflows. */
export class Bootstrap extends pulumi.ComponentResource {
  /** For `pulumi login`. */
  readonly backend: string;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;
  /** Values of the workflows' variables, by environment. */
  readonly workflowVariables: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;

  constructor(name: string, configuration: BootstrapConfiguration, options?: pulumi.ComponentResourceOptions) {
    super("lifecare:index:Bootstrap", name, {}, options);
    const { resourceGroup, stateAccount, stateContainer, vault, key } = bootstrapNames(configuration);
    const registered = register(bootstrapResources(configuration), { parent: this, subscriptionId: configuration.subscriptionId, resourceGroupName: resourceGroup, types });
    this.backend = `azblob://${stateContainer}?storage_account=${stateAccount}`;
    this.secretsProvider = `azurekeyvault://${vault}.vault.azure.net/keys/${key}`;
    this.workflowVariables = variables(configuration, registered);
    this.registerOutputs({ backend: this.backend, secretsProvider: this.secretsProvider, workflowVariables: this.workflowVariables });
  }
}

function variables(configuration: BootstrapConfiguration, registered: Registered): Bootstrap["workflowVariables"] {
  const { environment, subscriptionId, tenantId } = configuration;
  const { stateAccount, stateContainer } = bootstrapNames(configuration);
  const of = (use: "preview" | "deploy", names: readonly string[]) => {
    const identity = registered.get(`${use}-identity`) as UserAssignedIdentity | undefined;
    if (identity === undefined) return {};
    const values = { STATE_ACCOUNT: stateAccount, STATE_CONTAINER: stateContainer, AZURE_CLIENT_ID: identity.clientId, AZURE_TENANT_ID: tenantId, AZURE_SUBSCRIPTION_ID: subscriptionId };
    return Object.fromEntries(names.map((name) => [name, values]));
  };
  return { ...of("preview", [`preview-${environment}`, `drift-${environment}`]), ...of("deploy", [environment]) };
}
