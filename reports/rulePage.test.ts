import { describe, expect, test } from "vitest";
import type { ExplainedRule } from "../coverage/explainRule.ts";
import type { ResourceRule, SampleResource } from "../policies/rule.ts";
import { renderMarkdown } from "./markdown.ts";
import { ruleIndex, rulePage } from "./rulePage.ts";
import { renderText } from "./text.ts";

const resource = (name: string, inputs: object): SampleResource => ({ type: "azure-native:compute:Disk", name, inputs });
const long = { list: Array.from({ length: 100 }, (_, index) => `entry ${index}`) };

const rule: ResourceRule = {
  id: "LC999",
  name: "nothing-is-hostile",
  group: "hardening",
  clauses: ["T2.1-1"],
  proposals: ["P-99"],
  synopsis: "Nothing is <script>hostile</script> | or so.",
  why: "Because [links](http://example.org) mislead.",
  fix: "take it away",
  sources: ["https://example.org/page"],
  scope: "resource",
  types: ["compute:Disk"],
  check: () => [],
  good: [{ title: "short", resources: [resource("disk", { text: "```\n# no heading\u001b[2J" })], facts: { environment: "prod", expectation: { choices: long } as never }, findings: [] }],
  bad: [{ title: "*long*", resources: [resource("culprit", { wrong: true }), resource("bystander", long), resource("giant", long)], findings: [{ resource: "culprit", path: "wrong", limit: "right" }, { resource: "giant", path: "list", limit: "short" }] }],
};
const explained: ExplainedRule = {
  rule,
  name: "LC999-nothing-is-hostile",
  level: "advisory",
  sources: [{ clause: "T2.1-1", document: "technical specification", chapter: "T 2.1", words: "x64 | only", rows: ["platform: Windows"] }],
  proposals: [{ id: "P-99", words: "no <b>" }],
};
const page = renderMarkdown(rulePage(explained));
const outsideFences = page.replace(/^(`{3,})yaml$.*?^\1$/gms, "");

describe("a rule's page", () => {
  test("says what must hold, why, how to mend it, and where it is asked for", () => {
    for (const part of ["# LC999-nothing-is-hostile", "advisory: it is told, and stops nothing", "## Why", "Take it away.", "| T2.1-1 | T 2.1<br>technical specification | x64 \\| only | platform: Windows |", "P-99: no &lt;b&gt;"]) expect(page).toContain(part);
  });

  test("shows hostile words as words", () => {
    expect(outsideFences).not.toMatch(/<script>|(?<!\\)\]\(|^```/m);
    expect(page).not.toContain("\u001b");
    expect(page).toContain("## Bad: \\*long\\*");
  });

  test("keeps a sample inside its fence, whatever it holds", () => {
    expect(page).toMatch(/^````yaml$[^]*?# no heading[^]*?^````$/m);
    expect(outsideFences).not.toContain("no heading");
  });

  test("shows of a long sample what is found in it, and names the rest", () => {
    const bad = page.slice(page.indexOf("## Bad"));
    expect(bad).toContain("- Finds: culprit, wrong: right\n- Finds: giant, list: short\n- Shown in short");
    expect(bad).toContain("name: culprit\n  inputs:\n    wrong: true");
    expect(bad).toContain("name: bystander");
    expect(bad).not.toContain("entry 7");
  });

  test("says what the pack's configuration says, long values by name", () => {
    expect(page).toContain("The pack's configuration says: environment \"prod\"; expectation\n");
  });

  test("is the same for a terminal", () => {
    const text = renderText(rulePage(explained));
    for (const part of ["Nothing is <script>hostile</script> | or so.", "Bad: *long*", "wrong: true"]) expect(text).toContain(part);
    expect(text).not.toContain("\u001b");
  });
});

test("the index links each rule to its page, by what the rules are about", () => {
  const index = ruleIndex([{ title: "Machines", rules: [explained] }, { title: "Networks", rules: [] }]);
  expect(index).toContain("## Machines\n\n| Rule | What must hold | Level | Clauses |\n| --- | --- | --- | --- |\n| [LC999](LC999.md) | Nothing is &lt;script&gt;hostile&lt;/script&gt; \\| or so. | advisory | T2.1-1 |\n");
  expect(index).toContain("1 rule");
});
