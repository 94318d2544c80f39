import type { Input } from "@pulumi/pulumi";

/**
 * What a component is asked for. These interfaces are the arguments of the components, and the environment's planner fills
 * in the same ones: both go through the same checks and the same design. They keep to what a Pulumi schema can say
 * (decision 14): named interfaces, plain arrays, const-object enums.
 */

/** Server types of T 3.1. */
export const ServerRole = {
  Core: "core",
  Application: "application",
  IntranetWeb: "intranetWeb",
  Web: "web",
  Database: "database",
  Compute: "compute",
} as const;
export type ServerRole = (typeof ServerRole)[keyof typeof ServerRole];

/** PROD (production) or UTB (test and training), S 4.1–4.2. */
export const EnvironmentKind = { Production: "prod", Training: "utb" } as const;
export type EnvironmentKind = (typeof EnvironmentKind)[keyof typeof EnvironmentKind];

/** What a disk besides the operating system's is for. */
export const DiskPurpose = { Program: "program", Data: "data", Log: "log", TemporaryDatabase: "tempdb" } as const;
export type DiskPurpose = (typeof DiskPurpose)[keyof typeof DiskPurpose];

/** Kind of managed disk: premium in PROD. */
export const DiskKind = { Premium: "Premium_LRS", StandardSSD: "StandardSSD_LRS" } as const;
export type DiskKind = (typeof DiskKind)[keyof typeof DiskKind];

/** Host caching of a disk. */
export const DiskCaching = { None: "None", ReadOnly: "ReadOnly" } as const;
export type DiskCaching = (typeof DiskCaching)[keyof typeof DiskCaching];

/** Edition of SQL Server. */
export const DatabaseEdition = { Standard: "Standard", Enterprise: "Enterprise" } as const;
export type DatabaseEdition = (typeof DatabaseEdition)[keyof typeof DatabaseEdition];

/** How SQL Server is paid for: licences of one's own (AHUB) or with the machine (PAYG). */
export const DatabaseLicence = { OwnLicence: "AHUB", PayAsYouGo: "PAYG" } as const;
export type DatabaseLicence = (typeof DatabaseLicence)[keyof typeof DatabaseLicence];

/** Ports open to clients: those of appendix E1, or the vendor's simplified spans (T 4.3). */
export const ClientPorts = { Listed: "listed", Spans: "spans" } as const;
export type ClientPorts = (typeof ClientPorts)[keyof typeof ClientPorts];

/** A key vault with generated passwords. */
export interface SecretStoreRequest {
  /** Id of the Azure subscription. */
  subscriptionId: Input<string>;
  /** Name of the resource group. */
  resourceGroupName: Input<string>;
  /** Azure region. */
  location: Input<string>;
  /** Id of the Microsoft Entra tenant whose identities the vault trusts. */
  tenantId: Input<string>;
  /** Customer code, 2–6 lower-case letters and digits; part of names and tags. */
  customer: string;
  environment: EnvironmentKind;
  /** Name of the vault, globally unique, 3–24 letters, digits and hyphens. */
  vaultName: string;
  /** Machines whose administrator password is generated here. */
  computerNames: string[];
  /** Whether the vault is protected from deletion. Default: true. */
  protectData?: boolean;
}

/** A disk besides the operating system's. */
export interface DiskRequest {
  purpose: DiskPurpose;
  /** Logical unit number, 0–63, unique on the machine. */
  lun: number;
  /** Size in GiB. */
  sizeGiB: number;
  storageAccountType: DiskKind;
  caching: DiskCaching;
}

/** SQL Server on the machine that holds the database role. */
export interface DatabaseRequest {
  /** Static TCP port of the default instance. Default: 1433 (T 4.3). */
  port?: number;
  /** Server collation, for example `Finnish_Swedish_CI_AS`; the vendor decides it, and it does not change later. */
  collation: string;
  edition: DatabaseEdition;
  licence: DatabaseLicence;
  /** SQL Server 2019 or 2022 (T 8.2). */
  version: string;
  /** Expected size of all databases in GiB, log tables and stored documents included: memory (T3.1.4-3) and data disk (T3.1.4-5) follow from it. */
  expectedGiB: number;
  /** Largest table in GiB: an index rebuild needs twice its size (T3.1.4-5). Default: 0. */
  largestTableGiB?: number;
}

/** Replacement of a machine that holds data, which is refused without it. */
export interface RebuildRequest {
  /** A word of your own; a new one replaces the machine. */
  token: string;
  /** The token whose rebuilding is finished: while both are equal the machine is protected again. */
  done?: string;
}

/** One machine whose roles are known: what the presets (`CoreServer`, `WebServer`, …) ask for. */
export interface RoleServerRequest {
  /** Id of the Azure subscription. */
  subscriptionId: Input<string>;
  /** Name of the resource group. */
  resourceGroupName: Input<string>;
  /** Azure region. */
  location: Input<string>;
  /** Customer code, 2–6 lower-case letters and digits; a tag. */
  customer: string;
  environment: EnvironmentKind;
  /** Computer name: at most 15 characters, no digit first (T3.1.3-1); resource names are built from it. */
  computerName: string;
  /** Id of the subnet. */
  subnetId: Input<string>;
  /** Static private IPv4 address in that subnet. Default: Azure chooses one. */
  address?: string;
  /** Size, for example `Standard_D4s_v5`. Default: the smallest that holds the floors of the roles. */
  size?: string;
  /** Size of the operating system's disk in GiB. Default: 128. */
  operatingSystemDiskGiB?: number;
  /** Disks besides the operating system's. Default: by the floors of the roles and the size of the databases. */
  disks?: DiskRequest[];
  /** Windows Server 2019 or 2022 (T 8.2). */
  windowsServer: string;
  /** Availability zone, `1`, `2` or `3`. Default: none. */
  availabilityZone?: string;
  /** Id of an availability set; not together with a zone. Default: none. */
  availabilitySetId?: Input<string>;
  /** Name of the local administrator. Default: `lifecareadmin`. */
  administratorName?: string;
  /** Password of the local administrator, 12–123 characters; never one that SQL Server has (T12.6-1). */
  administratorPassword: Input<string>;
  /** IANA time zone, for example `Europe/Stockholm`. */
  timeZone: string;
  /** Windows licences of one's own (Azure Hybrid Benefit). Default: false. */
  ownWindowsLicence?: boolean;
  /** Whether data disks, and machines whose roles hold data, are protected from deletion. Default: true. */
  protectData?: boolean;
  /** Default: none. */
  rebuild?: RebuildRequest;
}

/** One machine with any roles. */
export interface ServerRequest extends RoleServerRequest {
  /** Server types that the machine carries (T3.1-3). */
  roles: ServerRole[];
  /** Demanded where the roles include the database, refused elsewhere. */
  database?: DatabaseRequest;
}

/** The machine that carries SQL Server. */
export interface DatabaseServerRequest extends RoleServerRequest {
  database: DatabaseRequest;
}

/** Machines with the same roles: one subnet, one security group, one route table. */
export interface ZoneRequest {
  roles: ServerRole[];
  /** Number of machines in the zone: peers reach each other where there are several (R11). */
  machines: number;
  /** IPv4 prefix of the subnet. Default: computed from the address space. */
  prefix?: string;
}

/** A network of the intranet from which users reach the servers. */
export interface ClientNetworkRequest {
  /** Short name for rules and reports. */
  name: string;
  /** IPv4 prefix in canonical form. */
  prefix: string;
}

/** What the customer chooses where the port matrix leaves a choice. */
export interface FlowRequest {
  /** Default: 1433. */
  databasePort?: number;
  /** Default: `listed` (appendix E1). */
  clientPorts?: ClientPorts;
  /** Port of the event service. Default: 30722. */
  eventServicePort?: number;
  /** Opens port 80 of intranet web servers, which redirects only (reading 1). Default: false. */
  intranetRedirect?: boolean;
  /** Opens port 80 for the recycling of application pools (R9, R10). Default: false. */
  recyclingOverHttp?: boolean;
  /** Opens 5672, RabbitMQ without TLS (R12). Default: false. */
  plaintextMessaging?: boolean;
  /** Opens 443 to the vendor's feedback address (T4.7-1). Default: true. */
  feedback?: boolean;
}

/** Destinations outside, which the documents do not name. */
export interface OutboundRequest {
  /** Hosts of installation packages (sftp, 22) and licence files (443), T4.5-1. */
  packageHosts: string[];
  licenceHosts: string[];
  /** Hosts of the social insurance agency (7020), demanded by VoO (T4.4-3). Default: none. */
  socialInsuranceHosts?: string[];
  /** Whether the database server reaches the vendor as well. Default: false (reading 18). */
  databaseServerAccess?: boolean;
}

/** An isolated network with its own firewall. */
export interface NetworkRequest {
  /** Id of the Azure subscription. */
  subscriptionId: Input<string>;
  /** Name of the resource group. */
  resourceGroupName: Input<string>;
  /** Azure region. */
  location: Input<string>;
  /** Customer code, 2–6 lower-case letters and digits; part of names and tags. */
  customer: string;
  environment: EnvironmentKind;
  /** Private IPv4 prefix of the whole network, /16 to /22. */
  addressSpace: string;
  zones: ZoneRequest[];
  clientNetworks: ClientNetworkRequest[];
  outbound: OutboundRequest;
  /** Default: what the documents decide. */
  flows?: FlowRequest;
  /** Availability zones of the firewall. Default: none. */
  availabilityZones?: string[];
}
