import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedSizes, planDatabases, type CatalogueQuestion } from "./databases.ts";

const ankeborg = {
  inhabitants: 38000,
  familyCareCases: 5200,
  familyCareHistory: 21000,
  familyCareCaseWorkers: 60,
  familyCareInterventions: 9000,
  familyCareDocuments: 210000,
  careRecipients: 2600,
  careDocuments: 480000,
};
const still = { yearlyGrowthPercent: 0, yearsPlanned: 0, logGiB: 0, attachmentGiB: 0 };

describe("Expected sizes", () => {
  it("of Ankeborg, worked out by hand from T 3.1.4", () => {
    const kir = 6 * 38;
    const ifo = 10 * 52 + 9 * 210 + 50 * 6 + 4.5 * 1024 * 9;
    const voo = 80 * 26 + (150 * 480000) / 1024;
    const { registerGiB, grownRegisterGiB, expectedGiB } = expectedSizes({ counts: ankeborg, yearlyGrowthPercent: 8, yearsPlanned: 5, logGiB: 60, attachmentGiB: 120 }, ["KIR", "IFO", "VoO"]);
    expect(registerGiB).toBeCloseTo((kir + ifo + voo) / 1024, 6);
    expect(grownRegisterGiB).toBeCloseTo(registerGiB * 1.4693280768, 6);
    expect(expectedGiB).toBeCloseTo(grownRegisterGiB + 180, 6);
  });

  it("leave out what is not installed, and count what is not declared as none", () => {
    expect(expectedSizes({ counts: ankeborg, ...still }, ["KIR"]).expectedGiB).toBeCloseTo((6 * 38) / 1024, 6);
    expect(expectedSizes({ counts: { inhabitants: undefined }, ...still }, ["KIR", "IFO", "VoO"]).expectedGiB).toBe(0);
  });

  it("never shrink with more years, more growth or more data", () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 15 }), (inhabitants, careDocuments, yearlyGrowthPercent, yearsPlanned) => {
        const size = (change: object) => expectedSizes({ counts: { inhabitants, careDocuments }, ...still, yearlyGrowthPercent, yearsPlanned, ...change }, ["KIR", "VoO"]).expectedGiB;
        expect(size({ yearsPlanned: yearsPlanned + 1 })).toBeGreaterThanOrEqual(size({}));
        expect(size({ yearlyGrowthPercent: yearlyGrowthPercent + 1 })).toBeGreaterThanOrEqual(size({}));
        expect(size({ counts: { inhabitants: inhabitants + 1, careDocuments } })).toBeGreaterThan(size({}));
        expect(size({ logGiB: 1 })).toBeCloseTo(size({}) + 1, 3);
      }),
    );
  });
});

const question: CatalogueQuestion = {
  customer: { name: "Ankeborg", path: "customer.databaseSuffix" },
  domains: [{ name: "ANK", path: "domains[0].name" }],
  subsystems: ["KIR", "IFO", "VoO"],
  features: ["planning"],
};

describe("The databases to expect (T13.3-1)", () => {
  it("are named by customer and domain, and tell which subsystem they serve", () => {
    const { databases, problems } = planDatabases(question);
    expect(problems).toEqual([]);
    expect(databases).toEqual(
      expect.arrayContaining([
        { name: "HCWMYMESSAGES_Ankeborg", subsystem: "common" },
        { name: "HWE_ANK_Checklist", subsystem: "IFO, VoO" },
        { name: "HWE_ANK_ECPlanning", subsystem: "VoO" },
        { name: "ANK_KI0", subsystem: "KIR" },
      ]),
    );
    expect(new Set(databases.map((database) => database.name)).size).toBe(databases.length);
  });

  it("follow what is installed", () => {
    const names = (change: Partial<CatalogueQuestion>) => planDatabases({ ...question, ...change }).databases.map((database) => database.name);
    expect(names({ subsystems: ["KIR"] })).not.toContain("ANK_LD0");
    expect(names({ features: [] })).not.toContain("HWE_ANK_ECPlanning");
    expect(names({ domains: [...question.domains, { name: "ANK2", path: "domains[1].name" }] })).toEqual(expect.arrayContaining(["ANK_KI0", "ANK2_KI0"]));
    expect(planDatabases({ ...question, subsystems: ["IFO"] }).databases).toContainEqual({ name: "HWE_ANK_Checklist", subsystem: "IFO" });
  });

  it.each(["Åmål", "1A", "A-B", "A B", ""])("cannot be named after «%s»: the vendor is asked, nothing is guessed", (name) => {
    const { databases, problems } = planDatabases({ ...question, domains: [{ name, path: "domains[0].name" }] });
    expect(databases).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ path: "domains[0].name", value: name, clause: "T13.3-1", fix: expect.stringContaining("ask the vendor") })]);
  });

  it("are refused where two domains differ by case alone, or a name is longer than SQL Server takes", () => {
    const twice = planDatabases({ ...question, domains: [...question.domains, { name: "ank", path: "domains[1].name" }] });
    expect(twice.problems).toEqual([expect.objectContaining({ path: "domains[1].name" })]);
    const long = planDatabases({ ...question, subsystems: ["KIR"], domains: [{ name: "A".repeat(126), path: "domains[0].name" }] });
    expect(long.problems).toEqual([expect.objectContaining({ path: "domains[0].name", limit: expect.stringContaining("_KI0 has more than 128") })]);
  });
});
