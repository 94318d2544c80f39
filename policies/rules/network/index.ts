import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { networkProof } from "./networkProof.ts";

export const networkRules: readonly Rule[] = [networkProof];

/** Proposed checks and clauses without a rule here, and why. */
export const networkReasons: Reasons = {};
