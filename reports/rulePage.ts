import { stringify } from "yaml";
import type { ExplainedRule } from "../coverage/explainRule.ts";
import type { VendorSource } from "../coverage/vendorRows.ts";
import type { Level, Rule, Sample, SampleResource } from "../policies/rule.ts";
import { escapeMarkdown } from "./escape.ts";
import type { Facts, Listing, Report, Table } from "./report.ts";

/** A rule for who has broken it: what must hold, why, how to mend it, and what is good and bad. */
export function rulePage({ rule, name, level, sources, proposals }: ExplainedRule): Report {
  return {
    title: name,
    sections: [
      about(rule, level),
      { kind: "prose", title: "What must hold", paragraphs: [rule.synopsis] },
      { kind: "prose", title: "Why", paragraphs: [rule.why] },
      { kind: "prose", title: "How to mend it", paragraphs: [sentence(rule.fix)] },
      ...(sources.length === 0 ? [] : [sourceTable(sources)]),
      ...(proposals.length === 0 ? [] : [{ kind: "prose", title: "Proposed checks that it answers", paragraphs: proposals.map(({ id, words }) => `${id}: ${words}`) } as const]),
      ...(rule.sources === undefined ? [] : [{ kind: "prose", title: "Azure's documentation", paragraphs: rule.sources } as const]),
      ...rule.good.map((sample) => sampleListing("Good", sample)),
      ...rule.bad.map((sample) => sampleListing("Bad", sample)),
    ],
  };
}

function about(rule: Rule, level: Level): Facts {
  return {
    kind: "facts",
    title: "Rule",
    facts: [
      ["Id", rule.id],
      ["Name", rule.name],
      ["Group", rule.group],
      ["Level", level === "mandatory" ? "mandatory: it stops a deployment" : "advisory: it is told, and stops nothing"],
      ["Judges", rule.scope === "stack" ? "the stack as a whole" : rule.types],
    ],
  };
}

/** Chapter and rows of the vendor's documents beside our words; the vendor's sentences stay out. */
export function sourceTable(sources: readonly VendorSource[]): Table {
  return {
    kind: "table",
    title: "What the vendor's documents ask for, in our words",
    columns: [{ title: "Clause" }, { title: "Chapter" }, { title: "Requirement" }, { title: "Rows of its tables" }],
    rows: sources.map(({ clause, document, chapter, words, rows }) => [clause, [chapter, document], words, rows.length === 0 ? "none: running text" : rows]),
    empty: "None.",
  };
}

/** Of longer samples only what the rule finds something in is shown in full, and that only where it is no longer itself. */
const longestListing = 60;

function sampleListing(kind: "Good" | "Bad", { title, resources, facts, findings }: Sample): Listing {
  const whole = yamlLines(resources);
  const isShort = whole.length <= longestListing;
  const found = new Set(findings.map(({ resource }) => resource));
  const isShown = (resource: SampleResource) => found.has(resource.name) && yamlLines(resource).length <= longestListing;
  const lines = isShort ? whole : yamlLines(resources.map((resource) => (isShown(resource) ? resource : { type: resource.type, name: resource.name })));
  return {
    kind: "listing",
    title: `${kind}: ${title}`,
    remarks: [
      ...findings.map(({ resource, path, limit }) => `Finds: ${resource}${path === "" ? "" : `, ${path}`}: ${limit}`),
      ...(facts === undefined ? [] : [`The pack's configuration says: ${factWords(facts).join("; ")}`]),
      ...(isShort ? [] : ["Shown in short: resources by type and name where nothing is found in them, or where they are long."]),
    ],
    language: "yaml",
    lines,
  };
}

function yamlLines(value: unknown): readonly string[] {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split("\n");
}

const longestFact = 120;

function factWords(facts: NonNullable<Sample["facts"]>): readonly string[] {
  return Object.entries(facts).map(([name, value]) => {
    const words = `${name} ${JSON.stringify(value)}`;
    return words.length <= longestFact ? words : name;
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}

/** Rules of one room, for the index. */
export interface RoomOfRules {
  readonly title: string;
  readonly rules: readonly ExplainedRule[];
}

/** The index of all pages, as Markdown: each rule with what it holds, linked to its page. */
export function ruleIndex(rooms: readonly RoomOfRules[]): string {
  const count = rooms.reduce((sum, { rules }) => sum + rules.length, 0);
  const intro = `${count} rules hold a stack to the vendor's specification, to what is advised, and to what Azure accepts. \`npm run lifecare -- explain LC201\` prints a page.`;
  return `${["# Rules", intro, ...rooms.map(roomSection)].join("\n\n")}\n`;
}

function roomSection({ title, rules }: RoomOfRules): string {
  const rows = rules.map(({ rule, level, sources }) => `| [${rule.id}](${rule.id}.md) | ${[rule.synopsis, level, sources.map(({ clause }) => clause).join(", ")].map(escapeMarkdown).join(" | ")} |`);
  return [`## ${escapeMarkdown(title)}`, "", "| Rule | What must hold | Level | Clauses |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
