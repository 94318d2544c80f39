import { roles as allRoles, type Clause, type Role } from "./vocabulary.ts";

/** Something that the vendor wants watched (T 6.3). */
export interface Alarm {
  readonly id:
    | "operatingSystem"
    | "cpu"
    | "disk"
    | "memory"
    | "productServices"
    | "brokerProcesses"
    | "tssDatabaseSize"
    | "webServer"
    | "identityPortal"
    | "sqlServices"
    | "sqlPort";
  readonly watches: string;
  /** Server types on which it is watched. The vendor names them for SQL Server only; the rest follows from T 3.1. */
  readonly roles: readonly Role[];
  readonly clause: Clause;
}

const productRoles: readonly Role[] = ["core", "application", "intranetWeb", "web", "compute"];
const iisRoles: readonly Role[] = ["core", "application", "intranetWeb", "web"];

export const alarms: readonly Alarm[] = [
  { id: "operatingSystem", watches: "operating system", roles: allRoles, clause: "T6.3-1" },
  { id: "cpu", watches: "CPU load", roles: allRoles, clause: "T6.3-2" },
  { id: "disk", watches: "disk space", roles: allRoles, clause: "T6.3-3" },
  { id: "memory", watches: "memory", roles: allRoles, clause: "T6.3-4" },
  { id: "productServices", watches: "Tieto and Welfare Windows services", roles: productRoles, clause: "T6.3-5" },
  { id: "brokerProcesses", watches: "each TSB process", roles: ["core", "application"], clause: "T6.3-6" },
  { id: "tssDatabaseSize", watches: "file size of the TSS database", roles: ["core"], clause: "T6.3-7" },
  { id: "webServer", watches: "IIS service, application pools and sites", roles: iisRoles, clause: "T6.3-8" },
  { id: "identityPortal", watches: "identity portal answers with metadata", roles: ["core"], clause: "T6.3-9" },
  { id: "sqlServices", watches: "SQL Server and SQL Agent services", roles: ["database"], clause: "T6.3-10" },
  { id: "sqlPort", watches: "something answers on the SQL port", roles: ["database"], clause: "T6.3-11" },
];

/** Server types on which no application performance monitoring runs, whatever the tool (reading 19). */
export const withoutPerformanceMonitoring = { roles: ["application"], clause: "T6.3-12" } as const;

/** Servers are in maintenance mode from the start of an update until the installer has finished. */
export const maintenanceModeClause: Clause = "T6.3-13";
