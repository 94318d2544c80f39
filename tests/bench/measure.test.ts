import { describe, expect, test } from "vitest";
import { figureTable, median, withFigures } from "./measure.ts";

test("a median is the middle, whatever the order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

describe("the README's figures", () => {
  const document = "before\n<!-- figures: written by npm run bench -- --write -->\nold\n<!-- /figures -->\nafter\n";
  test("are written between their markers, and again", () => {
    const once = withFigures(document, "new");
    expect(once).toBe("before\n<!-- figures: written by npm run bench -- --write -->\nnew\n<!-- /figures -->\nafter\n");
    expect(withFigures(once, "new")).toBe(once);
  });
  test("need a place", () => {
    expect(() => withFigures("nothing", "new")).toThrow("No place for the figures");
  });
  test("say what is missed", () => {
    expect(figureTable([{ what: "plan", bar: "under 20 ms", measured: "25 ms", reached: false }], "two cores")).toContain("| plan | under 20 ms | 25 ms | **missed** |");
  });
});
