import { isHighlyAvailable } from "../../../azure/managedDisks.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import { possibleTargets, type Resource, type Stack } from "../../stack.ts";
import type { View } from "../../view.ts";
import { environmentOf, rolesOf } from "../machines.ts";
import { notKnownYet, roleTags, sampleDisk, sampleId, sampleMachine } from "../samples.ts";
import { attachedDisks, type AttachedDisk } from "./attachedDisks.ts";

const limit = "Premium SSD or Ultra Disk in PROD: Azure promises 99.9 % for a machine only where every disk of it is one (T6.5-1)";
const osDisk = "storageProfile.osDisk";
const kindPath = "managedDisk.storageAccountType";

function* ofSystemDisk(stack: Stack, machine: Resource): Iterable<Fault> {
  const system = machine.inputs.record(osDisk);
  // Only an id is looked for by dependency: where nothing at all is known of the disk, it may be of any kind.
  system?.record("managedDisk");
  const target = system === undefined ? { kind: "none" as const } : stack.target(machine, system, "managedDisk", ["compute:Disk"]);
  if (target.kind === "outside") throw machine.inputs.notKnown(`${osDisk}.managedDisk.id`, "is a disk of another stack, of which nothing is known");
  if (target.kind === "none") return void (yield* ofKind(machine, machine.inputs, `${osDisk}.${kindPath}`));
  for (const disk of possibleTargets(target)) yield* ofKind(disk, disk.inputs, "sku.name");
}

function* ofDataDisk(machine: Resource, disk: AttachedDisk): Iterable<Fault> {
  switch (disk.kind) {
    case "unclear":
      throw disk.reason;
    case "inline":
      return void (yield* ofKind(machine, machine.inputs, `${disk.path}.${kindPath}`));
    case "own":
      return void (yield* ofKind(disk.disk, disk.disk.inputs, "sku.name"));
    case "oneOf": {
      // Which of them it is does not matter where all are alike.
      const kinds = disk.disks.map((candidate) => ({ candidate, isGood: isHighlyAvailable(candidate.inputs.text("sku.name")) }));
      if (kinds.every(({ isGood }) => isGood)) return;
      if (kinds.some(({ isGood }) => isGood)) throw machine.inputs.notKnown(disk.path, "is not known, and may be a disk of a lesser kind");
      for (const { candidate } of kinds) yield fault(candidate, "sku.name", limit);
    }
  }
}

/** Where nobody says the kind, Azure makes a Standard HDD. */
function* ofKind(resource: Resource, inputs: View, path: string): Iterable<Fault> {
  if (!isHighlyAvailable(inputs.text(path))) yield fault(resource, path, limit);
}

const inline = (storageAccountType?: string) => ({ managedDisk: storageAccountType === undefined ? {} : { storageAccountType } });
const prod = (roles: string) => ({ ...roleTags(roles), "lifecare-environment": "prod" });
const diskId = (name: string) => sampleId("Microsoft.Compute/disks", name);

/** P-47: the availability that the vendor promises rests on disks that Azure promises enough for. */
export const premiumDisks: StackRule = {
  id: "LC215",
  name: "production-runs-on-premium-disks",
  group: "specification",
  clauses: ["T6.5-1"],
  proposals: ["P-47"],
  synopsis: "In PROD every disk of every server is a Premium SSD or an Ultra Disk, the system's included.",
  why: "PROD is up 99 % of the time outside the windows, four machines or more in a row; Azure promises a single machine enough for that only where none of its disks is of a lesser kind.",
  fix: "say Premium_LRS; in an environment that is UTB, say so",
  sources: ["https://www.microsoft.com/licensing/docs/view/Service-Level-Agreements-SLA-for-Online-Services"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("compute:VirtualMachine"), function* (machine) {
      if (environmentOf(machine, stack.facts) === "utb" || rolesOf(machine, stack.facts) === undefined) return;
      yield* each([undefined], () => ofSystemDisk(stack, machine));
      yield* each(attachedDisks(stack, machine), (disk) => ofDataDisk(machine, disk));
    });
  },
  unknown: [
    {
      title: "a system disk of another stack",
      resources: [sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: { createOption: "Attach", managedDisk: { id: diskId("elsewhere") } } } })],
      findings: [{ resource: "core", path: `${osDisk}.managedDisk.id`, limit: "is a disk of another stack, of which nothing is known" }],
    },
    {
      title: "a system disk of which nothing at all is known, although the machine depends on a good one",
      resources: [sampleDisk("data", { sku: { name: "Premium_LRS" } }), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: { managedDisk: notKnownYet } } }, { dependencies: ["data"] })],
      findings: [{ resource: "core", path: `${osDisk}.managedDisk`, limit: "is not known" }],
    },
    {
      title: "not known which of two at preview, of which one is good",
      resources: [sampleDisk("one", { sku: { name: "Premium_LRS" } }), sampleDisk("other", { sku: { name: "Standard_LRS" } }), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("Premium_LRS"), dataDisks: [{ managedDisk: { id: notKnownYet } }] } }, { dependencies: ["one", "other"] })],
      findings: [{ resource: "core", path: "storageProfile.dataDisks[0].managedDisk.id", limit: "is not known, and may be a disk of a lesser kind" }],
    },
  ],
  good: [
    {
      title: "not known which of two at preview, and both good",
      resources: [sampleDisk("one", { sku: { name: "Premium_LRS" } }), sampleDisk("other", { sku: { name: "UltraSSD_LRS" } }), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("Premium_LRS"), dataDisks: [{ managedDisk: { id: notKnownYet } }] } }, { dependencies: ["one", "other"] })],
      findings: [],
    },
    { title: "a machine without a role", resources: [sampleMachine("other", { tags: { "lifecare-environment": "prod" }, storageProfile: { osDisk: inline("Standard_LRS") } })], findings: [] },
    {
      title: "made with the machine, and attached",
      resources: [sampleDisk("data", { sku: { name: "premiumv2_lrs" } }), sampleMachine("sql", { tags: prod("database"), storageProfile: { osDisk: inline("Premium_ZRS"), dataDisks: [{ managedDisk: { id: diskId("data") } }, inline("UltraSSD_LRS")] } })],
      findings: [],
    },
    { title: "a Standard SSD in UTB", resources: [sampleMachine("core", { tags: roleTags("core"), storageProfile: { osDisk: inline("StandardSSD_LRS") } })], facts: { environment: "utb" }, findings: [] },
  ],
  bad: [
    {
      title: "not known which of two at preview, and neither good",
      resources: [sampleDisk("one", { sku: { name: "Standard_LRS" } }), sampleDisk("other", {}), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("Premium_LRS"), dataDisks: [{ managedDisk: { id: notKnownYet } }] } }, { dependencies: ["one", "other"] })],
      findings: [
        { resource: "one", path: "sku.name", limit },
        { resource: "other", path: "sku.name", limit },
      ],
    },
    { title: "made with the machine, as a data disk", resources: [sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("Premium_LRS"), dataDisks: [inline("StandardSSD_LRS")] } })], findings: [{ resource: "core", path: `storageProfile.dataDisks[0].${kindPath}`, limit }] },
    { title: "no storage at all", resources: [sampleMachine("core", { tags: prod("core") })], findings: [{ resource: "core", path: `${osDisk}.${kindPath}`, limit }] },
    { title: "a Standard SSD", resources: [sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("StandardSSD_LRS") } })], findings: [{ resource: "core", path: `${osDisk}.${kindPath}`, limit }] },
    {
      title: "of a kind that nobody says, in an environment that nobody says",
      resources: [sampleDisk("data", {}), sampleMachine("core", { tags: roleTags("core"), storageProfile: { osDisk: {}, dataDisks: [{ managedDisk: { id: diskId("DATA") } }] } })],
      findings: [
        { resource: "core", path: `${osDisk}.${kindPath}`, limit },
        { resource: "data", path: "sku.name", limit },
      ],
    },
    {
      title: "not known which at preview, and none good",
      resources: [sampleDisk("data", { sku: { name: "Standard_LRS" } }), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: inline("Premium_LRS"), dataDisks: [{ managedDisk: { id: notKnownYet } }] } }, { dependencies: ["data"] })],
      findings: [{ resource: "data", path: "sku.name", limit }],
    },
    { title: "a system disk that is attached", resources: [sampleDisk("system", { sku: { name: "StandardSSD_ZRS" } }), sampleMachine("core", { tags: prod("core"), storageProfile: { osDisk: { createOption: "Attach", managedDisk: { id: diskId("system") } } } })], findings: [{ resource: "system", path: "sku.name", limit }] },
  ],
};
