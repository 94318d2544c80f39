/** One thing wrong with a store: where, what was found, what it has to be, and how to mend it. */
export interface StoreProblem {
  readonly path: string;
  readonly value: unknown;
  readonly limit: string;
  readonly fix: string;
}

/** A rehearsed Azure that cannot be used as it is; nothing of it was changed. */
export class StoreError extends Error {
  readonly problems: readonly StoreProblem[];

  constructor(problems: readonly StoreProblem[]) {
    super(`The rehearsed Azure cannot be used:\n${problems.map(({ path, limit, fix }) => `  - ${path}: ${limit}. Fix: ${fix}`).join("\n")}`);
    this.name = "StoreError";
    this.problems = problems;
  }
}
