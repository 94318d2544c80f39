import { readFileSync } from "node:fs";
import * as z from "zod";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { describeExemptionFault, describeFinding, ruleTitle } from "../policies/describeFinding.ts";
import { evaluate, levelOfFault, levelOfFinding, type Evaluation } from "../policies/evaluate.ts";
import { readFacts, type Facts } from "../policies/facts.ts";
import { policyName } from "../policies/pack.ts";
import { renderJson } from "../reports/json.ts";
import { policyText, type ShownEvaluation } from "../reports/policyReport.ts";
import type { ExitCode, Output } from "./output.ts";
import { packConfigurationOf, readExemptionFile } from "./policyConfig.ts";
import { loadStack, type LoadedStack, type StackOptions } from "./stackSource.ts";

export interface CheckOptions extends Omit<StackOptions, "firewall"> {
  readonly format: "text" | "json";
  /** What `lifecare policy-config` wrote, instead of the stack's own configuration. */
  readonly config?: string;
  readonly exemptions?: string;
  /** Day on which exemptions are judged, ISO 8601; today where it is left out. */
  readonly asOf?: string;
}

const exitCodes: Readonly<Record<Evaluation["status"], ExitCode>> = { holds: 0, broken: 1, unknown: 3 };

/**
 * Judges a stack by every rule of the policy pack, the proof of its network included, without an engine.
 *
 * @throws ProblemError where the input cannot be used
 */
export async function check(options: CheckOptions, output: Output): Promise<ExitCode> {
  const stack = loadStack(options);
  const evaluation = evaluate(stack.resources, factsOf(options, stack));
  const shown = shownEvaluation(evaluation);
  output.result(options.format === "json" ? renderJson({ stack: stack.name, ...shown }) : policyText(stack.name, shown, output.style));
  return exitCodes[evaluation.status];
}

/** An evaluation in words, as reports print it. */
export function shownEvaluation({ status, judgements, findings, exemptionFaults }: Evaluation): ShownEvaluation {
  return {
    status,
    rules: new Set(judgements.map(({ rule }) => rule.id)).size,
    judgements: judgements.length,
    findings: [
      ...findings.map((finding) => ({
        rule: ruleTitle(finding),
        level: levelOfFinding(finding),
        kind: finding.exemption === undefined ? finding.kind : ("exempted" as const),
        resource: finding.resource,
        message: describeFinding(finding),
        ...(finding.evidence === undefined ? {} : { evidence: finding.evidence }),
      })),
      ...exemptionFaults.map((fault) => ({ rule: "exemptions", level: levelOfFault(fault), kind: "broken" as const, resource: fault.exemption.resource, message: describeExemptionFault(fault) })),
    ],
  };
}

/** What the rules are told of a stack: by a pack configuration, else by its stack file, else by the plan file. */
function factsOf(options: CheckOptions, { expectation }: LoadedStack): Facts {
  const { stack, file, config, exemptions } = options;
  const exempted = exemptions === undefined ? {} : { exemptions: readExemptionFile(exemptions) };
  const configured = stack === undefined && file === undefined ? (expectation === undefined ? {} : { expectation }) : packConfigurationOf({ stack: stack ?? "", ...(file === undefined ? {} : { file }) });
  const read = readFacts({ ...(config === undefined ? configured : sectionOf(config)), ...exempted }, dayOf(options.asOf));
  if (read.kind === "facts") return read.facts;
  throw new ProblemError("The pack's configuration cannot be used:", read.problems.map(({ path, limit }): Problem => ({ path, value: undefined, limit, fix: "write it with `lifecare policy-config`" })));
}

function dayOf(asOf: string | undefined): string {
  if (asOf === undefined) return new Date().toISOString().slice(0, 10);
  if (z.iso.date().safeParse(asOf).success) return asOf;
  throw new ProblemError("This cannot be used:", [{ path: "--as-of", value: asOf, limit: "a day of the calendar (ISO 8601)", fix: "write it as 2026-01-31" }]);
}

function sectionOf(path: string): Readonly<Record<string, unknown>> {
  const refused = (limit: string) => new ProblemError("The pack's configuration cannot be used:", [{ path, value: undefined, limit, fix: "write it with `lifecare policy-config`" }]);
  const value = ((): unknown => {
    try {
      return JSON.parse(readFileSync(path, "utf8"));
    } catch {
      throw refused("a JSON file that can be read");
    }
  })();
  const section = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[policyName] : undefined;
  if (typeof section !== "object" || section === null || Array.isArray(section)) throw refused(`a record with the record ${policyName}`);
  return section as Readonly<Record<string, unknown>>;
}
