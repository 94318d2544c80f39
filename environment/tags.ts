import { customerTag, environmentTag, roleTag as tagOfRoles, specificationTag } from "../specification/stackTags.ts";
import { specificationDate, type Environment, type Role } from "../specification/vocabulary.ts";

/** How a stack says what is what (decision 7): every resource carries customer, environment and the date of the specification. */
export function commonTags(customer: string, environment: Environment): Readonly<Record<string, string>> {
  return {
    [customerTag]: customer,
    [environmentTag]: environment,
    [specificationTag]: specificationDate,
  };
}

/** A machine's roles, as the tag that policies and proof read; separated by a space, which no role contains. */
export function roleTag(roles: readonly Role[]): Readonly<Record<string, string>> {
  return { [tagOfRoles]: roles.join(" ") };
}

/** The word that asked for a machine's latest rebuild. */
export const rebuildTagName = "lifecare-rebuild";
