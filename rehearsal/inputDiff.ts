import { isArray, isObject, sameValue, type Properties, type PropertyValue } from "./propertyValues.ts";

export type ChangeKind = "add" | "delete" | "update";

export interface PropertyChange {
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

/** Changes by path as Pulumi writes it: `addressSpace.addressPrefixes[0]`. */
export type Changes = ReadonlyMap<string, PropertyChange>;

/**
 * What differs between two sets of inputs. `replacing` holds paths in which list positions are written `[]`.
 * Names that begin with `__` are the provider's own and never differ; `location` is compared without case and blanks and
 * `resourceGroupName` without case. Source: pulumi-azure-native, `provider/diff.go`.
 */
export function inputChanges(before: Properties, after: Properties, replacing: ReadonlySet<string>): Changes {
  const changes = new Map<string, PropertyChange>();
  compareObjects(before, after, "", "", { replacing, changes });
  return changes;
}

interface Comparison {
  readonly replacing: ReadonlySet<string>;
  readonly changes: Map<string, PropertyChange>;
}

function compareObjects(before: Properties, after: Properties, path: string, pattern: string, comparison: Comparison): void {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of [...names].filter((candidate) => !candidate.startsWith("__")).sort()) {
    const innerPath = `${path}${name}`;
    const innerPattern = `${pattern}${name}`;
    if (path === "" && sameByAzure(name, before[name], after[name])) continue;
    compare(before[name], after[name], innerPath, innerPattern, comparison);
  }
}

function compare(before: PropertyValue | undefined, after: PropertyValue | undefined, path: string, pattern: string, comparison: Comparison): void {
  if (sameValue(before, after)) return;
  const { replacing, changes } = comparison;
  const replaces = replacing.has(pattern);
  if (before === undefined) {
    changes.set(path, { kind: "add", replaces });
    return;
  }
  if (after === undefined) {
    changes.set(path, { kind: "delete", replaces });
    return;
  }
  if (isObject(before) && isObject(after)) {
    const inside = new Map<string, PropertyChange>();
    compareObjects(before, after, `${path}.`, `${pattern}.`, { replacing, changes: inside });
    for (const [innerPath, change] of inside) {
      changes.set(innerPath, replaces && change.kind === "update" ? { ...change, replaces: true } : change);
    }
    return;
  }
  if (isArray(before) && isArray(after)) {
    compareLists(before, after, path, pattern, comparison);
    return;
  }
  changes.set(path, { kind: "update", replaces });
}

function compareLists(
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
  path: string,
  pattern: string,
  comparison: Comparison,
): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const itemPath = `${path}[${index}]`;
    if (index >= before.length) comparison.changes.set(itemPath, { kind: "add", replaces: false });
    else if (index >= after.length) comparison.changes.set(itemPath, { kind: "delete", replaces: false });
    else compare(before[index], after[index], itemPath, `${pattern}[]`, comparison);
  }
}

function sameByAzure(name: string, before: PropertyValue | undefined, after: PropertyValue | undefined): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (name === "location") return normalLocation(before) === normalLocation(after);
  return name === "resourceGroupName" && before.toLowerCase() === after.toLowerCase();
}

/** `Sweden Central` and `SwedenCentral` are `swedencentral`. */
export function normalLocation(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}
