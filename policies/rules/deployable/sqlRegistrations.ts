import { longestBackedUpSqlNames } from "../../../azure/limits.ts";
import { parseResourceId } from "../../../azure/resourceIds.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { orNotKnown, type View } from "../../view.ts";
import { machinesMeant } from "../namedMachines.ts";
import { groupName } from "./resourceGroups.ts";
import { azure, id, machine } from "./samples.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const sameName = "the name of the machine: a registration is found by it";
const lengths = `at most ${longestBackedUpSqlNames.value} characters together with the resource group: Azure Backup takes no longer ones`;
const luns = "numbers of data disks that the machine has, each used once";
const drive = "another drive than C:, D: or E:, which Windows gives to itself, to a temporary disk and to drives of its own";

const settings = ["sqlDataSettings", "sqlLogSettings", "sqlTempDbSettings"] as const;
const registration = (storageConfigurationSettings: object, more: object = {}, dependencies: readonly string[] = []) =>
  azure("sqlvirtualmachine:SqlVirtualMachine", "registration", { resourceGroupName: "rg", sqlVirtualMachineName: "machine", virtualMachineResourceId: id("Microsoft.Compute/virtualMachines", "machine"), storageConfigurationSettings, ...more }, { dependencies });
const disks = machine({ storageProfile: { dataDisks: [{ lun: 0 }, { lun: 1 }] } });
const good = { sqlDataSettings: { luns: [0], defaultFilePath: "F:\\data" }, sqlLogSettings: { luns: [1], defaultFilePath: "G:\\log" }, sqlTempDbSettings: { defaultFilePath: "D:\\tempdb" } };

/** azure.md §7, 12 and 13. */
export const sqlRegistrations: StackRule = {
  id: "LC515",
  name: "sql-registrations-fit-their-machine",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "The registration of a SQL Server has its machine's name and lays files out on disks that the machine has, on drives that are free, and its names are short enough to be backed up.",
  why: "Azure takes the registration and fails at laying out disks, minutes after the machine was made; Azure Backup finds out about long names at the first backup.",
  fix: "name the registration like the machine, and list the numbers (lun) of its data disks",
  sources: ["MicrosoftDocs/sql-docs azure-sql/virtual-machines/windows/storage-configuration.md", longestBackedUpSqlNames.source],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("sqlvirtualmachine:SqlVirtualMachine"), (one) => registrationFaults(stack, one));
  },
  unknown: [{ title: "of one of two machines", resources: [machine({ vmName: "machine" }), azure("compute:VirtualMachine", "other", { vmName: "other" }), registration({}, { virtualMachineResourceId: unknownText }, ["machine", "other"])], findings: [{ resource: "registration", path: "virtualMachineResourceId", limit: "is not known" }] }],
  good: [
    { title: "a disk for data and one for the log", resources: [disks, registration(good)], findings: [] },
    { title: "a machine of another stack", resources: [registration(good)], findings: [] },
    { title: "a machine that it depends on", resources: [machine({ vmName: "machine", storageProfile: { dataDisks: [{ lun: 0 }, { lun: 1 }] } }), registration(good, { virtualMachineResourceId: unknownText }, ["machine"])], findings: [] },
    {
      title: "nothing laid out, and names as long as they may be",
      resources: [azure("sqlvirtualmachine:SqlVirtualMachine", "registration", { resourceGroupName: "g".repeat(longestBackedUpSqlNames.value - "machine".length), sqlVirtualMachineName: "machine", virtualMachineResourceId: id("Microsoft.Compute/virtualMachines", "machine") })],
      findings: [],
    },
  ],
  bad: [
    {
      title: "another name than that of the machine that it depends on",
      resources: [machine({ vmName: "sql01" }), registration({}, { virtualMachineResourceId: unknownText }, ["machine"])],
      findings: [{ resource: "registration", path: "sqlVirtualMachineName", limit: sameName }],
    },
    { title: "another name", resources: [disks, registration(good, { sqlVirtualMachineName: "sql" })], findings: [{ resource: "registration", path: "sqlVirtualMachineName", limit: sameName }] },
    { title: "a machine by what is no id", resources: [registration({}, { virtualMachineResourceId: "machine" })], findings: [{ resource: "registration", path: "sqlVirtualMachineName", limit: sameName }] },
    { title: "names that are too long", resources: [registration({}, { resourceGroupName: "g".repeat(80) })], findings: [{ resource: "registration", path: "sqlVirtualMachineName", limit: lengths }] },
    {
      title: "a disk that is not there, one that is used twice, drives that are taken",
      resources: [disks, registration({ sqlDataSettings: { luns: [0, 2], defaultFilePath: "D:\\data" }, sqlLogSettings: { luns: [0], defaultFilePath: "e:\\log" } })],
      findings: [
        { resource: "registration", path: "storageConfigurationSettings.sqlDataSettings.luns", limit: luns },
        { resource: "registration", path: "storageConfigurationSettings.sqlDataSettings.defaultFilePath", limit: drive },
        { resource: "registration", path: "storageConfigurationSettings.sqlLogSettings.luns", limit: luns },
        { resource: "registration", path: "storageConfigurationSettings.sqlLogSettings.defaultFilePath", limit: drive },
      ],
    },
  ],
};

function* registrationFaults(stack: Stack, one: Resource): Iterable<Fault> {
  const said = (path: string, limit: string) => fault(one, path, limit);
  const { inputs } = one;
  const registered = machineOf(stack, one);
  const name = inputs.text("sqlVirtualMachineName") ?? one.name;
  if (registered.name?.toLowerCase() !== name.toLowerCase()) yield said("sqlVirtualMachineName", sameName);
  if (name.length + (groupName(stack, one)?.length ?? 0) > longestBackedUpSqlNames.value) yield said("sqlVirtualMachineName", lengths);
  const attached = registered.machine?.inputs.records("storageProfile.dataDisks").map((disk) => disk.number("lun"));
  const used = new Set<number | undefined>();
  for (const key of settings) {
    const layout = inputs.record("storageConfigurationSettings")?.record(key);
    if (layout === undefined) continue;
    const own = numbersOf(layout, "luns");
    if (own.some((lun) => used.has(lun) || attached?.includes(lun) === false)) yield said(layout.at("luns"), luns);
    for (const lun of own) used.add(lun);
    // The temporary database may lie on the temporary disk: it is made anew at each start.
    const taken = key === "sqlTempDbSettings" ? /^[ce]:/i : /^[c-e]:/i;
    if (layout.matches("defaultFilePath", taken)) yield said(layout.at("defaultFilePath"), drive);
  }
}

/** The machine that is registered: by its id, or where that is not known yet by what the registration depends on. */
function machineOf(stack: Stack, one: Resource): { readonly name: string | undefined; readonly machine: Resource | undefined } {
  const found = machinesMeant(stack, one, "virtualMachineResourceId");
  const machine = found.length === 1 ? found[0] : undefined;
  return orNotKnown(
    () => {
      const id = one.inputs.text("virtualMachineResourceId");
      return { name: id === undefined ? undefined : parseResourceId(id)?.names.at(-1), machine };
    },
    (error) => {
      if (machine === undefined) throw error;
      return { name: machine.inputs.text("vmName"), machine };
    },
  );
}

function numbersOf(record: View, key: string): readonly number[] {
  const list = record.shown(key);
  if (record.has(key) && !Array.isArray(list)) return [record.number(key)!];
  return Array.isArray(list) ? list.map((_, index) => record.number(`${key}[${index}]`)!) : [];
}
