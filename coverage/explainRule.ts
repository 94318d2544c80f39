import { levelOf, reportedName, type Level, type Rule } from "../policies/rule.ts";
import { proposals } from "./proposals.ts";
import { vendorSource, type VendorSource } from "./vendorRows.ts";

/** A rule with what the vendor's documents and the proposed checks say of it. */
export interface ExplainedRule {
  readonly rule: Rule;
  /** Id and name as findings have them. */
  readonly name: string;
  readonly level: Level;
  readonly sources: readonly VendorSource[];
  /** Proposed checks that it answers. */
  readonly proposals: readonly { readonly id: string; readonly words: string }[];
}

export function explainRule(rule: Rule): ExplainedRule {
  return {
    rule,
    name: reportedName(rule),
    level: levelOf(rule.group),
    sources: rule.clauses.map(vendorSource),
    proposals: rule.proposals.map((id) => ({ id, words: proposals[id] ?? "" })),
  };
}
