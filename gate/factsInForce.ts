import type { Exemption } from "../policies/exemptions.ts";
import { bareFacts, type Facts } from "../policies/facts.ts";
import type { Approval } from "./approvals.ts";
import { compareExemptions, factDifferences, type Difference } from "./weakening.ts";

/** Whose word counts for a stack, and why. */
export interface FactsInForce {
  readonly facts: Facts;
  /** Whose configuration it is; `same`: nothing differs that could matter. */
  readonly configuration: Standing;
  readonly exemptions: Standing;
  readonly differences: readonly Difference[];
  readonly widened: readonly Exemption[];
}

export type Standing =
  | { readonly kind: "same" }
  | { readonly kind: "approved"; readonly by: string }
  /** The base branch's counts, since nobody has approved the head's. */
  | { readonly kind: "base"; readonly reason: string };

export interface FactSources {
  /** None: the base branch does not have the stack. */
  readonly base?: Facts;
  readonly head: Facts;
  /** Of the file that the configuration is read from. */
  readonly configurationApproval: Approval;
  /** Of the file of exemptions. */
  readonly exemptionsApproval: Approval;
}

/**
 * The facts by which a change is judged: the base branch's, and of its exemptions those that the change leaves alone, unless an owner has approved the
 * change's own. A stack that the base branch does not have is judged as one of which nobody has said anything.
 */
export function factsInForce({ base, head, configurationApproval, exemptionsApproval }: FactSources): FactsInForce {
  const known = base ?? bareFacts(head.asOf);
  const differences = factDifferences(known, head);
  const { kept, widened } = compareExemptions(known.exemptions, head.exemptions);
  const configuration = standing(differences.length === 0, configurationApproval);
  const exemptions = standing(widened.length === 0, exemptionsApproval);
  const chosen = configuration.kind === "base" ? known : head;
  return {
    facts: { ...chosen, exemptions: exemptions.kind === "approved" ? head.exemptions : kept },
    configuration,
    exemptions,
    differences,
    widened,
  };
}

function standing(same: boolean, approval: Approval): Standing {
  if (same) return { kind: "same" };
  return approval.kind === "approved" ? { kind: "approved", by: approval.by } : { kind: "base", reason: approval.reason };
}
