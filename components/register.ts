import * as pulumi from "@pulumi/pulumi";
import { resourceId } from "../azure/resourceIds.ts";
import { isIdentity, isOutput, type ArmAddress, type PlannedResource } from "../environment/planned.ts";
import { addressKey, parentAddress } from "../environment/resolve.ts";
import { resourceTypes, type ResourceConstructor } from "./resourceTypes.ts";

/** What registering a table needs to know besides the table. */
export interface Registration {
  readonly parent: pulumi.ComponentResource;
  readonly subscriptionId: pulumi.Input<string>;
  readonly resourceGroupName: pulumi.Input<string>;
  /** What else a resource waits for, by logical name: the `dependsOn` of a component, for those of its resources it concerns. */
  readonly waitsFor?: Readonly<Record<string, readonly pulumi.Resource[]>>;
  /** The class behind each type of the table. Default: those of a plan. */
  readonly types?: Readonly<Record<string, ResourceConstructor>>;
}

/** Resources of one component by logical name. */
export type Registered = ReadonlyMap<string, pulumi.CustomResource>;

/**
 * Registers planned resources under their parent, in the order of the table. Nothing is decided here: ids become literal
 * values that carry the dependency on what they name, and `after` becomes `dependsOn`.
 *
 * @throws Error where a resource is needed before its turn (a mistake in a planner)
 */
export function register(table: readonly PlannedResource[], registration: Registration): Registered {
  const registered = new Map<string, pulumi.CustomResource>();
  const planned = new Map(table.map((resource) => [resource.name, resource]));
  const namesByAddress = new Map(table.flatMap(({ arm, name }) => (arm === undefined ? [] : [[addressKey(arm), name]])));

  const find = (name: string): pulumi.CustomResource => {
    const resource = registered.get(name);
    if (resource === undefined) throw new Error(`${name} is needed before it is registered`);
    return resource;
  };
  const identify = (name: string, below?: string) => identity(find(name), planned.get(name)!.arm!, below, registration);

  for (const resource of table) {
    const parent = resource.arm && parentAddress(resource.arm);
    const container = parent && namesByAddress.get(addressKey(parent));
    const inside = [...(resource.after ?? []), ...(container === undefined ? [] : [container])];
    registered.set(resource.name, construct(registration.types ?? resourceTypes, resource, resolve(resource.inputs, identify, find), {
      parent: registration.parent,
      dependsOn: [...new Set(inside)].map(find).concat((registration.waitsFor?.[resource.name] ?? []) as pulumi.CustomResource[]),
      ...engineOptions(resource, find),
    }));
  }
  return registered;
}

function construct(types: Readonly<Record<string, ResourceConstructor>>, resource: PlannedResource, inputs: unknown, options: pulumi.CustomResourceOptions): pulumi.CustomResource {
  const constructor = types[resource.type];
  if (constructor === undefined) throw new Error(`${resource.name} has the type ${resource.type}, of which no class is known`);
  return new constructor(resource.name, inputs as never, options);
}

function engineOptions(resource: PlannedResource, find: (name: string) => pulumi.CustomResource): pulumi.CustomResourceOptions {
  const { protect, ignoreChanges, replaceOnChanges, deletedWith, deleteBeforeReplace } = resource.options ?? {};
  return {
    ...(protect === undefined ? {} : { protect }),
    ...(ignoreChanges === undefined ? {} : { ignoreChanges: [...ignoreChanges] }),
    ...(replaceOnChanges === undefined ? {} : { replaceOnChanges: [...replaceOnChanges] }),
    ...(deletedWith === undefined ? {} : { deletedWith: find(deletedWith) }),
    ...(deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace }),
  };
}

/**
 * The literal id of a resource as an output that is known at preview and still carries the dependency: a URN is known before
 * its resource exists, and the id is computed beside it.
 */
export function identity(resource: pulumi.CustomResource, arm: ArmAddress, below: string | undefined, { subscriptionId, resourceGroupName }: Pick<Registration, "subscriptionId" | "resourceGroupName">): pulumi.Output<string> {
  return pulumi
    .all([subscriptionId, resourceGroupName, resource.urn])
    .apply(([subscription, group]) => resourceId({ subscriptionId: subscription, resourceGroupName: group }, arm, below));
}

/** A literal value that depends on a resource: the same trick, for names and ids that are known beforehand. */
export function dependingOn<T>(resource: pulumi.Resource, value: T): pulumi.Output<T> {
  return resource.urn.apply(() => value) as pulumi.Output<T>;
}

function resolve(value: unknown, identify: (name: string, below?: string) => unknown, find: (name: string) => pulumi.CustomResource): unknown {
  if (isIdentity(value)) return identify(value.resource, value.below);
  if (isOutput(value)) return outputOf(find(value.resource), value.property);
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, identify, find));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, identify, find)]));
}

function outputOf(resource: pulumi.CustomResource, property: string): pulumi.Output<unknown> {
  return (resource as unknown as Record<string, pulumi.Output<unknown>>)[property]!;
}
