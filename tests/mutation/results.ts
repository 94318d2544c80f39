import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** What Stryker knows of the last run, to try again only what has changed since: JSON, packed, since it would be three megabytes. */
export const resultsFile = join(import.meta.dirname, "results.json.gz");

export function unpackResults(packed: Uint8Array): MutationResults {
  return JSON.parse(gunzipSync(packed).toString("utf8")) as MutationResults;
}

export function packResults(results: MutationResults): Uint8Array {
  return gzipSync(JSON.stringify(results), { level: 9 });
}

export interface MutantResult {
  readonly id: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly coveredBy?: readonly string[];
  readonly killedBy?: readonly string[];
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

export interface MutationResults {
  readonly schemaVersion: string;
  readonly thresholds: object;
  readonly files: Readonly<Record<string, { readonly language: string; readonly source: string; readonly mutants: readonly MutantResult[] }>>;
  readonly testFiles?: Readonly<Record<string, { readonly tests: readonly { readonly id: string; readonly name: string }[] }>>;
}

/** Without what the next run does not ask for: messages, texts of tests, paths of this machine, and which tests reach a mutant that is killed or ignored. */
export function keptResults({ schemaVersion, thresholds, files, testFiles = {} }: MutationResults): MutationResults {
  return {
    schemaVersion,
    thresholds,
    files: Object.fromEntries(Object.entries(files).map(([path, { language, source, mutants }]) => [path, { language, source, mutants: mutants.map(kept) }])),
    testFiles: Object.fromEntries(Object.entries(testFiles).map(([path, { tests }]) => [path, { tests: tests.map(({ id, name }) => ({ id, name })) }])),
  };
}

function kept({ id, mutatorName, replacement, status, coveredBy, killedBy, location }: MutantResult): MutantResult {
  const tests = status === "Survived" || status === "NoCoverage" || status === "Timeout" ? { coveredBy } : { killedBy };
  return { id, mutatorName, replacement, status, ...tests, location };
}

/** Killed or out of time, of those that count: neither ignored nor without a verdict. */
export function scoreOf(mutants: readonly MutantResult[]): { readonly killed: number; readonly counted: number } {
  const count = (...statuses: readonly string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count("Killed", "Timeout");
  return { killed, counted: killed + count("Survived", "NoCoverage") };
}
