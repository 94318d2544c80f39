import { resourceId, type Scope } from "../azure/resourceIds.ts";
import { sortedUnique } from "./order.ts";
import type { ResolvedResource } from "./plan.ts";
import { isIdentity, isOutput, type ArmAddress, type PlannedResource } from "./planned.ts";

/** A planned resource and the component that registers it. */
export interface ComponentResource {
  readonly component: string;
  /** Types of the components around it, from the outermost to the one that registers it: with them its URN is known beforehand. */
  readonly componentTypes: readonly string[];
  readonly planned: PlannedResource;
}

/**
 * Writes out every id and names every dependency: what an input names, what the resource lives in, and what was said to
 * come first. Dependencies on resources outside the table cannot occur.
 *
 * @throws Error where an input names a resource that is not in the table (a mistake in a planner, not in a configuration)
 */
export function resolveResources(table: readonly ComponentResource[], scope: Scope): readonly ResolvedResource[] {
  const byName = new Map(table.map(({ planned }) => [planned.name, planned]));
  const byAddress = new Map(table.flatMap(({ planned }) => (planned.arm === undefined ? [] : [[addressKey(planned.arm), planned.name]])));
  return table.map(({ component, componentTypes, planned }) => {
    const named = new Set<string>(planned.after);
    const inputs = literal(planned.inputs, (resource, below) => {
      const target = byName.get(resource);
      if (target === undefined) throw new Error(`${planned.name} names ${resource}, which nobody planned`);
      named.add(resource);
      return target.arm === undefined ? undefined : resourceId(scope, target.arm, below);
    });
    if (planned.arm !== undefined) for (const container of containersOf(planned.arm, byAddress)) named.add(container);
    return {
      ...planned,
      inputs: inputs as object,
      component,
      componentTypes,
      dependencies: sortedUnique([...named]),
      ...(planned.arm === undefined ? {} : { id: resourceId(scope, planned.arm) }),
    };
  });
}

type Locate = (resource: string, below?: string) => string | undefined;

function literal(value: unknown, locate: Locate): unknown {
  if (isIdentity(value)) return locate(value.resource, value.below);
  if (isOutput(value)) {
    locate(value.resource);
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => literal(item, locate));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item, locate)]));
}

/** Logical names of what a resource lives in: the resource group, and its parent resource where it has one. */
function containersOf(address: ArmAddress, byAddress: ReadonlyMap<string, string>): readonly string[] {
  if (address.type === resourceGroupType) return [];
  const parent = parentAddress(address);
  const names = [resourceGroupName(byAddress), parent && byAddress.get(addressKey(parent))];
  return names.filter((name) => name !== undefined);
}

/** The address one level up (`vaults` of `vaults/secrets`), or nothing for a resource directly in the group. */
export function parentAddress(address: ArmAddress): ArmAddress | undefined {
  if (address.names.length < 2) return undefined;
  return { type: address.type.slice(0, address.type.lastIndexOf("/")), names: address.names.slice(0, -1) };
}

export const resourceGroupType = "Microsoft.Resources/resourceGroups";

function resourceGroupName(byAddress: ReadonlyMap<string, string>): string | undefined {
  for (const [key, name] of byAddress) if (key.startsWith(`${resourceGroupType.toLowerCase()}|`)) return name;
  return undefined;
}

/** ARM compares types and names without regard to case. */
export function addressKey(address: ArmAddress): string {
  return `${address.type}|${address.names.join("/")}`.toLowerCase();
}
