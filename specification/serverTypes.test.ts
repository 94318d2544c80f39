import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advisedMemoryFor, floorFor, serverTypes } from "./serverTypes.ts";
import { roles } from "./vocabulary.ts";

const anyRoles = fc.subarray([...roles], { minLength: 1 });

describe("the floor of a machine", () => {
  it.each([
    ["core", 4, 16, 100, "T3.1.3-2"],
    ["application", 4, 16, 100, "T3.1.3-2"],
    ["intranetWeb", 4, 12, 50, "T3.1.5-1"],
    ["web", 4, 12, 50, "T3.1.5-1"],
    ["database", 4, 16, 500, "T3.1.4-2"],
    ["compute", 2, 16, 40, "T3.1.7-1"],
  ] as const)("with the role %s alone is the vendor's", (role, vCpu, memoryGiB, dataDiskGiB, clause) => {
    expect(floorFor([role])).toEqual({ vCpu, memoryGiB, dataDiskGiB, clauses: [clause] });
  });

  it("with core and application is the same as with either (T3.1.3-2)", () => {
    expect(floorFor(["core", "application"])).toEqual(floorFor(["core"]));
  });

  it("adds the memory of intranet web and application (T3.1.5-2)", () => {
    expect(floorFor(["application", "intranetWeb"])).toEqual({
      vCpu: 4,
      memoryGiB: 28,
      dataDiskGiB: 100,
      clauses: ["T3.1.3-2", "T3.1.5-1", "T3.1.5-2"],
    });
    expect(floorFor(["core", "application", "intranetWeb"]).memoryGiB).toBe(28);
  });

  it("does not add memory for any other combination (reading 20)", () => {
    expect(floorFor(["core", "intranetWeb"]).memoryGiB).toBe(16);
    expect(floorFor(["core", "database"]).memoryGiB).toBe(16);
    expect(floorFor(["application", "compute", "database"]).memoryGiB).toBe(16);
  });

  it("is never below the floor of any of its roles, and its memory never above what is advised", () => {
    fc.assert(
      fc.property(anyRoles, (held) => {
        const floor = floorFor(held);
        for (const role of held) {
          expect(floor.vCpu).toBeGreaterThanOrEqual(serverTypes[role].vCpu);
          expect(floor.memoryGiB).toBeGreaterThanOrEqual(serverTypes[role].memoryGiB);
          expect(floor.dataDiskGiB).toBeGreaterThanOrEqual(serverTypes[role].dataDiskGiB);
          expect(floor.clauses).toContain(serverTypes[role].clause);
        }
        expect(floor.memoryGiB).toBeLessThanOrEqual(advisedMemoryFor(held));
      }),
    );
  });

  it("does not depend on the order of the roles, nor on one that is named twice", () => {
    fc.assert(
      fc.property(anyRoles, (held) => {
        expect(floorFor([...held.toReversed(), ...held])).toEqual(floorFor(held));
        expect(advisedMemoryFor([...held.toReversed(), ...held])).toBe(advisedMemoryFor(held));
      }),
    );
  });
});

describe("the memory that is advised", () => {
  it("is the sum of the roles' floors (reading 20)", () => {
    expect(advisedMemoryFor(["core", "application", "intranetWeb"])).toBe(44);
  });
});

describe("a server type", () => {
  it("carries its own name as role", () => {
    for (const [role, type] of Object.entries(serverTypes)) expect(type.role).toBe(role);
  });

  it("has a machine of its own where it faces the internet, and is advised one where it computes", () => {
    expect(Object.values(serverTypes).filter((type) => type.ownMachine !== "free").map((type) => [type.role, type.ownMachine])).toEqual([
      ["web", "required"],
      ["compute", "recommended"],
    ]);
  });
});
