import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { plainDatabasePasswords, shortDatabasePasswords } from "./databasePasswords.ts";
import { netbiosNames, uniqueNames } from "./computerNames.ts";
import { dataDiskSpace } from "./dataDiskSpace.ts";
import { noBurstableSize } from "./noBurstableSize.ts";
import { administratorPasswords, ownPasswords } from "./ownPasswords.ts";
import { memoryForAllRoles, processorsAndMemory } from "./processorsAndMemory.ts";
import { singleMachines } from "./singleMachines.ts";
import { approvedSql } from "./sqlServer.ts";
import { approvedWindows, x64Only } from "./windowsServer.ts";

export const computeRules: readonly Rule[] = [noBurstableSize, singleMachines, processorsAndMemory, memoryForAllRoles, dataDiskSpace, netbiosNames, uniqueNames, approvedWindows, approvedSql, x64Only, shortDatabasePasswords, plainDatabasePasswords, ownPasswords, administratorPasswords];

/** Proposed checks and clauses without a rule here, and why. */
export const computeReasons: Reasons = {};
