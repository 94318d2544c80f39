import { largestCachedDiskGiB, smallestTier, storageAccountTypes, type DiskKind, type DiskTier } from "../azure/managedDisks.ts";
import { indexRebuildFactor } from "../specification/limits.ts";
import { floorFor } from "../specification/serverTypes.ts";
import type { Environment, Role } from "../specification/vocabulary.ts";
import type { PlannedDisk } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** What the disks of a database server have to hold. */
export interface DatabaseVolume {
  /** All databases at the end of the planned years, log tables and stored documents included. */
  readonly expectedGiB: number;
  readonly largestTableGiB: number;
}

export interface DiskQuestion {
  readonly roles: readonly Role[];
  readonly environment: Environment;
  /** Asked of the machine with the database role. */
  readonly database?: DatabaseVolume;
  readonly path: string;
}

/** A disk filled beyond this raises the alarm: so much of it is planned (T3.1.4-5). */
const plannedFill = 0.8;

/**
 * Log and tempdb get a quarter of the data disk each, but not less than this, in GiB. Neither the vendor nor Microsoft gives sizes: the
 * figures leave room for an index rebuild's log and its sorting, and can grow in place.
 */
const shareOfData = 0.25;
const smallestLogGiB = 256;
const smallestTemporaryGiB = 128;

/**
 * The disks besides the operating system's: one for programs and their files, and on the database server one each for data, log and
 * tempdb (T3.1.4-6). Data and tempdb are cached for reading, the log is not, as Microsoft advises
 * (MicrosoftDocs/sql-docs azure-sql/virtual-machines/windows/performance-guidelines-best-practices-storage.md, 2023-10-06).
 *
 * Premium SSD in PROD; in UTB Standard SSD, save for the three disks of SQL Server: its registration lays out Premium disks only,
 * and UTB starts as a copy of PROD (S4-1).
 */
export function planDisks(question: DiskQuestion): { readonly disks: readonly PlannedDisk[]; readonly problems: readonly Problem[] } {
  const wanted = [...programDisk(question), ...databaseDisks(question)];
  const disks = wanted.map(disk).filter((planned) => planned !== undefined);
  if (disks.length === wanted.length) return { disks, problems: [] };
  return { disks, problems: wanted.filter((request) => disk(request, 0) === undefined).map((request) => tooLarge(request, question)) };
}

/** Data disk in GiB: the vendor's floor, or what the databases need with twice the largest table for an index rebuild (T3.1.4-5). */
export function dataDiskGiB({ expectedGiB, largestTableGiB }: DatabaseVolume): number {
  const needed = (expectedGiB + indexRebuildFactor.value * largestTableGiB) / plannedFill;
  return Math.max(floorFor(["database"]).dataDiskGiB, needed);
}

interface WantedDisk {
  readonly purpose: PlannedDisk["purpose"];
  readonly gibibytes: number;
  readonly kind: DiskKind;
  readonly caching: PlannedDisk["caching"];
}

/** The database role's own floor is held by its data disk. */
function programDisk({ roles, environment }: DiskQuestion): readonly WantedDisk[] {
  const others = roles.filter((role) => role !== "database");
  if (others.length === 0) return [];
  return [{ purpose: "program", gibibytes: floorFor(others).dataDiskGiB, kind: environment === "prod" ? "Premium" : "StandardSSD", caching: "ReadOnly" }];
}

function databaseDisks({ roles, database }: DiskQuestion): readonly WantedDisk[] {
  if (!roles.includes("database")) return [];
  const data = dataDiskGiB(database ?? { expectedGiB: 0, largestTableGiB: 0 });
  return [
    { purpose: "data", gibibytes: data, kind: "Premium", caching: "ReadOnly" },
    { purpose: "log", gibibytes: Math.max(smallestLogGiB, data * shareOfData), kind: "Premium", caching: "None" },
    { purpose: "tempdb", gibibytes: Math.max(smallestTemporaryGiB, data * shareOfData), kind: "Premium", caching: "ReadOnly" },
  ];
}

function disk({ purpose, gibibytes, kind, caching }: WantedDisk, lun: number): PlannedDisk | undefined {
  const tier = smallestTier(gibibytes, kind);
  if (tier === undefined) return undefined;
  const sizeGiB = caching === "None" ? tier.sizeGiB : cacheableSize(tier, gibibytes);
  return {
    purpose,
    lun,
    sizeGiB,
    tier: tier.name,
    storageAccountType: storageAccountTypes[kind],
    caching: sizeGiB <= largestCachedDiskGiB ? caching : "None",
  };
}

/** The tier of 4096 GiB is just too large for host caching: one GiB less is cached, at the same price. */
function cacheableSize(tier: DiskTier, gibibytes: number): number {
  return tier.sizeGiB > largestCachedDiskGiB && gibibytes <= largestCachedDiskGiB ? largestCachedDiskGiB : tier.sizeGiB;
}

function tooLarge({ purpose, gibibytes, kind }: WantedDisk, { path }: DiskQuestion): Problem {
  return {
    path,
    value: Math.ceil(gibibytes),
    limit: `a ${purpose} disk of ${Math.ceil(gibibytes)} GiB: no ${kind} disk is that large`,
    clause: "T3.1.4-5",
    fix: "check the figures of the databases, or plan for fewer years",
  };
}
