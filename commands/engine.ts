import { ensureEngine, wayTitles, type EngineStep } from "../engine/cli.ts";
import { escapeTerminal } from "../reports/escape.ts";
import type { ExitCode, Output } from "./output.ts";

/** Prepares the Pulumi CLI and says where it is; each step is shown with its reason. */
export async function engine(output: Output): Promise<ExitCode> {
  const found = await ensureEngine({ onStep: (step) => output.notice(`${describeStep(step)}\n`) });
  output.result(`${escapeTerminal(found.executable)}\n`);
  return 0;
}

/** One step of the preparation on one line. */
export function describeStep(step: EngineStep): string {
  const message = escapeTerminal(step.message);
  switch (step.state) {
    case "trying":
      return step.message === wayTitles[step.way] ? `${message} …` : `  ${message} …`;
    case "refused":
      return `  not this way: ${message}`;
    case "ready":
      return `  ready: ${message}`;
  }
}
