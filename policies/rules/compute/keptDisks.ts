import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { rolesOf } from "../machines.ts";
import { roleTags, sampleDisk, sampleMachine } from "../samples.ts";

const kept = "Detach, or nothing: the disk outlives its machine";
const closed = "DenyAll or AllowPrivate";
const unwritten = "None or ReadOnly: what is written has to be on the disk (T3.1.4-6)";
const disk = (more: object) => ({ storageProfile: { dataDisks: [{ lun: 0, createOption: "Attach", ...more }] } });

/** Data is not taken along when a machine is deleted. */
export const outlivingDisks: ResourceRule = {
  id: "LC228",
  name: "data-disks-outlive-their-machine",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "No data disk is deleted with its machine.",
  why: "A machine is made anew in an hour, from an image; what stands on its data disks is not. Azure leaves them by default, and deletes them where it is told to.",
  fix: "say deleteOption Detach for data disks, or leave it out",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/delete"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    yield* each(machine.inputs.records("storageProfile.dataDisks"), function* (attached) {
      if (attached.text("deleteOption")?.toLowerCase() === "delete") yield fault(machine, attached.at("deleteOption"), kept);
    });
  },
  good: [{ title: "said, and by default", resources: [sampleMachine("core", disk({ deleteOption: "Detach" })), sampleMachine("app", disk({}))], findings: [] }],
  bad: [{ title: "deleted", resources: [sampleMachine("core", disk({ deleteOption: "Delete" }))], findings: [{ resource: "core", path: "storageProfile.dataDisks[0].deleteOption", limit: kept }] }],
};

/** Nobody copies a disk over the internet. */
export const closedDisks: ResourceRule = {
  id: "LC229",
  name: "disks-cannot-be-exported-over-public-networks",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "No managed disk can be exported over public networks.",
  why: "By default an address with a signature gives a whole disk, databases included, to whoever holds it, from anywhere.",
  fix: "say networkAccessPolicy DenyAll",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview"],
  scope: "resource",
  types: ["compute:Disk"],
  *check(one) {
    const policy = one.inputs.text("networkAccessPolicy")?.toLowerCase();
    if (policy !== "denyall" && policy !== "allowprivate") yield fault(one, "networkAccessPolicy", closed);
  },
  good: [{ title: "closed, and private", resources: [sampleDisk("data", { networkAccessPolicy: "DenyAll" }), sampleDisk("log", { networkAccessPolicy: "AllowPrivate" })], findings: [] }],
  bad: [{ title: "open, and by default", resources: [sampleDisk("data", { networkAccessPolicy: "AllowAll" }), sampleDisk("log", {})], findings: [{ resource: "data", path: "networkAccessPolicy", limit: closed }, { resource: "log", path: "networkAccessPolicy", limit: closed }] }],
};

/** T3.1.4-6: what the maker of the database recommends for its disks. */
export const uncachedWrites: ResourceRule = {
  id: "LC230",
  name: "database-disks-cache-no-writes",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "No data disk of the database server caches what is written.",
  why: "A write that waits in the host's cache is lost with the host, and SQL Server believes that it has been made. Its maker recommends reading caches for data, and none for the log.",
  fix: "say caching ReadOnly for disks of data and of the temporary database, None for the log's",
  sources: ["https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/performance-guidelines-best-practices-storage"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine, facts) {
    if (!(rolesOf(machine, facts) ?? []).includes("database")) return;
    yield* each(machine.inputs.records("storageProfile.dataDisks"), function* (attached) {
      if (attached.text("caching")?.toLowerCase() === "readwrite") yield fault(machine, attached.at("caching"), unwritten);
    });
  },
  good: [{ title: "none for the log; another server", resources: [sampleMachine("sql", { tags: roleTags("database"), ...disk({ caching: "None" }) }), sampleMachine("app", { tags: roleTags("application"), ...disk({ caching: "ReadWrite" }) })], findings: [] }],
  bad: [{ title: "both ways", resources: [sampleMachine("sql", { tags: roleTags("database"), ...disk({ caching: "ReadWrite" }) })], findings: [{ resource: "sql", path: "storageProfile.dataDisks[0].caching", limit: unwritten }] }],
};
