import { NotKnown, type View } from "../../view.ts";
import type { Resource, Stack } from "../../stack.ts";

/** A data disk of a machine: made with it, one of the stack's own, one of several (unknown at preview), or of another stack. */
export type AttachedDisk =
  | { readonly kind: "inline"; readonly path: string; readonly record: View }
  | { readonly kind: "own"; readonly path: string; readonly disk: Resource }
  | { readonly kind: "oneOf"; readonly path: string; readonly disks: readonly Resource[] }
  | { readonly kind: "unclear"; readonly reason: NotKnown };

/** The disks besides the operating system's, each once; those that are about to be detached are left out. */
export function attachedDisks(stack: Stack, machine: Resource): readonly AttachedDisk[] {
  const attached = machine.inputs.records("storageProfile.dataDisks").map((record) => attachedDisk(stack, machine, record));
  const own = attached.flatMap((disk) => (disk?.kind === "own" ? [disk.disk] : []));
  return attached
    .filter((disk) => disk !== undefined)
    .filter((disk, index) => disk.kind !== "own" || attached.findIndex((other) => other?.kind === "own" && other.disk === disk.disk) === index)
    .map((disk) => (disk.kind === "oneOf" ? { ...disk, disks: disk.disks.filter((candidate) => !own.includes(candidate)) } : disk));
}

function attachedDisk(stack: Stack, machine: Resource, record: View): AttachedDisk | undefined {
  try {
    if (record.boolean("toBeDetached") === true) return undefined;
    // Only an id is looked for by dependency: where nothing at all is known of the disk, it may be one that is made with the machine.
    record.record("managedDisk");
    const target = stack.target(machine, record, "managedDisk", ["compute:Disk"]);
    const path = record.at("managedDisk.id");
    switch (target.kind) {
      case "none":
        return { kind: "inline", path: record.path, record };
      case "resource":
        return { kind: "own", path, disk: target.resource };
      case "candidates":
        return { kind: "oneOf", path, disks: target.resources };
      case "outside":
        return { kind: "unclear", reason: record.notKnown("managedDisk.id", "is a disk of another stack, of which nothing is known") };
    }
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return { kind: "unclear", reason: error };
  }
}
