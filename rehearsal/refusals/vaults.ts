import { sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { deletedVault } from "../deletedVaults.ts";
import { listAt, objectAt, textAt, type Properties } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import { readSubscriptionFacts } from "../subscriptionFacts.ts";
import type { Write } from "./change.ts";

/** A vault's name is nobody else's, not even a deleted vault's; purge protection is never taken back. */
export function requireGoodVault({ id, inputs, before, store, caller }: Write): void {
  const wanted = objectAt(inputs, "properties");
  const isProtected = objectAt(before?.properties, "properties")["enablePurgeProtection"] === true;
  if (wanted["enablePurgeProtection"] === false || (isProtected && wanted["enablePurgeProtection"] !== true)) {
    throw new AzureError("purge-protection", `The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.`);
  }
  if (before !== undefined) return;
  const name = resourceName(id).toLowerCase();
  const isDeleted = store.subscriptionIds().some((subscriptionId) => deletedVault(store, subscriptionId, name) !== undefined);
  if (isDeleted && textAt(wanted, "createMode") !== "recover") {
    throw new AzureError(
      "vault-soft-deleted",
      "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
    );
  }
  const foreign = listAt(readSubscriptionFacts(store, caller.subscriptionId) as Properties, "foreignVaultNames").map((other) => String(other).toLowerCase());
  const vaults = store.subscriptionIds().flatMap((subscriptionId) => store.ofType(subscriptionId, "Microsoft.KeyVault/vaults"));
  const isTaken = vaults.some((vault) => !sameId(vault.id, id) && resourceName(vault.id).toLowerCase() === name);
  if (!isTaken && !foreign.includes(name)) return;
  throw new AzureError(
    "vault-name-taken",
    `The vault name '${resourceName(id)}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.`,
  );
}
