import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wrap } from "./wrap.ts";

describe("a wrapped text", () => {
  test("keeps words, addresses and port spans whole", () => {
    expect(wrap("TCP 2100–2140, 443 to 10.80.4.128/25", 14)).toEqual(["TCP 2100–2140,", "443 to", "10.80.4.128/25"]);
  });
  test("breaks a name after a hyphen or a dot", () => {
    expect(wrap("snet-core-application-intranetWeb", 18)).toEqual(["snet-core-", "application-", "intranetWeb"]);
    expect(wrap("feedback.azurewebsites.net", 18)).toEqual(["feedback.", "azurewebsites.net"]);
  });
  test("cuts only what is longer than a line", () => {
    expect(wrap("a xxxxxxxxxxxx b", 5)).toEqual(["a", "xxxxx", "xxxxx", "xx b"]);
  });
  test("loses nothing but blanks, and no line is too long", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "9", " ", ".", "-", "/", "å"), maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
