import fc from "fast-check";
import { expect, test } from "vitest";
import { readSpans, writeSpans } from "./results.ts";

test("numbers survive being written as spans", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300)), (numbers) => {
      const sorted = numbers.toSorted((one, other) => one - other);
      expect(readSpans(writeSpans(sorted), 301)).toEqual(sorted);
    }),
  );
});

test("spans that run backwards or beyond the plan are refused", () => {
  expect(readSpans("5-3", 10)).toBeUndefined();
  expect(readSpans("3-10", 10)).toBeUndefined();
  expect(readSpans("0-9,0-9", 10)).toBeUndefined();
  expect(readSpans("0-9", 10)).toHaveLength(10);
});

test("a thousand checks fit what Run Command gives back, however they came out", () => {
  const numbers = Array.from({ length: 600 }, (_, index) => 2 * index).filter((number) => number < 1000);
  expect(writeSpans(numbers).length).toBeLessThan(2048);
});
