import { parseResourceId } from "../../azure/resourceIds.ts";
import { guidOf } from "../answer.ts";
import { resourceShape } from "../azureTypes.ts";
import { isObject, textAt, type Properties, type PropertyValue } from "../propertyValues.ts";
import type { Caller } from "../rehearsedAzure.ts";
import { idFromInputs, inputsFromId, parentId, resourceName } from "../resourceAddress.ts";
import type { ResourceStore } from "../resourceStore.ts";
import { rehearsedType, type RehearsedType } from "../resourceTypes.ts";
import { RestRefusal, type RestAnswer, type RestAzure, type RestHandler, type RestRequest } from "./exchange.ts";
import { deleteAnswer, withStateUnderWay, writeAnswer } from "./longRunning.ts";
import { instanceViewWhereAsked } from "./machines.ts";
import { fromWire, toWire } from "./wireFormat.ts";

/** A resource that a path names, there or not. */
interface Target {
  readonly type: RehearsedType;
  /** In the case in which it was made. */
  readonly id: string;
  readonly inputs: Properties;
  readonly caller: Caller;
}

/** The rehearsed type of an ARM type; refuses as Azure does what it does not know. */
export function knownType(armType: string): RehearsedType {
  const type = rehearsedType(armType);
  if (type !== undefined) return type;
  const [namespace = "", ...segments] = armType.split("/");
  throw new RestRefusal(
    404,
    "InvalidResourceType",
    `The resource type '${segments.join("/")}' could not be found in the namespace '${namespace}': it is not among the rehearsed types (rehearsal/resourceTypes.ts).`,
  );
}

/** Who asks: the subscription is the path's. */
export function callerOf(azure: RestAzure, path: string): Caller {
  return { subscriptionId: parseResourceId(path)?.subscriptionId ?? "", tenantId: azure.tenantId };
}

function targetOf(azure: RestAzure, path: string): Target {
  const parsed = parseResourceId(path);
  if (parsed === undefined) throw new RestRefusal(404, "NotFound", `Nothing answers at '${path}'.`);
  const type = knownType(parsed.type);
  const inputs = inputsFromId(type, path);
  const id = azure.control.canonicalId(idFromInputs(type, inputs, parsed.subscriptionId));
  return { type, id, inputs, caller: callerOf(azure, path) };
}

/** The resource as ARM's JSON says it. */
export function rendered({ store }: RestAzure, type: RehearsedType, id: string, outputs: Properties): Properties {
  const etag = outputs["etag"] === undefined ? undefined : etagOf(store, type, id);
  return { id, ...toWire(type, etag === undefined ? outputs : { ...outputs, etag }) };
}

export const getResource: RestHandler = (azure, request) => {
  const target = targetOf(azure, request.path);
  const outputs = found(azure, target);
  const body = withStateUnderWay(azure, target.type.armType, target.id, rendered(azure, target.type, target.id, outputs));
  return withEtag(azure, target, { status: 200, body: instanceViewWhereAsked(azure.store, target.id, body, request.query) });
};

export const headResource: RestHandler = (azure, { path }) => ({ status: azure.control.exists(targetOf(azure, path).id) ? 204 : 404 });

export const putResource: RestHandler = (azure, request) => {
  const target = targetOf(azure, request.path);
  const existed = azure.control.exists(target.id);
  requireConditions(azure, target, request);
  if (!existed) requireLocation(target, request.body);
  return written(azure, target, request.body, existed || madeWith200.has(target.type.armType));
};

/** Of these the API's description knows no 201. Source: azure-rest-api-specs, Microsoft.Storage and Microsoft.KeyVault. */
const madeWith200: ReadonlySet<string> = new Set(["Microsoft.KeyVault/vaults/keys", "Microsoft.Storage/storageAccounts/blobServices"]);

/** A PATCH says what changes (JSON merge patch, RFC 7396); all else stays. */
export const patchResource: RestHandler = (azure, request) => {
  const target = targetOf(azure, request.path);
  const outputs = found(azure, target);
  requireConditions(azure, target, request);
  const merged = mergePatch(rendered(azure, target.type, target.id, outputs), request.body);
  return written(azure, target, isObject(merged) ? merged : {}, true);
};

export const deleteResource: RestHandler = (azure, request) => {
  const target = targetOf(azure, request.path);
  if (!azure.control.exists(target.id)) {
    requireGroup(azure, target.id);
    return { status: 204 };
  }
  requireConditions(azure, target, request);
  azure.control.delete(target.type, target.id, target.caller);
  return deleteAnswer(azure, target.type.armType, target.id);
};

function written(azure: RestAzure, target: Target, body: Properties, existed: boolean): RestAnswer {
  const outputs = azure.control.put(target.type, target.id, { ...fromWire(target.type, target.id, body), ...target.inputs }, target.caller);
  return withEtag(azure, target, writeAnswer(azure, target.type.armType, target.id, rendered(azure, target.type, target.id, outputs), existed));
}

function found(azure: RestAzure, { type, id, caller }: Target): Properties {
  const outputs = azure.control.read(type, id, caller);
  if (outputs !== undefined) return outputs;
  requireGroup(azure, id);
  requireParent(azure, id);
  const parsed = parseResourceId(id);
  throw new RestRefusal(404, "ResourceNotFound", `The Resource '${type.armType}/${resourceName(id)}' under resource group '${parsed?.resourceGroupName ?? "<null>"}' was not found.`);
}

/** Refuses where the resource group of an id, or the group that it names, is not there. */
export function requireGroup({ control }: RestAzure, id: string): void {
  const [group, name = ""] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id) ?? [];
  if (group !== undefined && !control.exists(group)) throw new RestRefusal(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

export function requireParent({ control }: RestAzure, id: string): void {
  const parent = parentId(id);
  if (parent === undefined || control.exists(parent)) return;
  throw new RestRefusal(404, "ParentResourceNotFound", `Can not perform requested operation on nested resource. Parent resource '${resourceName(parent)}' not found.`);
}

/** `If-Match` demands the resource as the caller saw it, `If-None-Match: *` that there is none. */
function requireConditions({ store }: RestAzure, { type, id }: Target, { ifMatch, ifNoneMatch }: RestRequest): void {
  const etag = etagOf(store, type, id);
  if (ifNoneMatch === "*" && etag !== undefined) throw preconditionFailed(`'${id}' exists already`);
  if (ifMatch === undefined || (ifMatch === "*" && etag !== undefined)) return;
  const wanted = ifMatch.split(",").map(plainEtag);
  if (etag === undefined || !wanted.includes(plainEtag(etag))) throw preconditionFailed(`'${id}' is not what it was when its etag was read`);
}

function preconditionFailed(reason: string): RestRefusal {
  return new RestRefusal(412, "PreconditionFailed", `Precondition failed: ${reason}.`);
}

function plainEtag(etag: string): string {
  return etag.trim().replace(/^W\//, "");
}

/** Changes with every write, of parts that are resources of their own too: else a rule that was added by itself would be overwritten. */
function etagOf(store: ResourceStore, { children = [] }: RehearsedType, id: string): string | undefined {
  const resource = store.get(id);
  if (resource === undefined) return undefined;
  const parts = children.flatMap(({ segment }) => store.children(id, segment)).map((part) => `${part.id} ${part.revision}`);
  return `W/"${guidOf(id, String(resource.revision), ...parts)}"`;
}

function withEtag({ store }: RestAzure, { type, id }: Target, answer: RestAnswer): RestAnswer {
  const etag = etagOf(store, type, id);
  return etag === undefined ? answer : { ...answer, headers: { ...answer.headers, ETag: etag } };
}

/** Whatever stands in a resource group by itself stands in a region. */
function requireLocation({ type }: Target, body: Properties): void {
  const standsAlone = type.below !== "scope" && type.names.length === 1 && resourceShape(type.token).inputs.has("location");
  if (standsAlone && textAt(body, "location") === undefined) throw new RestRefusal(400, "LocationRequired", "The location property is required for this definition.", "location");
}

function mergePatch(value: PropertyValue | undefined, patch: PropertyValue): PropertyValue {
  if (!isObject(patch)) return patch;
  const merged: Record<string, PropertyValue> = isObject(value) ? { ...value } : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], change);
  }
  return merged;
}
