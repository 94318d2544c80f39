import { describe, expect, test } from "vitest";
import { coverage } from "../coverage/coverage.ts";
import { proposals } from "../coverage/proposals.ts";
import { currentStage } from "../coverage/stage.ts";
import { reportedName } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { renderText } from "../reports/text.ts";
import { requirements } from "../specification/register.ts";
import { readClaims } from "./coverageClaims.ts";
import { reportOf } from "./explain.ts";
import { say } from "../tests/sayCommand.ts";

describe("lifecare explain", () => {
  test.each(["LC201", "lc201", "machines-are-not-burstable", "LC201-machines-are-not-burstable"])("knows a rule as %s", async (name) => {
    const { code, result } = await say("explain", name);
    expect(code).toBe(0);
    for (const part of ["LC201-machines-are-not-burstable", "mandatory", "No machine has a burstable size.", "Why", "How to mend it", "T3.1-2", "T 3.1", "P-23", "Good: general purpose", "Bad: burstable", "vmSize: Standard_B4ms", "a size that is not burstable"]) expect(result).toContain(part);
  });

  test("tells of a requirement where it is stated, what fulfils each part, and which rules hold it", async () => {
    const { code, result } = await say("explain", "t3.1.4-2");
    expect(code).toBe(0);
    for (const part of ["T 3.1.4", "floors: Databasserver", "compute:Disk diskSizeGB ≥ 500", "LC203"]) expect(result.replaceAll(/[\s│]+/g, " ")).toContain(part);
  });

  test("tells of a proposed check what answers it", async () => {
    const { code, result } = await say("explain", "P-23");
    expect(code).toBe(0);
    expect(result).toContain("LC201-machines-are-not-burstable");
  });

  test("has something to say of every rule, requirement and proposed check, in text and Markdown, and fits its tables", () => {
    const covered = coverage(readClaims(), currentStage);
    for (const subject of [...rules.map(reportedName), ...requirements.map(({ id }) => id), ...Object.keys(proposals)]) {
      const report = reportOf(subject, () => covered);
      expect(Math.max(0, ...renderText(report).split("\n").filter((line) => line.startsWith("│")).map((line) => line.length))).toBeLessThanOrEqual(120);
      expect(renderMarkdown(report)).toContain(`# ${subject}`);
    }
  });

  test.each([["machines-are-not-burstabel", "machines-are-not-burstable"], ["LC21", "LC201"], ["T3.1-22", "T3.1-2"], ["P-36bb", "P-36b"]])("asks whether %s was meant as %s", async (word, meant) => {
    const { code, notices } = await say("explain", word);
    expect(code).toBe(2);
    expect(notices).toContain(`did you mean ${meant}?`);
  });

  test("shows hostile words as text, and refuses them", async () => {
    const { code, result, notices } = await say("explain", "\u001b[2J\nnothing of the kind, whatever is near");
    expect({ code, result }).toEqual({ code: 2, result: "" });
    expect(notices).not.toContain("\u001b");
    expect(notices).toContain("lifecare coverage");
  });
});

describe("lifecare coverage", () => {
  test("answers 1 where a stage asks for what is not there, and names it", async () => {
    const { code, result } = await say("coverage", "--stage", "others");
    expect(code).toBe(1);
    expect(result).toMatch(/│ T3\.1\.1-1 D +│ a heading of a page/);
  });

  test("answers 0 where everything is there that is due", async () => {
    expect((await say("coverage")).result).toMatch(/^Everything is covered that is due until stage gate\.$/m);
    expect((await say("coverage")).code).toBe(0);
  });

  test("prints each part with what fulfils it, as JSON and Markdown", async () => {
    const { result } = await say("coverage", "--stage", "up", "--format", "json");
    const { parts } = JSON.parse(result) as { parts: { clause: string; part: string; status: { kind: string } }[] };
    expect(parts.find(({ clause, part }) => clause === "T4.3-M" && part === "B")?.status.kind).toBe("fulfilled");
    expect((await say("coverage", "--stage", "up", "--format", "markdown")).result).toMatch(/^\| T4\.3-M \| B \| up \| fulfilled \|/m);
  });
});
