import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { databaseCatalogue, databaseNamePattern, databasesFor, features, olderDatabasesFor, type DatabaseQuestion } from "./databases.ts";
import { subsystems } from "./vocabulary.ts";

const everything: DatabaseQuestion = { customer: "Ankeborg", domains: ["ANK"], subsystems, features };

function namesFor(question: Partial<DatabaseQuestion>): readonly string[] {
  return databasesFor({ ...everything, ...question }).map(({ name }) => name);
}

const anyName = fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}$/);
const anyQuestion: fc.Arbitrary<DatabaseQuestion> = fc.record({
  customer: anyName,
  domains: fc.uniqueArray(anyName, { minLength: 1, maxLength: 4 }),
  subsystems: fc.subarray([...subsystems]),
  features: fc.subarray([...features]),
});

describe("the database catalogue", () => {
  it("has the vendor's twenty-nine databases, each once", () => {
    expect(new Set(databaseCatalogue.map((entry) => entry.template)).size).toBe(29);
    expect(databaseCatalogue).toHaveLength(29);
  });

  it("names customer or domain exactly where the database is one for each", () => {
    const placeholders = { installation: [], customer: ["<customer>"], domain: ["<domain>"] };
    for (const entry of databaseCatalogue) expect(entry.template.match(/<\w+>/g) ?? []).toEqual(placeholders[entry.scope]);
  });
});

describe("the databases of an installation", () => {
  it("with the population register alone are the common ones and its own", () => {
    expect(namesFor({ subsystems: ["KIR"], features: [] })).toEqual([
      "HCWMETA1",
      "HCWMYMESSAGES_Ankeborg",
      "HCWREPORT",
      "HWE_WEBatch",
      "HWE_SYSLOG",
      "HWE_SignService",
      "HWE_Identity",
      "ANK_KI0",
    ]);
  });

  it("with family care alone have its shared ones, reports of citizen services only with that feature", () => {
    const familyCare = ["HWE_ANK_Checklist", "HWE_ANK_Deviation", "HWE_ANK_TimeBook", "ANK_LD0"];
    const own = (names: readonly string[]) => names.filter((name) => name.includes("ANK"));
    expect(own(namesFor({ subsystems: ["IFO"], features: [] }))).toEqual(familyCare);
    expect(own(namesFor({ subsystems: ["IFO"], features: ["citizenServicesIFO", "financialSystem"] }))).toEqual([
      "HWE_ANK_Checklist",
      "HWE_ANK_Deviation",
      "HWE_ANK_FCSEReport",
      "HWE_ANK_TimeBook",
      "ANK_EKO",
      "ANK_LD0",
    ]);
  });

  it("with everything are the whole catalogue, once for each domain", () => {
    expect(namesFor({})).toHaveLength(29);
    expect(namesFor({ domains: ["ANK", "GAS"] })).toHaveLength(29 + 22);
  });

  it("lack planning, and what schedules it, where planning is not bought", () => {
    const missing = namesFor({}).filter((name) => !namesFor({ features: features.filter((feature) => feature !== "planning") }).includes(name));
    expect(missing).toEqual(["HWE_ANK_ECPlanning", "HWE_ANK_WorkSchedules"]);
  });

  it("have names that are unique and can stand without quotes", () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const names = databasesFor(question).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(databaseNamePattern);
      }),
    );
  });

  it("only become more with another subsystem, feature or domain", () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const wider = namesFor({ ...question, subsystems, features, domains: [...question.domains, "another"] });
        expect(wider).toEqual(expect.arrayContaining(databasesFor(question).map(({ name }) => name)));
      }),
    );
  });

  it("take a name as it is, also one that a replacement pattern would expand", () => {
    expect(namesFor({ domains: ["A$&B"], subsystems: ["KIR"], features: [] })).toContain("A$&B_KI0");
  });
});

describe("a name for customer or domain", () => {
  it.each(["ANK", "Ankeborg", "A", "a_1"])("may be «%s»", (name) => {
    expect(name).toMatch(databaseNamePattern);
  });

  it.each(["", "Åmål", "Östra", "Malmö", "1A", "_A", "A-B", "A B", "A.B", "A]B", "A;B", "A\n"])("may not be «%s»", (name) => {
    expect(name).not.toMatch(databaseNamePattern);
  });
});

describe("the databases of an older installation", () => {
  it("may remain for each domain", () => {
    expect(olderDatabasesFor(["ANK"])).toEqual(["ANK_Activity", "ANK_Deviation", "ANK_Housing"]);
  });
});
