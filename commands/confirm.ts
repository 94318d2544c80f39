import { createInterface } from "node:readline/promises";
import { ProblemError } from "../environment/problem.ts";
import type { Output } from "./output.ts";

/** Whoever may be asked: a terminal's user, or nobody. */
export type Ask = (question: string) => Promise<string>;

/** Asks at the terminal; undefined where nobody watches, or nobody can answer. */
export function askAtTerminal(output: Output): Ask | undefined {
  if (!output.interactive || process.stdin.isTTY !== true) return undefined;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  };
}

/**
 * Whether somebody says yes: beforehand by `--yes`, or now.
 *
 * @throws ProblemError where nobody said so and nobody can be asked
 */
export async function confirmed(question: string, yes: boolean | undefined, ask: Ask | undefined): Promise<boolean> {
  if (yes === true) return true;
  if (ask === undefined) throw new ProblemError("Nothing was done:", [{ path: "--yes", value: undefined, limit: "somebody who says yes; there is no terminal to ask at", fix: "read what would be done, then say --yes" }]);
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}
