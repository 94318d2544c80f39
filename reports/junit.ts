import exported, { type Builder } from "junit-report-builder";
import type { Case, GateResult, Reported, ReportedRule } from "../gate/reported.ts";
import { escapeTerminal } from "./escape.ts";

/** The package's types say that the builder is exported as `default`; Node hands it over as it is. */
const builder = exported as unknown as Builder;

/** JUnit's XML: a suite for each chapter of the specification, a case for each rule and resource, passes included. */
export function renderJunit(result: GateResult): string {
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const cases = result.stacks.flatMap((stack) => stack.cases);
  const chapters = Map.groupBy(cases, ({ rule }) => chapterOf(rules.get(rule)));
  const report = builder.newBuilder().name("lifecare gate");
  for (const [chapter, ofChapter] of [...chapters].toSorted(([one], [other]) => one.localeCompare(other, "en", { numeric: true }))) {
    const suite = report.testSuite().name(xmlText(chapter));
    for (const each of ofChapter) addCase(suite, each, rules.get(each.rule));
  }
  return report.build();
}

/** `T3.1.5-3` stands in chapter T 3. */
function chapterOf(rule: ReportedRule | undefined): string {
  const clause = /^([A-Z])(\d+)/.exec(rule?.clauses[0] ?? "");
  if (clause !== null) return `Chapter ${clause[1]} ${clause[2]}`;
  return rule?.group === "gate" || rule === undefined ? "Gate" : `Without a clause: ${rule.group}`;
}

function addCase(suite: ReturnType<Builder["testSuite"]>, { stack, rule, resource, reports }: Case, described: ReportedRule | undefined): void {
  const added = suite.testCase().name(xmlText(`${rule} ${described?.name ?? ""} at ${resource}`)).className(xmlText(`${stack}.${rule}`));
  const [first] = reports;
  if (first === undefined) return;
  added.file(xmlText(first.location.file));
  const text = reports.map(textOf).join("\n");
  if (reports.some(({ level }) => level === "mandatory")) {
    added.failure(xmlText(first.message), first.verdict).stacktrace(xmlText(text));
    return;
  }
  // What stops nothing, since it is advice or exempted, is told without failing.
  added.skipped().standardOutput(xmlText(text));
}

function textOf({ location, message, evidence }: Reported): string {
  return `${location.file}:${location.line} ${message}${evidence === undefined ? "" : `\n${evidence}`}`;
}

/** XML 1.0 has no place for control characters, lone surrogates and the last two code points of a plane's beginning. */
function xmlText(text: string): string {
  const lines = text.split("\n").map(escapeTerminal).join("\n");
  return lines.replace(/[\ud800-\udfff\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
