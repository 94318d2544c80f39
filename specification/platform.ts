import { compareReleases, parseRelease, type ProductRelease } from "./releases.ts";
import type { Clause } from "./vocabulary.ts";

export type PlatformKind =
  | "clientOperatingSystem"
  | "serverOperatingSystem"
  | "databaseEngine"
  | "databaseDriver"
  | "webServer"
  | "framework"
  | "browser"
  | "reporting"
  | "messaging"
  | "documentReader"
  | "mail"
  | "productFunction";

/** A version of third-party software that the vendor has approved. */
export interface PlatformVersion {
  readonly kind: PlatformKind;
  /** The vendor's name, for example `Windows Server 2022`. */
  readonly name: string;
  readonly supplier: string;
  /** First release of the product that supports it; absent where the vendor names none. */
  readonly supportedFrom?: string;
  /** Release from which it is demanded everywhere. */
  readonly requiredFrom?: string;
  readonly note?: string;
  /** Clause that approves the version. */
  readonly clause: Clause;
}

/** Clause of the first releases (`supportedFrom`, `requiredFrom`). */
export const firstReleaseClause: Clause = "T8.2-4";

/** Approved versions of Windows Server, by the year in their name; English (reading 5). */
export const approvedWindowsServer = {
  "2019": {
    kind: "serverOperatingSystem",
    name: "Windows Server 2019",
    supplier: "Microsoft",
    note: "English version",
    clause: "T8.2-1",
  },
  "2022": {
    kind: "serverOperatingSystem",
    name: "Windows Server 2022",
    supplier: "Microsoft",
    supportedFrom: "2022v4",
    clause: "T8.2-1",
  },
} as const satisfies Record<string, PlatformVersion>;

/** Approved versions of SQL Server, by the year in their name; the vendor names no edition. */
export const approvedSqlServer = {
  "2019": {
    kind: "databaseEngine",
    name: "SQL Server 2019",
    supplier: "Microsoft",
    supportedFrom: "2020v20",
    clause: "T8.2-2",
  },
  "2022": {
    kind: "databaseEngine",
    name: "SQL Server 2022",
    supplier: "Microsoft",
    supportedFrom: "2023v7",
    clause: "T8.2-2",
  },
} as const satisfies Record<string, PlatformVersion>;

/** Software that the servers carry besides operating system and database engine (T8.2-3). */
export const serverSoftware: readonly PlatformVersion[] = [
  {
    kind: "databaseDriver",
    name: "Microsoft OLE DB Driver",
    supplier: "Microsoft",
    note: "latest version, the same on application and database server (T4.4-2)",
    clause: "T8.2-3",
  },
  {
    kind: "webServer",
    name: "Internet Information Server (IIS)",
    supplier: "Microsoft",
    note: "the version that comes with the operating system",
    clause: "T8.2-3",
  },
  {
    kind: "framework",
    name: ".NET Framework 3.5, 4.0, 4.7, 4.8",
    supplier: "Microsoft",
    requiredFrom: "2023v38",
    note: "4.8 on all servers and clients",
    clause: "T8.2-3",
  },
  { kind: "framework", name: ".NET 8.0", supplier: "Microsoft", supportedFrom: "2024v04", note: "bundle", clause: "T8.2-3" },
  {
    kind: "reporting",
    name: "Crystal Reports 2013",
    supplier: "SAP",
    note: "13.0.22, 32-bit",
    clause: "T8.2-3",
  },
  { kind: "messaging", name: "RabbitMQ", supplier: "Open Source", note: "latest full version", clause: "T8.2-3" },
];

/** Software of the users' computers. */
export const clientSoftware: readonly PlatformVersion[] = [
  {
    kind: "clientOperatingSystem",
    name: "Windows 10",
    supplier: "Microsoft",
    note: "semi-annual channel, neither targeted nor long-term servicing",
    clause: "T3.1.1-1",
  },
  { kind: "clientOperatingSystem", name: "Windows 11", supplier: "Microsoft", supportedFrom: "2022v4", clause: "T3.1.1-1" },
  { kind: "browser", name: "Firefox", supplier: "Mozilla", note: "latest version", clause: "D-rest" },
  { kind: "browser", name: "Chrome", supplier: "Google", note: "latest version", clause: "D-rest" },
  {
    kind: "browser",
    name: "EDGE Chromium 80+",
    supplier: "Microsoft",
    supportedFrom: "2020v37",
    note: "latest version",
    clause: "D-rest",
  },
  { kind: "documentReader", name: "Acrobat Reader", supplier: "Adobe", note: "BBIC (IFO)", clause: "D-rest" },
  { kind: "mail", name: "Outlook", supplier: "Microsoft", note: "Office 2007 or later, 32-bit", clause: "D-rest" },
];

/** Function of the product that depends on the release: the feedback form (T 4.7). */
export const feedbackFunction: PlatformVersion = {
  kind: "productFunction",
  name: "feedback",
  supplier: "Tietoevry",
  supportedFrom: "12w47",
  clause: "T4.7-1",
};

/** Everything that the vendor has approved, in the order of T 8.2. */
export const approvedVersions: readonly PlatformVersion[] = [
  ...clientSoftware,
  ...Object.values(approvedWindowsServer),
  ...Object.values(approvedSqlServer),
  ...serverSoftware,
  feedbackFunction,
];

/** Whether the installed release supports this version. A version without a first release is supported by every one. */
export function isSupportedBy(version: PlatformVersion, installed: ProductRelease): boolean {
  return version.supportedFrom === undefined || isReached(version.supportedFrom, installed);
}

/** Whether the installed release demands this version. */
export function isRequiredBy(version: PlatformVersion, installed: ProductRelease): boolean {
  return version.requiredFrom !== undefined && isReached(version.requiredFrom, installed);
}

function isReached(firstRelease: string, installed: ProductRelease): boolean {
  const first = parseRelease(firstRelease);
  return first !== undefined && compareReleases(installed, first) >= 0;
}
