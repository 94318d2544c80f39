import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomIdValues, randomIntegerBetween, randomPet, randomString, type StringRules } from "./randomValues.ts";

const all: StringRules = { length: 15, lower: true, upper: true, numeric: true, special: true, minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 };
const count = (text: string, pattern: RegExp): number => [...text].filter((character) => pattern.test(character)).length;

describe("a random string", () => {
  it("has the asked length, at least as many of each kind as asked for, and nothing that is not allowed", () => {
    const minimum = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 40 }), minimum, minimum, minimum, minimum, (length, minLower, minUpper, minNumeric, minSpecial) => {
        const text = randomString({ ...all, length, minLower, minUpper, minNumeric, minSpecial, overrideSpecial: "!_" });
        expect(text).toHaveLength(length);
        expect(text).toMatch(/^[A-Za-z0-9!_]*$/);
        expect(count(text, /[a-z]/)).toBeGreaterThanOrEqual(minLower);
        expect(count(text, /[A-Z]/)).toBeGreaterThanOrEqual(minUpper);
        expect(count(text, /[0-9]/)).toBeGreaterThanOrEqual(minNumeric);
        expect(count(text, /[!_]/)).toBeGreaterThanOrEqual(minSpecial);
      }),
    );
  });

  it("leaves out what is switched off", () => {
    expect(randomString({ ...all, length: 200, special: false, upper: false })).toMatch(/^[a-z0-9]{200}$/);
  });

  it("is another one each time", () => {
    expect(new Set(Array.from({ length: 100 }, () => randomString(all))).size).toBe(100);
  });

  it("is refused where the minimums do not fit or nothing is allowed", () => {
    expect(() => randomString({ ...all, length: 3, minLower: 4 })).toThrow(/length must be/);
    expect(() => randomString({ ...all, lower: false, upper: false, numeric: false, special: false })).toThrow(/empty/);
  });
});

describe("the other random values", () => {
  it("write the same bytes in four ways", () => {
    const { id, b64Url, b64Std, hex, dec } = randomIdValues(8, "");
    expect(Buffer.from(id, "base64url").toString("hex")).toBe(hex);
    expect(b64Url).toBe(id);
    expect(Buffer.from(b64Std, "base64").toString("hex")).toBe(hex);
    expect(BigInt(dec)).toBe(BigInt(`0x${hex}`));
    expect(randomIdValues(2, "p-").hex).toMatch(/^p-[0-9a-f]{4}$/);
  });

  it("are whole numbers inside their bounds, the same for the same seed", () => {
    const drawn = Array.from({ length: 300 }, () => randomIntegerBetween(1, 3, undefined));
    expect(new Set(drawn)).toEqual(new Set([1, 2, 3]));
    expect(randomIntegerBetween(1, 1000, "a")).toBe(randomIntegerBetween(1, 1000, "a"));
    expect(() => randomIntegerBetween(3, 1, undefined)).toThrow(/smaller/);
  });

  it("are names of as many words as asked for", () => {
    expect(randomPet(3, "-", "srv").split("-")).toHaveLength(4);
    expect(randomPet(2, ".", undefined)).toMatch(/^[a-z]+\.[a-z]+$/);
  });
});
