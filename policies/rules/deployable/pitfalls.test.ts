import { expect, test } from "vitest";
import { rules } from "../index.ts";
import { pitfalls } from "./pitfalls.ts";

test("every pitfall has a rule that exists, or a reason why inputs do not show it", () => {
  const ids = new Set(rules.map(({ id }) => id));
  expect(pitfalls).toHaveLength(20);
  expect(pitfalls.filter(({ rules: named, rest }) => named.length === 0 && rest === undefined)).toEqual([]);
  expect(pitfalls.flatMap(({ rules: named }) => named).filter((id) => !ids.has(id))).toEqual([]);
});
