import type { Reasons } from "../reason.ts";
import type { Rule } from "../rule.ts";
import { computeReasons, computeRules } from "./compute/index.ts";
import { deployableReasons, deployableRules } from "./deployable/index.ts";
import { networkReasons, networkRules } from "./network/index.ts";
import { operationsReasons, operationsRules } from "./operations/index.ts";
import { publishingReasons, publishingRules } from "./publishing/index.ts";

/** Every rule, in the order of their ids: 1 network, 2 machines, 3 publishing and secrets, 4 operations, 5 what Azure would refuse. */
export const rules: readonly Rule[] = [...networkRules, ...computeRules, ...publishingRules, ...operationsRules, ...deployableRules];

/** Proposed checks and clauses that have no rule, and why. */
export const reasons: Reasons = { ...networkReasons, ...computeReasons, ...publishingReasons, ...operationsReasons, ...deployableReasons };
