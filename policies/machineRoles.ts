import type { Gap, ModelMachine, NetworkModel } from "../reachability/model.ts";
import { roleTag } from "../specification/stackTags.ts";
import { roles, type Role } from "../specification/vocabulary.ts";
import type { Facts } from "./facts.ts";
import type { Resource, Stack } from "./stack.ts";
import { NotKnown } from "./view.ts";

/** What a machine says it is. */
export type StatedRoles =
  /** In the vocabulary's order; never empty. */
  | { readonly kind: "roles"; readonly roles: readonly Role[] }
  | { readonly kind: "none" }
  /** Words of its tag that are no roles. */
  | { readonly kind: "strange"; readonly words: readonly string[] };

/**
 * Roles of a machine, from its own tag, else from the pack's configuration by computer name (in any case) or logical name (decision 7).
 *
 * @throws NotKnown where the tag is not known, or the name that decides
 */
export function rolesOf(machine: Resource, facts: Facts): StatedRoles {
  const words: readonly string[] = machine.inputs.text(`tags.${roleTag}`)?.match(/\S+/g) ?? [];
  const strange = words.filter((word) => !(roles as readonly string[]).includes(word));
  if (strange.length > 0) return { kind: "strange", words: strange };
  const stated = words.length > 0 ? words : configuredRoles(machine, facts);
  return stated.length === 0 ? { kind: "none" } : { kind: "roles", roles: roles.filter((role) => stated.includes(role)) };
}

/**
 * What the pack's configuration says of a machine; empty where it says nothing.
 *
 * @throws NotKnown where the computer name is not known and could be one that is named
 */
export function configuredRoles(machine: Resource, { roles: configured }: Facts): readonly Role[] {
  const entries = Object.entries(configured);
  if (entries.length === 0) return [];
  const byLogicalName = entries.find(([name]) => name === machine.name);
  if (byLogicalName !== undefined) return byLogicalName[1];
  const computerName = (machine.inputs.text("osProfile.computerName") ?? machine.inputs.text("vmName"))?.toLowerCase();
  return entries.find(([name]) => name.toLowerCase() === computerName)?.[1] ?? [];
}

/** The stack's network in which machines carry the roles that the pack's configuration gives them as if they were tagged with them. */
export function modelWithRoles(stack: Stack): NetworkModel {
  const model = stack.model();
  if (Object.keys(stack.facts.roles).length === 0) return model;
  const resources = new Map(stack.of("compute:VirtualMachine").map((machine) => [machine.label, machine]));
  const gaps: Gap[] = [];
  const machines = model.machines.map((machine) => {
    const resource = resources.get(machine.origin.resource);
    return resource === undefined ? machine : withRoles(machine, resource, stack.facts, gaps);
  });
  return { ...model, machines, gaps: [...model.gaps, ...gaps] };
}

function withRoles(machine: ModelMachine, resource: Resource, facts: Facts, gaps: Gap[]): ModelMachine {
  try {
    const stated = rolesOf(resource, facts);
    return stated.kind === "roles" ? { ...machine, tags: { ...machine.tags, [roleTag]: stated.roles.join(" ") } } : machine;
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    gaps.push({ origin: { resource: machine.origin.resource, path: error.path }, reason: error.reason, concerns: [machine.id, ...machine.interfaces] });
    return machine;
  }
}
