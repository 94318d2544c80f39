import { escapeTerminal } from "./escape.ts";
import type { TextStyle } from "./text.ts";
import { wrap } from "./wrap.ts";

/** What the rules say of a stack, in words. */
export interface ShownEvaluation {
  readonly status: "holds" | "broken" | "unknown";
  readonly rules: number;
  /** How many times a rule looked at something. */
  readonly judgements: number;
  readonly findings: readonly ShownFinding[];
}

export interface ShownFinding {
  /** Id and name. */
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly kind: "broken" | "unknown" | "exempted";
  readonly resource: string;
  readonly message: string;
  readonly evidence?: string;
}

const claims: Readonly<Record<ShownEvaluation["status"], string>> = {
  holds: "holds every mandatory rule",
  broken: "breaks the specification",
  unknown: "cannot be judged wholly: something that decides it is not known",
};

/** More than these nobody reads on a terminal; JSON has them all. */
const mostFindings = 50;

/** Findings for a terminal, what stops a deployment first. */
export function policyText(name: string, { status, rules, judgements, findings }: ShownEvaluation, style: TextStyle): string {
  const sorted = findings.toSorted((one, other) => order(one) - order(other));
  const shown = sorted.slice(0, mostFindings);
  const left = sorted.length - shown.length;
  return `${[
    style.emphasise(escapeTerminal(`${name} ${claims[status]}.`)),
    `${rules} rules, ${judgements} judgements: ${countsOf(findings)}.`,
    ...shown.flatMap((finding) => ["", ...findingLines(finding, style)]),
    ...(left > 0 ? ["", `${left} more: --format json has them all.`] : []),
  ].join("\n")}\n`;
}

function order({ level, kind }: ShownFinding): number {
  return (level === "mandatory" ? 0 : 3) + ["broken", "unknown", "exempted"].indexOf(kind);
}

function countsOf(findings: readonly ShownFinding[]): string {
  const counts = Map.groupBy(findings, ({ level, kind }) => `${level} ${kind}`);
  return counts.size === 0 ? "nothing found" : [...counts].map(([title, several]) => `${several.length} ${title}`).join(", ");
}

function findingLines({ rule, level, kind, resource, message, evidence }: ShownFinding, style: TextStyle): readonly string[] {
  return [
    style.emphasise(escapeTerminal(`${level} ${kind}: ${rule}`)),
    ...indented(resource, style),
    ...indented(message, style),
    ...(evidence === undefined ? [] : evidence.split("\n").flatMap((line) => indented(line, style))),
  ];
}

function indented(text: string, { width }: TextStyle): readonly string[] {
  const margin = "  ";
  return wrap(escapeTerminal(text), width - margin.length).map((line) => `${margin}${line}`);
}
