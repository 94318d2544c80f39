import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareReleases, formatRelease, parseRelease, releasePattern } from "./releases.ts";

const anyRelease = fc.record({ year: fc.integer({ min: 1990, max: 2089 }), week: fc.integer({ min: 1, max: 53 }) });

function compareTexts(one: string, other: string): number {
  return Math.sign(compareReleases(parseRelease(one)!, parseRelease(other)!));
}

describe("the vendor's releases", () => {
  it("come in the order of their years and weeks, however many digits they are written with", () => {
    const inOrder = ["99v46", "11v03", "12w47", "2020v20", "2020v37", "2022v4", "2023v7", "2023v38", "2024v04", "25v1"];
    inOrder.forEach((one, at) => inOrder.forEach((other, otherAt) => expect(compareTexts(one, other)).toBe(Math.sign(at - otherAt))));
  });

  it("with two digits lie between 1990 and 2089", () => {
    expect(parseRelease("90v1")?.year).toBe(1990);
    expect(parseRelease("89v1")?.year).toBe(2089);
  });

  it("are the same with v and w, with and without a leading zero or the century", () => {
    for (const spelling of ["2022v04", "2022w4", "22v4", "22w04"]) expect(compareTexts("2022v4", spelling)).toBe(0);
  });

  it.each(["", "2022", "v4", "2022v", "2022v0", "2022v54", "2022v004", "022v4", "2022x4", "2022V4", " 2022v4", "2022v4\n", "1989v4", "9.6w04", "２０２２v4"])(
    "are not written «%s»",
    (text) => {
      expect(parseRelease(text)).toBeUndefined();
    },
  );

  it("can be written and read back", () => {
    fc.assert(
      fc.property(anyRelease, (release) => {
        expect(parseRelease(formatRelease(release))).toEqual(release);
        expect(formatRelease(release)).toMatch(releasePattern);
      }),
    );
  });

  it("written in one way sort as text as they sort as releases", () => {
    fc.assert(
      fc.property(anyRelease, anyRelease, (one, other) => {
        const [text, otherText] = [formatRelease(one), formatRelease(other)];
        expect(Math.sign(compareReleases(one, other))).toBe(text === otherText ? 0 : text < otherText ? -1 : 1);
      }),
    );
  });
});
