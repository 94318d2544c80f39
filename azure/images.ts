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
