import { specificationDate, type Environment, type Role } from "../specification/vocabulary.ts";

/** How a stack says what is what (decision 7): every resource carries customer, environment and the date of the specification. */
export function commonTags(customer: string, environment: Environment): Readonly<Record<string, string>> {
  return {
    "lifecare-customer": customer,
    "lifecare-environment": environment,
    "lifecare-specification": specificationDate,
  };
}

/** A machine's roles, as the tag that policies and proof read; separated by a space, which no role contains. */
export function roleTag(roles: readonly Role[]): Readonly<Record<string, string>> {
  return { "lifecare-roles": roles.join(" ") };
}

/** The word that asked for a machine's latest rebuild. */
export const rebuildTagName = "lifecare-rebuild";
