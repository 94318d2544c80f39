import { sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { listAt, textAt, type Properties } from "../propertyValues.ts";
import { resourceName, scopeOf } from "../resourceAddress.ts";
import { readSubscriptionFacts } from "../subscriptionFacts.ts";
import type { Write } from "./change.ts";

/** A storage account's name is nobody else's. */
export function requireGoodStorageAccount({ id, before, store, caller }: Write): void {
  if (before !== undefined) return;
  const name = resourceName(id);
  const foreign = listAt(readSubscriptionFacts(store, caller.subscriptionId) as Properties, "foreignStorageNames").map(String);
  const accounts = store.subscriptionIds().flatMap((subscriptionId) => store.ofType(subscriptionId, "Microsoft.Storage/storageAccounts"));
  if (!foreign.includes(name) && !accounts.some((account) => !sameId(account.id, id) && resourceName(account.id) === name)) return;
  throw new AzureError("storage-name-taken", `The storage account named ${name} is already taken.`);
}

/** One assignment for each principal, role and scope, whatever its name. */
export function requireNewRole({ type, id, inputs, before, store }: Write): void {
  if (before !== undefined) return;
  const said = (resource: Properties) => [textAt(resource, "principalId"), textAt(resource, "roleDefinitionId")].map((word) => word?.toLowerCase()).join();
  const there = store.all().find((other) => other.type === type.armType && scopeOf(other.id).toLowerCase() === scopeOf(id).toLowerCase() && said(other.properties) === said(inputs));
  if (there !== undefined) throw new AzureError("role-exists", `The role assignment already exists. The ID of the existing role assignment is ${resourceName(there.id).replaceAll("-", "")}.`);
}
