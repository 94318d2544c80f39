import { parseResourceId } from "../azure/resourceIds.ts";
import { note, type Gaps } from "./readGaps.ts";
import { kinds, type KindName } from "./readKinds.ts";
import type { Stated } from "./readStated.ts";
import { textAt } from "./readValues.ts";

/** Finds resources by id, by name and by who depends on them. */
export interface Directory {
  /** The resources of a kind, each id once. */
  readonly of: (kind: KindName) => readonly Stated[];
  /** The ARM id in lower case; made up where it is not known yet, so that it equals no other. */
  readonly idOf: (resource: Stated) => string;
  readonly find: (id: string, kind: KindName) => Stated | undefined;
  /** The id under which the model knows what a literal id names, whatever its case and however much was known of the resource. */
  readonly canonical: (id: string) => string;
  /** What an unknown value of a property may have come from, where it is of one of the kinds. */
  readonly behind: (resource: Stated, property: string, wanted: readonly KindName[]) => readonly Stated[];
  /** Ids of what a part belongs to (the network of a subnet): more than one where they cannot be told apart, none where nothing is known. */
  readonly parentsOf: (part: Stated, kind: KindName) => readonly string[];
}

/** Stands in an id for what is not known: no Azure name begins so. */
const nameless = "~";

export function directoryOf(resources: readonly Stated[], gaps: Gaps): Directory {
  const byReference = groupedBy(resources, ({ urn, name }) => (urn === undefined ? [name] : [urn, name]));
  const ids = new Map<Stated, string>();
  const byKind = new Map<KindName, Stated[]>();
  const byId = new Map<string, Stated>();
  const byAddress = new Map<string, Placed[]>();
  const keyed = (kind: KindName, id: string) => `${kind}|${id}`;

  const directory: Directory = {
    of: (kind) => byKind.get(kind) ?? [],
    idOf: (resource) => ids.get(resource) ?? nameless,
    find: (id, kind) => byId.get(keyed(kind, directory.canonical(id))),
    canonical: (id) => canonicalId(id.toLowerCase().replace(/\/+$/, ""), byAddress),
    behind: (resource, property, wanted) => behind(resource, property, wanted, byReference),
    parentsOf: (part, kind) => parentsOf(part, kind, directory),
  };

  // Parents before their parts: a part's id is made of its parent's.
  const inOrder = resources.filter((resource) => resource.kind !== undefined).sort((one, other) => depthOf(one) - depthOf(other));
  for (const resource of inOrder) {
    const kind = resource.kind!;
    let id = resource.id ?? madeUpId(resource, directory);
    if (id.includes(nameless) && byId.has(keyed(kind, id))) id = `${id}${nameless}${ids.size}`;
    ids.set(resource, id);
    if (byId.has(keyed(kind, id))) {
      note({ gaps, resource: resource.label, concerns: [id] }, undefined, `is in the stack twice: ${byId.get(keyed(kind, id))!.label} has the same id`);
      continue;
    }
    byId.set(keyed(kind, id), resource);
    push(byKind, kind, resource);
    const parsed = parseResourceId(id);
    if (parsed !== undefined) push(byAddress, addressKey(parsed), { id, group: parsed.resourceGroupName });
  }
  return directory;
}

interface Placed {
  readonly id: string;
  readonly group: string | undefined;
}

/** Azure compares ids without regard to case; what was made up stands for any subscription, and for any group where that is unknown too. */
function canonicalId(id: string, byAddress: ReadonlyMap<string, readonly Placed[]>): string {
  const parsed = parseResourceId(id);
  if (parsed === undefined) return id;
  const sameAddress = byAddress.get(addressKey(parsed)) ?? [];
  if (sameAddress.some((placed) => placed.id === id)) return id;
  const possible = sameAddress.filter((placed) => placed.id.startsWith(`/subscriptions/${nameless}/`) && (placed.group === nameless || placed.group === parsed.resourceGroupName));
  if (possible.length === 1) return possible[0]!.id;
  if (parsed.names.length < 2) return id;
  const parent = parentId(id);
  return canonicalId(parent, byAddress) + id.slice(parent.length);
}

function addressKey({ type, names }: { readonly type: string; readonly names: readonly string[] }): string {
  return `${type}|${names.join("/")}`.toLowerCase();
}

/** The id two segments up. */
export function parentId(id: string): string {
  return id.split("/").slice(0, -2).join("/");
}

export function lastName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Whether the last name of an id is made up, because the resource's own is not known. */
export function isNameless(id: string): boolean {
  return lastName(id).startsWith(nameless);
}

function madeUpId(resource: Stated, directory: Directory): string {
  const { arm, names } = kinds[resource.kind!];
  const own = knownName(resource, names.at(-1)!) ?? `${nameless}${resource.name.replaceAll(/[^\w.-]/g, "-")}`;
  if (names.length > 1) {
    const parents = directory.parentsOf(resource, parentKind(resource.kind!)!);
    const parent = parents.length === 1 ? parents[0]! : `/${nameless}`;
    return `${parent}/${arm.slice(arm.lastIndexOf("/") + 1)}/${own}`.toLowerCase();
  }
  return topId(knownName(resource, "resourceGroupName"), arm, own);
}

function topId(group: string | undefined, arm: string, name: string): string {
  return `/subscriptions/${nameless}/resourcegroups/${group ?? nameless}/providers/${arm}/${name}`.toLowerCase();
}

/** The kind that a part belongs to: the one whose type is one segment shorter. */
function parentKind(kind: KindName): KindName | undefined {
  const { arm } = kinds[kind];
  const above = arm.slice(0, arm.lastIndexOf("/"));
  return (Object.keys(kinds) as KindName[]).find((name) => kinds[name].arm === above);
}

function depthOf({ kind }: Stated): number {
  return kinds[kind!].names.length;
}

function knownName({ inputs }: Stated, key: string): string | undefined {
  const name = textAt(inputs, key);
  return name.kind === "known" && !name.value.includes("/") ? name.value : undefined;
}

function parentsOf(part: Stated, kind: KindName, directory: Directory): readonly string[] {
  if (part.id !== undefined && parseResourceId(part.id) !== undefined) return [directory.canonical(parentId(part.id))];
  const key = kinds[kind].names[0];
  const name = knownName(part, key);
  const dependedOn = directory.behind(part, key, [kind]).map(directory.idOf);
  if (name === undefined) return dependedOn;
  const group = knownName(part, "resourceGroupName")?.toLowerCase();
  const named = directory
    .of(kind)
    .map(directory.idOf)
    .filter((id) => lastName(id) === name.toLowerCase() && hasGroup(id, group));
  if (named.length === 0) return [topId(group, kinds[kind].arm, name)];
  const both = named.filter((id) => dependedOn.includes(id));
  return named.length === 1 || both.length === 0 ? named : both;
}

function hasGroup(id: string, group: string | undefined): boolean {
  const own = parseResourceId(id)?.resourceGroupName;
  return group === undefined || own === undefined || own === nameless || own === group;
}

function behind(resource: Stated, property: string, wanted: readonly KindName[], byReference: ReadonlyMap<string, readonly Stated[]>): readonly Stated[] {
  const ofKind = (references: readonly string[]) => {
    const found = references.flatMap((reference) => byReference.get(reference) ?? []).filter(({ kind }) => kind !== undefined && wanted.includes(kind));
    return [...new Set(found)];
  };
  const ofProperty = ofKind(resource.propertyDependencies[property] ?? []);
  return ofProperty.length > 0 ? ofProperty : ofKind(resource.dependencies);
}

function groupedBy(resources: readonly Stated[], keysOf: (resource: Stated) => readonly string[]): ReadonlyMap<string, readonly Stated[]> {
  const groups = new Map<string, Stated[]>();
  for (const resource of resources) for (const key of keysOf(resource)) push(groups, key, resource);
  return groups;
}

function push<Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
