import { directoryOf, type Directory } from "../reachability/readDirectory.ts";
import type { Gap, NetworkModel } from "../reachability/model.ts";
import { modelOf, type ReadableResource } from "../reachability/azureReader.ts";
import { isKind, kinds, type KindName } from "../reachability/readKinds.ts";
import { statedResources, type Stated } from "../reachability/readStated.ts";
import { unreadable } from "../reachability/readValues.ts";
import { NotKnown, View, type OnRead } from "./view.ts";
import type { Facts } from "./facts.ts";

/** A resource as Azure would get it, whoever wrote it. */
export interface Resource {
  /** What findings call it: the URN where there is one, else the logical name. */
  readonly label: string;
  /** Logical name. */
  readonly name: string;
  readonly provider: string;
  /** Module and name, without provider and API version: `compute:VirtualMachine`. */
  readonly type: string;
  readonly inputs: View;
  /** As the reader took it in. */
  readonly stated: Stated;
}

/** What a reference `{ id }` leads to. */
export type Target =
  | { readonly kind: "none" }
  /** One of the stack's own, whatever was known of its id. */
  | { readonly kind: "resource"; readonly resource: Resource }
  /** Not known at preview, and one of these by dependency. */
  | { readonly kind: "candidates"; readonly resources: readonly Resource[] }
  /** Not in the stack. */
  | { readonly kind: "outside"; readonly id: string };

/** The resources of a whole stack, of a preview, a plan or a state, in any style. */
export interface Stack {
  readonly resources: readonly Resource[];
  /** By module and name: `compute:Disk`. Only Azure's (`azure-native`) unless another provider is named. */
  readonly of: (type: string, provider?: string) => readonly Resource[];
  /**
   * What the property `{ id }` at a path of a record refers to.
   *
   * @throws NotKnown where the id is not known and nothing that the resource depends on can be it
   */
  readonly target: (resource: Resource, record: View, path: string, types: readonly KindName[]) => Target;
  /** The id under which the model knows what a literal id names: a preview knows no ids of its own resources, so theirs are made up. */
  readonly canonical: (id: string) => string;
  /** The network as packets see it. */
  readonly model: () => NetworkModel;
  /** What could not be read as resources at all. */
  readonly gaps: readonly Gap[];
  readonly facts: Facts;
}

/** Reads resources for the rules; nothing is thrown, whatever they hold. */
export function readStack(resources: readonly ReadableResource[], facts: Facts, onRead?: (resource: string, path: string) => void): Stack {
  const gaps: { readonly found: Gap[] } = { found: [] };
  const stated = statedResources(resources, gaps);
  const unreadableOnes = [...gaps.found];
  const directory = directoryOf(stated, gaps);
  const withoutInputs = new Set(unreadableOnes.filter(({ origin }) => origin.path === "inputs").map(({ origin }) => origin.resource));
  const read = stated.map((one) => resourceOf(one, withoutInputs.has(one.label), onRead === undefined ? undefined : (path) => onRead(one.label, path)));
  const byStated = new Map(read.map((resource) => [resource.stated, resource]));
  let model: NetworkModel | undefined;
  return {
    resources: read,
    of: (type, provider = "azure-native") => read.filter((resource) => resource.type === type && resource.provider === provider),
    target: (resource, record, path, types) => targetOf({ directory, byStated }, resource, record, path, types),
    canonical: (id) => directory.canonical(id),
    model: () => (model ??= modelOf(stated, directory, gaps.found)),
    gaps: unreadableOnes,
    facts,
  };
}

function resourceOf(stated: Stated, withoutInputs: boolean, onRead: OnRead | undefined): Resource {
  const { label, name, token, inputs } = stated;
  return { label, name, provider: token.provider, type: token.name, inputs: new View(withoutInputs ? unreadable : inputs.values, label, "", onRead), stated };
}

interface Known {
  readonly directory: Directory;
  readonly byStated: ReadonlyMap<Stated, Resource>;
}

function targetOf({ directory, byStated }: Known, resource: Resource, record: View, path: string, types: readonly KindName[]): Target {
  const id = idAt(record, path);
  if (id === undefined) return { kind: "none" };
  if (id.kind === "known") {
    const found = types.map((type) => directory.find(id.value, type)).find((stated) => stated !== undefined);
    return found === undefined ? { kind: "outside", id: id.value } : { kind: "resource", resource: byStated.get(found)! };
  }
  const property = record.at(path).split(/[.[]/)[0]!;
  const candidates = directory.behind(resource.stated, property, types).map((stated) => byStated.get(stated)!);
  if (candidates.length === 0) throw record.notKnown(path, "is not known, and nothing of the stack that it depends on can be it");
  return candidates.length === 1 ? { kind: "resource", resource: candidates[0]! } : { kind: "candidates", resources: candidates };
}

/** The stack's own resources that a reference may lead to; none where it leads to another stack's. */
export function possibleTargets(target: Target): readonly Resource[] {
  return target.kind === "resource" ? [target.resource] : target.kind === "candidates" ? target.resources : [];
}

function idAt(record: View, path: string): { readonly kind: "known"; readonly value: string } | { readonly kind: "unknown" } | undefined {
  try {
    const value = record.text(`${path}.id`);
    return value === undefined ? undefined : { kind: "known", value };
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return { kind: "unknown" };
  }
}

/** The ARM type of a resource's kind, for messages: `Microsoft.Compute/disks`. */
export function armTypeOf(type: string): string | undefined {
  return isKind(type) ? kinds[type].arm : undefined;
}
