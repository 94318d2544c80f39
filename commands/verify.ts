import { describeVerdict } from "../proof/describeVerdict.ts";
import { findDifferences } from "../proof/prove.ts";
import type { Verdict } from "../proof/verdict.ts";
import { renderJson } from "../reports/json.ts";
import { verdictText } from "../reports/proofReport.ts";
import type { ExitCode, Output } from "./output.ts";
import { loadStack, requireExpectation, requireNetwork, type StackOptions } from "./stackSource.ts";

export interface VerifyOptions extends StackOptions {
  readonly format: "text" | "json";
}

const exitCodes: Readonly<Record<Verdict["status"], ExitCode>> = { proved: 0, broken: 1, unknown: 3 };

/**
 * Proves that a stack's effective flows are the specified ones, or shows the packets for which they are not.
 *
 * @throws ProblemError where the input cannot be used, or does not say what is expected
 */
export async function verify(options: VerifyOptions, output: Output): Promise<ExitCode> {
  const stack = loadStack(options);
  const verdict = describeVerdict(findDifferences(requireNetwork(stack), requireExpectation(stack), stack.sources, { statedFirewalls: stack.statedFirewalls }));
  output.result(options.format === "json" ? renderJson({ stack: stack.name, ...verdict }) : verdictText(stack.name, verdict, output.style));
  return exitCodes[verdict.status];
}
