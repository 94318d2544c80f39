import { floorFor } from "../../../specification/serverTypes.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { orNotKnown, type NotKnown } from "../../view.ts";
import { rolesOf, titleOf } from "../machines.ts";
import { notKnownYet, roleTags, sampleDisk, sampleId, sampleMachine } from "../samples.ts";
import { attachedDisks, type AttachedDisk } from "./attachedDisks.ts";

/** What a machine's data disks hold together, in GiB, at the least and at the most; the doubt is what lies between. */
interface Space {
  readonly least: number;
  readonly most: number;
  readonly doubt?: NotKnown;
}

function spaceOf(stack: Stack, machine: Resource): Space {
  const disks = attachedDisks(stack, machine);
  const certain = disks.filter((disk) => disk.kind !== "oneOf").map(spaceOfDisk);
  const several = disks.filter((disk) => disk.kind === "oneOf");
  // So many of them are attached, whichever they are.
  const possible = [...new Set(several.flatMap((disk) => disk.disks))].map((disk) => spaceOfDisk({ kind: "own", disk }));
  const ascending = (figure: "least" | "most") => possible.map((space) => space[figure]).toSorted((one, other) => one - other);
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const doubt = [...certain, ...possible].find((space) => space.doubt !== undefined)?.doubt ?? (several.length === 0 ? undefined : machine.inputs.notKnown(several[0]!.path, "is not known, and may be a disk that is too small"));
  return {
    least: sum(certain.map(({ least }) => least)) + sum(ascending("least").slice(0, several.length)),
    most: sum(certain.map(({ most }) => most)) + sum(ascending("most").toReversed().slice(0, several.length)),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

function spaceOfDisk(disk: Exclude<AttachedDisk, { kind: "oneOf" }>): Space {
  if (disk.kind === "unclear") return { least: 0, most: Infinity, doubt: disk.reason };
  const view = disk.kind === "inline" ? disk.record : disk.disk.inputs;
  const said = (): Space => {
    const size = view.number("diskSizeGB");
    // Copied, restored or from an image: as large as what it is made from.
    if (size === undefined) throw view.notKnown("diskSizeGB", "is not said");
    return { least: size, most: size };
  };
  return orNotKnown(said, (doubt) => ({ least: 0, most: Infinity, doubt }));
}

const path = "storageProfile.dataDisks";
const disk = (id: string, lun = 0) => ({ lun, createOption: "Attach", managedDisk: { id } });
const dataDisk = (name: string, diskSizeGB: number) => sampleDisk(name, { creationData: { createOption: "Empty" }, diskSizeGB });
const idOf = (name: string) => sampleId("Microsoft.Compute/disks", name);

/** P-20: disk space besides the operating system's, all data disks together. */
export const dataDiskSpace: StackRule = {
  id: "LC205",
  name: "machines-have-the-disk-space-of-their-roles",
  group: "specification",
  clauses: ["T3.1.3-2", "T3.1.4-2", "T3.1.5-1", "T3.1.7-1"],
  proposals: ["P-20"],
  synopsis: "The data disks of every machine hold together at least what the vendor names for its server types, besides the operating system's disk.",
  why: "Programs, TSS, in and out folders and databases lie on disks of their own; where they fill up, the product stops.",
  fix: "attach larger data disks: neither the system disk nor the temporary one counts",
  scope: "stack",
  *check(stack) {
    yield* each(
      stack.of("compute:VirtualMachine"),
      function* (machine) {
        const held = rolesOf(machine, stack.facts);
        if (held === undefined) return;
        const floor = floorFor(held);
        const { least, most, doubt } = spaceOf(stack, machine);
        if (least >= floor.dataDiskGiB) return;
        if (doubt !== undefined && most >= floor.dataDiskGiB) throw doubt;
        yield fault(machine, path, `at least ${floor.dataDiskGiB} GiB on data disks for ${titleOf(held)} (${floor.clauses[0]}); they hold ${most}`, { clause: floor.clauses[0]! });
      },
    );
  },
  unknown: [
    {
      title: "a disk of another stack",
      resources: [sampleMachine("core", { tags: roleTags("core"), storageProfile: { dataDisks: [disk(idOf("elsewhere"))] } })],
      findings: [{ resource: "core", path: `${path}[0].managedDisk.id`, limit: "is a disk of another stack, of which nothing is known" }],
    },
    {
      title: "at preview one of two, of which one is too small",
      resources: [dataDisk("one", 128), dataDisk("other", 64), sampleMachine("core", { tags: roleTags("core"), storageProfile: { dataDisks: [disk(notKnownYet)] } }, { dependencies: ["one", "other"] })],
      findings: [{ resource: "core", path: `${path}[0].managedDisk.id`, limit: "is not known, and may be a disk that is too small" }],
    },
    {
      title: "as large as what it is copied from",
      resources: [sampleMachine("core", { tags: roleTags("core"), storageProfile: { dataDisks: [{ lun: 0, createOption: "Copy" }] } })],
      findings: [{ resource: "core", path: `${path}[0].diskSizeGB`, limit: "is not said" }],
    },
  ],
  good: [
    { title: "one disk, its id in another case", resources: [dataDisk("program", 100), sampleMachine("core", { tags: roleTags("core"), storageProfile: { dataDisks: [disk(idOf("PROGRAM").toUpperCase())] } })], findings: [] },
    { title: "made with the machine", resources: [sampleMachine("web", { tags: roleTags("web"), storageProfile: { dataDisks: [{ lun: 0, createOption: "Empty", diskSizeGB: 50, managedDisk: { storageAccountType: "Premium_LRS" } }] } })], findings: [] },
    {
      title: "three disks together, two of them unknown at preview",
      resources: [
        dataDisk("data", 256),
        dataDisk("log", 128),
        dataDisk("temporary", 128),
        sampleMachine("sql", { tags: roleTags("database"), storageProfile: { dataDisks: [disk(idOf("data")), disk(notKnownYet, 1), disk(notKnownYet, 2)] } }, { propertyDependencies: { storageProfile: ["data", "log", "temporary"] } }),
      ],
      findings: [],
    },
  ],
  bad: [
    {
      title: "one GiB too little",
      resources: [dataDisk("program", 99), sampleMachine("core", { tags: roleTags("core"), storageProfile: { osDisk: { diskSizeGB: 1024 }, dataDisks: [disk(idOf("program"))] } })],
      findings: [{ resource: "core", path, limit: "at least 100 GiB on data disks for core server (T3.1.3-2); they hold 99" }],
    },
    { title: "no data disk", resources: [sampleMachine("compute", { tags: roleTags("compute"), storageProfile: { osDisk: { diskSizeGB: 1024 } } })], findings: [{ resource: "compute", path, limit: "at least 40 GiB on data disks for compute server (T3.1.7-1); they hold 0" }] },
    {
      title: "the same disk twice",
      resources: [dataDisk("data", 256), sampleMachine("sql", { tags: roleTags("database"), storageProfile: { dataDisks: [disk(idOf("data")), disk(idOf("DATA"), 1)] } })],
      findings: [{ resource: "sql", path, limit: "at least 500 GiB on data disks for database server (T3.1.4-2); they hold 256" }],
    },
    {
      title: "a disk that is about to be detached",
      resources: [sampleMachine("web", { tags: roleTags("web"), storageProfile: { dataDisks: [{ lun: 0, createOption: "Empty", diskSizeGB: 512, toBeDetached: true }] } })],
      findings: [{ resource: "web", path, limit: "at least 50 GiB on data disks for web server (T3.1.5-1); they hold 0" }],
    },
    {
      title: "unknown at preview, and too small whichever disk it is",
      resources: [dataDisk("one", 64), dataDisk("other", 32), sampleMachine("core", { tags: roleTags("core"), storageProfile: { dataDisks: [disk(notKnownYet)] } }, { dependencies: ["one", "other"] })],
      findings: [{ resource: "core", path, limit: "at least 100 GiB on data disks for core server (T3.1.3-2); they hold 64" }],
    },
  ],
  indifferent: {
    "sql storageProfile.dataDisks[0].managedDisk.id": "resolved by dependency: all three disks are then behind three unknown ids",
  },
};
