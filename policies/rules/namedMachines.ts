import { parseResourceId } from "../../azure/resourceIds.ts";
import type { Resource, Stack } from "../stack.ts";
import { NotKnown } from "../view.ts";

/**
 * The machines of the stack that a property of a resource means, by their name (`vmName`) or their id; where it is not known yet, those that the
 * resource depends on by it. None where it means a machine of another stack.
 *
 * @throws NotKnown where it is not known, and nothing that the resource depends on can be it
 */
export function machinesMeant(stack: Stack, resource: Resource, property: string): readonly Resource[] {
  const machines = machinesOf(stack);
  const said = textOrUnknown(resource, property);
  const behind = dependedOn(resource, property, machines);
  if (said === undefined) {
    if (behind.length === 0) throw resource.inputs.notKnown(property, "is not known, and no machine of the stack that it depends on can be it");
    return behind;
  }
  const id = parseResourceId(said);
  const name = (id === undefined ? said : (id.names.at(-1) ?? "")).toLowerCase();
  const named = machines.byName.get(name) ?? [];
  // Two groups may hold machines of one name.
  const inGroup = named.filter((machine) => id?.resourceGroupName === undefined || hasGroup(machine, id.resourceGroupName));
  return id === undefined ? (named.length > 0 ? named : behind) : inGroup;
}

function textOrUnknown(resource: Resource, property: string): string | undefined {
  try {
    return resource.inputs.text(property) ?? "";
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return undefined;
  }
}

interface Machines {
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  /** By label and by logical name. */
  readonly byReference: ReadonlyMap<string, readonly Resource[]>;
}

/** Of each stack once: thousands of extensions may ask. */
const machinesOfStacks = new WeakMap<Stack, Machines>();

function machinesOf(stack: Stack): Machines {
  const known = machinesOfStacks.get(stack);
  if (known !== undefined) return known;
  const all = stack.of("compute:VirtualMachine");
  const found = { byName: groupedBy(all, namesOf), byReference: groupedBy(all, ({ label, name }) => [label, name]) };
  machinesOfStacks.set(stack, found);
  return found;
}

function groupedBy(machines: readonly Resource[], keysOf: (machine: Resource) => readonly string[]): ReadonlyMap<string, readonly Resource[]> {
  const keyed = machines.flatMap((machine) => [...new Set(keysOf(machine))].map((key) => ({ key, machine })));
  return new Map([...Map.groupBy(keyed, ({ key }) => key)].map(([key, found]) => [key, found.map(({ machine }) => machine)]));
}

function dependedOn({ stated }: Resource, property: string, { byReference }: Machines): readonly Resource[] {
  const references = stated.propertyDependencies[property.split(".")[0]!] ?? stated.dependencies;
  return [...new Set(references.flatMap((reference) => byReference.get(reference) ?? []))];
}

function namesOf(machine: Resource): readonly string[] {
  const own = machine.inputs.shown("vmName");
  const ofId = machine.stated.id === undefined ? undefined : parseResourceId(machine.stated.id)?.names.at(-1);
  return [own, ofId].filter((name) => typeof name === "string").map((name) => name.toLowerCase());
}

function hasGroup(machine: Resource, group: string): boolean {
  const own = machine.inputs.shown("resourceGroupName") ?? (machine.stated.id === undefined ? undefined : parseResourceId(machine.stated.id)?.resourceGroupName);
  return typeof own !== "string" || own.toLowerCase() === group.toLowerCase();
}
