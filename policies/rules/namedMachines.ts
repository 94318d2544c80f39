import { parseResourceId, type ParsedResourceId } from "../../azure/resourceIds.ts";
import type { Resource, Stack } from "../stack.ts";
import { orNotKnown } from "../view.ts";
import { perStack } from "./perStack.ts";

/**
 * The machines of the stack that a property of a resource means, by their name (`vmName`) or their id; where it is not known yet, or names none of
 * them, those that the resource depends on by it. None where it means a machine of another stack.
 *
 * @throws NotKnown where it is not known, and nothing that the resource depends on can be it
 */
export function machinesMeant(stack: Stack, resource: Resource, property: string): readonly Resource[] {
  const { byName, byReference } = machinesOf(stack);
  const references = resource.stated.propertyDependencies[topLevel(property)] ?? resource.stated.dependencies;
  const behind = [...new Set(references.flatMap((reference) => byReference.get(reference) ?? []))];
  return orNotKnown(
    () => {
      const said = resource.inputs.text(property);
      if (said === undefined) return behind;
      const id = parseResourceId(said);
      if (id === undefined) return byName.get(said.toLowerCase()) ?? behind;
      // Two groups may hold machines of one name.
      return byName.get(id.names.at(-1)!.toLowerCase())?.filter((machine) => mayBeIn(machine, id.resourceGroupName)) ?? [];
    },
    (error) => {
      if (behind.length === 0) throw error;
      return behind;
    },
  );
}

/** By name in lower case, and by what dependencies call them: label or logical name. */
const machinesOf = perStack((stack) => {
  const all = stack.of("compute:VirtualMachine");
  return { byName: groupedBy(all, namesOf), byReference: groupedBy(all, ({ label, name }) => [label, name]) };
});

function groupedBy(machines: readonly Resource[], keysOf: (machine: Resource) => readonly string[]): ReadonlyMap<string, readonly Resource[]> {
  const keyed = machines.flatMap((machine) => [...new Set(keysOf(machine))].map((key) => ({ key, machine })));
  return new Map([...Map.groupBy(keyed, ({ key }) => key)].map(([key, found]) => [key, found.map(({ machine }) => machine)]));
}

function namesOf(machine: Resource): readonly string[] {
  return [machine.inputs.shown("vmName"), idOf(machine)?.names.at(-1)].filter((name) => typeof name === "string").map((name) => name.toLowerCase());
}

function mayBeIn(machine: Resource, group: string | undefined): boolean {
  const own = machine.inputs.shown("resourceGroupName") ?? idOf(machine)?.resourceGroupName;
  return group === undefined || typeof own !== "string" || own.toLowerCase() === group.toLowerCase();
}

function idOf({ stated }: Resource): ParsedResourceId | undefined {
  return stated.id === undefined ? undefined : parseResourceId(stated.id);
}

function topLevel(property: string): string {
  return property.split(".")[0]!;
}
