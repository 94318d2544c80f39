import { parseResourceId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { normalLocation } from "../inputDiff.ts";
import { lockRefusal, lockType } from "../locks.ts";
import { textAt } from "../propertyValues.ts";
import { parentId, resourceName, scopeOf } from "../resourceAddress.ts";
import { rehearsedType } from "../resourceTypes.ts";
import { isRegistered, policyDenials } from "../subscriptionFacts.ts";
import type { Deletion, Write, WriteRule } from "./change.ts";

/** What holds for every type: the place it stands in, its region, its locks. */
export const placeRules: readonly WriteRule[] = [requireProvider, requirePolicies, requireParents, requireSameLocation, (write) => requireUnlocked(write, "write")];

export function requireDeletable(deletion: Deletion): void {
  requireUnlocked(deletion, "delete");
}

function requireProvider({ type, store, caller }: Write): void {
  const [namespace = ""] = type.armType.split("/");
  if (isRegistered(store, caller.subscriptionId, namespace)) return;
  throw new AzureError(
    "provider-unregistered",
    `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
  );
}

/** Azure Policy judges a request before its resource provider does. */
function requirePolicies({ type, id, inputs, store, caller }: Write): void {
  const [denial] = policyDenials(store, caller.subscriptionId, type.armType, textAt(inputs, "location"));
  if (denial === undefined) return;
  throw new AzureError("policy-denied", `Resource '${resourceName(id)}' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"${denial.name}"}}]'.`);
}

function requireParents({ type, id, store }: Write): void {
  if (type.below === "subscription") return;
  if (type.below === "scope") {
    requireScope(`/${scopeOf(id)}`, store);
    return;
  }
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id);
  if (group !== null && !store.has(group[0])) throw groupMissing(group[1] ?? "");
  const parent = parentToBe(type, id);
  if (parent === undefined || store.has(parent)) return;
  throw new AzureError("parent-missing", `Can not perform requested operation on nested resource. Parent resource '${resourceName(parent)}' not found.`);
}

/** What has to be there before; a segment with a given name is there with its own parent. */
function parentToBe({ names, given = {} }: Write["type"], id: string): string | undefined {
  const parent = parentId(id);
  return parent !== undefined && given[names.at(-2) ?? ""] !== undefined ? parentId(parent) : parent;
}

function requireScope(scope: string, store: Write["store"]): void {
  const parsed = parseResourceId(scope);
  if (parsed === undefined || rehearsedType(parsed.type) === undefined || store.has(scope)) return;
  if (parsed.type.toLowerCase() === "microsoft.resources/resourcegroups") throw groupMissing(resourceName(scope));
  throw new AzureError("scope-missing", notFound(scope));
}

function groupMissing(name: string): AzureError {
  return new AzureError("group-missing", `Resource group '${name}' could not be found.`);
}

/** Azure Resource Manager's sentence about an id of which there is no resource. */
export function notFound(id: string): string {
  const parsed = parseResourceId(id);
  return `The Resource '${parsed?.type ?? ""}/${resourceName(id)}' under resource group '${parsed?.resourceGroupName ?? "<null>"}' was not found.`;
}

/** Azure keeps a resource where it is; azure-native previews most changes of `location` as updates all the same. */
function requireSameLocation({ id, before, inputs }: Write): void {
  const from = textAt(before?.properties, "location");
  const to = textAt(inputs, "location");
  if (from === undefined || to === undefined || normalLocation(from) === normalLocation(to)) return;
  throw new AzureError(
    "location-change",
    `The resource '${resourceName(id)}' already exists in location '${from}' in resource group '${parseResourceId(id)?.resourceGroupName ?? ""}'. ` +
      `A resource with the same name cannot be created in location '${normalLocation(to)}'. Please select a new resource name.`,
  );
}

/** Locks themselves can always be made and taken away. */
function requireUnlocked({ type, id, store }: Pick<Write, "type" | "id" | "store">, operation: "write" | "delete"): void {
  const refusal = type.armType === lockType ? undefined : lockRefusal(store, id, operation);
  if (refusal !== undefined) throw refusal;
}
