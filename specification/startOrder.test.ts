import { describe, expect, it } from "vitest";
import { startOrder, startStageOf } from "./startOrder.ts";
import { roles } from "./vocabulary.ts";

describe("the start order", () => {
  it("has each server type once", () => {
    expect(startOrder.flatMap((stage) => stage.roles).toSorted()).toEqual([...roles].toSorted());
  });

  it("is core, application, web as the vendor says, the database before and compute after application (reading 17)", () => {
    const inOrder = (["database", "core", "application", "compute", "web"] as const).map((role) => startStageOf([role]));
    expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
    expect(new Set(inOrder).size).toBe(inOrder.length);
    expect(startStageOf(["intranetWeb"])).toBe(startStageOf(["web"]));
  });

  it("starts a machine with several roles at the first of them", () => {
    expect(startStageOf(["intranetWeb", "application", "core"])).toBe(startStageOf(["core"]));
  });
});
