import { coverage } from "../coverage/coverage.ts";
import { coverageReport } from "../reports/coverageReport.ts";
import { renderJson } from "../reports/json.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { renderText } from "../reports/text.ts";
import type { Stage } from "../specification/register.ts";
import { readClaims } from "./coverageClaims.ts";
import type { ExitCode, Output } from "./output.ts";

export interface CoverageOptions {
  readonly stage: Stage;
  readonly format: "text" | "markdown" | "json";
}

/**
 * Prints for each part of each requirement what fulfils it, or when it is due, and what answers each proposed check. 0: all is there that is due until the
 * stage; 1: it is not.
 */
export async function printCoverage({ stage, format }: CoverageOptions, output: Output): Promise<ExitCode> {
  const covered = coverage(readClaims(), stage);
  switch (format) {
    case "json":
      output.result(renderJson(covered));
      break;
    case "markdown":
      output.result(renderMarkdown(coverageReport(covered)));
      break;
    case "text":
      output.result(renderText(coverageReport(covered), output.style));
      break;
  }
  return covered.complete ? 0 : 1;
}
