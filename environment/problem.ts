import type { Clause } from "../specification/vocabulary.ts";

/** One thing wrong with what was asked for: where, what, which limit, by which clause, and how to mend it. */
export interface Problem {
  /** Path as the reader wrote it, for example `lifecare:machines[2].size`. */
  readonly path: string;
  /** The value found; a secret is masked before it gets here. */
  readonly value: unknown;
  readonly limit: string;
  readonly clause?: Clause;
  readonly fix: string;
}

/** Something that holds but that the vendor or Azure advises against. */
export interface Advice {
  readonly path: string;
  readonly message: string;
  readonly clause?: Clause;
}

/** Every problem at once (decision 9): thrown where a configuration or component arguments cannot be used. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(title: string, problems: readonly Problem[]) {
    super(`${title}\n${problems.map((problem) => `  - ${describeProblem(problem)}`).join("\n")}`);
    this.name = "ProblemError";
    this.problems = problems;
  }
}

/** One problem on one line; control characters in the value are shown escaped. */
export function describeProblem(problem: Problem): string {
  const clause = problem.clause === undefined ? "" : ` [${problem.clause}]`;
  return `${problem.path} = ${showValue(problem.value)}: ${problem.limit}${clause}. Fix: ${problem.fix}`;
}

/** Advice on one line. */
export function describeAdvice({ path, message, clause }: Advice): string {
  return `${path}: ${message}${clause === undefined ? "" : ` [${clause}]`}`;
}

const longestShownValue = 120;

/** A value on one line, cut where it is long; control characters are escaped. */
export function showValue(value: unknown): string {
  if (value === undefined) return "(absent)";
  const shown = JSON.stringify(value) ?? String(value);
  const safe = shown.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`);
  return safe.length > longestShownValue ? `${safe.slice(0, longestShownValue)}…` : safe;
}
