import type { Inputs } from "../proofSubjects.ts";
import { add, inGroup, set, type Break } from "./breaking.ts";
import { machineId } from "./machines.ts";

/** A schedule in PROD's window, until something of it is changed. */
export const schedule = (name: string, changed: Inputs) =>
  add("maintenance:MaintenanceConfiguration", name, {
    ...inGroup,
    resourceName: name,
    maintenanceScope: "InGuestPatch",
    timeZone: "W. Europe Standard Time",
    extensionProperties: { InGuestPatchMode: "User" },
    recurEvery: "Month Fourth Tuesday Offset1",
    startDateTime: "2027-01-27 22:00",
    duration: "03:00",
    tags: { "lifecare-environment": "prod" },
    ...changed,
  });

const extension = (name: string, machine: string, publisher: string, type: string, settings: Inputs) =>
  add("compute:VirtualMachineExtension", name, { ...inGroup, vmName: machine, vmExtensionName: name, publisher, type, settings });

/** Every other machine of PROD than the one that is backed up. */
const unsaved = ["app01", "app02", "cmp01", "int01", "sql01", "web01", "web02"];

/** Breaks of the rules about updates, backups, agents and alarms. */
export const operationsBreaks: readonly Break[] = [
  { rule: "LC401", title: "SQL Server updates itself", apply: set("ankprodsql01-database-registration", "autoPatchingSettings", { enable: true, dayOfWeek: "Sunday", maintenanceWindowStartingHour: 2, maintenanceWindowDuration: 60 }), found: ["LC401 ankprodsql01-database-registration"] },
  { rule: "LC402", title: "a machine that restarts when it likes", apply: set("ankprodcore01-machine", "osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings.rebootSetting", "IfRequired"), found: ["LC402 ankprodcore01-machine"] },
  { rule: "LC403", title: "updates on a Monday", apply: schedule("mondays", { recurEvery: "Month Second Monday", startDateTime: "2027-01-11 22:00" }), found: ["LC403 mondays"] },
  {
    // PROD has one window only: the distance between two shows in UTB, between what is added and a schedule that is good by itself.
    rule: "LC404",
    title: "UTB's two updates by Sundays and Mondays that drift apart",
    stack: "utb",
    apply: (resources) => {
      const tags = { "lifecare-environment": "utb" };
      schedule("extra", { recurEvery: "Month Fourth Tuesday Offset-1", startDateTime: "2027-01-25 16:00", duration: "02:00", tags })(resources);
      schedule("main", { recurEvery: "Month Third Sunday", startDateTime: "2027-01-17 08:00", duration: "03:55", tags })(resources);
    },
    found: ["LC404 extra", "LC404 main"],
  },
  { rule: "LC405", title: "Application Insights on an application server", apply: extension("insights", "ankprodapp01", "Microsoft.Azure.Diagnostics", "ApplicationMonitoringWindows", {}), found: ["LC405 insights"] },
  { rule: "LC406", title: "antivirus in the database's files", apply: extension("antimalware", "ankprodsql01", "Microsoft.Azure.Security", "IaaSAntimalware", { AntimalwareEnabled: true }), found: ["LC406 antimalware"] },
  {
    rule: "LC407",
    title: "one server backed up, and no other",
    apply: add("recoveryservices:ProtectedItem", "backup", { resourceGroupName: "rg-ank-prod", vaultName: "rsv", fabricName: "Azure", containerName: "one", protectedItemName: "one", properties: { protectedItemType: "Microsoft.Compute/virtualMachines", sourceResourceId: machineId("ankprodcore01"), policyId: "/subscriptions/policy" } }),
    found: unsaved.map((name) => `LC407 ankprod${name}-machine`),
  },
  {
    rule: "LC408",
    title: "a database without its log",
    apply: add("recoveryservices:ProtectionPolicy", "sql-backup", { resourceGroupName: "rg-ank-prod", vaultName: "rsv", policyName: "sql", properties: { backupManagementType: "AzureWorkload", workLoadType: "SQLDataBase", subProtectionPolicy: [{ policyType: "Full" }] } }),
    found: ["LC408 sql-backup"],
  },
  { rule: "LC409", title: "a system disk that is gone with the host", apply: set("ankprodcore01-machine", "storageProfile.osDisk.diffDiskSettings", { option: "Local" }), found: ["LC409 ankprodcore01-machine"] },
  { rule: "LC411", title: "machines off at night", apply: add("devtestlab:GlobalSchedule", "nightly", { ...inGroup, name: "shutdown-computevm-ankprodcmp01", status: "Enabled", taskType: "ComputeVmShutdownTask", dailyRecurrence: { time: "1900" }, targetResourceId: machineId("ankprodcmp01") }), found: ["LC411 nightly"] },
];
