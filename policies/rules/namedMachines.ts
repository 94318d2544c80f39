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
  const machines = stack.of("compute:VirtualMachine");
  const said = textOrUnknown(resource, property);
  const behind = dependedOn(resource, property, machines);
  if (said === undefined) {
    if (behind.length === 0) throw new NotKnown(property, "is not known, and no machine of the stack that it depends on can be it");
    return behind;
  }
  const id = parseResourceId(said);
  const name = (id === undefined ? said : (id.names.at(-1) ?? "")).toLowerCase();
  const named = machines.filter((machine) => namesOf(machine).includes(name));
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

function dependedOn({ stated }: Resource, property: string, machines: readonly Resource[]): readonly Resource[] {
  const references = stated.propertyDependencies[property.split(".")[0]!] ?? stated.dependencies;
  return machines.filter(({ label, name }) => references.includes(label) || references.includes(name));
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
