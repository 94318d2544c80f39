import type { Coverage, CoveredPart, CoveredProposal, Status } from "../coverage/coverage.ts";
import type { Facts, Report, Table } from "./report.ts";

const kinds: Readonly<Record<Status["kind"], string>> = { fulfilled: "fulfilled", explained: "explained", elsewhere: "elsewhere", due: "due later", missing: "MISSING" };

/** What fulfils each part of each requirement, and what answers each proposed check. */
export function coverageReport(coverage: Coverage): Report {
  return {
    title: `${coverage.complete ? "Everything is covered" : "Not everything is covered"} that is due until stage ${coverage.stage}.`,
    sections: [summary(coverage), partTable(coverage.parts), proposalTable(coverage.proposals), failures(coverage)],
  };
}

function summary({ parts, proposals, problems }: Coverage): Facts {
  return {
    kind: "facts",
    title: "In short",
    facts: [
      ["Requirements", `${new Set(parts.map(({ clause }) => clause)).size}, in ${parts.length} parts: ${counted(parts)}`],
      ["Proposed checks", `${proposals.length}: ${counted(proposals)}`],
      ["Contradictions", problems.length],
    ],
  };
}

function counted(covered: readonly { readonly status: Status }[]): string {
  const counts = Map.groupBy(covered, ({ status }) => status.kind);
  return (Object.keys(kinds) as Status["kind"][]).filter((kind) => counts.has(kind)).map((kind) => `${counts.get(kind)!.length} ${kinds[kind]}`).join(", ");
}

function partTable(parts: readonly CoveredPart[]): Table {
  return {
    kind: "table",
    title: "Requirements (B resource, G rule, H guest setting, O routine, I input, D documentation)",
    columns: [{ title: "Clause" }, { title: "Part" }, { title: "Due in" }, { title: "State" }, { title: "By" }],
    rows: parts.map((part) => [part.clause, partName(part), part.stage, kinds[part.status.kind], statusLines(part.status)]),
    empty: "None.",
  };
}

function proposalTable(proposals: readonly CoveredProposal[]): Table {
  return {
    kind: "table",
    title: "Proposed checks",
    columns: [{ title: "Check" }, { title: "What it asks for" }, { title: "State" }, { title: "By" }],
    rows: proposals.map(({ id, words, status }) => [id, words, kinds[status.kind], statusLines(status)]),
    empty: "None.",
  };
}

/** Last, where a reader of a long list looks first. */
function failures({ parts, proposals, problems, stage }: Coverage): Table {
  const missing = [
    ...parts.map((part) => [`${part.clause} ${partName(part)}`, part.status] as const),
    ...proposals.map(({ id, status }) => [id, status] as const),
  ].flatMap(([subject, status]) => (status.kind === "missing" ? [[subject, [...status.lacks]]] : []));
  return {
    kind: "table",
    title: "What fails",
    columns: [{ title: "Where" }, { title: "What is not there" }],
    rows: [...missing, ...problems.map(({ path, value, limit, fix }) => [path, [...(value === undefined ? [] : [`found: ${String(value)}`]), `wanted: ${limit}`, `fix: ${fix}`]])],
    empty: `Nothing: all that is due until stage ${stage} is there.`,
  };
}

export function partName({ part, concern, advisory }: Pick<CoveredPart, "part" | "concern" | "advisory">): string {
  const notes = [...(concern === undefined ? [] : [concern]), ...(advisory === undefined ? [] : [advisory === "whole" ? "advice" : `advice: ${advisory}`])];
  return notes.length === 0 ? part : `${part} (${notes.join("; ")})`;
}

/** What is there, or is not, one to a line. */
export function statusLines(status: Status): readonly string[] {
  switch (status.kind) {
    case "fulfilled":
      return status.by;
    case "explained":
      return [status.reason];
    case "elsewhere":
      return [`part ${status.part} fulfils it instead`];
    case "due":
      return status.by.map((one) => `already: ${one}`);
    case "missing":
      return status.lacks.map((lack) => `lacks ${lack}`);
  }
}
