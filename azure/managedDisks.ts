export type DiskKind = "Premium" | "StandardSSD";

/** A size in which managed disks are billed and perform; every size up to it costs the same. */
export interface DiskTier {
  /** For example `P10` (Premium SSD) or `E10` (Standard SSD). */
  readonly name: string;
  readonly sizeGiB: number;
  /** Operations a second that the disk does, bursts apart: guaranteed (Premium SSD) or at most (Standard SSD). */
  readonly iops: number;
}

export const storageAccountTypes = { Premium: "Premium_LRS", StandardSSD: "StandardSSD_LRS" } as const;

/** The same sizes in both kinds; smaller tiers exist, but nothing of the product fits them. */
const steps: readonly (readonly [step: number, sizeGiB: number, premiumIops: number, standardIops: number])[] = [
  [4, 32, 120, 500],
  [6, 64, 240, 500],
  [10, 128, 500, 500],
  [15, 256, 1100, 500],
  [20, 512, 2300, 500],
  [30, 1024, 5000, 500],
  [40, 2048, 7500, 500],
  [50, 4096, 7500, 500],
  [60, 8192, 16000, 2000],
  [70, 16384, 18000, 4000],
  [80, 32767, 20000, 6000],
];

/**
 * The tiers from 32 GiB, in ascending order.
 * Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-types.md (2026-08-11) and the tables it
 * includes (disk-storage-premium-ssd-sizes, disk-storage-standard-ssd-sizes, 2023-02-14).
 */
export const diskTiers: Readonly<Record<DiskKind, readonly DiskTier[]>> = {
  Premium: steps.map(([step, sizeGiB, iops]) => ({ name: `P${step}`, sizeGiB, iops })),
  StandardSSD: steps.map(([step, sizeGiB, , iops]) => ({ name: `E${step}`, sizeGiB, iops })),
};

/**
 * Host caching works on disks smaller than 4 TiB: the limit for a data disk that is to be cached, in GiB. A tier of 4096 GiB
 * is therefore made one GiB smaller, at the same price.
 * Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/premium-storage-performance.md, "Disk caching".
 */
export const largestCachedDiskGiB = 4095;

/** The smallest tier that holds so many GiB; `undefined` where no single disk does. */
export function smallestTier(gibibytes: number, kind: DiskKind): DiskTier | undefined {
  return diskTiers[kind].find((tier) => tier.sizeGiB >= gibibytes);
}

/**
 * Whether a disk of this kind (`Premium_LRS`, `PremiumV2_LRS`, `UltraSSD_LRS`, …) counts for the 99.9 % that Azure promises for a single machine, which
 * holds only where all its disks do; with a Standard SSD it promises 99.5 %, with a Standard HDD 95 %.
 * Source: Microsoft's service level agreement for online services, Virtual Machines, single instance.
 */
export function isHighlyAvailable(storageAccountType: string | undefined): boolean {
  return storageAccountType !== undefined && /^(?:Premium|PremiumV2|UltraSSD)_(?:LRS|ZRS)$/i.test(storageAccountType);
}
