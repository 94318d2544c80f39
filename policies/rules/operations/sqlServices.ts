import type { Clause } from "../../../specification/vocabulary.ts";
import { fault, type ResourceRule } from "../../rule.ts";

const registration = (inputs: Readonly<Record<string, unknown>>) => ({ type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs });

const services: readonly { readonly setting: string; readonly clause: Clause; readonly limit: string }[] = [
  { setting: "autoPatchingSettings", clause: "T12.9-1", limit: "left out, or enable: false: it installs updates in a window of its own, and keeps Update Manager from the machine (T12.9-1)" },
  { setting: "autoBackupSettings", clause: "T6.2-2", limit: "left out, or enable: false: two that back up the log break each other's chain (T6.2-2)" },
];

/** P-30: patches and backups have one master each. */
export const oneMasterForSql: ResourceRule = {
  id: "LC401",
  name: "sql-registration-neither-patches-nor-backs-up",
  group: "specification",
  clauses: ["T12.9-1", "T6.2-2"],
  proposals: ["P-30"],
  synopsis: "The registration of SQL Server neither installs updates nor makes backups by itself.",
  why: "Updates come in the vendor's windows, in its order, and the backups of log and database are one chain: what the registration does on its own breaks both.",
  fix: "leave both settings out; schedule updates in Update Manager, and backups in a Recovery Services vault",
  sources: ["https://learn.microsoft.com/azure/azure-sql/virtual-machines/azure-update-manager-sql-vm", "https://learn.microsoft.com/azure/backup/backup-sql-server-database-azure-vms"],
  scope: "resource",
  types: ["sqlvirtualmachine:SqlVirtualMachine"],
  *check(resource) {
    for (const { setting, clause, limit } of services) {
      if (resource.inputs.record(setting) !== undefined && resource.inputs.boolean(`${setting}.enable`) !== false) yield fault(resource, `${setting}.enable`, limit, { clause });
    }
  },
  good: [
    { title: "left out", resources: [registration({ sqlManagement: "Full" })], findings: [] },
    { title: "turned off", resources: [registration({ autoPatchingSettings: { enable: false }, autoBackupSettings: { enable: false } })], findings: [] },
  ],
  bad: [
    {
      title: "both",
      resources: [registration({ autoPatchingSettings: { enable: true, dayOfWeek: "Sunday" }, autoBackupSettings: { retentionPeriod: 30 } })],
      findings: services.map(({ setting, limit }) => ({ resource: "sql", path: `${setting}.enable`, limit })),
    },
  ],
};
