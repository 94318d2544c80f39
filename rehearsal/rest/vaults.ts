import { deletedVault } from "../deletedVaults.ts";
import { normalLocation } from "../inputDiff.ts";
import { objectAt, textAt, type Properties } from "../propertyValues.ts";
import type { StoredResource } from "../resourceStore.ts";
import { vaultNameRefusal } from "../vaultNames.ts";
import { page } from "./collections.ts";
import { ok, RestRefusal, type RestAzure, type RestHandler, type RestRequest } from "./exchange.ts";
import { acceptedAnswer } from "./longRunning.ts";

const deletedVaultType = "Microsoft.KeyVault/locations/deletedVaults";

/** Whether a vault could have that name: what would refuse its creation answers. */
export const checkVaultName: RestHandler = (azure, request) => {
  const caller = { subscriptionId: request.parameters["subscriptionId"] ?? "", tenantId: azure.tenantId };
  const refusal = vaultNameRefusal(azure.store, caller, textAt(request.body, "name") ?? "");
  if (refusal === undefined) return ok({ nameAvailable: true });
  return ok({ nameAvailable: false, reason: refusal.behaviour === "vault-name" ? "AccountNameInvalid" : "AlreadyExists", message: refusal.text });
};

/** Vaults of a subscription that are deleted and keep their names. */
export const listDeletedVaults: RestHandler = (azure, request) => {
  const { subscriptionId = "" } = request.parameters;
  const deleted = azure.store.below(`/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault`).filter(({ type }) => type === deletedVaultType);
  return page(azure, request, deleted.map(shown));
};

export const getDeletedVault: RestHandler = (azure, request) => ok(shown(namedVault(azure, request)));

/** Gives a deleted vault's name free at once, unless its purge protection holds it. */
export const purgeDeletedVault: RestHandler = (azure, request) => {
  const vault = namedVault(azure, request);
  if (objectAt(vault.properties, "properties")["purgeProtectionEnabled"] === true) {
    throw new RestRefusal(409, "MethodNotAllowed", `Operation "DeletedVaultPurge" is not allowed: the vault '${request.parameters["name"] ?? ""}' has purge protection.`);
  }
  azure.store.remove(vault.id);
  return acceptedAnswer(azure, vault.id, "Deleting");
};

function namedVault({ store }: RestAzure, { parameters: { subscriptionId = "", location = "", name = "" } }: RestRequest): StoredResource {
  const vault = deletedVault(store, subscriptionId, name);
  if (vault !== undefined && textAt(objectAt(vault.properties, "properties"), "location") === normalLocation(location)) return vault;
  throw new RestRefusal(404, "DeletedVaultNotFound", `The specified deleted vault '${name}' does not exist.`);
}

function shown({ id, type, properties }: StoredResource): Properties {
  return { id, type, ...properties };
}
