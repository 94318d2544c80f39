import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pageOf, pagesFolder } from "../coverage/coverage.ts";
import { explainRule } from "../coverage/explainRule.ts";
import { roomOf, ruleRooms } from "../coverage/rooms.ts";
import { stackFileJsonSchema } from "../environment/configurationJsonSchema.ts";
import { rules } from "../policies/rules/index.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { ruleIndex, rulePage } from "../reports/rulePage.ts";
import { behavioursPage, pitfallsPage } from "./rehearsalPages.ts";

/** A committed file that is made from the sources. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: () => string;
}

export const root = join(import.meta.dirname, "..");

/** The stack file's schema, what the rehearsal refuses, known pitfalls, and a page for each rule. A page whose rule is gone is left: `lifecare coverage` asks after it. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: "schemas/stack.schema.json", content: () => `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n` },
  { path: "rehearsal/behaviours.md", content: behavioursPage },
  { path: "docs/pitfalls.md", content: pitfallsPage },
  { path: `${pagesFolder}README.md`, content: () => ruleIndex(Object.entries(ruleRooms).map(([room, title]) => ({ title, rules: rules.filter((rule) => roomOf(rule) === room).map(explainRule) }))) },
  ...rules.map((rule) => ({ path: pageOf(rule.id), content: () => renderMarkdown(rulePage(explainRule(rule))) })),
];

/** Files that do not say what the sources say. */
export function staleFiles(): readonly GeneratedFile[] {
  return generatedFiles.filter(({ path, content }) => readText(path) !== content());
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}
