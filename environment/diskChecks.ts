import { largestCachedDiskGiB } from "../azure/managedDisks.ts";
import type { VirtualMachineSize } from "../azure/virtualMachineSizes.ts";
import type { Clause } from "../specification/vocabulary.ts";
import { wordProblems } from "./argumentChecks.ts";
import type { AttachedDisk } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { DiskCaching, DiskKind, DiskPurpose, type DiskRequest, type ServerRequest } from "./requests.ts";

/** Azure's limits of one managed disk in GiB; the disk of an operating system is smaller, and its image has 127 GiB. */
const largestDiskGiB = 32767;
const operatingSystemDiskLimits = { smallest: 127, largest: 4095 };

/** Unit numbers that a machine can have, whatever its size. */
const highestUnit = 63;

/** Disks that were asked for, against those that the floors and the databases demand and what Azure takes. */
export function diskProblems({ disks, environment, operatingSystemDiskGiB }: ServerRequest, demanded: readonly AttachedDisk[], size: VirtualMachineSize | undefined): readonly Problem[] {
  const operatingSystem = operatingSystemDiskProblems(operatingSystemDiskGiB);
  if (disks === undefined) return operatingSystem;
  const missing = demanded.filter((disk) => !disks.some(({ purpose }) => purpose === disk.purpose));
  return [
    ...operatingSystem,
    ...missing.map((disk) => ({ path: "args.disks", value: disks.map(({ purpose }) => purpose), limit: `a disk for ${disk.purpose} of at least ${disk.sizeGiB} GiB`, clause: diskClause(disk), fix: "add it, or leave the disks out" })),
    ...tooMany(disks, size),
    ...disks.flatMap((disk, index) => oneDiskProblems(disk, index, disks, demanded.find(({ purpose }) => purpose === disk.purpose), environment === "prod")),
  ];
}

function operatingSystemDiskProblems(value: number | undefined): readonly Problem[] {
  const { smallest, largest } = operatingSystemDiskLimits;
  if (value === undefined || (Number.isInteger(value) && value >= smallest && value <= largest)) return [];
  return [{ path: "args.operatingSystemDiskGiB", value, limit: `a whole number of GiB from ${smallest} (the image's own size) to ${largest}`, fix: "leave it out for 128" }];
}

function tooMany(disks: readonly DiskRequest[], size: VirtualMachineSize | undefined): readonly Problem[] {
  if (size === undefined || disks.length <= size.maximumDataDisks) return [];
  return [{ path: "args.disks", value: disks.length, limit: `at most ${size.maximumDataDisks} disks on ${size.name}`, clause: "T3.1.4-6", fix: "choose a larger size, or fewer disks" }];
}

function oneDiskProblems(disk: DiskRequest, index: number, disks: readonly DiskRequest[], floor: AttachedDisk | undefined, premiumOnly: boolean): readonly Problem[] {
  const path = `args.disks[${index}]`;
  const problems: Problem[] = [
    ...wordProblems(`${path}.purpose`, disk.purpose, Object.values(DiskPurpose), "T3.1.4-6"),
    ...wordProblems(`${path}.storageAccountType`, disk.storageAccountType, Object.values(DiskKind)),
    ...wordProblems(`${path}.caching`, disk.caching, Object.values(DiskCaching)),
  ];
  if (disks.findIndex(({ purpose }) => purpose === disk.purpose) < index) problems.push({ path: `${path}.purpose`, value: disk.purpose, limit: "a purpose that no other disk has: names and folders are made of it", clause: "T3.1.4-6", fix: "make one larger disk of the two" });
  if (!Number.isInteger(disk.lun) || disk.lun < 0 || disk.lun > highestUnit) problems.push({ path: `${path}.lun`, value: disk.lun, limit: `a whole number from 0 to ${highestUnit}`, fix: "number the disks from 0 on" });
  if (disks.findIndex(({ lun }) => lun === disk.lun) < index) problems.push({ path: `${path}.lun`, value: disk.lun, limit: "a unit number that no other disk has", fix: "number the disks from 0 on" });
  const least = floor?.sizeGiB ?? 1;
  if (!Number.isInteger(disk.sizeGiB) || disk.sizeGiB < least || disk.sizeGiB > largestDiskGiB) problems.push({ path: `${path}.sizeGiB`, value: disk.sizeGiB, limit: `a whole number of GiB, at least ${least} for ${disk.purpose}, at most ${largestDiskGiB}`, clause: floor === undefined ? "T3.1.4-6" : diskClause(floor), fix: `state ${least} or more` });
  if (disk.caching !== "None" && disk.sizeGiB > largestCachedDiskGiB) problems.push({ path: `${path}.caching`, value: disk.caching, limit: `no caching on disks of more than ${largestCachedDiskGiB} GiB`, clause: "T3.1.4-6", fix: "state None, or a smaller disk" });
  return [...problems, ...kindProblems(disk, path, floor, premiumOnly)];
}

/** Premium in PROD, and wherever SQL Server's registration lays the disk out: it takes no other. */
function kindProblems(disk: DiskRequest, path: string, floor: AttachedDisk | undefined, premiumOnly: boolean): readonly Problem[] {
  if (disk.storageAccountType !== "StandardSSD_LRS") return [];
  const problem = { path: `${path}.storageAccountType`, value: disk.storageAccountType, fix: "state Premium_LRS" };
  if (premiumOnly) return [{ ...problem, limit: "premium disks in PROD: Azure vouches for a single machine only where all its disks are", clause: "T6.5-1" }];
  if (floor?.storageAccountType !== "Premium_LRS") return [];
  return [{ ...problem, limit: `a premium disk for ${disk.purpose}: SQL Server's registration lays out no other`, clause: "T3.1.4-6" }];
}

function diskClause(disk: AttachedDisk): Clause {
  if (disk.purpose === "program") return "T3.1.3-2";
  return disk.purpose === "data" ? "T3.1.4-2" : "T3.1.4-6";
}
