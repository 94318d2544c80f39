import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "./markdown.ts";
import type { Cell, Report, Table } from "./report.ts";
import { plainText, renderText } from "./text.ts";

const table = (rows: readonly (readonly Cell[])[]): Table => ({
  kind: "table",
  title: "Servers",
  columns: [{ title: "Computer" }, { title: "vCPU", align: "right" }, { title: "Disks" }],
  rows,
  empty: "No servers.",
});
const report = (rows: readonly (readonly Cell[])[]): Report => ({ title: "Plan", sections: [table(rows), { kind: "facts", title: "Stack", facts: [["Customer", "Ankeborg"], ["Nets", ["a", "b"]]] }] });

describe("a table on a terminal", () => {
  test("shows each row, numbers to the right", () => {
    expect(renderText(report([["ankapp1", 4, ["os 128 GiB", "data 256 GiB P15"]]]))).toBe(`Plan

Servers
┌──────────┬──────┬──────────────────┐
│ Computer │ vCPU │ Disks            │
├──────────┼──────┼──────────────────┤
│ ankapp1  │    4 │ os 128 GiB       │
│          │      │ data 256 GiB P15 │
└──────────┴──────┴──────────────────┘

Stack
  Customer  Ankeborg
  Nets      a
            b
`);
  });

  test("never exceeds the width, and loses no word that fits", () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,14}$/);
    const cell = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), fc.integer({ min: 60, max: 160 }), (rows, width) => {
        const shown = renderText({ title: "Plan", sections: [table(rows)] }, { ...plainText, width });
        expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
        const found = shown.split(/[\s│]+/);
        for (const expected of rows.flat().flatMap((text) => text.split(" "))) expect(found).toContain(expected);
      }),
    );
  });

  test("breaks a long name rather than cut it off", () => {
    const name = "we-feedback-func-app.azurewebsites.net";
    const shown = renderText({ title: "Plan", sections: [table([[name, 4, "x".repeat(60)]])] }, { ...plainText, width: 50 });
    expect(shown).not.toContain("…");
    expect(shown.split("\n").map((line) => line.split("│")[1]?.trim() ?? "").join("")).toContain(name);
  });

  test("says so where it has no rows", () => {
    expect(renderText({ title: "Plan", sections: [table([])] })).toContain("Servers\nNo servers.");
  });

  test("shows hostile text as text", () => {
    const shown = renderText(report([["\u001b[2Jgone\nnext", 1, "a"]]));
    expect(shown).not.toContain("\u001b");
    expect(shown).toContain("\\u001b[2Jgone\\u000anext");
  });

  test("is emphasised by its caller alone", () => {
    expect(renderText(report([]), { width: 120, emphasise: (text) => `<${text}>` })).toContain("<Servers>");
  });
});

describe("a table in Markdown", () => {
  test("has a head, a rule and a row for each row", () => {
    expect(renderMarkdown(report([["ankapp1", 4, ["os", "data"]]]))).toBe(`# Plan

## Servers

| Computer | vCPU | Disks |
| --- | ---: | --- |
| ankapp1 | 4 | os<br>data |

## Stack

- **Customer**: Ankeborg
- **Nets**: a<br>b
`);
  });
  test("keeps its columns whatever a cell holds", () => {
    const shown = renderMarkdown(report([["a|b\n| c |", 1, "<script>"]]));
    expect(shown).toContain("| a\\|b\\\\u000a\\| c \\| | 1 | &lt;script&gt; |");
  });
});

describe("prose and listings", () => {
  const page: Report = {
    title: "Rule",
    sections: [
      { kind: "prose", title: "Why", paragraphs: [`${"word ".repeat(40)}<b>`, "a | b"] },
      { kind: "listing", title: "Bad", remarks: ["finds *it*"], language: "yaml", lines: ["name: `````", "hidden: \u202e"] },
      { kind: "listing", title: "Worse", remarks: [], language: "yaml", lines: [] },
    ],
  };

  test("are broken to the width, and indented, on a terminal", () => {
    const shown = renderText(page, { ...plainText, width: 60 });
    expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(shown).toContain("Bad\n  finds *it*\n  name: `````\n  hidden: \\u202e\n\nWorse\n");
  });

  test("are escaped in Markdown, in a fence that nothing inside closes", () => {
    expect(renderMarkdown(page)).toContain("&lt;b&gt;\n\na \\| b\n\n## Bad\n\n- finds \\*it\\*\n\n``````yaml\nname: `````\nhidden: \\u202e\n``````\n\n## Worse\n");
  });
});
