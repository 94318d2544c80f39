import { escapeMarkdown } from "./escape.ts";
import { cellLines, type Cell, type Facts, type Report, type Table } from "./report.ts";

/** A report as GitHub-flavoured Markdown. Everything that comes from outside is escaped. */
export function renderMarkdown(report: Report): string {
  const sections = report.sections.map((section) => (section.kind === "table" ? markdownTable(section) : markdownFacts(section)));
  return `${[`# ${escapeMarkdown(report.title)}`, ...sections].join("\n\n")}\n`;
}

function markdownTable(table: Table): string {
  const title = `## ${escapeMarkdown(table.title)}`;
  if (table.rows.length === 0) return `${title}\n\n${escapeMarkdown(table.empty)}`;
  const head = line(table.columns.map((column) => escapeMarkdown(column.title)));
  const rule = line(table.columns.map((column) => (column.align === "right" ? "---:" : "---")));
  return [title, "", head, rule, ...table.rows.map((row) => line(row.map(markdownCell)))].join("\n");
}

function markdownFacts(section: Facts): string {
  const lines = section.facts.map(([name, value]) => `- **${escapeMarkdown(name)}**: ${markdownCell(value)}`);
  return [`## ${escapeMarkdown(section.title)}`, "", ...lines].join("\n");
}

function markdownCell(cell: Cell): string {
  return cellLines(cell).map(escapeMarkdown).join("<br>");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
