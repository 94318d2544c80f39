import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { virtualMachineSizes } from "../azure/virtualMachineSizes.ts";
import { serverTypes } from "../specification/serverTypes.ts";
import { roles, type Role } from "../specification/vocabulary.ts";
import { planSize, type SizedDatabase, type SizingQuestion } from "./sizing.ts";

function plan(carried: readonly Role[], change: Partial<SizingQuestion> = {}) {
  return planSize({ roles: carried, environment: "prod", path: "lifecare:machines[0]", ...change });
}

function database(expectedGiB: number, edition: SizedDatabase["edition"] = "Enterprise"): SizedDatabase {
  return { expectedGiB, largestTableGiB: 0, edition };
}

describe("A machine without a size of its own", () => {
  it.each([
    [["core"], "Standard_D4s_v5"],
    [["core", "application"], "Standard_D4s_v5"],
    [["intranetWeb"], "Standard_D4s_v5"],
    [["web"], "Standard_D4s_v5"],
    [["compute"], "Standard_E2s_v5"],
    [["database"], "Standard_E4s_v5"],
    [["application", "intranetWeb"], "Standard_E4s_v5"],
    [["core", "application", "intranetWeb"], "Standard_E4s_v5"],
  ] as const)("with the roles %s gets the smallest that holds the floors: %s", (carried, size) => {
    expect(plan(carried)).toMatchObject({ size: { name: size }, problems: [] });
  });

  it.each([
    [10, "Standard_E4s_v5"],
    [32, "Standard_E4s_v5"],
    [32.1, "Standard_E8s_v5"],
    [150, "Standard_E20s_v5"],
    [400, "Standard_E64s_v5"],
    [672, "Standard_E96s_v5"],
  ])("for databases of %d GiB has as much memory: %s (T3.1.4-3)", (expected, size) => {
    const sized = plan(["database"], { database: database(expected) });
    expect(sized.size?.name).toBe(size);
    expect(sized.advice.filter((item) => item.clause === "T3.1.4-3")).toEqual([]);
  });

  it("for databases larger than any memory gets the largest, and says so", () => {
    const sized = plan(["database"], { database: database(2000) });
    expect(sized.size?.name).toBe("Standard_E96s_v5");
    expect(sized.advice).toEqual(expect.arrayContaining([expect.objectContaining({ clause: "T3.1.4-3", message: expect.stringContaining("2000 GiB") })]));
  });

  it("gets no more memory than SQL Server Standard can use, and says what the vendor recommends", () => {
    const sized = plan(["database"], { database: database(352.6, "Standard") });
    expect(sized.size).toMatchObject({ name: "Standard_E20s_v5", memoryGiB: 160 });
    expect(sized.size!.vCpu).toBeLessThanOrEqual(24);
    expect(sized.advice).toEqual([
      { path: "lifecare:machines[0].size", clause: "T3.1.4-3", message: "the vendor recommends as much memory as the databases are large, 353 GiB; Standard_E20s_v5 has 160, which is all that SQL Server Standard can use" },
    ]);
  });

  it("holds every floor of every combination of roles, judged role by role", () => {
    const combination = fc.subarray([...roles], { minLength: 1 });
    const demand = fc.option(fc.record({ expectedGiB: fc.double({ min: 0, max: 3000, noNaN: true }), largestTableGiB: fc.double({ min: 0, max: 200, noNaN: true }), edition: fc.constantFrom("Standard" as const, "Enterprise" as const) }), { nil: undefined });
    fc.assert(
      fc.property(combination, demand, fc.constantFrom("prod" as const, "utb" as const), (carried, figures, environment) => {
        const { size, disks, problems } = plan(carried, { environment, ...(carried.includes("database") && figures ? { database: figures } : {}) });
        expect(problems).toEqual([]);
        for (const role of carried) {
          expect(size!.vCpu).toBeGreaterThanOrEqual(serverTypes[role].vCpu);
          expect(size!.memoryGiB).toBeGreaterThanOrEqual(serverTypes[role].memoryGiB);
          const disk = disks.find(({ purpose }) => purpose === (role === "database" ? "data" : "program"))!;
          expect(disk.sizeGiB).toBeGreaterThanOrEqual(serverTypes[role].dataDiskGiB);
        }
        if (carried.includes("application") && carried.includes("intranetWeb")) expect(size!.memoryGiB).toBeGreaterThanOrEqual(28);
        expect(disks.length).toBeLessThanOrEqual(size!.maximumDataDisks);
        expect(new Set(disks.map((disk) => disk.lun)).size).toBe(disks.length);
        expect(size!.burstable).toBe(false);
        expect(size!.architecture).toBe("x64");
        if (environment === "prod") expect(disks.every((disk) => disk.storageAccountType === "Premium_LRS")).toBe(true);
      }),
    );
  });

  it("is the smallest: no size of the usual families with fewer vCPUs, or as many and less memory, would do", () => {
    for (const carried of [["core"], ["web"], ["compute"], ["application", "intranetWeb"]] as const) {
      const { size, floor } = plan(carried);
      const smaller = virtualMachineSizes.filter(
        ({ family, vCpu, memoryGiB }) => ["Dsv5", "Esv5"].includes(family) && (vCpu < size!.vCpu || (vCpu === size!.vCpu && memoryGiB < size!.memoryGiB)),
      );
      expect(smaller.every((other) => other.vCpu < floor.vCpu || other.memoryGiB < floor.memoryGiB)).toBe(true);
    }
  });
});

describe("A size that was asked for", () => {
  it.each([
    ["Standard_B4s_v2", ["core"], "T3.1-2", /bursts on credits/],
    ["Standard_B4ms", ["core"], "T3.1-2", /bursts on credits/],
    ["Standard_D4ps_v5", ["core"], "T2.1-1", /Arm64/],
    ["Standard_D2s_v5", ["compute"], "T3.1.7-1", /at least 16 GiB of memory: Standard_D2s_v5 has 8/],
    ["Standard_E2s_v5", ["database"], "T3.1.4-2", /at least 4 vCPUs: Standard_E2s_v5 has 2/],
    ["Standard_D4s_v5", ["application", "intranetWeb"], "T3.1.5-2", /at least 28 GiB/],
  ] as const)("%s is refused for %s by %s", (size, carried, clause, limit) => {
    const sized = plan(carried, { size });
    expect(sized.size).toBeUndefined();
    expect(sized.problems).toEqual([expect.objectContaining({ path: "lifecare:machines[0].size", value: size, clause, limit: expect.stringMatching(limit), fix: expect.stringContaining("Standard_") })]);
  });

  it("with several faults names them all", () => {
    expect(plan(["core"], { size: "Standard_B2ms" }).problems.map((problem) => problem.clause)).toEqual(["T3.1-2", "T3.1.3-2", "T3.1.3-2"]);
  });

  it("that is misspelt is asked back", () => {
    expect(plan(["core"], { size: "Standard_D4_v5" }).problems).toEqual([expect.objectContaining({ fix: "did you mean Standard_D4s_v5?" })]);
    expect(plan(["core"], { size: "Huge" }).problems).toEqual([expect.objectContaining({ fix: expect.stringContaining("Standard_D4s_v5 or larger") })]);
  });

  it("is taken as it is where it holds", () => {
    expect(plan(["core"], { size: "standard_d8s_V5" })).toMatchObject({ size: { name: "Standard_D8s_v5" }, problems: [], advice: [] });
    expect(plan(["web"], { size: "Standard_E4as_v6" })).toMatchObject({ size: { diskControllers: ["NVMe"] }, problems: [] });
  });

  it("at the end of its family is advised against: nothing is left to grow to (T3.1-1)", () => {
    expect(plan(["core"], { size: "Standard_D96s_v5" }).advice).toEqual([expect.objectContaining({ path: "lifecare:machines[0].size", clause: "T3.1-1" })]);
    expect(plan(["core"], { size: "Standard_D4s_v5" }).advice).toEqual([]);
  });

  it("with less memory than the databases is advised against, not refused (T3.1.4-3)", () => {
    const sized = plan(["database"], { size: "Standard_E8s_v5", database: database(100) });
    expect(sized.problems).toEqual([]);
    expect(sized.advice).toEqual([expect.objectContaining({ clause: "T3.1.4-3", message: expect.stringContaining("100 GiB; Standard_E8s_v5 has 64") })]);
  });

  it("that holds the larger floor but not their sum gets the advice of reading 20", () => {
    expect(plan(["core", "application"]).advice).toEqual([expect.objectContaining({ clause: "T3.1.5-2", message: expect.stringContaining("32 GiB of memory; Standard_D4s_v5 has 16") })]);
    expect(plan(["core", "application"], { size: "Standard_D8s_v5" }).advice).toEqual([]);
  });

  it("that cannot keep up with its disks gets advice (T3.1.4-6)", () => {
    const sized = plan(["database"], { size: "Standard_E4s_v5", database: { expectedGiB: 1300, largestTableGiB: 0, edition: "Standard" } });
    expect(sized.advice).toEqual(expect.arrayContaining([expect.objectContaining({ clause: "T3.1.4-6", message: expect.stringContaining("Standard_E4s_v5 at most 6400") })]));
  });
});
