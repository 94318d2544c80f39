import { AzureError } from "./azureError.ts";
import { textAt } from "./propertyValues.ts";
import { scopeOf } from "./resourceAddress.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";

export const lockType = "Microsoft.Authorization/locks";

/**
 * Azure's refusal where a lock forbids the operation: both kinds forbid deletion of their scope and of everything around and below it that
 * would delete it, `ReadOnly` forbids writes too. Source: Azure Resource Manager, lock your resources.
 */
export function lockRefusal(store: ResourceStore, id: string, operation: "write" | "delete"): AzureError | undefined {
  const above = scopesOf(id).flatMap((scope) => store.children(`${scope}/providers/Microsoft.Authorization`, "locks"));
  const below = operation === "delete" ? store.below(id).filter(({ type }) => type === lockType) : [];
  const locks = [...above, ...below].filter((lock) => operation === "delete" || textAt(lock.properties, "level") === "ReadOnly");
  if (locks.length === 0) return undefined;
  const scopes = [...new Set(locks.map(lockedScope))].map((scope) => `'${scope}'`).join(",");
  return new AzureError("locked", `The scope '${id}' cannot perform ${operation} operation because following scope(s) are locked: ${scopes}. Please remove the lock and try again.`);
}

function lockedScope(lock: StoredResource): string {
  return `/${scopeOf(lock.id)}`;
}

/** The id itself and every resource, resource group and subscription that it lies in. */
function scopesOf(id: string): readonly string[] {
  const segments = id.split("/").filter((segment) => segment !== "");
  return Array.from({ length: Math.floor(segments.length / 2) }, (_, pairs) => `/${segments.slice(0, segments.length - 2 * pairs).join("/")}`);
}
