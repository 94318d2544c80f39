import TextTable from "cli-table3";
import { columnWidths } from "./columnWidths.ts";
import { escapeTerminal } from "./escape.ts";
import { cellLines, type Cell, type Facts, type Report, type Table } from "./report.ts";

/** How a terminal wants its text. */
export interface TextStyle {
  /** Characters in a line. */
  readonly width: number;
  readonly emphasise: (text: string) => string;
}

/** What files, pipes and logs get. */
export const plainText: TextStyle = { width: 120, emphasise: (text) => text };

/** A report for a terminal. Everything that comes from outside is escaped. */
export function renderText(report: Report, style: TextStyle = plainText): string {
  const sections = report.sections.map((section) => (section.kind === "table" ? textTable(section, style) : textFacts(section, style)));
  return `${[style.emphasise(escapeTerminal(report.title)), ...sections].join("\n\n")}\n`;
}

function textTable(table: Table, style: TextStyle): string {
  const title = style.emphasise(escapeTerminal(table.title));
  if (table.rows.length === 0) return `${title}\n${escapeTerminal(table.empty)}`;
  const escaped = { ...table, rows: table.rows.map((row) => row.map(escapedCell)) };
  const drawn = new TextTable({
    head: table.columns.map((column) => column.title),
    colWidths: columnWidths(escaped, style.width).map((width) => width + 2),
    colAligns: table.columns.map((column) => column.align ?? "left"),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], compact: table.rows.every((row) => row.every((cell) => cellLines(cell).length <= 1)) },
  });
  drawn.push(...escaped.rows.map((row) => row.map((cell) => cellLines(cell).join("\n"))));
  return `${title}\n${drawn.toString()}`;
}

function textFacts(section: Facts, style: TextStyle): string {
  const width = Math.max(...section.facts.map(([name]) => name.length));
  const lines = section.facts.flatMap(([name, value]) =>
    cellLines(value).map((line, index) => `  ${(index === 0 ? name : "").padEnd(width)}  ${escapeTerminal(line)}`),
  );
  return [style.emphasise(escapeTerminal(section.title)), ...lines].join("\n");
}

function escapedCell(cell: Cell): Cell {
  return cellLines(cell).map(escapeTerminal);
}
