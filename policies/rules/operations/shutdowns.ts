import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";
import { environmentOf } from "../machines.ts";

const limit = "no daily shutdown in PROD, which is up but for the service windows (T6.5-1); Disabled, or an environment that is said to be UTB";

function schedule(inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "azure-native:devtestlab:GlobalSchedule", name: "shutdown", inputs: { taskType: "ComputeVmShutdownTask", dailyRecurrence: { time: "1900" }, ...inputs } };
}

/** T6.5-1: what saves money in UTB breaks the promise in PROD. */
export const noDailyShutdown: ResourceRule = {
  id: "LC411",
  name: "production-is-not-shut-down-by-the-clock",
  group: "specification",
  clauses: ["T6.5-1"],
  proposals: ["P-43"],
  synopsis: "No schedule shuts machines of PROD down every day.",
  why: "PROD is promised to be up 99 % of the time outside the windows. A machine that is off in a window gets no updates either.",
  fix: "take the schedule away, or disable it",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/auto-shutdown-vm"],
  scope: "resource",
  types: ["devtestlab:GlobalSchedule"],
  *check(resource, facts) {
    const isShutdown = /shutdown/i.test(resource.inputs.text("taskType") ?? "shutdown");
    if (isShutdown && resource.inputs.text("status")?.toLowerCase() !== "disabled" && environmentOf(resource, facts) !== "utb") yield fault(resource, "status", limit);
  },
  good: [
    { title: "disabled", resources: [schedule({ status: "Disabled" })], findings: [] },
    { title: "in UTB", resources: [schedule({ status: "Enabled", tags: { "lifecare-environment": "utb" } })], findings: [] },
    { title: "of something else", resources: [schedule({ taskType: "ComputeVmBackupTask" })], findings: [] },
  ],
  bad: [
    { title: "in PROD", resources: [schedule({ status: "Enabled" })], facts: { environment: "prod" }, findings: [{ resource: "shutdown", path: "status", limit }] },
    { title: "nobody says where", resources: [schedule({})], findings: [{ resource: "shutdown", path: "status", limit }] },
    { title: "a task of no kind, in PROD", resources: [{ type: "azure-native:devtestlab:GlobalSchedule", name: "shutdown", inputs: {} }], facts: { environment: "prod" }, findings: [{ resource: "shutdown", path: "status", limit }] },
  ],
};
