import { orNotKnown, type NotKnown, type View } from "../../view.ts";
import type { Resource, Stack } from "../../stack.ts";

/** A data disk of a machine: made with it, one of the stack's own, one of several (unknown at preview), or of another stack. */
export type AttachedDisk =
  | { readonly kind: "inline"; readonly path: string; readonly record: View }
  | { readonly kind: "own"; readonly disk: Resource }
  | { readonly kind: "oneOf"; readonly path: string; readonly disks: readonly Resource[] }
  | { readonly kind: "unclear"; readonly reason: NotKnown };

/** The disks besides the operating system's, each once; those that are about to be detached are left out. */
export function attachedDisks(stack: Stack, machine: Resource): readonly AttachedDisk[] {
  const attached = machine.inputs.records("storageProfile.dataDisks").map((record) => orNotKnown(() => attachedDisk(stack, machine, record), (reason): AttachedDisk => ({ kind: "unclear", reason })));
  const own = new Set<Resource>();
  for (const disk of attached) if (disk?.kind === "own") own.add(disk.disk);
  return [
    ...[...own].map((disk) => ({ kind: "own", disk }) as const),
    ...attached.flatMap((disk) => (disk === undefined || disk.kind === "own" ? [] : [disk.kind === "oneOf" ? { ...disk, disks: disk.disks.filter((candidate) => !own.has(candidate)) } : disk])),
  ];
}

function attachedDisk(stack: Stack, machine: Resource, record: View): AttachedDisk | undefined {
  if (record.boolean("toBeDetached") === true) return undefined;
  // Only an id is looked for by dependency: where nothing at all is known of the disk, it may be one that is made with the machine.
  record.record("managedDisk");
  const target = stack.target(machine, record, "managedDisk", ["compute:Disk"]);
  switch (target.kind) {
    case "none":
      return { kind: "inline", path: record.path, record };
    case "resource":
      return { kind: "own", disk: target.resource };
    case "candidates":
      return { kind: "oneOf", path: record.at("managedDisk.id"), disks: target.resources };
    case "outside":
      return { kind: "unclear", reason: record.notKnown("managedDisk.id", "is a disk of another stack, of which nothing is known") };
  }
}
