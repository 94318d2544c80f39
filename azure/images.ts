/** A marketplace image as `imageReference` takes it. */
export interface Image {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  /** `latest` is resolved when a machine is made and never changes one that stands. */
  readonly version: string;
  readonly generation: 1 | 2;
  /** Where publisher, offer and sku were found. */
  readonly source: string;
}

export type WindowsServerVersion = "2019" | "2022";
export type SqlServerVersion = "2019" | "2022";
export type SqlServerEdition = "Standard" | "Enterprise";

const guestPatchingSource = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/automatic-vm-guest-patching.md, 2024-07-31";

/**
 * Windows Server with desktop, English (the images without a language ending), generation 2, as Trusted Launch demands;
 * both are also supported with NVMe disks (articles/virtual-machines/enable-nvme-interface.md, 2026-06-18).
 */
export const windowsServerImages: Readonly<Record<WindowsServerVersion, Image>> = {
  "2019": {
    publisher: "MicrosoftWindowsServer",
    offer: "WindowsServer",
    sku: "2019-datacenter-gensecond",
    version: "latest",
    generation: 2,
    source: guestPatchingSource,
  },
  "2022": {
    publisher: "MicrosoftWindowsServer",
    offer: "WindowsServer",
    sku: "2022-datacenter-g2",
    version: "latest",
    generation: 2,
    source: guestPatchingSource,
  },
};

/**
 * Every plan of Windows Server with desktop, English, of both generations, in lower case. What ends in another language (`-zhcn`), has no desktop
 * (`core`) or is of another year is left out.
 * Source: the tables of automatic-vm-guest-patching.md, and the choices of Azure's quickstart templates for generation 2 and containers.
 */
const englishDesktopPlans: Readonly<Record<WindowsServerVersion, readonly string[]>> = {
  "2019": [
    "2019-datacenter", "2019-datacenter-gensecond", "2019-datacenter-smalldisk", "2019-datacenter-smalldisk-g2", "2019-datacenter-with-containers", "2019-datacenter-with-containers-g2",
    "2019-datacenter-with-containers-smalldisk", "2019-datacenter-with-containers-smalldisk-g2",
  ],
  "2022": ["2022-datacenter", "2022-datacenter-g2", "2022-datacenter-smalldisk", "2022-datacenter-smalldisk-g2", "2022-datacenter-azure-edition", "2022-datacenter-azure-edition-smalldisk"],
};

/** A marketplace image by the words that name it, in whatever case. */
export type ImageName = Pick<Image, "publisher" | "offer" | "sku">;

/** What a marketplace image brings; Microsoft's SQL Server images are English, with desktop. */
export interface ImageContents {
  readonly windowsServer: WindowsServerVersion;
  readonly sqlServer?: SqlServerVersion;
}

/** What stands in a marketplace image; `undefined` where it is none of Windows Server 2019 or 2022 with desktop, in English, alone or with a Standard or Enterprise edition of SQL Server 2019 or 2022. */
export function contentsOf({ publisher, offer, sku }: ImageName): ImageContents | undefined {
  const [by, of, plan] = [publisher, offer, sku].map((word) => word.toLowerCase()) as [string, string, string];
  if (by === "microsoftwindowsserver" && of === "windowsserver") {
    const windowsServer = (["2019", "2022"] as const).find((version) => englishDesktopPlans[version].includes(plan));
    return windowsServer === undefined ? undefined : { windowsServer };
  }
  const sql = /^sql(2019|2022)-ws(2019|2022)(?:-byol)?$/.exec(of);
  if (by !== "microsoftsqlserver" || sql === null || !/^(?:standard|enterprise|enterprisedbengineonly)(?:-gen2)?$/.test(plan)) return undefined;
  return { windowsServer: sql[2] as WindowsServerVersion, sqlServer: sql[1] as SqlServerVersion };
}

/** Which SQL Server is to stand on which Windows Server. */
export interface SqlServerPlatform {
  readonly windowsServer: string;
  readonly sqlServer: string;
  readonly edition: string;
}

export interface SqlServerImage extends Image, SqlServerPlatform {
  readonly windowsServer: WindowsServerVersion;
  readonly sqlServer: SqlServerVersion;
  readonly edition: SqlServerEdition;
}

/**
 * The database server is made from Microsoft's SQL Server image, not from a Windows image with SQL Server installed in the guest.
 *
 * - Patching: Azure Update Manager supports every image of the publisher for all operations except automatic guest patching
 *   by the platform (MicrosoftDocs/azure-docs articles/update-manager/support-matrix-updates.md, 2025-01-06:
 *   `microsoftsqlserver`, any offer, any plan). The vendor's service windows need schedules of one's own (T6.5-1), never the
 *   platform's choice of time, so nothing is lost. Updates of SQL Server come in the same schedules, provided that the
 *   registration's own automated patching stays off (MicrosoftDocs/sql-docs
 *   azure-sql/virtual-machines/azure-update-manager-sql-vm.md, 2023-09-11).
 * - Disks: the registration lays out data, log and tempdb disks only for marketplace images with Premium SSD
 *   (MicrosoftDocs/sql-docs azure-sql/virtual-machines/windows/storage-configuration.md).
 * - The image brings its edition; licences of one's own are said in the registration (AHUB).
 *
 * Only what was found in use is listed: generation 2 of SQL Server 2022 on Windows Server 2019 was not.
 */
export const sqlServerImages: readonly SqlServerImage[] = [
  ...bothEditions("2022", "2022", "public modules that deploy MicrosoftSQLServer:sql2022-ws2022:{standard,enterprise}-gen2"),
  ...bothEditions("2019", "2022", "public image builds from MicrosoftSQLServer:sql2019-ws2022:{standard,enterprise}-gen2"),
  ...bothEditions("2019", "2019", "GoogleCloudPlatform/PerfKitBenchmarker, azure_virtual_machine.py: sql2019-ws2019:{standard,enterprise}-gen2"),
];

/** The image with this SQL Server on this Windows Server; `undefined` where none was confirmed. */
export function findSqlServerImage(platform: SqlServerPlatform): SqlServerImage | undefined {
  return sqlServerImages.find(
    (image) => image.windowsServer === platform.windowsServer && image.sqlServer === platform.sqlServer && image.edition === platform.edition,
  );
}

function bothEditions(sqlServer: SqlServerVersion, windowsServer: WindowsServerVersion, source: string): readonly SqlServerImage[] {
  return (["Standard", "Enterprise"] as const).map((edition) => ({
    publisher: "MicrosoftSQLServer",
    offer: `sql${sqlServer}-ws${windowsServer}`,
    sku: `${edition.toLowerCase()}-gen2`,
    version: "latest",
    generation: 2,
    windowsServer,
    sqlServer,
    edition,
    source,
  }));
}
