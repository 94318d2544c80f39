import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";

export const operationsRules: readonly Rule[] = [];

/** Proposed checks and clauses without a rule here, and why. */
export const operationsReasons: Reasons = {};
