import { escapeMarkdown, escapeTerminal } from "./escape.ts";
import { cellLines, type Cell, type Facts, type Listing, type Prose, type Report, type Section, type Table } from "./report.ts";

/** A report as GitHub-flavoured Markdown. Everything that comes from outside is escaped. */
export function renderMarkdown(report: Report): string {
  return `${[`# ${escapeMarkdown(report.title)}`, ...report.sections.map(markdownSection)].join("\n\n")}\n`;
}

function markdownSection(section: Section): string {
  switch (section.kind) {
    case "table":
      return markdownTable(section);
    case "facts":
      return markdownFacts(section);
    case "prose":
      return markdownProse(section);
    case "listing":
      return markdownListing(section);
  }
}

function markdownProse({ title, paragraphs }: Prose): string {
  return [`## ${escapeMarkdown(title)}`, ...paragraphs.map(paragraph)].join("\n\n");
}

/** The fence is longer than any that the lines hold. */
function markdownListing({ title, remarks, language, lines }: Listing): string {
  const shown = lines.map(escapeTerminal);
  const fence = "`".repeat(Math.max(3, ...shown.flatMap((text) => [...text.matchAll(/`+/g)].map(([run]) => run.length + 1))));
  const said = remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join("\n");
  return [`## ${escapeMarkdown(title)}`, ...(said === "" ? [] : [said]), ...(shown.length === 0 ? [] : [[`${fence}${language}`, ...shown, fence].join("\n")])].join("\n\n");
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

/** Nothing but an address of a page: a link to it. */
const address = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w.~-]+)*$/i;

function paragraph(text: string): string {
  return address.test(text) ? `<${text}>` : escapeMarkdown(text);
}
