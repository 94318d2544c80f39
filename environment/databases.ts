import { databaseNamePattern, databasesFor, catalogueClause, type DatabaseQuestion } from "../specification/databases.ts";
import { registerDataGibibytes, type RegisterCounts } from "../specification/sizing.ts";
import type { Subsystem } from "../specification/vocabulary.ts";
import type { PlannedDatabase } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** What the customer declares of the databases. Figures of subsystems that are not installed are left out of account. */
export interface DatabaseFigures {
  readonly counts: Partial<RegisterCounts>;
  readonly yearlyGrowthPercent: number;
  readonly yearsPlanned: number;
  /** Databases with log tables at the end of the planned years. */
  readonly logGiB: number;
  /** Documents and attachments stored in databases at the end of the planned years. */
  readonly attachmentGiB: number;
}

/** Sizes in GiB. */
export interface ExpectedSizes {
  /** Register data today, by the vendor's figures (T3.1.4-4). */
  readonly registerGiB: number;
  /** Register data at the end of the planned years. */
  readonly grownRegisterGiB: number;
  /** All databases at the end of the planned years: what memory and data disk are sized by. */
  readonly expectedGiB: number;
}

const nobody: RegisterCounts = {
  inhabitants: 0,
  familyCareCases: 0,
  familyCareHistory: 0,
  familyCareCaseWorkers: 0,
  familyCareInterventions: 0,
  familyCareDocuments: 0,
  careRecipients: 0,
  careDocuments: 0,
};

/** Register data by the vendor's figures, grown year by year, and what the customer expects besides (T3.1.4-4, T3.1.4-5). */
export function expectedSizes(figures: DatabaseFigures, subsystems: readonly Subsystem[]): ExpectedSizes {
  const registerGiB = registerDataGibibytes({ ...nobody, ...definedOnly(figures.counts) }, subsystems);
  const grownRegisterGiB = registerGiB * (1 + figures.yearlyGrowthPercent / 100) ** figures.yearsPlanned;
  return { registerGiB, grownRegisterGiB, expectedGiB: grownRegisterGiB + figures.logGiB + figures.attachmentGiB };
}

function definedOnly(counts: Partial<RegisterCounts>): Partial<RegisterCounts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}

/** What a name of a database is made of, and where it was written. */
export interface NamePart {
  readonly name: string;
  readonly path: string;
}

export interface CatalogueQuestion extends Omit<DatabaseQuestion, "customer" | "domains"> {
  readonly customer: NamePart;
  readonly domains: readonly NamePart[];
}

/** SQL Server's longest name. */
const longestDatabaseName = 128;

/**
 * The databases that the vendor's installer will make (T13.3-1), by name and by the subsystem that they serve. They are planned
 * for backup and alarms; nothing here creates them.
 */
export function planDatabases(question: CatalogueQuestion): { readonly databases: readonly PlannedDatabase[]; readonly problems: readonly Problem[] } {
  const parts = [question.customer, ...question.domains];
  const faults = [...parts.flatMap(namePartProblems), ...repeatedDomains(question.domains)];
  if (faults.length > 0) return { databases: [], problems: faults };
  const found = databasesFor({ ...question, customer: question.customer.name, domains: question.domains.map((domain) => domain.name) });
  const tooLong = found.filter((database) => database.name.length > longestDatabaseName);
  return {
    databases: found.map(({ name, entry }) => ({ name, subsystem: entry.subsystems === "all" ? "common" : servedBy(entry.subsystems, question.subsystems) })),
    problems: tooLong.map((database) => {
      const part = question.domains.find((domain) => domain.name === database.domain) ?? question.customer;
      return { path: part.path, value: part.name, limit: `the database name ${database.name} has more than ${longestDatabaseName} characters`, clause: catalogueClause, fix: "shorten the name" };
    }),
  };
}

/** The installed subsystems among those that bring a database. */
function servedBy(brought: readonly Subsystem[], installed: readonly Subsystem[]): string {
  return brought.filter((subsystem) => installed.includes(subsystem)).join(", ");
}

function namePartProblems({ name, path }: NamePart): readonly Problem[] {
  if (databaseNamePattern.test(name)) return [];
  return [{ path, value: name, limit: "letters a–z, digits and underscores, beginning with a letter: it stands in the names of databases", clause: catalogueClause, fix: "ask the vendor how the name is written where it has å, ä, ö, spaces or hyphens" }];
}

/** SQL Server tells names by their letters, not by their case. */
function repeatedDomains(domains: readonly NamePart[]): readonly Problem[] {
  return domains.flatMap((domain, index) => {
    const first = domains.findIndex((other) => other.name.toLowerCase() === domain.name.toLowerCase());
    if (first === index) return [];
    return [{ path: domain.path, value: domain.name, limit: `a domain of its own: ${domains[first]!.path} has the same name`, clause: catalogueClause, fix: "state each TSS domain once" }];
  });
}
