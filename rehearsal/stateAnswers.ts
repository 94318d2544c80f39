import { guidOf, madeAt, systemData, type Answer, type Complete } from "./answer.ts";
import { objectAt, textAt, type Properties } from "./propertyValues.ts";
import { resourceName } from "./resourceAddress.ts";

/** What Microsoft.Storage and Microsoft.ManagedIdentity add of their own, and a vault to its keys. Source: examples of azure-rest-api-specs. */
export const stateAnswers: Readonly<Record<string, Complete>> = {
  "microsoft.storage/storageaccounts": storageAccount,
  "microsoft.storage/storageaccounts/blobservices": ({ properties, store, id }) => ({
    isVersioningEnabled: false,
    ...properties,
    cors: { corsRules: [], ...objectAt(properties, "cors") },
    sku: objectAt(store.get(accountOf(id))?.properties, "sku"),
  }),
  "microsoft.storage/storageaccounts/blobservices/containers": ({ properties }) => ({
    defaultEncryptionScope: "$account-encryption-key",
    denyEncryptionScopeOverride: false,
    publicAccess: "None",
    ...properties,
    deleted: false,
    deletedTime: "",
    hasImmutabilityPolicy: false,
    hasLegalHold: false,
    lastModifiedTime: madeAt,
    leaseState: "Available",
    leaseStatus: "Unlocked",
    remainingRetentionDays: 0,
    version: "",
  }),
  "microsoft.managedidentity/userassignedidentities": ({ id, properties, tenantId }) => ({
    ...properties,
    clientId: guidOf(id.toLowerCase(), "client"),
    principalId: guidOf(id.toLowerCase(), "principal"),
    tenantId,
    systemData,
  }),
  "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials": ({ properties }) => ({ ...properties, systemData }),
  "microsoft.keyvault/vaults/keys": vaultKey,
};

function accountOf(id: string): string {
  return id.slice(0, id.toLowerCase().indexOf("/blobservices/"));
}

function storageAccount({ id, properties }: Answer): Properties {
  const name = resourceName(id);
  const endpoint = (service: string) => `https://${name}.${service}.core.windows.net/`;
  const sku = objectAt(properties, "sku");
  return {
    accessTier: "Hot",
    allowBlobPublicAccess: false,
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_0",
    networkRuleSet: { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] },
    ...properties,
    sku: { ...sku, tier: (textAt(sku, "name") ?? "").split("_")[0] ?? "" },
    creationTime: madeAt,
    primaryEndpoints: { blob: endpoint("blob"), dfs: endpoint("dfs"), file: endpoint("file"), queue: endpoint("queue"), table: endpoint("table"), web: endpoint("web") },
    primaryLocation: textAt(properties, "location") ?? "",
    statusOfPrimary: "available",
  };
}

/** A key is made once: what is asked for again is answered as it stands, and nothing of it changes. */
function vaultKey({ id, properties, before, store }: Answer): Properties {
  if (before !== undefined) return before.properties;
  const vault = store.get(id.split("/").slice(0, -2).join("/"));
  const keyUri = `${textAt(objectAt(vault?.properties, "properties"), "vaultUri") ?? ""}keys/${resourceName(id)}`;
  return {
    ...properties,
    attributes: { enabled: true, ...objectAt(properties, "attributes") },
    location: textAt(vault?.properties, "location") ?? "",
    tags: objectAt(properties, "tags"),
    keyUri,
    keyUriWithVersion: `${keyUri}/${guidOf(id, "1").replaceAll("-", "")}`,
  };
}
