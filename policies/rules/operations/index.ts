import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { patchedBySchedule } from "./patchSettings.ts";
import { inOrder, withinWindows } from "./serviceWindows.ts";
import { oneMasterForSql } from "./sqlServices.ts";

export const operationsRules: readonly Rule[] = [oneMasterForSql, patchedBySchedule, withinWindows, inOrder];

/** Proposed checks and clauses without a rule here, and why. */
export const operationsReasons: Reasons = {};
