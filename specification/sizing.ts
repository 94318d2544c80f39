import type { Clause, Subsystem } from "./vocabulary.ts";

/** Clause of all figures in this file. */
export const sizingClause: Clause = "T3.1.4-4";

/** Space for a number of units: `mebibytes` for each `per` of them. */
export interface SizingRate {
  readonly mebibytes: number;
  readonly per: number;
}

const kibibytes = (amount: number) => amount / 1024;
const gibibytes = (amount: number) => amount * 1024;

/**
 * The vendor's figures for register data (T 3.1.4), KB, MB and GB read as KiB, MiB and GiB, the larger of the two.
 * Documents with logotypes, pictures or rich text need considerably more than these.
 */
export const sizingRates = {
  inhabitants: { mebibytes: 6, per: 1000 },
  familyCareCases: { mebibytes: 10, per: 100 },
  familyCareHistory: { mebibytes: 9, per: 100 },
  familyCareCaseWorkers: { mebibytes: 50, per: 10 },
  familyCareInterventions: { mebibytes: gibibytes(4.5), per: 1000 },
  familyCareDocuments: { mebibytes: kibibytes(30), per: 1 },
  careRecipients: { mebibytes: 80, per: 100 },
  careDocuments: { mebibytes: kibibytes(150), per: 1 },
} as const satisfies Record<string, SizingRate>;

/** What a municipality counts; each a number of things, none of them negative. */
export interface RegisterCounts {
  readonly inhabitants: number;
  /** Cases of family care (IFO). */
  readonly familyCareCases: number;
  /** Cases of family care kept as history. */
  readonly familyCareHistory: number;
  /** Case workers with a time book. */
  readonly familyCareCaseWorkers: number;
  readonly familyCareInterventions: number;
  readonly familyCareDocuments: number;
  readonly careRecipients: number;
  readonly careDocuments: number;
}

/**
 * Space for the register data of each subsystem, in MiB. Family care's documents are sized by interventions or by documents:
 * the larger figure counts.
 */
export function registerDataMebibytes(counts: RegisterCounts): Readonly<Record<Subsystem, number>> {
  const size = (count: keyof RegisterCounts) => (counts[count] / sizingRates[count].per) * sizingRates[count].mebibytes;
  return {
    KIR: size("inhabitants"),
    IFO:
      size("familyCareCases") +
      size("familyCareHistory") +
      size("familyCareCaseWorkers") +
      Math.max(size("familyCareInterventions"), size("familyCareDocuments")),
    VoO: size("careRecipients") + size("careDocuments"),
  };
}

/** Space for the register data of the installed subsystems together, in GiB. */
export function registerDataGibibytes(counts: RegisterCounts, subsystems: readonly Subsystem[]): number {
  const sizes = registerDataMebibytes(counts);
  return subsystems.reduce((sum, subsystem) => sum + sizes[subsystem], 0) / 1024;
}
