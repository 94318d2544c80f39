import { alarms, type Alarm } from "../../../specification/alarms.ts";
import type { Reason, Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { antivirusLeavesDataAlone, noPerformanceMonitoring } from "./agents.ts";
import { alarmsAreHeard } from "./alarms.ts";
import { everyMachineBackedUp, lastingSystemDisks, logBackups } from "./backup.ts";
import { patchedBySchedule } from "./patchSettings.ts";
import { inOrder, withinWindows } from "./serviceWindows.ts";
import { noDailyShutdown } from "./shutdowns.ts";
import { oneMasterForSql } from "./sqlServices.ts";

export const operationsRules: readonly Rule[] = [
  oneMasterForSql, patchedBySchedule, withinWindows, inOrder, noPerformanceMonitoring, antivirusLeavesDataAlone, everyMachineBackedUp, logBackups, lastingSystemDisks, alarmsAreHeard, noDailyShutdown,
];

/** What an alarm will be made of; the others are looked for in the guests' events. */
const alarmTypes: Readonly<Partial<Record<Alarm["id"], string>>> = {
  operatingSystem: "monitor:MetricAlert",
  cpu: "monitor:MetricAlert",
  memory: "monitor:MetricAlert",
  identityPortal: "applicationinsights:WebTest",
  sqlPort: "network:ConnectionMonitor",
};

/** Proposed checks and clauses without a rule here, and why. */
export const operationsReasons: Reasons = {
  ...Object.fromEntries(alarms.map(({ id, clause }): [string, Reason] => [clause, { kind: "later", stage: "eyes", type: alarmTypes[id] ?? "monitor:ScheduledQueryRule" }])),
  "P-42": { kind: "later", stage: "eyes", type: "monitor:MetricAlert" },
  "P-46": { kind: "sameAs", rule: "LC002" },
  "P-48": { kind: "notVisible", checkedBy: "the release workflow: PROD takes the commit that stood in UTB; no resource says which release of the product is installed" },
};
