import { expect, test } from "vitest";
import { quotaFamilies } from "./quotaFamilies.ts";
import { virtualMachineSizes } from "./virtualMachineSizes.ts";

test("each known series has a quota of its own, and no quota is without a series", () => {
  const series = [...new Set(virtualMachineSizes.map(({ family }) => family))].sort();
  expect(Object.keys(quotaFamilies).sort()).toEqual(series);
  expect(new Set(Object.values(quotaFamilies).map((name) => name.toLowerCase())).size).toBe(series.length);
});
