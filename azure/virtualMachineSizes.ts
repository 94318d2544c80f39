export type DiskController = "SCSI" | "NVMe";

/** What a size may do towards its remote disks without host caching, sustained (Premium SSD). */
export interface UncachedDiskLimit {
  readonly controller: DiskController;
  readonly iops: number;
  /** Millions of bytes a second. */
  readonly megabytesPerSecond: number;
}

/** A virtual machine size as Microsoft documents it. */
export interface VirtualMachineSize {
  /** For example `Standard_D4s_v5`. */
  readonly name: string;
  /** The series; a machine grows within it without being rebuilt (T3.1-1). */
  readonly family: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly maximumDataDisks: number;
  readonly diskControllers: readonly DiskController[];
  /** Local temporary disk; 0 where the size has none. A machine cannot be resized between the two kinds. */
  readonly temporaryDiskGiB: number;
  /** Shares its processor by credits: over-commitment, which T3.1-2 forbids. */
  readonly burstable: boolean;
  readonly architecture: "x64" | "Arm64";
  /** Generations of image that start on it; Trusted Launch needs generation 2. */
  readonly generations: readonly (1 | 2)[];
  /** `required` takes no setting on the network interface: it is always on. */
  readonly acceleratedNetworking: "required" | "supported";
  /** One entry for each disk controller. */
  readonly uncached: readonly UncachedDiskLimit[];
  /** File of Microsoft's documentation and its date. */
  readonly source: string;
}

type DiskLimit = readonly [iops: number, megabytesPerSecond: number];

/** One row of a series table. The limits stand in the order of the series' controllers. */
interface Row {
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly temporaryDiskGiB?: number;
  readonly maximumDataDisks: number;
  readonly uncached: readonly DiskLimit[];
}

interface Series {
  readonly family: string;
  readonly nameOf: (vCpu: number) => string;
  readonly diskControllers: readonly DiskController[];
  readonly burstable?: true;
  readonly architecture?: "Arm64";
  readonly generations: readonly (1 | 2)[];
  readonly acceleratedNetworking: "required" | "supported";
  readonly source: string;
  readonly rows: readonly Row[];
}

/**
 * Remote storage of the v5 series with SCSI: the same figures in Dsv5, Ddsv5, Esv5, Edsv5, Bsv2 and Dpsv5 up to 16 vCPUs;
 * beyond, each series has its own rows.
 */
const scsiUpTo16 = {
  2: { maximumDataDisks: 4, uncached: [[3750, 85]] },
  4: { maximumDataDisks: 8, uncached: [[6400, 145]] },
  8: { maximumDataDisks: 16, uncached: [[12800, 290]] },
  16: { maximumDataDisks: 32, uncached: [[25600, 600]] },
} as const;

const scsiBeyond16 = {
  20: { maximumDataDisks: 32, uncached: [[32000, 750]] },
  32: { maximumDataDisks: 32, uncached: [[51200, 865]] },
  48: { maximumDataDisks: 32, uncached: [[76800, 1315]] },
  64: { maximumDataDisks: 32, uncached: [[80000, 1735]] },
  96: { maximumDataDisks: 32, uncached: [[80000, 2600]] },
} as const;

const ebdsv5Rows: readonly Row[] = [
  { vCpu: 2, memoryGiB: 16, temporaryDiskGiB: 75, maximumDataDisks: 4, uncached: [[6000, 170], [8000, 230]] },
  { vCpu: 4, memoryGiB: 32, temporaryDiskGiB: 150, maximumDataDisks: 8, uncached: [[12100, 350], [16000, 460]] },
  { vCpu: 8, memoryGiB: 64, temporaryDiskGiB: 300, maximumDataDisks: 16, uncached: [[24200, 680], [33000, 930]] },
  { vCpu: 16, memoryGiB: 128, temporaryDiskGiB: 600, maximumDataDisks: 32, uncached: [[48400, 1370], [66000, 1800]] },
  { vCpu: 32, memoryGiB: 256, temporaryDiskGiB: 1200, maximumDataDisks: 32, uncached: [[96800, 2740], [130000, 3700]] },
  { vCpu: 48, memoryGiB: 384, temporaryDiskGiB: 1800, maximumDataDisks: 32, uncached: [[120000, 4000], [190000, 5600]] },
  { vCpu: 64, memoryGiB: 512, temporaryDiskGiB: 2400, maximumDataDisks: 32, uncached: [[120000, 4000], [220000, 6000]] },
  { vCpu: 96, memoryGiB: 672, temporaryDiskGiB: 3600, maximumDataDisks: 32, uncached: [[120000, 4000], [260000, 7500]] },
];

/**
 * The series this package knows. Sizes of hardware of one's own (`E104is_v5`, `E192is_v6`) are left out: they end a ladder
 * that no installation of the product climbs that far.
 *
 * Disk controllers: v5 and older have SCSI, Ebdsv5 and Ebsv5 both, v6 NVMe (MicrosoftDocs/azure-compute-docs,
 * articles/virtual-machines/enable-nvme-faqs.yml, 2025-01-31, and nvme-overview.md, 2024-07-31).
 */
const series: readonly Series[] = [
  {
    family: "Dsv5",
    nameOf: (vCpu) => `Standard_D${vCpu}s_v5`,
    diskControllers: ["SCSI"],
    generations: [1, 2],
    acceleratedNetworking: "required",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/dsv5-series.md, 2026-02-27",
    rows: [
      { vCpu: 2, memoryGiB: 8, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 16, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 32, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 64, ...scsiUpTo16[16] },
      { vCpu: 32, memoryGiB: 128, ...scsiBeyond16[32] },
      { vCpu: 48, memoryGiB: 192, ...scsiBeyond16[48] },
      { vCpu: 64, memoryGiB: 256, ...scsiBeyond16[64] },
      { vCpu: 96, memoryGiB: 384, ...scsiBeyond16[96] },
    ],
  },
  {
    family: "Ddsv5",
    nameOf: (vCpu) => `Standard_D${vCpu}ds_v5`,
    diskControllers: ["SCSI"],
    generations: [1, 2],
    acceleratedNetworking: "required",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/ddsv5-series.md, 2024-07-29",
    rows: [
      { vCpu: 2, memoryGiB: 8, temporaryDiskGiB: 75, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 16, temporaryDiskGiB: 150, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 32, temporaryDiskGiB: 300, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 64, temporaryDiskGiB: 600, ...scsiUpTo16[16] },
      { vCpu: 32, memoryGiB: 128, temporaryDiskGiB: 1200, ...scsiBeyond16[32] },
      { vCpu: 48, memoryGiB: 192, temporaryDiskGiB: 1800, ...scsiBeyond16[48] },
      { vCpu: 64, memoryGiB: 256, temporaryDiskGiB: 2400, ...scsiBeyond16[64] },
      { vCpu: 96, memoryGiB: 384, temporaryDiskGiB: 3600, ...scsiBeyond16[96] },
    ],
  },
  {
    family: "Esv5",
    nameOf: (vCpu) => `Standard_E${vCpu}s_v5`,
    diskControllers: ["SCSI"],
    generations: [1, 2],
    acceleratedNetworking: "required",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/esv5-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 16, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 32, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 64, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 128, ...scsiUpTo16[16] },
      { vCpu: 20, memoryGiB: 160, ...scsiBeyond16[20] },
      { vCpu: 32, memoryGiB: 256, ...scsiBeyond16[32] },
      { vCpu: 48, memoryGiB: 384, ...scsiBeyond16[48] },
      { vCpu: 64, memoryGiB: 512, ...scsiBeyond16[64] },
      { vCpu: 96, memoryGiB: 672, ...scsiBeyond16[96] },
    ],
  },
  {
    family: "Edsv5",
    nameOf: (vCpu) => `Standard_E${vCpu}ds_v5`,
    diskControllers: ["SCSI"],
    generations: [1, 2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/edsv5-series.md, 2024-08-01",
    rows: [
      { vCpu: 2, memoryGiB: 16, temporaryDiskGiB: 75, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 32, temporaryDiskGiB: 150, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 64, temporaryDiskGiB: 300, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 128, temporaryDiskGiB: 600, ...scsiUpTo16[16] },
      { vCpu: 20, memoryGiB: 160, temporaryDiskGiB: 750, ...scsiBeyond16[20] },
      { vCpu: 32, memoryGiB: 256, temporaryDiskGiB: 1200, ...scsiBeyond16[32] },
      { vCpu: 48, memoryGiB: 384, temporaryDiskGiB: 1800, ...scsiBeyond16[48] },
      { vCpu: 64, memoryGiB: 512, temporaryDiskGiB: 2400, ...scsiBeyond16[64] },
      { vCpu: 96, memoryGiB: 672, temporaryDiskGiB: 3600, ...scsiBeyond16[96] },
    ],
  },
  {
    family: "Ebdsv5",
    nameOf: (vCpu) => `Standard_E${vCpu}bds_v5`,
    diskControllers: ["SCSI", "NVMe"],
    generations: [1, 2],
    acceleratedNetworking: "required",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/ebdsv5-ebsv5-series.md, 2024-07-08",
    rows: ebdsv5Rows,
  },
  {
    family: "Ebsv5",
    nameOf: (vCpu) => `Standard_E${vCpu}bs_v5`,
    diskControllers: ["SCSI", "NVMe"],
    generations: [1, 2],
    acceleratedNetworking: "required",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/ebdsv5-ebsv5-series.md, 2024-07-08",
    rows: ebdsv5Rows.map((row) => ({ ...row, temporaryDiskGiB: 0 })),
  },
  {
    family: "Dsv6",
    nameOf: (vCpu) => `Standard_D${vCpu}s_v6`,
    diskControllers: ["NVMe"],
    generations: [2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/dsv6-series.md, 2024-07-29",
    rows: [
      { vCpu: 2, memoryGiB: 8, maximumDataDisks: 8, uncached: [[3750, 106]] },
      { vCpu: 4, memoryGiB: 16, maximumDataDisks: 12, uncached: [[6400, 212]] },
      { vCpu: 8, memoryGiB: 32, maximumDataDisks: 24, uncached: [[12800, 424]] },
      { vCpu: 16, memoryGiB: 64, maximumDataDisks: 48, uncached: [[25600, 848]] },
      { vCpu: 32, memoryGiB: 128, maximumDataDisks: 64, uncached: [[51200, 1696]] },
      { vCpu: 48, memoryGiB: 192, maximumDataDisks: 64, uncached: [[76800, 2544]] },
      { vCpu: 64, memoryGiB: 256, maximumDataDisks: 64, uncached: [[102400, 3392]] },
      { vCpu: 96, memoryGiB: 384, maximumDataDisks: 64, uncached: [[153600, 5088]] },
      { vCpu: 128, memoryGiB: 512, maximumDataDisks: 64, uncached: [[204800, 6782]] },
    ],
  },
  {
    family: "Esv6",
    nameOf: (vCpu) => `Standard_E${vCpu}s_v6`,
    diskControllers: ["NVMe"],
    generations: [2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/esv6-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 16, maximumDataDisks: 8, uncached: [[3750, 106]] },
      { vCpu: 4, memoryGiB: 32, maximumDataDisks: 12, uncached: [[6400, 212]] },
      { vCpu: 8, memoryGiB: 64, maximumDataDisks: 24, uncached: [[12800, 424]] },
      { vCpu: 16, memoryGiB: 128, maximumDataDisks: 48, uncached: [[25600, 848]] },
      { vCpu: 20, memoryGiB: 160, maximumDataDisks: 48, uncached: [[32000, 1060]] },
      { vCpu: 32, memoryGiB: 256, maximumDataDisks: 64, uncached: [[51200, 1696]] },
      { vCpu: 48, memoryGiB: 384, maximumDataDisks: 64, uncached: [[76800, 2544]] },
      { vCpu: 64, memoryGiB: 512, maximumDataDisks: 64, uncached: [[102400, 3392]] },
      { vCpu: 96, memoryGiB: 768, maximumDataDisks: 64, uncached: [[153600, 5088]] },
      { vCpu: 128, memoryGiB: 1024, maximumDataDisks: 64, uncached: [[204800, 6782]] },
    ],
  },
  {
    family: "Easv6",
    nameOf: (vCpu) => `Standard_E${vCpu}as_v6`,
    diskControllers: ["NVMe"],
    generations: [2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/memory-optimized/easv6-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 16, maximumDataDisks: 4, uncached: [[4000, 90]] },
      { vCpu: 4, memoryGiB: 32, maximumDataDisks: 8, uncached: [[7600, 180]] },
      { vCpu: 8, memoryGiB: 64, maximumDataDisks: 16, uncached: [[15200, 360]] },
      { vCpu: 16, memoryGiB: 128, maximumDataDisks: 32, uncached: [[30400, 720]] },
      { vCpu: 20, memoryGiB: 160, maximumDataDisks: 32, uncached: [[38000, 900]] },
      { vCpu: 32, memoryGiB: 256, maximumDataDisks: 32, uncached: [[57600, 1440]] },
      { vCpu: 48, memoryGiB: 384, maximumDataDisks: 32, uncached: [[86400, 2160]] },
      { vCpu: 64, memoryGiB: 512, maximumDataDisks: 32, uncached: [[115200, 2880]] },
      { vCpu: 96, memoryGiB: 672, maximumDataDisks: 32, uncached: [[175000, 4320]] },
    ],
  },
  // Known so that a refusal can say what was asked for, never planned.
  {
    family: "Bsv2",
    nameOf: (vCpu) => `Standard_B${vCpu}s_v2`,
    diskControllers: ["SCSI"],
    burstable: true,
    generations: [1, 2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/bsv2-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 8, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 16, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 32, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 64, ...scsiUpTo16[16] },
    ],
  },
  {
    family: "Bv1",
    nameOf: (vCpu) => `Standard_B${vCpu}ms`,
    diskControllers: ["SCSI"],
    burstable: true,
    generations: [1, 2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/bv1-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 8, temporaryDiskGiB: 16, maximumDataDisks: 4, uncached: [[1920, 22.5]] },
      { vCpu: 4, memoryGiB: 16, temporaryDiskGiB: 32, maximumDataDisks: 8, uncached: [[2880, 35]] },
      { vCpu: 8, memoryGiB: 32, temporaryDiskGiB: 64, maximumDataDisks: 16, uncached: [[4320, 50]] },
      { vCpu: 16, memoryGiB: 64, temporaryDiskGiB: 128, maximumDataDisks: 32, uncached: [[4320, 50]] },
    ],
  },
  {
    family: "Dpsv5",
    nameOf: (vCpu) => `Standard_D${vCpu}ps_v5`,
    diskControllers: ["SCSI"],
    architecture: "Arm64",
    generations: [2],
    acceleratedNetworking: "supported",
    source: "MicrosoftDocs/azure-compute-docs sizes/general-purpose/dpsv5-series.md, 2026-03-10",
    rows: [
      { vCpu: 2, memoryGiB: 8, ...scsiUpTo16[2] },
      { vCpu: 4, memoryGiB: 16, ...scsiUpTo16[4] },
      { vCpu: 8, memoryGiB: 32, ...scsiUpTo16[8] },
      { vCpu: 16, memoryGiB: 64, ...scsiUpTo16[16] },
    ],
  },
];

/** Every size that is known, series by series, each in ascending order of vCPUs. */
export const virtualMachineSizes: readonly VirtualMachineSize[] = series.flatMap((known) => known.rows.map((row) => sizeOf(known, row)));

function sizeOf(known: Series, row: Row): VirtualMachineSize {
  return {
    name: known.nameOf(row.vCpu),
    family: known.family,
    vCpu: row.vCpu,
    memoryGiB: row.memoryGiB,
    maximumDataDisks: row.maximumDataDisks,
    diskControllers: known.diskControllers,
    temporaryDiskGiB: row.temporaryDiskGiB ?? 0,
    burstable: known.burstable ?? false,
    architecture: known.architecture ?? "x64",
    generations: known.generations,
    acceleratedNetworking: known.acceleratedNetworking,
    uncached: row.uncached.map(([iops, megabytesPerSecond], index) => ({ controller: known.diskControllers[index]!, iops, megabytesPerSecond })),
    source: known.source,
  };
}

const byName = new Map(virtualMachineSizes.map((size) => [size.name.toLowerCase(), size]));

/** The size of that name, in whatever case Azure answered it. */
export function findSize(name: string | undefined): VirtualMachineSize | undefined {
  return name === undefined ? undefined : byName.get(name.toLowerCase());
}

/** The sizes of one series (`Dsv5`) in ascending order of vCPUs; none for a series that is not known. */
export function family(name: string): readonly VirtualMachineSize[] {
  return virtualMachineSizes.filter((size) => size.family === name);
}
