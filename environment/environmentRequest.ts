import type { StackInput } from "./configurationSchema.ts";
import type { ClientNetworkRequest, ClientPorts, DatabaseEdition, DatabaseLicence, EnvironmentKind, RebuildRequest, ServerRole } from "./requests.ts";

/**
 * A whole environment as component arguments: the sections of the stack file, written once more as interfaces that a Pulumi
 * schema can say. The compiler holds them equal to the configuration's own schema (at the end of this file), whose doc
 * texts, units and clauses are in `configurationSchema.ts`.
 */
export interface EnvironmentRequest {
  /** Where the stack lives. */
  azure: AzureSettings;
  environment: EnvironmentKind;
  customer: CustomerSettings;
  product: ProductSettings;
  usage: UsageSettings;
  connection: ConnectionSettings;
  network: NetworkSettings;
  vendor: VendorSettings;
  platform: PlatformSettings;
  database: DatabaseSettings;
  machines: MachineSettings[];
  /** Whether what holds data is protected against deletion. Default: true. */
  protectData?: boolean;
  /** In PROD: whether the contract includes an UTB (S4-1). */
  trainingEnvironment?: TrainingEnvironment;
  /** In UTB: the copy of production that it holds (S4-1). */
  productionCopy?: ProductionCopySettings;
  /** The vendor's written approvals of platform versions newer than the specification (T8.1-1). Default: none. */
  approvals?: ApprovalSettings[];
}

/** Subsystems of the product (T 3.1.4). */
export const ProductSubsystem = { PopulationRegister: "KIR", FamilyCare: "IFO", ElderlyCare: "VoO" } as const;
export type ProductSubsystem = (typeof ProductSubsystem)[keyof typeof ProductSubsystem];

/** Features that bring databases of their own (T13.3-1). */
export const ProductFeature = {
  CitizenServicesFamilyCare: "citizenServicesIFO",
  CitizenServicesElderlyCare: "citizenServicesVoO",
  Planning: "planning",
  FinancialSystem: "financialSystem",
  CareEconomy: "careEconomy",
  TssDatabase: "tssDatabase",
} as const;
export type ProductFeature = (typeof ProductFeature)[keyof typeof ProductFeature];

/** Where users come from (T3.1-4). */
export const UserAccess = { Intranet: "intranet", Internet: "internet" } as const;
export type UserAccess = (typeof UserAccess)[keyof typeof UserAccess];

/** Whether the loss of one machine or zone is to be survived (T3.1-4). */
export const RequiredAvailability = { Single: "single", Redundant: "redundant" } as const;
export type RequiredAvailability = (typeof RequiredAvailability)[keyof typeof RequiredAvailability];

/** How users are authenticated (T6.1-1). */
export const UserAuthentication = { Saml: "saml", Tss: "tss" } as const;
export type UserAuthentication = (typeof UserAuthentication)[keyof typeof UserAuthentication];

/** How the network is joined to others (T4.1-1). */
export const NetworkTopology = { Isolated: "isolated", Spoke: "spoke", Existing: "existing" } as const;
export type NetworkTopology = (typeof NetworkTopology)[keyof typeof NetworkTopology];

/** How several machines of one kind are kept apart. */
export const MachineRedundancy = { Zones: "zones", Set: "set", None: "none" } as const;
export type MachineRedundancy = (typeof MachineRedundancy)[keyof typeof MachineRedundancy];

/** Who brings Windows licences. */
export const WindowsLicence = { OwnLicence: "AHUB", PayAsYouGo: "PAYG" } as const;
export type WindowsLicence = (typeof WindowsLicence)[keyof typeof WindowsLicence];

/** Whether the contract has an UTB (S4-1). */
export const TrainingEnvironment = { Included: "included", NotIncluded: "notIncluded" } as const;
export type TrainingEnvironment = (typeof TrainingEnvironment)[keyof typeof TrainingEnvironment];

/** A part of the technical platform (T 8.2). */
export const PlatformProduct = { WindowsServer: "windowsServer", SqlServer: "sqlServer" } as const;
export type PlatformProduct = (typeof PlatformProduct)[keyof typeof PlatformProduct];

export interface AzureSettings {
  location: string;
  subscriptionId: string;
  tenantId: string;
}

export interface CustomerSettings {
  code: string;
  name: string;
  databaseSuffix: string;
}

export interface DomainSettings {
  name: string;
}

export interface ProductSettings {
  release: string;
  subsystems: ProductSubsystem[];
  domains: DomainSettings[];
  modules: number;
  features: ProductFeature[];
  feedback?: boolean;
}

export interface UsageSettings {
  access: UserAccess;
  users: number;
  recoveryTimeObjectiveHours: number;
  availability: RequiredAvailability;
  authentication: UserAuthentication;
}

export interface ConnectionSettings {
  latencyMilliseconds: number;
  bandwidthMegabitsPerSecond: number;
}

export interface NetworkSettings {
  topology: NetworkTopology;
  addressSpace: string;
  subnets?: Record<string, string>;
  clientNetworks: ClientNetworkRequest[];
  clientPorts?: ClientPorts;
  databasePort?: number;
  eventServicePort?: number;
  plaintextMessaging?: boolean;
  intranetRedirect?: boolean;
  recyclingOverHttp?: boolean;
  legacyWeb?: boolean;
}

export interface VendorSettings {
  packageHosts: string[];
  licenceHosts: string[];
  socialInsuranceHosts?: string[];
  databaseServerAccess?: boolean;
}

export interface PlatformSettings {
  windowsServer: string;
  windowsLicence: WindowsLicence;
  sqlServer: string;
  sqlServerEdition: DatabaseEdition;
  sqlServerLicence: DatabaseLicence;
  timeZone: string;
  redundancy: MachineRedundancy;
}

export interface DatabaseSettings {
  collation: string;
  inhabitants?: number;
  familyCareCases?: number;
  familyCareHistory?: number;
  familyCareCaseWorkers?: number;
  familyCareInterventions?: number;
  familyCareDocuments?: number;
  careRecipients?: number;
  careDocuments?: number;
  yearlyGrowthPercent: number;
  yearsPlanned: number;
  logGibibytes: number;
  attachmentGibibytes: number;
  largestTableGibibytes: number;
}

export interface MachineSettings {
  name: string;
  roles: ServerRole[];
  count?: number;
  size?: string;
  rebuild?: RebuildRequest;
}

export interface ProductionCopySettings {
  date: string;
  reference: string;
}

export interface ApprovalSettings {
  product: PlatformProduct;
  version: string;
  reference: string;
  approver: string;
  date: string;
}

/** The request with the keys of the stack file, as `parseConfiguration` takes them. */
export function stackMapOf(request: EnvironmentRequest): Readonly<Record<string, unknown>> {
  const { azure, ...sections } = request;
  const entries = [
    ...Object.entries(azure ?? {}).map(([key, value]) => [`azure-native:${key}`, value]),
    ...Object.entries(sections).map(([key, value]) => [`lifecare:${key}`, value]),
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The inverse: a request from the keys of a stack file. Nothing is judged here; the component that takes it does. */
export function requestOfStackMap(map: Readonly<Record<string, unknown>>): EnvironmentRequest {
  const azure = sectionsOf(map, "azure-native:");
  return { azure, ...sectionsOf(map, "lifecare:") } as unknown as EnvironmentRequest;
}

function sectionsOf(map: Readonly<Record<string, unknown>>, prefix: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]));
}

type Complete<T> = T extends readonly (infer Element)[] ? Complete<Element>[] : T extends object ? { [Key in keyof T]-?: Complete<NonNullable<T[Key]>> } : T;
type Equal<One, Other> = [One, Other, Complete<One>, Complete<Other>] extends [Other, One, Complete<Other>, Complete<One>] ? true : never;

/** Fails to compile where the interfaces above and the stack file's schema part ways. */
const sameAsStackFile: Equal<SectionsOf<StackInput>, EnvironmentRequest> = true;
void sameAsStackFile;

type SectionsOf<Stack> = {
  [Key in keyof Stack as Key extends `lifecare:${infer Section}` ? Section : never]: Stack[Key];
} & { azure: { [Key in keyof Stack as Key extends `azure-native:${infer Name}` ? Name : never]: Stack[Key] } };
