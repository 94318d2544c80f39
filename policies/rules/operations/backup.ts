import { each } from "../../judge.ts";
import { fault, type SampleResource, type ResourceRule, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { rolesOf, titleOf } from "../machines.ts";
import { machinesMeant } from "../namedMachines.ts";
import { notKnownYet, roleTags, sampleId, sampleMachine } from "../samples.ts";

function item(name: string, properties: Readonly<Record<string, unknown>>, more: Pick<SampleResource, "dependencies"> = {}): SampleResource {
  return { type: "azure-native:recoveryservices:ProtectedItem", name, inputs: { properties: { protectedItemType: "Microsoft.Compute/virtualMachines", ...properties } }, ...more };
}

const machine = (name: string, roles: string, inputs: Readonly<Record<string, unknown>> = {}) => sampleMachine(name, { vmName: name, tags: roleTags(roles), ...inputs });
const idOf = (name: string) => sampleId("Microsoft.Compute/virtualMachines", name);
const source = "properties.sourceResourceId";

/** What Azure Backup calls a machine that it backs up. */
const itemTypes: readonly (string | undefined)[] = ["microsoft.compute/virtualmachines", "azureiaasvmprotecteditem", "microsoft.classiccompute/virtualmachines"];

function isOfMachine({ inputs }: Resource): boolean {
  return itemTypes.includes(inputs.text("properties.protectedItemType")?.toLowerCase());
}

/** Machines that an item protects; a stopped one protects none. */
function protectedBy(stack: Stack, one: Resource): readonly Resource[] {
  if (one.inputs.matches("properties.protectionState", /stopped|paused/i)) return [];
  const meant = machinesMeant(stack, one, source);
  // Only one of several that it may be.
  if (meant.length > 1) throw one.inputs.notKnown(source, "is not known, and may be any of several machines");
  return meant;
}

const saved = (roles: string) => `a backup of the ${roles}, as of the other machines (T6.2-1)`;

/** P-40: what is backed up at all is backed up whole. */
export const everyMachineBackedUp: StackRule = {
  id: "LC407",
  name: "backups-hold-every-server",
  group: "specification",
  clauses: ["T6.2-1"],
  proposals: ["P-40"],
  synopsis: "Where a stack backs up machines, it backs up every server of the product.",
  why: "Installation directory, TSS and databases belong together: a restoration that lacks one server restores none.",
  fix: "add a ProtectedItem for the machine, with the policy of the others",
  sources: ["https://learn.microsoft.com/azure/backup/backup-azure-vms-introduction"],
  scope: "stack",
  *check(stack) {
    const items = stack.of("recoveryservices:ProtectedItem");
    const held = new Set<Resource>();
    const ofMachines: Resource[] = [];
    const doubts = [
      ...each(items, function* (one) {
        if (!isOfMachine(one)) return;
        ofMachines.push(one);
        for (const found of protectedBy(stack, one)) held.add(found);
        yield* [];
      }),
    ];
    // What is not known may be the backup of any machine.
    if (doubts.length > 0) return yield* doubts;
    if (ofMachines.length === 0) return;
    yield* each(
      stack.of("compute:VirtualMachine").filter((one) => !held.has(one)),
      function* (one) {
        const roles = rolesOf(one, stack.facts);
        if (roles !== undefined) yield fault(one, "", saved(titleOf(roles)));
      },
    );
  },
  unknown: [
    { title: "one of two machines", resources: [machine("core", "core"), machine("sql", "database"), item("one", { sourceResourceId: notKnownYet }, { dependencies: ["core", "sql"] })], findings: [{ resource: "one", path: source, limit: "is not known, and may be any of several machines" }] },
  ],
  good: [
    { title: "both, one by an id in another case", resources: [machine("core", "core"), machine("sql", "database"), item("one", { sourceResourceId: idOf("core").toUpperCase(), policyId: "p" }), item("other", { sourceResourceId: idOf("sql"), protectionState: "Protected" })], findings: [] },
    { title: "backups of something else", resources: [machine("core", "core"), item("share", { protectedItemType: "AzureFileShareProtectedItem" })], findings: [] },
    { title: "by any of Azure's words for a machine", resources: [machine("core", "core"), machine("sql", "database"), machine("app", "application"), ...(["Microsoft.Compute/virtualMachines", "AzureIaaSVMProtectedItem", "Microsoft.ClassicCompute/virtualMachines"].map((protectedItemType, index) => item(`item-${index}`, { protectedItemType, sourceResourceId: idOf(["core", "sql", "app"][index]!) })))], findings: [] },
    { title: "an item of no kind", resources: [machine("core", "core"), { type: "azure-native:recoveryservices:ProtectedItem", name: "bare", inputs: { properties: {} } }], findings: [] },
  ],
  bad: [
    { title: "one of two", resources: [machine("core", "core"), machine("sql", "database"), item("one", { sourceResourceId: notKnownYet }, { dependencies: ["core"] })], findings: [{ resource: "sql", path: "", limit: saved("database server") }] },
    { title: "stopped", resources: [machine("core", "core"), item("one", { sourceResourceId: idOf("core"), protectionState: "ProtectionStopped" })], findings: [{ resource: "core", path: "", limit: saved("core server") }] },
    { title: "by each of Azure's words for a machine, none of which is the second", resources: [machine("core", "core"), machine("sql", "database"), item("one", { protectedItemType: "AzureIaaSVMProtectedItem", sourceResourceId: idOf("core") })], findings: [{ resource: "sql", path: "", limit: saved("database server") }] },
    { title: "by its classic word", resources: [machine("core", "core"), machine("sql", "database"), item("one", { protectedItemType: "Microsoft.ClassicCompute/virtualMachines", sourceResourceId: idOf("core") })], findings: [{ resource: "sql", path: "", limit: saved("database server") }] },
    { title: "a backup that was paused, of the only machine", resources: [machine("core", "core"), item("one", { sourceResourceId: idOf("core"), protectionState: "BackupsSuspended ProtectionPaused" })], findings: [{ resource: "core", path: "", limit: saved("core server") }] },
  ],
};

function policy(properties: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "azure-native:recoveryservices:ProtectionPolicy", name: "policy", inputs: { properties } };
}

const subpolicies = "properties.subProtectionPolicy";
const logs = "backups of the log as well as full ones: without them databases are not restored in part, nor to the moment before (T6.2-2)";
const log = { policyType: "Log", schedulePolicy: { schedulePolicyType: "LogSchedulePolicy", scheduleFrequencyInMins: 15 } };

/** P-40: whole or in part, to any moment. */
export const logBackups: ResourceRule = {
  id: "LC408",
  name: "database-backups-hold-the-log",
  group: "specification",
  clauses: ["T6.2-2"],
  proposals: ["P-40"],
  synopsis: "A policy for backups of SQL Server backs up the transaction log besides the whole databases.",
  why: "The vendor wants databases restorable in whole or in part; with full backups alone, the day is lost.",
  fix: "add sub-policies of the types Full and Log, the latter with scheduleFrequencyInMins",
  sources: ["https://learn.microsoft.com/azure/backup/backup-azure-sql-database"],
  scope: "resource",
  types: ["recoveryservices:ProtectionPolicy"],
  *check(resource) {
    const { inputs } = resource;
    if (inputs.text("properties.backupManagementType")?.toLowerCase() !== "azureworkload") return;
    if (inputs.matches("properties.workLoadType", /^sap/i)) return;
    const found = inputs.records(subpolicies).map((record) => ({ type: record.text("policyType")?.toLowerCase(), minutes: record.number("schedulePolicy.scheduleFrequencyInMins") ?? 0 }));
    const isWhole = found.some(({ type }) => type === "full") && found.some(({ type, minutes }) => type === "log" && minutes > 0);
    if (!isWhole) yield fault(resource, subpolicies, logs);
  },
  good: [
    { title: "full and log", resources: [policy({ backupManagementType: "AzureWorkload", workLoadType: "SQLDataBase", subProtectionPolicy: [{ policyType: "Full" }, log] })], findings: [] },
    { title: "of machines", resources: [policy({ backupManagementType: "AzureIaasVM", policyType: "V2" })], findings: [] },
    { title: "of SAP's database", resources: [policy({ backupManagementType: "AzureWorkload", workLoadType: "SAPHanaDatabase" })], findings: [] },
  ],
  bad: [
    { title: "full alone", resources: [policy({ backupManagementType: "AzureWorkload", workLoadType: "SQLDataBase", subProtectionPolicy: [{ policyType: "Full" }, { policyType: "Differential" }] })], findings: [{ resource: "policy", path: subpolicies, limit: logs }] },
    { title: "a log without a schedule", resources: [policy({ backupManagementType: "AzureWorkload", subProtectionPolicy: [{ policyType: "Full" }, { policyType: "Log" }] })], findings: [{ resource: "policy", path: subpolicies, limit: logs }] },
    { title: "nothing", resources: [policy({ backupManagementType: "azureWorkload" })], findings: [{ resource: "policy", path: subpolicies, limit: logs }] },
    { title: "of something that is hardly SAP's, logs alone, full ones at an hour", resources: [policy({ backupManagementType: "AzureWorkload", workLoadType: "NotSap", subProtectionPolicy: [log] }), { ...policy({ backupManagementType: "AzureWorkload", subProtectionPolicy: [{ policyType: "Full", schedulePolicy: { scheduleFrequencyInMins: 60 } }] }), name: "other" }], findings: ["policy", "other"].map((resource) => ({ resource, path: subpolicies, limit: logs })) },
  ],
};

const ephemeral = "storageProfile.osDisk.diffDiskSettings";
const lasting = "left out: a system disk that lies on the host cannot be backed up, and is gone when the machine moves (T6.2-1)";

/** T6.2-1: what is not on a managed disk is in no backup. */
export const lastingSystemDisks: ResourceRule = {
  id: "LC409",
  name: "system-disks-can-be-backed-up",
  group: "specification",
  clauses: ["T6.2-1"],
  proposals: ["P-40"],
  synopsis: "No server has an ephemeral system disk.",
  why: "Every server is to be restorable with its installation directory; Azure Backup takes no machine with an ephemeral disk.",
  fix: "leave diffDiskSettings out",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(resource) {
    if (resource.inputs.record(ephemeral) !== undefined) yield fault(resource, ephemeral, lasting);
  },
  good: [{ title: "a managed disk", resources: [sampleMachine("core", { storageProfile: { osDisk: { createOption: "FromImage" } } })], findings: [] }],
  bad: [{ title: "on the host", resources: [sampleMachine("core", { storageProfile: { osDisk: { diffDiskSettings: { option: "Local", placement: "ResourceDisk" } } } })], findings: [{ resource: "core", path: ephemeral, limit: lasting }] }],
};
