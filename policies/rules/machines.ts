import { roleTag } from "../../proof/machineRoles.ts";
import { environments, roles, type Environment, type Role } from "../../specification/vocabulary.ts";
import { serverTypes } from "../../specification/serverTypes.ts";
import type { Facts } from "../facts.ts";
import type { Resource } from "../stack.ts";

export const environmentTag = "lifecare-environment";

/** What a machine, or the pack's configuration for it, says of its roles, word by word; none where nobody says anything. */
export function roleWordsOf(machine: Resource, facts: Facts): readonly string[] {
  const tag = machine.inputs.text(`tags.${roleTag}`);
  if (tag !== undefined) return tag.split(/\s+/).filter((word) => word !== "");
  const byLogicalName = Object.hasOwn(facts.roles, machine.name) ? facts.roles[machine.name] : undefined;
  if (byLogicalName !== undefined || Object.keys(facts.roles).length === 0) return byLogicalName ?? [];
  const computerName = computerNameOf(machine)?.toLowerCase();
  return Object.entries(facts.roles).find(([name]) => name.toLowerCase() === computerName)?.[1] ?? [];
}

/**
 * The roles of a machine in the vocabulary's order; `undefined` where nobody says them, or says one that is none: LC202 finds that, and other
 * rules leave such a machine alone.
 *
 * @throws NotKnown where the tag is not known
 */
export function rolesOf(machine: Resource, facts: Facts): readonly Role[] | undefined {
  const words = roleWordsOf(machine, facts);
  const held = roles.filter((role) => words.includes(role));
  return held.length > 0 && words.every(isRole) ? held : undefined;
}

export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word);
}

/** The name by which servers find each other; Azure gives a machine its own name where no other is said. */
export function computerNameOf({ inputs }: Resource): string | undefined {
  return inputs.text("osProfile.computerName") ?? inputs.text("vmName");
}

/** PROD or UTB, as the pack's configuration says, else the resource's own tag; `undefined` where nobody says. */
export function environmentOf({ inputs }: Resource, facts: Facts): Environment | undefined {
  if (facts.environment !== undefined) return facts.environment;
  const tag = inputs.text(`tags.${environmentTag}`);
  return environments.find((environment) => environment === tag);
}

/** `core server and application server`, for messages. */
export function titleOf(held: readonly Role[]): string {
  return held.map((role) => serverTypes[role].title).join(" and ");
}
