import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { renderJson } from "../reports/json.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { planReport } from "../reports/planReport.ts";
import { renderText } from "../reports/text.ts";
import type { ExitCode, Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface PlanOptions {
  readonly stack: string;
  readonly format: "text" | "json" | "markdown";
  /** Stack file to read instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
}

/**
 * Prints the plan of a stack, from its file alone.
 *
 * @throws ProblemError with everything that is wrong with the configuration
 */
export async function plan(options: PlanOptions, output: Output): Promise<ExitCode> {
  const { configuration, advice } = readConfiguration(options.file ?? stackFilePath(options.stack));
  const planned = planEnvironment(configuration, advice);
  switch (options.format) {
    case "json":
      output.result(renderJson(planned));
      break;
    case "markdown":
      output.result(renderMarkdown(planReport(planned)));
      break;
    case "text":
      output.result(renderText(planReport(planned), output.style));
      break;
  }
  return 0;
}
