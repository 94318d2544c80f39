import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";

const windows = "osProfile.windowsConfiguration";
const mode = `${windows}.patchSettings.patchMode`;
const bySchedule = `${windows}.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule`;
const restart = `${windows}.patchSettings.automaticByPlatformSettings.rebootSetting`;

const byPlan = "AutomaticByPlatform by schedule, or Manual: by default Windows installs and restarts when it likes (T12.9-1)";
const scheduled = "true: without it Azure installs updates at a time of its own, not in the service windows (T6.5-1)";
const ordered = "Never: servers restart in the vendor's order, core, application, web, and not all at once (T6.4-1)";
const off = "false, as Manual demands: else Windows installs and restarts when it likes (T12.9-1)";

function machine(name: string, windowsConfiguration: Readonly<Record<string, unknown>> | undefined): SampleResource {
  return { type: "azure-native:compute:VirtualMachine", name, inputs: windowsConfiguration === undefined ? {} : { osProfile: { windowsConfiguration } } };
}

const platform = (settings: Readonly<Record<string, unknown>>) => ({ enableAutomaticUpdates: true, patchSettings: { patchMode: "AutomaticByPlatform", automaticByPlatformSettings: settings } });

/** P-45: nothing is installed and nothing restarts but by a schedule; the machine's own setting wins over a schedule's. */
export const patchedBySchedule: ResourceRule = {
  id: "LC402",
  name: "machines-are-updated-by-schedule-alone",
  group: "specification",
  clauses: ["T12.9-1", "T6.5-1", "T6.4-1"],
  proposals: ["P-45"],
  synopsis: "No machine installs updates or restarts at a time of its own: it waits for a schedule, which restarts servers in order.",
  why: "Updates come in the vendor's windows, UTB before PROD, and servers start in the order core, application, web.",
  fix: "say patchMode AutomaticByPlatform with bypassPlatformSafetyChecksOnUserSchedule true and rebootSetting Never",
  sources: ["https://learn.microsoft.com/azure/update-manager/prerequsite-for-schedule-patching", "https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(resource) {
    const { inputs } = resource;
    const said = inputs.text(mode)?.toLowerCase();
    if (said === "automaticbyplatform") {
      if (inputs.boolean(bySchedule) !== true) yield fault(resource, bySchedule, scheduled, { clause: "T6.5-1" });
      if (inputs.text(restart)?.toLowerCase() !== "never") yield fault(resource, restart, ordered, { clause: "T6.4-1" });
    } else if (said !== undefined && said !== "manual") yield fault(resource, mode, byPlan);
    // Where no mode is said, updates that are off are installed by hand.
    else if (inputs.boolean(`${windows}.enableAutomaticUpdates`) !== false) yield said === undefined ? fault(resource, mode, byPlan) : fault(resource, `${windows}.enableAutomaticUpdates`, off);
  },
  good: [
    { title: "by schedule, without restarting", resources: [machine("core", platform({ bypassPlatformSafetyChecksOnUserSchedule: true, rebootSetting: "Never" }))], findings: [] },
    { title: "by hand", resources: [machine("core", { enableAutomaticUpdates: false, patchSettings: { patchMode: "Manual" } }), machine("app", { enableAutomaticUpdates: false })], findings: [] },
  ],
  bad: [
    { title: "as Windows likes, by default and said", resources: [machine("core", undefined), machine("app", { patchSettings: { patchMode: "AutomaticByOS" } })], findings: [{ resource: "core", path: mode, limit: byPlan }, { resource: "app", path: mode, limit: byPlan }] },
    {
      title: "as Azure likes",
      resources: [machine("core", platform({}))],
      findings: [
        { resource: "core", path: bySchedule, limit: scheduled },
        { resource: "core", path: restart, limit: ordered },
      ],
    },
    { title: "restarting with the schedule", resources: [machine("core", platform({ bypassPlatformSafetyChecksOnUserSchedule: true, rebootSetting: "IfRequired" }))], findings: [{ resource: "core", path: restart, limit: ordered }] },
    { title: "by hand, and by Windows too", resources: [machine("core", { patchSettings: { patchMode: "Manual" } })], findings: [{ resource: "core", path: `${windows}.enableAutomaticUpdates`, limit: off }] },
  ],
};
