import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";

export const deployableRules: readonly Rule[] = [];

/** Proposed checks and clauses without a rule here, and why. */
export const deployableReasons: Reasons = {};
