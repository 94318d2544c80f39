import { compareStacks } from "../proof/compareStacks.ts";
import { differenceMarkdown, differenceReport } from "../reports/differenceReport.ts";
import { renderJson } from "../reports/json.ts";
import { renderText } from "../reports/text.ts";
import type { ExitCode, Output } from "./output.ts";
import { loadFiles } from "./stackSource.ts";

export interface DiffOptions {
  readonly format: "text" | "json" | "markdown";
  /** A rule request that stands for a hub's firewall, in both. */
  readonly firewall?: string;
}

/**
 * Prints which flows a change opens and closes and which servers differ. Answers 0 whatever it finds: a difference is no fault.
 *
 * @throws ProblemError with what is wrong with either file
 */
export async function diff(baseFile: string, headFile: string, { format, firewall }: DiffOptions, output: Output): Promise<ExitCode> {
  const [base, head] = loadFiles(baseFile, headFile, firewall);
  const difference = compareStacks(base, head);
  switch (format) {
    case "json":
      output.result(renderJson({ base: base.name, head: head.name, ...difference }));
      break;
    case "markdown":
      output.result(differenceMarkdown(base.name, head.name, difference));
      break;
    case "text":
      output.result(renderText(differenceReport(base.name, head.name, difference), output.style));
      break;
  }
  return 0;
}
