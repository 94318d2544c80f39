import { isWithin, parseResourceId, resourceGroupType } from "../../azure/resourceIds.ts";
import type { Properties } from "../propertyValues.ts";
import { parentId, scopeOf } from "../resourceAddress.ts";
import type { StoredResource } from "../resourceStore.ts";
import { ok, RestRefusal, type RestAnswer, type RestAzure, type RestHandler, type RestRequest } from "./exchange.ts";
import { instanceViewWhereAsked } from "./machines.ts";
import { callerOf, knownType, rendered, requireGroup, requireParent } from "./resources.ts";

/** One page of a list, and where the next one is. */
export function page(azure: RestAzure, { path, query }: RestRequest, entries: readonly Properties[]): RestAnswer {
  const start = Number(query.get("$skiptoken") ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new RestRefusal(400, "InvalidSkipToken", "The $skiptoken is not one of this interface.", "$skiptoken");
  const end = start + Math.min(azure.pageSize, Number(query.get("$top") ?? azure.pageSize) || azure.pageSize);
  const value = entries.slice(start, end);
  if (end >= entries.length) return ok({ value });
  const next = new URLSearchParams(query);
  next.set("$skiptoken", String(end));
  return ok({ value, nextLink: `${azure.endpoint}${encodeURI(path)}?${next.toString()}` });
}

/** Resources of one type: of a subscription, a resource group, a parent, or at and below a scope. */
export const listResources: RestHandler = (azure, request) => {
  const member = `${request.path}/-`;
  const parsed = parseResourceId(member);
  if (parsed === undefined) throw new RestRefusal(404, "NotFound", `Nothing answers at '${request.path}'.`);
  const type = knownType(parsed.type);
  requireGroup(azure, member);
  requireParent(azure, member);
  const entries = membersOf(azure, member, parsed.subscriptionId, type.armType, type.below === "scope").map((resource) => {
    const outputs = azure.control.read(type, resource.id, callerOf(azure, resource.id)) ?? {};
    return instanceViewWhereAsked(azure.store, resource.id, rendered(azure, type, resource.id, outputs), request.query);
  });
  return page(azure, request, entries);
};

function membersOf({ store }: RestAzure, member: string, subscriptionId: string, armType: string, ofScope: boolean): readonly StoredResource[] {
  if (ofScope) return store.below(`/${scopeOf(member)}`).filter(({ type }) => type === armType);
  const parent = parentId(member);
  if (parent !== undefined) return store.children(parent, armType.slice(armType.lastIndexOf("/") + 1));
  const [group] = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(member) ?? [];
  const all = store.ofType(subscriptionId, armType);
  return group === undefined ? all : all.filter(({ id }) => isWithin(id, group));
}

export const listGroups: RestHandler = (azure, request) => {
  const { subscriptionId = "" } = request.parameters;
  const type = knownType(resourceGroupType);
  const groups = azure.store.children(`/subscriptions/${subscriptionId}`, "resourceGroups");
  return page(azure, request, groups.filter(taggedAsAsked(request)).map(({ id, properties }) => rendered(azure, type, id, properties)));
};

/** Types that the list of all resources leaves out: what has no region is no tracked resource. */
export const listAllResources: RestHandler = (azure, request) => {
  const { subscriptionId = "", resourceGroupName } = request.parameters;
  const scope = `/subscriptions/${subscriptionId}${resourceGroupName === undefined ? "" : `/resourceGroups/${resourceGroupName}`}`;
  requireGroup(azure, scope);
  const tracked = azure.store
    .below(scope)
    .filter(({ type, properties }) => type !== resourceGroupType && properties["location"] !== undefined && type !== "Microsoft.KeyVault/vaults/secrets")
    .filter(typeAsAsked(request))
    .filter(taggedAsAsked(request));
  return page(azure, request, tracked.map(summary));
};

const summarised = ["location", "tags", "sku", "kind", "identity", "zones", "plan", "managedBy"];

function summary({ id, type, properties }: StoredResource): Properties {
  return { id, name: id.slice(id.lastIndexOf("/") + 1), type, ...Object.fromEntries(Object.entries(properties).filter(([name]) => summarised.includes(name))) };
}

type Filter = (resource: StoredResource) => boolean;

function typeAsAsked({ query }: RestRequest): Filter {
  const wanted = /resourceType eq '([^']*)'/i.exec(query.get("$filter") ?? "")?.[1];
  return ({ type }) => wanted === undefined || type.toLowerCase() === wanted.toLowerCase();
}

function taggedAsAsked({ query }: RestRequest): Filter {
  const [, name, value] = /tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?/i.exec(query.get("$filter") ?? "") ?? [];
  return ({ properties }) => {
    if (name === undefined) return true;
    const tags = Object.entries((properties["tags"] ?? {}) as Properties);
    return tags.some(([tag, held]) => tag.toLowerCase() === name.toLowerCase() && (value === undefined || held === value));
  };
}
