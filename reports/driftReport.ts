import type { DriftFinding, DriftKind } from "../drift/finding.ts";
import type { ShownEvaluation } from "./policyReport.ts";
import type { Report, Section } from "./report.ts";

/** What drift is shown of a stack. */
export interface ShownDrift {
  readonly stack: string;
  readonly status: "none" | "drift" | "unknown";
  /** Resources that Azure was asked for. */
  readonly resources: number;
  readonly findings: readonly DriftFinding[];
  /** What the rules find of the stack as Azure has it, and not as the state has it. */
  readonly breaks: ShownEvaluation;
}

const claims: Readonly<Record<ShownDrift["status"], string>> = {
  none: "no drift",
  drift: "Azure is not what the stack made of it",
  unknown: "whether there is drift is not known",
};

const kindWords: Readonly<Record<DriftKind, string>> = { changed: "changed", gone: "gone from Azure", stranger: "in no state", unknown: "not known" };

/** Drift of a stack: what was found where, what it breaks, and what mends it. */
export function driftReport(drift: ShownDrift): Report {
  return { title: `${drift.stack}: ${claims[drift.status]}`, sections: [countSection(drift), ...(drift.findings.length === 0 ? [] : [findingTable(drift), breakSection(drift)])] };
}

function countSection({ resources, findings, status }: ShownDrift): Section {
  const counts = Map.groupBy(findings, ({ kind }) => kind);
  const told = [...counts].map(([kind, several]) => `${several.length} ${kindWords[kind]}`).join(", ");
  const mend = "`pulumi up` reads Azure first (`options.refresh` in Pulumi.yaml) and mends what is said to be mended; an up that does not read first sees none of this.";
  return { kind: "prose", title: `${resources} resources were read from Azure; the state is as it was`, paragraphs: [told === "" ? "Each is as the stack made it." : `${told}.`, ...(status === "drift" ? [mend] : [])] };
}

function findingTable({ findings }: ShownDrift): Section {
  return {
    kind: "table",
    title: "What was found",
    columns: [{ title: "where" }, { title: "expected" }, { title: "found" }, { title: "what becomes of it" }],
    rows: findings.map(({ kind, resource, path, expected, found, clauses, remedy }) => [
      [resource, ...(path === "" ? [] : [path]), `${kindWords[kind]}${clauses.length === 0 ? "" : ` [${clauses.join(", ")}]`}`],
      valueLines(expected),
      valueLines(found),
      remedy,
    ]),
    empty: "Nothing.",
  };
}

const verdicts: Readonly<Record<ShownEvaluation["status"], string>> = {
  holds: "As Azure has it, the stack holds every mandatory rule.",
  broken: "As Azure has it, the stack breaks mandatory rules.",
  unknown: "As Azure has it, something that decides mandatory rules is not known.",
};

function breakSection({ breaks }: ShownDrift): Section {
  const rows = breaks.findings.map(({ rule, level, kind, resource, message, evidence }) => {
    const [id = ""] = rule.split("-");
    const said = [rule.slice(id.length + 1).replaceAll("-", " "), resource, message, ...(evidence?.split("\n") ?? [])];
    return [[id, level, kind], said.map(withoutUrns)];
  });
  return { kind: "table", title: `What it breaks: ${verdicts[breaks.status]}`, columns: [{ title: "rule" }, { title: "what it says" }], rows, empty: "Nothing that was not so before." };
}

/** The logical name tells a reader more. */
function withoutUrns(text: string): string {
  return text.replace(/urn:pulumi:\S+::/g, "");
}

/** A record is shown a property to a line, whatever is deeper as JSON. */
function valueLines(value: unknown): readonly string[] {
  if (value === undefined) return ["(absent)"];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [textOf(value)];
  return Object.entries(value).map(([name, inner]) => `${name}: ${textOf(inner)}`);
}

const longest = 300;

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
