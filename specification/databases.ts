import type { Clause, Subsystem } from "./vocabulary.ts";

/** What a customer buys or activates (LCC) and what then brings databases of its own. */
export const features = [
  "citizenServicesIFO",
  "citizenServicesVoO",
  "planning",
  "financialSystem",
  "careEconomy",
  "tssDatabase",
] as const;
export type Feature = (typeof features)[number];

/** One for the installation, one for the customer, or one for each TSS domain. */
export type DatabaseScope = "installation" | "customer" | "domain";

/** An entry of the vendor's catalogue (D1). */
export interface CatalogueEntry {
  /** The vendor's name with `<customer>` and `<domain>` where those names stand. */
  readonly template: string;
  readonly scope: DatabaseScope;
  /** Subsystems any of which brings the database; `all` where every installation has it. */
  readonly subsystems: "all" | readonly Subsystem[];
  /** Feature without which it is not there. */
  readonly feature?: Feature;
  readonly holds: string;
}

/** Clause of the catalogue. */
export const catalogueClause: Clause = "T13.3-1";

/**
 * The databases that the vendor's installer makes, in the vendor's order. Where subsystem or feature are absent, so is the
 * database; the catalogue's own spelling decides between prefix and infix (reading 8).
 */
export const databaseCatalogue: readonly CatalogueEntry[] = [
  { template: "HCWMETA1", scope: "installation", subsystems: "all", holds: "metadata of all subsystems" },
  { template: "HCWMYMESSAGES_<customer>", scope: "customer", subsystems: "all", holds: "messages" },
  { template: "HCWREPORT", scope: "installation", subsystems: "all", holds: "report data for load balancing" },
  { template: "HWE_WEBatch", scope: "installation", subsystems: ["KIR", "IFO", "VoO"], holds: "background jobs" },
  { template: "HWE_SYSLOG", scope: "installation", subsystems: "all", holds: "application logs" },
  { template: "HWE_SignService", scope: "installation", subsystems: "all", holds: "documents being signed" },
  { template: "HWE_Identity", scope: "installation", subsystems: "all", holds: "log-ins of the identity server" },
  { template: "HWE_<domain>_ActivityLog", scope: "domain", subsystems: ["VoO"], holds: "activity logs" },
  { template: "HWE_<domain>_Checklist", scope: "domain", subsystems: ["IFO", "VoO"], holds: "checklists for deviations" },
  {
    template: "HWE_<domain>_CitizenInternal",
    scope: "domain",
    subsystems: ["VoO"],
    feature: "citizenServicesVoO",
    holds: "logs and links of citizen services",
  },
  { template: "HWE_<domain>_Compensation", scope: "domain", subsystems: ["VoO"], holds: "compensation of care providers" },
  { template: "HWE_<domain>_Deviation", scope: "domain", subsystems: ["IFO", "VoO"], holds: "deviations" },
  {
    template: "HWE_<domain>_EconomyConfiguration",
    scope: "domain",
    subsystems: ["VoO"],
    feature: "careEconomy",
    holds: "financial data, in place of FtB",
  },
  {
    template: "HWE_<domain>_ECPlanning",
    scope: "domain",
    subsystems: ["VoO"],
    feature: "planning",
    holds: "planning",
  },
  { template: "HWE_<domain>_ECProvider", scope: "domain", subsystems: ["VoO"], holds: "care providers" },
  { template: "HWE_<domain>_ECReportedVisit", scope: "domain", subsystems: ["VoO"], holds: "reported visits" },
  {
    template: "HWE_<domain>_ECSEReport",
    scope: "domain",
    subsystems: ["VoO"],
    feature: "citizenServicesVoO",
    holds: "reports of citizen services",
  },
  {
    template: "HWE_<domain>_FCSEReport",
    scope: "domain",
    subsystems: ["IFO"],
    feature: "citizenServicesIFO",
    holds: "reports of citizen services",
  },
  { template: "HWE_<domain>_Housing", scope: "domain", subsystems: ["VoO"], holds: "care data" },
  { template: "HWE_<domain>_ResourceModule", scope: "domain", subsystems: ["VoO"], holds: "register of resources" },
  { template: "HWE_<domain>_Tida", scope: "domain", subsystems: ["VoO"], holds: "time reports" },
  { template: "HWE_<domain>_TimeBook", scope: "domain", subsystems: ["IFO", "VoO"], holds: "bookings" },
  {
    template: "HWE_<domain>_TSS",
    scope: "domain",
    subsystems: "all",
    feature: "tssDatabase",
    holds: "TSS, in place of its files on disk",
  },
  {
    template: "HWE_<domain>_WorkSchedules",
    scope: "domain",
    subsystems: ["VoO"],
    feature: "planning",
    holds: "schedules for planning",
  },
  { template: "<domain>_CSI", scope: "domain", subsystems: ["VoO"], holds: "schedules" },
  {
    template: "<domain>_EKO",
    scope: "domain",
    subsystems: ["IFO", "VoO"],
    feature: "financialSystem",
    holds: "financial data (FtB)",
  },
  { template: "<domain>_KI0", scope: "domain", subsystems: ["KIR"], holds: "population register" },
  { template: "<domain>_KQ0", scope: "domain", subsystems: ["VoO"], holds: "care data" },
  { template: "<domain>_LD0", scope: "domain", subsystems: ["IFO"], holds: "family care data" },
];

/** Endings of databases that older installations may still have, each as `<domain>_<ending>` (T13.3-1). */
export const olderDatabaseEndings = ["Activity", "Deviation", "Housing"] as const;

/** Names of customer and domain that can stand in a database name without quoting: no å, ä, ö, space or hyphen. */
export const databaseNamePattern = /^[A-Za-z][A-Za-z0-9_]*$/;

export interface DatabaseQuestion {
  /** Name of the customer as it stands in database names; fits `databaseNamePattern`. */
  readonly customer: string;
  /** TSS domains; each fits `databaseNamePattern`. */
  readonly domains: readonly string[];
  /** Subsystems that are installed. */
  readonly subsystems: readonly Subsystem[];
  /** Features that are bought and activated. */
  readonly features: readonly Feature[];
}

export interface CatalogueDatabase {
  readonly name: string;
  readonly entry: CatalogueEntry;
  /** TSS domain, where each has a database of its own. */
  readonly domain?: string;
}

/** The databases that an installation has, in the catalogue's order and for each entry in the order of the domains. */
export function databasesFor(question: DatabaseQuestion): readonly CatalogueDatabase[] {
  return databaseCatalogue
    .filter((entry) => isBrought(entry, question))
    .flatMap((entry) => namesOf(entry, question));
}

/** The databases that may remain from an older installation. */
export function olderDatabasesFor(domains: readonly string[]): readonly string[] {
  return domains.flatMap((domain) => olderDatabaseEndings.map((ending) => `${domain}_${ending}`));
}

function isBrought(entry: CatalogueEntry, question: DatabaseQuestion): boolean {
  if (entry.feature !== undefined && !question.features.includes(entry.feature)) return false;
  return entry.subsystems === "all" || entry.subsystems.some((subsystem) => question.subsystems.includes(subsystem));
}

function namesOf(entry: CatalogueEntry, question: DatabaseQuestion): readonly CatalogueDatabase[] {
  switch (entry.scope) {
    case "installation":
      return [{ name: entry.template, entry }];
    case "customer":
      return [{ name: entry.template.replace("<customer>", () => question.customer), entry }];
    case "domain":
      return question.domains.map((domain) => ({ name: entry.template.replace("<domain>", () => domain), entry, domain }));
  }
}
