import { guidOf } from "./answer.ts";
import { completed } from "./azureAnswers.ts";
import { AzureError } from "./azureError.ts";
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { referencesTo } from "./backReferences.ts";
import { normalLocation } from "./inputDiff.ts";
import { deletedVault, keepDeletedVault } from "./deletedVaults.ts";
import { featureRegistrationType, giveBackFeatureOf, registerFeatureOf, registrationNow } from "./featureRegistrations.ts";
import { project, without } from "./projection.ts";
import { isArray, isObject, textAt, type Properties, type PropertyValue } from "./propertyValues.ts";
import { requireIdle } from "./refusals/busy.ts";
import { refuseDeletion, refuseWrite } from "./refusals/index.ts";
import type { Caller, Write } from "./refusals/change.ts";
import { resourceName } from "./resourceAddress.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";
import { rehearsedType, type ChildCollection, type RehearsedType } from "./resourceTypes.ts";
import { CallsUnderWay, type UnderWay } from "./underWay.ts";

export type { Caller } from "./refusals/change.ts";

/** The control plane of the rehearsed Azure: puts, reads and deletes resources with ARM's rules about parents and children. */
export class RehearsedAzure {
  readonly #store: ResourceStore;
  readonly #underWay: UnderWay;

  /** @param underWay what is being written elsewhere while this is asked; nothing by default, since no call here takes time */
  constructor(store: ResourceStore, underWay: UnderWay = new CallsUnderWay()) {
    this.#store = store;
    this.#underWay = underWay;
  }

  exists(id: string): boolean {
    return this.#store.get(id) !== undefined;
  }

  /**
   * Creates or updates a resource and answers it as a read does. Children that are given inline replace all of the parent's; where the
   * property is absent they stay (azure-native reads and repeats them). Nothing is written where anything is refused.
   *
   * @param inputsBefore what was asked for the last time, where the caller knows it: a changed password is seen only there
   * @throws AzureError a row of `refusals/behaviours.ts`
   */
  put(type: RehearsedType, id: string, inputs: Properties, caller: Caller, mustBeNew: boolean, inputsBefore?: Properties): Properties {
    requireIdle(this.#underWay, id);
    const before = this.#store.get(id);
    if (mustBeNew && before !== undefined) throw alreadyExists(id);
    const write: Write = { type, id, inputs, before, inputsBefore, store: this.#store, caller };
    const collections = (type.children ?? []).map((collection) => ({ collection, writes: this.#childWrites(write, collection) }));
    refuseWrite(write, collections.flatMap(({ writes }) => writes ?? []));
    const resource = this.#resource(type, id, inputs, caller, before);
    if (!mustBeNew) this.#store.replace(resource);
    else if (!this.#store.add(resource)) throw alreadyExists(id);
    for (const { collection, writes } of collections) if (writes !== undefined) this.#putChildren(id, collection, writes);
    if (before === undefined && type.armType === vaultType) this.#forgetDeletedVault(id);
    if (type.armType === featureRegistrationType) registerFeatureOf(this.#store, caller.subscriptionId, id);
    return this.read(type, id, caller) ?? {};
  }

  /** The resource as Azure answers it; undefined where there is none. */
  read(type: RehearsedType, id: string, { subscriptionId }: Caller): Properties | undefined {
    const resource = this.#store.get(id);
    if (resource === undefined) return undefined;
    const shape = resourceShape(type.token).outputs;
    const children = (type.children ?? []).map((collection) => [collection.property, this.#children(collection, resource, type, shape, subscriptionId)] as const);
    const references = referencesTo(this.#store, subscriptionId, type.armType, id);
    const now: Properties = type.armType === featureRegistrationType ? { properties: registrationNow(this.#store, subscriptionId, id) } : {};
    return { ...resource.properties, ...now, ...references, ...Object.fromEntries(children) };
  }

  /** The id in the case in which the resource was created. */
  canonicalId(id: string): string {
    return this.#store.get(id)?.id ?? id;
  }

  /**
   * Deletes a resource and all below it; what is gone already is no error. Vaults keep their names until they are purged.
   * @throws AzureError a row of `refusals/behaviours.ts`
   */
  delete(type: RehearsedType, id: string, caller: Caller): void {
    if (!this.exists(id)) return;
    requireIdle(this.#underWay, id);
    refuseDeletion({ type, id, store: this.#store, caller });
    const vaults = this.#store.below(id).filter((resource) => resource.type === vaultType);
    this.#store.remove(id);
    if (type.armType === featureRegistrationType) giveBackFeatureOf(this.#store, caller.subscriptionId, id);
    for (const vault of vaults) keepDeletedVault(this.#store, vault);
  }

  /** What was accepted came to no good end: the resource stands, and says so until it is written again. */
  fail(id: string): void {
    const resource = this.#store.get(id);
    if (resource === undefined || resource.properties["provisioningState"] === undefined) return;
    this.#store.replace({ ...resource, revision: resource.revision + 1, properties: { ...resource.properties, provisioningState: "Failed" } });
  }

  #forgetDeletedVault(id: string): void {
    for (const subscriptionId of this.#store.subscriptionIds()) {
      const deleted = deletedVault(this.#store, subscriptionId, resourceName(id));
      if (deleted !== undefined) this.#store.remove(deleted.id);
    }
  }

  location(resourceGroupId: string): string | undefined {
    return textAt(this.#store.get(resourceGroupId)?.properties, "location");
  }

  #resource(type: RehearsedType, id: string, inputs: Properties, caller: Caller, before: StoredResource | undefined): StoredResource {
    const shape = resourceShape(type.token).outputs;
    const revision = (before?.revision ?? 0) + 1;
    const childProperties = (type.children ?? []).map(({ property }) => property);
    const said = project(without(flattened(inputs, shape), [...(type.writeOnly ?? []), ...childProperties]), shape);
    const complete = completed(type.armType, { id, properties: said, before, store: this.#store, ...caller });
    const properties = identified(complete, shape, { id, type: type.armType, revision });
    const order = { ...before?.order, ...givenOrder(type, inputs) };
    return { id, type: type.armType, revision, properties: without(properties, childProperties), ...(type.children === undefined ? {} : { order }) };
  }

  /** The children that a request brings along; undefined where it says nothing of them. */
  #childWrites({ type, id, inputs, caller }: Write, { property, segment }: ChildCollection): readonly Write[] | undefined {
    const given = inputs[property];
    const childType = rehearsedType(`${type.armType}/${segment}`);
    if (!isArray(given) || childType === undefined) return undefined;
    return given.flatMap((child) => {
      const name = textAt(child, "name");
      if (name === undefined || !isObject(child)) return [];
      const childId = `${id}/${segment}/${name}`;
      return [{ type: childType, id: childId, inputs: child, before: this.#store.get(childId), inputsBefore: undefined, store: this.#store, caller }];
    });
  }

  #putChildren(id: string, { segment }: ChildCollection, writes: readonly Write[]): void {
    const kept = new Set(writes.map((write) => write.id.toLowerCase()));
    for (const write of writes) this.#store.replace(this.#resource(write.type, write.id, write.inputs, write.caller, write.before));
    for (const child of this.#store.children(id, segment)) {
      if (!kept.has(child.id.toLowerCase())) this.#store.remove(child.id);
    }
  }

  #children(collection: ChildCollection, parent: StoredResource, { armType }: RehearsedType, shape: ShapedProperties, subscriptionId: string): readonly Properties[] {
    const order = parent.order?.[collection.property] ?? [];
    const position = (child: StoredResource): number => {
      const index = order.indexOf(resourceName(child.id));
      return index < 0 ? order.length : index;
    };
    const children = [...this.#store.children(parent.id, collection.segment)].sort((left, right) => position(left) - position(right));
    const item = itemShape(shape.get(collection.property)?.shape);
    return children.map((child) => project({ ...child.properties, ...referencesTo(this.#store, subscriptionId, `${armType}/${collection.segment}`, child.id), id: child.id }, item));
  }
}

const vaultType = "Microsoft.KeyVault/vaults";

function alreadyExists(id: string): AzureError {
  return new AzureError("already-exists", `cannot create already existing resource '${id}'`);
}

/** A key is asked for with `properties` and answered without them, their content at the top. */
function flattened(inputs: Properties, shape: ShapedProperties): Properties {
  const { properties } = inputs;
  return isObject(properties) && !shape.has("properties") ? { ...properties, ...inputs } : inputs;
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
