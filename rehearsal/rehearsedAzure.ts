import { parseResourceId } from "../azure/resourceIds.ts";
import { guidOf } from "./answer.ts";
import { completed } from "./azureAnswers.ts";
import { locationChangeRefused, parentResourceNotFound, resourceGroupNotFound, resourceNotFound } from "./azureError.ts";
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { referencesTo } from "./backReferences.ts";
import { normalLocation } from "./inputDiff.ts";
import { lockRefusal, lockType } from "./locks.ts";
import { project, without } from "./projection.ts";
import { isArray, isObject, textAt, type Properties, type PropertyValue } from "./propertyValues.ts";
import { parentId, resourceName, scopeOf } from "./resourceAddress.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";
import { rehearsedTypes, type ChildCollection, type RehearsedType } from "./resourceTypes.ts";

/** Who asks: the subscription and tenant that the provider was configured with. */
export interface Caller {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

const typeByArmType = new Map(rehearsedTypes.map((type) => [type.armType.toLowerCase(), type]));

/** The control plane of the rehearsed Azure: puts, reads and deletes resources with ARM's rules about parents and children. */
export class RehearsedAzure {
  readonly #store: ResourceStore;

  constructor(store: ResourceStore) {
    this.#store = store;
  }

  exists(id: string): boolean {
    return this.#store.get(id) !== undefined;
  }

  /**
   * Creates or updates a resource and answers it as a read does. Children that are given inline replace all of the parent's; where the
   * property is absent they stay (azure-native reads and repeats them).
   * @throws AzureError ResourceGroupNotFound, ParentResourceNotFound, ResourceNotFound (scope of a lock or role assignment),
   *   InvalidResourceLocation, ScopeLocked
   * @throws Error "cannot create already existing resource", for `mustBeNew`
   */
  put(type: RehearsedType, id: string, inputs: Properties, caller: Caller, mustBeNew: boolean): Properties {
    const before = this.#store.get(id);
    if (mustBeNew && before !== undefined) throw alreadyExists(id);
    this.#requireParents(type, id);
    this.#requireUnlocked(type, id, "write");
    const resource = this.#resource(type, id, inputs, caller, before);
    if (before !== undefined) requireSameLocation(before, resource);
    if (mustBeNew) {
      if (!this.#store.add(resource)) throw alreadyExists(id);
    } else {
      this.#store.replace(resource);
    }
    for (const collection of type.children ?? []) this.#putChildren(type, collection, id, inputs[collection.property], caller);
    return this.read(type, id, caller) ?? {};
  }

  /** The resource as Azure answers it; undefined where there is none. */
  read(type: RehearsedType, id: string, { subscriptionId }: Caller): Properties | undefined {
    const resource = this.#store.get(id);
    if (resource === undefined) return undefined;
    const shape = resourceShape(type.token).outputs;
    const children = (type.children ?? []).map((collection) => [collection.property, this.#children(collection, resource, shape)] as const);
    const references = referencesTo(this.#store, subscriptionId, type.armType, id);
    return { ...resource.properties, ...references, ...Object.fromEntries(children) };
  }

  /** The id in the case in which the resource was created. */
  canonicalId(id: string): string {
    return this.#store.get(id)?.id ?? id;
  }

  /**
   * Deletes a resource and all below it; what is gone already is no error.
   * @throws AzureError ScopeLocked
   */
  delete(type: RehearsedType, id: string): void {
    if (this.exists(id)) this.#requireUnlocked(type, id, "delete");
    this.#store.remove(id);
  }

  /** Locks themselves can always be made and taken away. */
  #requireUnlocked(type: RehearsedType, id: string, operation: "write" | "delete"): void {
    const refusal = type.armType === lockType ? undefined : lockRefusal(this.#store, id, operation);
    if (refusal !== undefined) throw refusal;
  }

  location(resourceGroupId: string): string | undefined {
    return textAt(this.#store.get(resourceGroupId)?.properties, "location");
  }

  #requireParents(type: RehearsedType, id: string): void {
    if (type.below === "scope") {
      this.#requireScope(`/${scopeOf(id)}`);
      return;
    }
    if (type.below === "subscription") return;
    const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id);
    if (group !== null && !this.exists(group[0])) throw resourceGroupNotFound(group[1] ?? "");
    const parent = parentId(id);
    if (parent !== undefined && !this.exists(parent)) throw parentResourceNotFound(resourceName(parent));
  }

  #requireScope(scope: string): void {
    const parsed = parseResourceId(scope);
    if (parsed === undefined || !typeByArmType.has(parsed.type.toLowerCase()) || this.exists(scope)) return;
    if (parsed.type.toLowerCase() === "microsoft.resources/resourcegroups") throw resourceGroupNotFound(resourceName(scope));
    throw resourceNotFound(parsed.type, resourceName(scope), parsed.resourceGroupName);
  }

  #resource(type: RehearsedType, id: string, inputs: Properties, caller: Caller, before: StoredResource | undefined): StoredResource {
    const shape = resourceShape(type.token).outputs;
    const revision = (before?.revision ?? 0) + 1;
    const childProperties = (type.children ?? []).map(({ property }) => property);
    const said = project(without(inputs, [...(type.writeOnly ?? []), ...childProperties]), shape);
    const complete = completed(type.armType, { id, properties: said, before, store: this.#store, ...caller });
    const properties = identified(complete, shape, { id, type: type.armType, revision });
    const order = { ...before?.order, ...givenOrder(type, inputs) };
    return { id, type: type.armType, revision, properties: without(properties, childProperties), ...(type.children === undefined ? {} : { order }) };
  }

  #putChildren(type: RehearsedType, collection: ChildCollection, id: string, given: PropertyValue | undefined, caller: Caller): void {
    const childType = typeByArmType.get(`${type.armType}/${collection.segment}`.toLowerCase());
    if (!isArray(given) || childType === undefined) return;
    const kept = new Set<string>();
    for (const child of given) {
      const name = textAt(child, "name");
      if (name === undefined || !isObject(child)) continue;
      const childId = `${id}/${collection.segment}/${name}`;
      kept.add(childId.toLowerCase());
      this.#store.replace(this.#resource(childType, childId, child, caller, this.#store.get(childId)));
    }
    for (const child of this.#store.children(id, collection.segment)) {
      if (!kept.has(child.id.toLowerCase())) this.#store.remove(child.id);
    }
  }

  #children(collection: ChildCollection, parent: StoredResource, shape: ShapedProperties): readonly Properties[] {
    const order = parent.order?.[collection.property] ?? [];
    const position = (child: StoredResource): number => {
      const index = order.indexOf(resourceName(child.id));
      return index < 0 ? order.length : index;
    };
    const children = [...this.#store.children(parent.id, collection.segment)].sort((left, right) => position(left) - position(right));
    const item = itemShape(shape.get(collection.property)?.shape);
    return children.map((child) => project({ ...child.properties, id: child.id }, item));
  }
}

function requireSameLocation(before: StoredResource, after: StoredResource): void {
  const [from, to] = [textAt(before.properties, "location"), textAt(after.properties, "location")];
  if (from === undefined || to === undefined || from === to) return;
  throw locationChangeRefused(resourceName(after.id), from, to, parseResourceId(after.id)?.resourceGroupName ?? "");
}

function alreadyExists(id: string): Error {
  return new Error(`cannot create already existing resource '${id}'`);
}

function givenOrder(type: RehearsedType, inputs: Properties): Record<string, readonly string[]> {
  const order: Record<string, readonly string[]> = {};
  for (const { property } of type.children ?? []) {
    const given = inputs[property];
    if (isArray(given)) order[property] = given.map((child) => textAt(child, "name") ?? "");
  }
  return order;
}

function itemShape(shape: Shape | undefined): ShapedProperties {
  return shape?.kind === "list" && shape.items.kind === "object" ? objectShape(shape.items.type) : new Map();
}

interface Identity {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
}

/** Adds what Azure answers for every resource: name, type, location in its own spelling, etag, state, GUID, empty lists, ids of parts. */
function identified(properties: Properties, shape: ShapedProperties, identity: Identity): Properties {
  const etag = `W/"${guidOf(identity.id, String(identity.revision))}"`;
  const own: Record<string, PropertyValue> = {
    name: resourceName(identity.id),
    type: identity.type,
    etag,
    provisioningState: "Succeeded",
    resourceGuid: guidOf(identity.id, "resource"),
  };
  const answered: Record<string, PropertyValue> = { ...properties };
  for (const [name, { shape: propertyShape, required }] of shape) {
    const value = own[name];
    if (value !== undefined) answered[name] = value;
    if (answered[name] === undefined && required && propertyShape.kind === "list") answered[name] = [];
    if (propertyShape.kind === "list") answered[name] = identifiedParts(answered[name], propertyShape.items, `${identity.id}/${name}`, etag);
    if (answered[name] === undefined) delete answered[name];
  }
  const location = textAt(answered, "location");
  return location === undefined ? answered : { ...answered, location: normalLocation(location) };
}

/** Parts of a network resource that have a name are addressed below it, for example a network interface's IP configurations. */
function identifiedParts(value: PropertyValue | undefined, items: Shape, base: string, etag: string): PropertyValue {
  if (!isArray(value) || items.kind !== "object") return value as PropertyValue;
  const shape = objectShape(items.type);
  if (!shape.has("etag") || !shape.has("name") || !shape.has("id")) return value;
  const state: Properties = shape.has("provisioningState") ? { provisioningState: "Succeeded" } : {};
  return value.map((part) => {
    const name = textAt(part, "name");
    if (!isObject(part) || name === undefined) return part;
    return { ...part, id: textAt(part, "id") ?? `${base}/${name}`, etag, ...state };
  });
}
