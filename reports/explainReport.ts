import type { CoveredPart, CoveredProposal } from "../coverage/coverage.ts";
import type { ExplainedRule } from "../coverage/explainRule.ts";
import type { VendorSource } from "../coverage/vendorRows.ts";
import { partName, statusLines } from "./coverageReport.ts";
import type { Report, Table } from "./report.ts";
import { sourceTable } from "./rulePage.ts";

/** A requirement: where it is stated, what fulfils each part of it, and which rules hold it. */
export function clauseReport(source: VendorSource, parts: readonly CoveredPart[], rules: readonly ExplainedRule[]): Report {
  return {
    title: `${source.clause}: ${source.words}`,
    sections: [sourceTable([source]), partTable(parts), ruleTable(rules)],
  };
}

/** A proposed check: its answer, and the rules that give it. */
export function proposalReport({ id, words, status }: CoveredProposal, rules: readonly ExplainedRule[]): Report {
  return {
    title: `${id}: ${words}`,
    sections: [{ kind: "prose", title: status.kind === "missing" ? "Not answered" : "Answered by", paragraphs: statusLines(status) }, ruleTable(rules)],
  };
}

function partTable(parts: readonly CoveredPart[]): Table {
  return {
    kind: "table",
    title: "What fulfils it",
    columns: [{ title: "Part" }, { title: "Due in" }, { title: "State" }, { title: "By" }],
    rows: parts.map((part) => [partName(part), part.stage, part.status.kind, statusLines(part.status)]),
    empty: "None.",
  };
}

function ruleTable(rules: readonly ExplainedRule[]): Table {
  return {
    kind: "table",
    title: "Rules",
    columns: [{ title: "Rule" }, { title: "Level" }, { title: "What must hold" }],
    rows: rules.map(({ rule, name, level }) => [name, level, rule.synopsis]),
    empty: "No rule is about it.",
  };
}
