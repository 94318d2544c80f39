import { guidOf, systemData, type Answer, type Complete } from "./answer.ts";
import { objectAt, textAt, type Properties } from "./propertyValues.ts";
import { resourceName } from "./resourceAddress.ts";

/** What Microsoft.KeyVault adds of its own. */
export const vaultAnswers: Readonly<Record<string, Complete>> = {
  "microsoft.keyvault/vaults": ({ id, properties }) => ({
    ...properties,
    systemData,
    properties: {
      accessPolicies: [],
      enableSoftDelete: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      softDeleteRetentionInDays: 90,
      publicNetworkAccess: "Enabled",
      vaultUri: `https://${resourceName(id).toLowerCase()}.vault.azure.net/`,
      ...objectAt(properties, "properties"),
      provisioningState: "Succeeded",
    },
  }),
  "microsoft.keyvault/vaults/secrets": vaultSecret,
};

function vaultSecret({ id, properties, before, store }: Answer): Properties {
  const vaultId = id.split("/").slice(0, -2).join("/");
  const vault = store.get(vaultId);
  const uri = textAt(objectAt(vault?.properties, "properties"), "vaultUri") ?? `https://${resourceName(vaultId).toLowerCase()}.vault.azure.net/`;
  const secretUri = `${uri}secrets/${resourceName(id)}`;
  const version = guidOf(id, String((before?.revision ?? 0) + 1)).replaceAll("-", "");
  return {
    ...properties,
    location: textAt(vault?.properties, "location") ?? "",
    tags: objectAt(properties, "tags"),
    properties: {
      ...objectAt(properties, "properties"),
      attributes: { enabled: true, ...objectAt(objectAt(properties, "properties"), "attributes") },
      secretUri,
      secretUriWithVersion: `${secretUri}/${version}`,
    },
  };
}
