import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resultsFile, unpackResults, type MutantResult, type MutationResults } from "./results.ts";

/** Why each mutant that no test notices may stay: by file, one line for each, as `survivorLine` writes it, with the reason behind it. */
export const survivorsPage = join(import.meta.dirname, "survivors.md");

/** Enough to tell mutants of a file apart, and to be read. */
const mostCharacters = 110;

/** A mutant as the page names it: what stood there and what stands there instead, blanks joined, long text cut. */
function survivorLine(source: string, { location: { start, end }, replacement }: MutantResult): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const whole = lines.map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === lines.length - 1 ? end.column - 1 : undefined)).join(" ");
  return `${quoted(whole)} → ${quoted(replacement)}`;
}

function quoted(text: string): string {
  const joined = text.replaceAll(/\s+/g, " ").trim();
  const cut = joined.length > mostCharacters ? `${joined.slice(0, mostCharacters)}…` : joined;
  return cut === "" ? "nothing" : cut.includes("`") ? `\`\` ${cut} \`\`` : `\`${cut}\``;
}

/** The mutants that no test notices, as the page names them, by file. */
export function survivorsOf({ files }: MutationResults): ReadonlyMap<string, readonly string[]> {
  const found = Object.entries(files).map(([path, { source, mutants }]) => {
    const alive = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    return [path, [...new Set(alive.map((mutant) => survivorLine(source, mutant)))].toSorted()] as const;
  });
  return new Map(found.filter(([, lines]) => lines.length > 0).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** What the page explains, by file; a line without a reason explains nothing. */
export function explainedIn(page: string): ReadonlyMap<string, readonly string[]> {
  const explained = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of page.split("\n")) {
    const file = /^## (\S+)$/.exec(line)?.[1];
    if (file !== undefined) explained.set(file, (lines = []));
    const survivor = /^- (.+): [^`]+\.$/.exec(line)?.[1];
    if (survivor !== undefined) lines.push(survivor);
  }
  return explained;
}

/** The page after a run: explanations of what is noticed by now are gone, and what is left without one is counted. */
export function renewedPage(page: string, survivors: ReadonlyMap<string, readonly string[]>): string {
  const explained = explainedIn(page);
  const open = [...survivors].map(([file, lines]) => [file, lines.filter((line) => !(explained.get(file) ?? []).includes(line)).length] as const).filter(([, count]) => count > 0);
  const sections = (page.split(/^# Open$/m)[0] ?? "").trimEnd().split(/\n\n(?=## )/);
  const kept = sections.map((section) => section.split("\n").filter((line) => isKept(line, survivors.get(/^## (\S+)/.exec(section)?.[1] ?? "") ?? [])).join("\n")).filter((section) => !section.startsWith("## ") || section.includes("\n- "));
  const counted = ["# Open", "", "Neither noticed nor explained yet: how many in each file.", "", "| file | mutants |", "|---|---|", ...open.map(([file, count]) => `| \`${file}\` | ${count} |`)].join("\n");
  return `${[...kept, ...(open.length === 0 ? [] : [counted])].join("\n\n")}\n`;
}

function isKept(line: string, survivors: readonly string[]): boolean {
  return !line.startsWith("- ") || survivors.some((survivor) => line.startsWith(`- ${survivor}: `));
}

/** Lines of the first that the second has not, each with its file. */
export function missingFrom(other: ReadonlyMap<string, readonly string[]>, lines: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...lines].flatMap(([file, all]) => all.filter((line) => !(other.get(file) ?? []).includes(line)).map((line) => `${file} ${line}`));
}

/** Of how many survivors the page says, file by file, that they are still open: neither noticed nor explained. */
export function openIn(page: string): ReadonlyMap<string, number> {
  return new Map([...page.matchAll(/^\| `(\S+)` \| (\d+) \|$/gm)].map(([, file, count]) => [file!, Number(count)]));
}

export function keptResultsNow(): MutationResults {
  return unpackResults(readFileSync(resultsFile));
}
