import { columnWidths } from "./columnWidths.ts";
import { escapeTerminal } from "./escape.ts";
import { cellLines, type Cell, type Column, type Facts, type Listing, type Prose, type Report, type Section, type Table } from "./report.ts";
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
  return `${[style.emphasise(escapeTerminal(report.title)), ...report.sections.map((section) => textSection(section, style))].join("\n\n")}\n`;
}

function textSection(section: Section, style: TextStyle): string {
  switch (section.kind) {
    case "table":
      return textTable(section, style);
    case "facts":
      return textFacts(section, style);
    case "prose":
      return textProse(section, style);
    case "listing":
      return textListing(section, style);
  }
}

const indent = "  ";

function textProse({ title, paragraphs }: Prose, style: TextStyle): string {
  return [style.emphasise(escapeTerminal(title)), ...paragraphs.flatMap((paragraph) => indented(paragraph, style))].join("\n");
}

function textListing({ title, remarks, lines }: Listing, style: TextStyle): string {
  const shown = lines.map((text) => `${indent}${escapeTerminal(text)}`);
  return [style.emphasise(escapeTerminal(title)), ...remarks.flatMap((remark) => indented(remark, style)), ...shown].join("\n");
}

function indented(text: string, { width }: TextStyle): readonly string[] {
  return wrap(escapeTerminal(text), width - indent.length).map((part) => `${indent}${part}`);
}

/** A table for a terminal. */
export function textTable(table: Table, style: TextStyle = plainText): string {
  const title = style.emphasise(escapeTerminal(table.title));
  if (table.rows.length === 0) return `${title}\n${escapeTerminal(table.empty)}`;
  const escaped = { ...table, rows: table.rows.map((row) => row.map(escapedCell)) };
  const widths = columnWidths(escaped, style.width);
  const wrapped = escaped.rows.map((row) => row.map((cell, index) => cellLines(cell).flatMap((line) => wrap(line, widths[index]!))));
  const head = table.columns.map((column, index) => wrap(column.title, widths[index]!));
  return `${title}\n${drawTable(head, wrapped, widths, table.columns.map(({ align }) => align)).join("\n")}`;
}

/** Lines with borders; between rows only where a row takes several lines. */
function drawTable(head: readonly (readonly string[])[], rows: readonly (readonly (readonly string[])[])[], widths: readonly number[], aligns: readonly Column["align"][]): readonly string[] {
  const border = (left: string, between: string, right: string) => `${left}${widths.map((width) => "─".repeat(width + 2)).join(between)}${right}`;
  const isCompact = rows.every((row) => row.every((lines) => lines.length <= 1));
  const drawn = rows.map((row) => rowLines(row, widths, aligns));
  return [
    border("┌", "┬", "┐"),
    ...rowLines(head, widths, aligns),
    border("├", "┼", "┤"),
    ...drawn.flatMap((lines, index) => (index === 0 || isCompact ? lines : [border("├", "┼", "┤"), ...lines])),
    border("└", "┴", "┘"),
  ];
}

function rowLines(cells: readonly (readonly string[])[], widths: readonly number[], aligns: readonly Column["align"][]): readonly string[] {
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  const padded = (text: string, index: number) => (aligns[index] === "right" ? text.padStart(widths[index]!) : text.padEnd(widths[index]!));
  return Array.from({ length: height }, (_, line) => `│${cells.map((lines, index) => ` ${padded(lines[line] ?? "", index)} `).join("│")}│`);
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
