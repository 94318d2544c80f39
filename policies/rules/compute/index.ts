import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { dataDiskSpace } from "./dataDiskSpace.ts";
import { noBurstableSize } from "./noBurstableSize.ts";
import { memoryForAllRoles, processorsAndMemory } from "./processorsAndMemory.ts";
import { saysItsRoles } from "./roles.ts";

export const computeRules: readonly Rule[] = [noBurstableSize, saysItsRoles, processorsAndMemory, memoryForAllRoles, dataDiskSpace];

/** Proposed checks and clauses without a rule here, and why. */
export const computeReasons: Reasons = {};
