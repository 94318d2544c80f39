import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";

export const networkRules: readonly Rule[] = [];

/** Proposed checks and clauses without a rule here, and why. */
export const networkReasons: Reasons = {};
