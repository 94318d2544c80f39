import pc from "picocolors";
import { ProblemError, describeProblem } from "../environment/problem.ts";
import { StoreError } from "../rehearsal/storeError.ts";
import { escapeTerminal } from "../reports/escape.ts";
import type { TextStyle } from "../reports/text.ts";

/** 0: it holds or is done. 1: it does not hold or failed. 2: what was asked for cannot be used. 3: what decides it is not known. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Where a command writes; tests give their own. */
export interface Output {
  /** The result, for a reader or the next program. */
  readonly result: (text: string) => void;
  /** Progress and errors. */
  readonly notice: (text: string) => void;
  readonly style: TextStyle;
  readonly colours: ReturnType<typeof pc.createColors>;
  /** Somebody watches, so that lines may be rewritten. */
  readonly interactive: boolean;
}

const widthOfFiles = 120;

/** The process's own output: colours only on a terminal and where `NO_COLOR` is not set (no-color.org). */
export function processOutput(): Output {
  const interactive = process.stdout.isTTY === true;
  const colours = pc.createColors(interactive && (process.env["NO_COLOR"] ?? "") === "");
  return {
    result: (text) => process.stdout.write(text),
    notice: (text) => process.stderr.write(text),
    style: { width: process.stdout.columns ?? widthOfFiles, emphasise: colours.bold },
    colours,
    interactive,
  };
}

/** Says what went wrong without a stack trace, and answers the exit code that fits. */
export function reportFailure(error: unknown, output: Output): ExitCode {
  const { notice, colours } = output;
  if (error instanceof ProblemError || error instanceof StoreError) {
    const title = error.message.split("\n")[0] ?? "";
    notice(`${colours.red(escapeTerminal(title))}\n${error.problems.map((problem) => `  - ${escapeTerminal(describeProblem(problem))}\n`).join("")}`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  notice(`${colours.red(message.split("\n").map(escapeTerminal).join("\n"))}\n`);
  return 1;
}
