import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registerDataGibibytes, registerDataMebibytes, type RegisterCounts } from "./sizing.ts";

const nothing: RegisterCounts = {
  inhabitants: 0,
  familyCareCases: 0,
  familyCareHistory: 0,
  familyCareCaseWorkers: 0,
  familyCareInterventions: 0,
  familyCareDocuments: 0,
  careRecipients: 0,
  careDocuments: 0,
};
const count = fc.nat({ max: 10_000_000 });
const anyCounts: fc.Arbitrary<RegisterCounts> = fc.record({
  inhabitants: count,
  familyCareCases: count,
  familyCareHistory: count,
  familyCareCaseWorkers: count,
  familyCareInterventions: count,
  familyCareDocuments: count,
  careRecipients: count,
  careDocuments: count,
});

describe("the space for register data", () => {
  it.each([
    ["inhabitants", 38_000, "KIR", 228],
    ["familyCareCases", 5200, "IFO", 520],
    ["familyCareHistory", 21_000, "IFO", 1890],
    ["familyCareCaseWorkers", 60, "IFO", 300],
    ["familyCareInterventions", 2000, "IFO", 9 * 1024],
    ["familyCareDocuments", 2048, "IFO", 60],
    ["careRecipients", 2600, "VoO", 2080],
    ["careDocuments", 2048, "VoO", 300],
  ] as const)("for %s, %d of them, counts for %s: %d MiB", (name, amount, subsystem, mebibytes) => {
    const expected = { KIR: 0, IFO: 0, VoO: 0, [subsystem]: mebibytes };
    expect(registerDataMebibytes({ ...nothing, [name]: amount })).toEqual(expected);
  });

  it("of family care's documents is the larger of the two figures", () => {
    const byInterventions = registerDataMebibytes({ ...nothing, familyCareInterventions: 1000, familyCareDocuments: 1000 });
    expect(byInterventions.IFO).toBe(4608);
    const byDocuments = registerDataMebibytes({ ...nothing, familyCareInterventions: 1, familyCareDocuments: 1024 });
    expect(byDocuments.IFO).toBe(30);
  });

  it("of a municipality of 38 000 is what the formulae give by hand", () => {
    const counts: RegisterCounts = {
      inhabitants: 38_000,
      familyCareCases: 5200,
      familyCareHistory: 21_000,
      familyCareCaseWorkers: 60,
      familyCareInterventions: 9000,
      familyCareDocuments: 210_000,
      careRecipients: 2600,
      careDocuments: 480_000,
    };
    expect(registerDataMebibytes(counts)).toEqual({ KIR: 228, IFO: 520 + 1890 + 300 + 41_472, VoO: 2080 + 70_312.5 });
    expect(registerDataGibibytes(counts, ["KIR", "IFO", "VoO"])).toBeCloseTo(116_802.5 / 1024, 9);
    expect(registerDataGibibytes(counts, ["KIR"])).toBe(228 / 1024);
  });

  it("is twice as much for twice as many of everything", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const twice = Object.fromEntries(Object.entries(counts).map(([name, amount]) => [name, 2 * amount])) as unknown as RegisterCounts;
        const [single, double] = [registerDataMebibytes(counts), registerDataMebibytes(twice)];
        for (const subsystem of ["KIR", "IFO", "VoO"] as const) expect(double[subsystem]).toBeCloseTo(2 * single[subsystem], 5);
      }),
    );
  });

  it("never shrinks with one more of anything", () => {
    fc.assert(
      fc.property(anyCounts, fc.constantFrom(...(Object.keys(nothing) as (keyof RegisterCounts)[])), (counts, name) => {
        const all = ["KIR", "IFO", "VoO"] as const;
        expect(registerDataGibibytes({ ...counts, [name]: counts[name] + 1 }, all)).toBeGreaterThanOrEqual(registerDataGibibytes(counts, all));
      }),
    );
  });
});
