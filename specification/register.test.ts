import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alarms } from "./alarms.ts";
import { readings } from "./readings.ts";
import { dueOf, findRequirement, requirements } from "./register.ts";

const sourceFiles = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));

describe("the register", () => {
  it("has each of its hundred requirements once", () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(100);
    expect(requirements).toHaveLength(100);
  });

  it("gives each requirement at least one disposition, none twice", () => {
    for (const { id, dispositions } of requirements) {
      const parts = dispositions.map(({ part }) => part);
      expect([id, parts.length > 0, new Set(parts).size]).toEqual([id, true, parts.length]);
    }
  });

  it("refines the due date only of parts that the requirement has, save one part that a later stage adds to single sign-on", () => {
    const refined = requirements.flatMap(({ id, dispositions, due }) =>
      Object.keys(due.parts ?? {})
        .filter((part) => !dispositions.some((disposition) => disposition.part === part))
        .map((part) => `${id} ${part}`),
    );
    expect(refined).toEqual(["T6.1-3 H"]);
  });

  it("names its document first in the chapter", () => {
    for (const { source, chapter } of requirements) expect(chapter.startsWith(`${source} `)).toBe(true);
  });

  it("does not know an id that is not there", () => {
    expect(findRequirement("T3.1.5-3")?.due).toEqual({ row: "up", parts: { G: "gate" }, publishing: "way-in" });
    expect(findRequirement("T99-1")).toBeUndefined();
  });
});

describe("the stage at which a part is due", () => {
  const due = (id: string, part: Parameters<typeof dueOf>[1]) => dueOf(findRequirement(id)!, part);

  it("is the row's for what is provisioned, operated or asked for", () => {
    expect([due("T4.3-M", "B"), due("T3.1-4", "I"), due("T6.3-13", "O")]).toEqual(["up", "up", "hands"]);
  });

  it("is never before the gate for what is gated", () => {
    expect([due("T4.3-M", "G"), due("T6.9-1", "G")]).toEqual(["gate", "way-in"]);
  });

  it("is hands for the guest and others for the documentation", () => {
    expect([due("T6.3-1", "H"), due("T4.2-1", "D")]).toEqual(["hands", "others"]);
  });

  it("is what the row says of that part where it says so", () => {
    expect([due("T3.1.4-5", "O"), due("T3.1.4-5", "B"), due("S4-1", "O")]).toEqual(["eyes", "up", "hands"]);
  });
});

describe("every fact of the specification", () => {
  it("carries a clause that the register has", async () => {
    const ids = new Set(requirements.map(({ id }) => id));
    const found: string[] = [];
    for (const file of sourceFiles) {
      const module = (await import(join(import.meta.dirname, file))) as Record<string, unknown>;
      for (const [name, value] of Object.entries(module)) found.push(...clausesIn(name, value));
    }
    expect(found.length).toBeGreaterThan(80);
    expect(found.filter((clause) => !ids.has(clause))).toEqual([]);
  });

  it("refers to readings that exist", () => {
    const referred = sourceFiles.flatMap((file) => [...readFileSync(join(import.meta.dirname, file), "utf8").matchAll(/\(?reading (\d+)\)?/g)].map(([, number]) => Number(number)));
    expect(referred.length).toBeGreaterThan(5);
    expect(referred.filter((number) => readings[number] === undefined)).toEqual([]);
  });
});

describe("the alarms", () => {
  it("are the eleven of T 6.3, in its order, each with the register's wording of its clause", () => {
    expect(alarms.map(({ clause }) => clause)).toEqual(Array.from({ length: 11 }, (_, index) => `T6.3-${index + 1}`));
    expect(alarms.every(({ clause }) => findRequirement(clause)?.title.startsWith("Alarm: "))).toBe(true);
  });

  it("watch every server for system, CPU, disk and memory, and only the database server for SQL Server", () => {
    const watched = (id: string) => alarms.find((alarm) => alarm.id === id)!.roles;
    for (const id of ["operatingSystem", "cpu", "disk", "memory"]) expect(watched(id)).toHaveLength(6);
    for (const id of ["sqlServices", "sqlPort"]) expect(watched(id)).toEqual(["database"]);
  });
});

/** Values of every property `clause` and of exports whose name ends in `Clause`. */
function clausesIn(name: string, value: unknown): readonly string[] {
  if (typeof value === "string") return /^clause$|Clause$/.test(name) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => clausesIn(key, inner));
}
