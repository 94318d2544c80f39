import type { GateResult, Reported, StackResult, Status } from "../gate/reported.ts";
import { differenceReport } from "./differenceReport.ts";
import { escapeMarkdown, escapeTerminal } from "./escape.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Cell, Report, Table } from "./report.ts";

/** GitHub takes comments of 65,536 characters and summaries of 1 MiB; Azure DevOps comments of 150,000 characters. Counted here in bytes. */
export const summaryLimits = { comment: 65_000, jobSummary: 1_000_000 } as const;

/** Stands first in the comment, so that the next run finds it and writes it anew. */
export const commentMarker = "<!-- lifecare gate -->";

/**
 * The gate's result as Markdown of at most so many bytes: rows are left out, and counted, until it fits.
 *
 * @param most bytes of UTF-8
 */
export function gateMarkdown(result: GateResult, most: number): string {
  for (let rows = 2000; rows > 0; rows = Math.floor(rows / 2)) {
    const text = [commentMarker, renderMarkdown(gateReport(result, rows)), ...evidence(result, Math.min(rows, mostEvidence))].join("\n");
    if (Buffer.byteLength(text) <= most) return text;
  }
  return `${commentMarker}\n# ${escapeMarkdown(titleOf(result))}\n\nThe rest does not fit here: it stands in the job's files.\n`;
}

const mostEvidence = 5;
const longestCell = 600;

const statusWords: Readonly<Record<Status, string>> = { passes: "passes", broken: "is broken", unknown: "is not known to hold", unusable: "cannot be used" };

function titleOf({ status, stacks }: GateResult): string {
  return status === "passes" ? "Gate: passes" : `Gate: stopped; ${stacks.filter((stack) => stack.status !== "passes").map(({ name, status: of }) => `${shortened(name)} ${statusWords[of]}`).join(", ")}`;
}

function gateReport(result: GateResult, mostRows: number): Report {
  return { title: titleOf(result), sections: result.stacks.flatMap((stack) => sectionsOf(stack, mostRows)) };
}

function sectionsOf(stack: StackResult, mostRows: number): Report["sections"] {
  const { name, status, reports, difference, notes, cases } = stack;
  const stopping = reports.filter(({ level, exemption }) => level === "mandatory" && exemption === undefined);
  const exempted = reports.filter(({ exemption }) => exemption !== undefined);
  const advice = reports.filter((reported) => !stopping.includes(reported) && !exempted.includes(reported));
  const passed = cases.filter((each) => each.reports.length === 0).length;
  return [
    { kind: "facts", title: `${shortened(name)} ${statusWords[status]}`, facts: [["Judged", `${cases.length} cases of rules and resources, ${passed} hold`], ...notes.map((note, index) => [index === 0 ? "Judged by" : "and", shortened(note)] as const)] },
    ...tableOf(`${name}: what stops it`, stopping, mostRows),
    ...tableOf(`${name}: exempted`, exempted, mostRows),
    ...tableOf(`${name}: advice`, advice, mostRows),
    ...(difference === undefined ? [] : differenceReport("base", "head", difference, mostRows).sections.map((section): Table => shortTable(section as Table, name))),
  ];
}

function tableOf(title: string, reports: readonly Reported[], mostRows: number): readonly Table[] {
  if (reports.length === 0) return [];
  const rows = reports.slice(0, mostRows).map(({ rule, location, resource, message, inBase }): readonly Cell[] => [rule, `${location.file}:${location.line}`, resource, inBase ? `${message} (The base branch has it as well.)` : message].map(shortened));
  const left = reports.length - rows.length;
  return [
    {
      kind: "table",
      title: `${shortened(title)} (${reports.length})`,
      columns: [{ title: "Rule" }, { title: "Where" }, { title: "Resource" }, { title: "What" }],
      rows: left === 0 ? rows : [...rows, [`${left} more`, "", "", "left out here, since it would not fit"]],
      empty: "None.",
    },
  ];
}

function shortTable(table: Table, name: string): Table {
  return { ...table, title: `${shortened(name)}: ${table.title}`, rows: table.rows.map((row) => row.map(shortCell)) };
}

function shortCell(cell: Cell): Cell {
  if (typeof cell === "number") return cell;
  if (typeof cell === "string") return shortened(cell);
  return cell.length <= 12 ? cell.map(shortened) : [...cell.slice(0, 12).map(shortened), `… ${cell.length - 12} more`];
}

function shortened(text: string): string {
  return text.length <= longestCell ? text : `${text.slice(0, longestCell).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The packets that show it, folded away. */
function evidence({ stacks }: GateResult, most: number): readonly string[] {
  const shown = stacks.flatMap(({ reports }) => reports).filter((reported) => reported.evidence !== undefined && reported.exemption === undefined);
  return shown.slice(0, most).map(({ rule, stack, resource, evidence: lines }) => {
    // A block that begins with `pre` ends where that does; one that begins with `details` at the first empty line, and Markdown would be read again.
    const text = lines!.split("\n").slice(0, 60).map((line) => html(shortened(line))).join("\n");
    return `<details><summary>${html(shortened(`${rule}, ${stack}, ${resource}: the packet and its way`))}</summary>\n\n<pre>\n${text}\n</pre>\n</details>\n`;
  });
}

function html(text: string): string {
  // Inside an HTML block Markdown means nothing, but mentions might: they are written as entities.
  return escapeTerminal(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("@", "&#64;").replaceAll('"', "&quot;");
}

/** The gate's result for a log. */
export function gateText(result: GateResult): string {
  return result.stacks.map((stack) => `${stackText(stack)}\n`).join("\n");
}

function stackText({ name, status, reports, notes, difference, cases }: StackResult): string {
  const counted = reports.filter(({ exemption }) => exemption === undefined);
  const changes = difference === undefined ? [] : [`  against the base branch: ${difference.opened.length} flows opened, ${difference.closed.length} closed, ${difference.servers.length} ${difference.servers.length === 1 ? "server" : "servers"} changed`];
  return [
    `${escapeTerminal(name)} ${statusWords[status]}: ${cases.length} cases, ${cases.filter((each) => each.reports.length === 0).length} hold.`,
    ...notes.map((note) => `  ${escapeTerminal(note)}`),
    ...changes,
    ...counted.map((reported, index) => `\n${reportText(reported, index < mostEvidence)}`),
    ...(counted.length === reports.length ? [] : [`\n  ${reports.length - counted.length} exempted`]),
  ].join("\n");
}

function reportText({ rule, level, verdict, location, resource, message, evidence: lines }: Reported, withEvidence: boolean): string {
  const shown = withEvidence && lines !== undefined ? lines.split("\n").map((line) => `      ${escapeTerminal(line)}`) : [];
  return [`  ${level === "mandatory" ? verdict : "advice"}  ${rule} ${escapeTerminal(`${location.file}:${location.line}`)} ${escapeTerminal(resource)}`, `    ${escapeTerminal(message)}`, ...shown].join("\n");
}
