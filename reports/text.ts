import TextTable from "cli-table3";
import { columnWidths } from "./columnWidths.ts";
import { escapeTerminal } from "./escape.ts";
import { cellLines, type Cell, type Facts, type Report, type Table } from "./report.ts";
import { wrap } from "./wrap.ts";

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

/** A table for a terminal. */
export function textTable(table: Table, style: TextStyle = plainText): string {
  const title = style.emphasise(escapeTerminal(table.title));
  if (table.rows.length === 0) return `${title}\n${escapeTerminal(table.empty)}`;
  const escaped = { ...table, rows: table.rows.map((row) => row.map(escapedCell)) };
  const widths = columnWidths(escaped, style.width);
  const wrapped = escaped.rows.map((row) => row.map((cell, index) => cellLines(cell).flatMap((line) => wrap(line, widths[index]!))));
  const drawn = new TextTable({
    head: table.columns.map((column, index) => wrap(column.title, widths[index]!).join("\n")),
    colWidths: widths.map((width) => width + 2),
    colAligns: table.columns.map((column) => column.align ?? "left"),
    // Lines between rows only where a row takes several.
    style: { head: [], border: [], compact: wrapped.every((row) => row.every((lines) => lines.length <= 1)) },
  });
  drawn.push(...wrapped.map((row) => row.map((lines) => lines.join("\n"))));
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
