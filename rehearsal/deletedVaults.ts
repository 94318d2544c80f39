import { madeAt } from "./answer.ts";
import { normalLocation } from "./inputDiff.ts";
import { objectAt, textAt, type PropertyValue } from "./propertyValues.ts";
import { resourceName } from "./resourceAddress.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";

const deletedVaultType = "Microsoft.KeyVault/locations/deletedVaults";

/**
 * A deleted vault keeps its name until it is purged: Azure lists it as a resource of its own below the region. A rehearsal has no clock,
 * so that no retention ends. What the vault held does not come back when it is recovered.
 */
export function keepDeletedVault(store: ResourceStore, vault: StoredResource): void {
  const properties = objectAt(vault.properties, "properties");
  if (properties["enableSoftDelete"] === false) return;
  const [, , subscriptionId = ""] = vault.id.split("/");
  const location = normalLocation(textAt(vault.properties, "location") ?? "");
  const kept: Record<string, PropertyValue> = {
    vaultId: vault.id,
    location,
    deletionDate: madeAt,
    purgeProtectionEnabled: properties["enablePurgeProtection"] === true,
    tags: objectAt(vault.properties, "tags"),
  };
  store.replace({ id: `${locationsOf(subscriptionId)}/${location}/deletedVaults/${resourceName(vault.id)}`, type: deletedVaultType, revision: 1, properties: { name: resourceName(vault.id), properties: kept } });
}

/** The deleted vault of that name in a subscription, whatever its region. */
export function deletedVault(store: ResourceStore, subscriptionId: string, name: string): StoredResource | undefined {
  return store.below(locationsOf(subscriptionId)).find((resource) => resource.type === deletedVaultType && resourceName(resource.id).toLowerCase() === name.toLowerCase());
}

function locationsOf(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations`;
}
