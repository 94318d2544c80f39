import type { FlowChange, StackDifference } from "../proof/compareStacks.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Cell, Report, Table } from "./report.ts";

/** What a change does, for its reviewer. */
export function differenceReport(base: string, head: string, difference: StackDifference, mostRows = Number.POSITIVE_INFINITY): Report {
  const { opened, closed, uncertain, servers, assumptions } = difference;
  const nothing = [opened, closed, uncertain, servers].every((changes) => changes.length === 0);
  return {
    title: `${base} → ${head}: ${nothing ? "no flow and no server differs" : `${opened.length} opened, ${closed.length} closed, ${servers.length} ${servers.length === 1 ? "server" : "servers"} changed`}`,
    sections: [
      limited(flowTable("Flows opened", opened), mostRows),
      limited(flowTable("Flows closed", closed), mostRows),
      ...(uncertain.length === 0 ? [] : [limited(flowTable("Flows that may be open or not", uncertain), mostRows)]),
      limited(
        {
          kind: "table",
          title: "Servers",
          columns: [{ title: "Server" }, { title: "Change" }, { title: "What" }],
          rows: servers.map(({ name, change, details }) => [name, change, details]),
          empty: "No server differs.",
        },
        mostRows,
      ),
      ...(assumptions.length === 0 ? [] : [limited({ kind: "table", title: "Taken for granted", columns: [{ title: "Hash" }, { title: "What" }], rows: assumptions.map(({ hash, text }) => [hash, text]), empty: "Nothing." } satisfies Table, mostRows)]),
    ],
  };
}

function flowTable(title: string, flows: readonly FlowChange[]): Table {
  return {
    kind: "table",
    title: `${title} (${flows.length})`,
    columns: [{ title: "From" }, { title: "To" }, { title: "Packets" }, { title: "Row" }],
    rows: flows.map(({ from, to, packets, rows }) => [from, to, packets, rows.length === 0 ? "none" : rows]),
    empty: "None.",
  };
}

function limited(table: Table, mostRows: number): Table {
  if (table.rows.length <= mostRows) return table;
  const left = table.rows.length - mostRows;
  const rest = table.columns.map((_, index): Cell => (index === 0 ? `${left} more` : ""));
  return { ...table, rows: [...table.rows.slice(0, mostRows), rest] };
}

/** GitHub takes comments of 65,536 characters. */
const longestComment = 65_000;
const longestCell = 400;

/** Markdown that fits one comment, whatever the change: rows are left out, and counted, until it does. */
export function differenceMarkdown(base: string, head: string, difference: StackDifference): string {
  const [shortBase, shortHead] = [base, head].map((name) => shortened(name, longestCell));
  for (let rows = 500; rows > 0; rows = Math.floor(rows / 2)) {
    const report = differenceReport(shortBase!, shortHead!, difference, rows);
    const markdown = renderMarkdown({ ...report, sections: report.sections.map((section) => ({ ...section, rows: section.kind === "table" ? section.rows.map((row) => row.map(shortCell)) : [] }) as Table) });
    if (markdown.length < longestComment) return markdown;
  }
  return renderMarkdown({ ...differenceReport(shortBase!, shortHead!, difference, 0), sections: [] });
}

/** Cells with many long lines keep what fits. */
function shortCell(cell: Cell): Cell {
  if (typeof cell === "number") return cell;
  if (typeof cell === "string") return shortened(cell, longestCell);
  const kept: string[] = [];
  for (const line of cell) {
    if (kept.join("").length + line.length > longestCell) return [...kept, shortened(line, longestCell / 4), `… ${cell.length - kept.length - 1} more`];
    kept.push(line);
  }
  return kept;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
