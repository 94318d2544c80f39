import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { netbiosNames, uniqueNames } from "./computerNames.ts";
import { dataDiskSpace } from "./dataDiskSpace.ts";
import { plainDatabasePasswords, shortDatabasePasswords } from "./databasePasswords.ts";
import { encryptedHost, ownIdentity, statedLicences, trustedLaunch } from "./hardenedMachines.ts";
import { closedDisks, outlivingDisks, uncachedWrites } from "./keptDisks.ts";
import { noBurstableSize } from "./noBurstableSize.ts";
import { noTemplates } from "./noTemplates.ts";
import { administratorPasswords, onePasswordEach, ownPasswords } from "./ownPasswords.ts";
import { premiumDisks } from "./premiumDisks.ts";
import { memoryForAllRoles, processorsAndMemory } from "./processorsAndMemory.ts";
import { registeredOnDatabase } from "./registeredMachines.ts";
import { singleMachines } from "./singleMachines.ts";
import { noRegisteredLogin, privateSql } from "./sqlRegistration.ts";
import { approvedSql } from "./sqlServer.ts";
import { growsInPlace, noEviction, ownComputeServer } from "./steadyMachines.ts";
import { approvedWindows, x64Only } from "./windowsServer.ts";

export const computeRules: readonly Rule[] = [
  noBurstableSize, singleMachines, processorsAndMemory, memoryForAllRoles, dataDiskSpace, netbiosNames, uniqueNames, approvedWindows, approvedSql, x64Only,
  shortDatabasePasswords, plainDatabasePasswords, ownPasswords, administratorPasswords, premiumDisks, noEviction, growsInPlace, ownComputeServer,
  privateSql, noRegisteredLogin, trustedLaunch, encryptedHost, ownIdentity, statedLicences, registeredOnDatabase, onePasswordEach, noTemplates, outlivingDisks, closedDisks, uncachedWrites,
];

/** Proposed checks and clauses without a rule here, and why. */
export const computeReasons: Reasons = {
  "P-21": { kind: "notVisible", checkedBy: "environment/sizing.ts: no resource says how large the databases are; the plan advises memory for what the configuration counts" },
  "T3.1.4-3": { kind: "notVisible", checkedBy: "environment/sizing.ts: no resource says how large the databases are; the plan advises memory for what the configuration counts" },
  "T2.2-1": { kind: "sameAs", rule: "LC002" },
  "T8.2-4": { kind: "notVisible", checkedBy: "environment/configurationPlatformChecks.ts: no resource says which release of the product is installed; the configuration does, and is refused" },
};
