import fc from "fast-check";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { escapeJson, escapeMarkdown, escapeTerminal } from "./escape.ts";
import { renderJson } from "./json.ts";

const hostile = fc.string({ unit: "binary", maxLength: 40 });
const escapeSequence = "\u001b[31mred\u001b]8;;https://evil.example\u0007link";

describe("on a terminal", () => {
  test("no control character survives, whatever a configuration holds", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = escapeTerminal(text);
        expect(/\p{Cc}/u.test(shown)).toBe(false);
        expect(stripVTControlCharacters(shown)).toBe(shown);
      }),
    );
  });
  test("an escape sequence is written out", () => {
    expect(escapeTerminal(escapeSequence)).toBe("\\u001b[31mred\\u001b]8;;https://evil.example\\u0007link");
  });
  test("characters that turn or hide text are written out", () => {
    expect(escapeTerminal("a\u202eb\u200bc\u2066d\u{e0041}")).toBe("a\\u202eb\\u200bc\\u2066d\\udb40\\udc41");
  });
  test("Swedish is left alone", () => {
    expect(escapeTerminal("Åmåls kommun – Örebro län")).toBe("Åmåls kommun – Örebro län");
  });
});

describe("in Markdown", () => {
  test("no cell border, HTML, link or line break survives", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = escapeMarkdown(text);
        expect(shown.replace(/\\[\\`*_[\]#|~]/g, "")).not.toMatch(/[|<>`*_[\]\r\n]/);
      }),
    );
  });
  test("nobody is mentioned and nothing is linked by itself", () => {
    expect(escapeMarkdown("@team https://evil.example www.evil.example")).toBe("&#64;team https&#58;//evil.example www&#46;evil.example");
  });
  test("an entity is shown, not resolved", () => {
    expect(escapeMarkdown("&lt;b&gt;")).toBe("&amp;lt;b&amp;gt;");
  });
});

describe("in JSON", () => {
  test("the value is the same, and nothing a terminal obeys is left", () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (value) => {
        const shown = renderJson(value);
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(/[^\P{Cc}\n]/u.test(shown)).toBe(false);
      }),
    );
  });
  test("what lies outside the basic plane is written as a pair", () => {
    expect(JSON.parse(escapeJson(JSON.stringify("\u{e0041}")))).toBe("\u{e0041}");
  });
});
