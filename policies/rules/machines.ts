import { environmentTag } from "../../specification/stackTags.ts";
import { environments, type Environment, type Role } from "../../specification/vocabulary.ts";
import { serverTypes } from "../../specification/serverTypes.ts";
import type { Facts } from "../facts.ts";
import { rolesOf as statedRolesOf } from "../machineRoles.ts";
import type { Resource } from "../stack.ts";

/**
 * The roles of a machine in the vocabulary's order; `undefined` where nobody says them, or says one that is none: LC002 finds that, and other
 * rules leave such a machine alone.
 *
 * @throws NotKnown where what says it is not known
 */
export function rolesOf(machine: Resource, facts: Facts): readonly Role[] | undefined {
  const stated = statedRolesOf(machine, facts);
  return stated.kind === "roles" ? stated.roles : undefined;
}

/** The name by which servers find each other; where no other is said, the machine's own. */
export function computerNameOf({ inputs }: Resource): string | undefined {
  return inputs.text("osProfile.computerName") ?? inputs.text("vmName");
}

/** Whether a machine starts from signed code alone, and Azure calls it so; Azure takes the word in any case. */
export function isTrustedLaunch({ inputs }: Resource): boolean {
  return inputs.text("securityProfile.securityType")?.toLowerCase() === "trustedlaunch";
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
