import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataDiskGiB, planDisks } from "./disks.ts";

const sql = { roles: ["database"] as const, path: "lifecare:machines[4]" };
const figures = (expectedGiB: number, largestTableGiB = 0) => ({ expectedGiB, largestTableGiB });

describe("Disks", () => {
  it.each([
    ["core", 128, "P10"],
    ["application", 128, "P10"],
    ["intranetWeb", 64, "P6"],
    ["web", 64, "P6"],
    ["compute", 64, "P6"],
  ] as const)("of a %s server in PROD are one program disk of %d GiB", (role, sizeGiB, tier) => {
    expect(planDisks({ roles: [role], environment: "prod", path: "m" }).disks).toEqual([
      { purpose: "program", lun: 0, sizeGiB, tier, storageAccountType: "Premium_LRS", caching: "ReadOnly" },
    ]);
  });

  it("in UTB are Standard SSD, save those of SQL Server", () => {
    const { disks } = planDisks({ roles: ["core", "application", "intranetWeb", "database"], environment: "utb", path: "m", database: figures(10) });
    expect(disks.map((disk) => [disk.purpose, disk.lun, disk.storageAccountType])).toEqual([
      ["program", 0, "StandardSSD_LRS"],
      ["data", 1, "Premium_LRS"],
      ["log", 2, "Premium_LRS"],
      ["tempdb", 3, "Premium_LRS"],
    ]);
    expect(disks[0]!.tier).toBe("E10");
  });

  it("of the database server part data, log and tempdb, with Microsoft's caching (T3.1.4-6)", () => {
    const { disks, problems } = planDisks({ ...sql, environment: "prod", database: figures(353, 25) });
    expect(problems).toEqual([]);
    expect(disks).toEqual([
      { purpose: "data", lun: 0, sizeGiB: 512, tier: "P20", storageAccountType: "Premium_LRS", caching: "ReadOnly" },
      { purpose: "log", lun: 1, sizeGiB: 256, tier: "P15", storageAccountType: "Premium_LRS", caching: "None" },
      { purpose: "tempdb", lun: 2, sizeGiB: 128, tier: "P10", storageAccountType: "Premium_LRS", caching: "ReadOnly" },
    ]);
  });

  it("of the databases hold the vendor's 500 GiB, and room for an index rebuild and for the alarm (T3.1.4-2, T3.1.4-5)", () => {
    expect(dataDiskGiB(figures(0))).toBe(500);
    expect(dataDiskGiB(figures(400, 0))).toBe(500);
    expect(dataDiskGiB(figures(400, 40))).toBe(600);
    expect(dataDiskGiB(figures(1600, 200))).toBe(2500);
  });

  it.each([
    [3276, "P50", 4095, "ReadOnly"],
    [3276.5, "P50", 4096, "None"],
    [3300, "P60", 8192, "None"],
  ] as const)("for databases of %d GiB: %s, %d GiB, caching %s, since Azure caches nothing of 4 TiB", (expected, tier, sizeGiB, caching) => {
    expect(planDisks({ ...sql, environment: "prod", database: figures(expected) }).disks[0]).toMatchObject({ tier, sizeGiB, caching });
  });

  it("larger than any disk of Azure are a problem, never a smaller disk", () => {
    const { disks, problems } = planDisks({ ...sql, environment: "prod", database: figures(30000) });
    expect(disks.map((disk) => disk.purpose)).toEqual(["log", "tempdb"]);
    expect(problems).toEqual([expect.objectContaining({ path: "lifecare:machines[4]", value: 37500, clause: "T3.1.4-5" })]);
  });

  it("always hold what was asked for", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20000, noNaN: true }), fc.double({ min: 0, max: 2000, noNaN: true }), (expected, table) => {
        const data = planDisks({ ...sql, environment: "utb", database: figures(expected, table) }).disks[0]!;
        expect(data.sizeGiB).toBeGreaterThanOrEqual(500);
        expect(data.sizeGiB * 0.8).toBeGreaterThanOrEqual((expected + 2 * table) * 0.9999999);
        expect(data.caching === "ReadOnly").toBe(data.sizeGiB < 4096);
      }),
    );
  });
});
