import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { noBurstableSize } from "./noBurstableSize.ts";

export const computeRules: readonly Rule[] = [noBurstableSize];

/** Proposed checks and clauses without a rule here, and why. */
export const computeReasons: Reasons = {};
