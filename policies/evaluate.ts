import type { ReadableResource } from "../reachability/azureReader.ts";
import { applyExemptions, type ExemptedFindings, type ExemptionFault, type JudgedFinding } from "./exemptions.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judgeStack, type Judgement } from "./judge.ts";
import { levelOf, type Level, type Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";

/** What all rules say of a stack: the same for a preview, an update, a plan and a state. */
export interface Evaluation {
  /** By mandatory rules alone: what is broken without a valid exemption, else what is unknown. */
  readonly status: Status;
  /** What each rule says of each resource that it looks at, exemptions aside. */
  readonly judgements: readonly Judgement[];
  readonly findings: readonly JudgedFinding[];
  readonly exemptionFaults: readonly ExemptionFault[];
}

export type Status = "holds" | "broken" | "unknown";

/** Judges a whole stack by every rule, and covers what is exempted. */
export function evaluate(resources: readonly ReadableResource[], facts: Facts): Evaluation {
  const judgements = judgeStack(rules, readStack(resources, facts));
  const { findings, faults } = exempted(judgements.flatMap((judgement) => judgement.findings), facts);
  return { status: statusOf(findings, faults), judgements, findings, exemptionFaults: faults };
}

/** Covers what all rules found of a stack by its exemptions. */
export function exempted(findings: readonly Finding[], { exemptions, asOf }: Facts): ExemptedFindings {
  return applyExemptions(findings, exemptions, asOf, ruleIds);
}

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id));
const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** @throws Error where there is no such rule */
export function ruleOf({ rule }: { readonly rule: string }): Rule {
  const found = rulesById.get(rule);
  if (found === undefined) throw new Error(`There is no rule ${rule}`);
  return found;
}

/** Whether a finding stops a deployment: an exempted one is told, and stops nothing. */
export function levelOfFinding(finding: JudgedFinding): Level {
  return finding.exemption === undefined ? levelOf(ruleOf(finding).group) : "advisory";
}

/** An exemption that covers nothing is told; one that has expired, or is for no rule, stops the deployment. */
export function levelOfFault({ kind }: ExemptionFault): Level {
  return kind === "unused" ? "advisory" : "mandatory";
}

function statusOf(findings: readonly JudgedFinding[], faults: readonly ExemptionFault[]): Status {
  const stopping = findings.filter((finding) => levelOfFinding(finding) === "mandatory");
  if (stopping.some(({ kind }) => kind === "broken") || faults.some((fault) => levelOfFault(fault) === "mandatory")) return "broken";
  return stopping.length > 0 ? "unknown" : "holds";
}
