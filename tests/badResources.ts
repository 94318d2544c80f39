import { evaluate, levelOfFinding } from "../policies/evaluate.ts";
import { bareFacts, type Facts } from "../policies/facts.ts";
import { levelOf, type Rule } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import type { Break } from "./badResources/breaking.ts";
import { deployableBreaks } from "./badResources/deployable.ts";
import { machineBreaks } from "./badResources/machines.ts";
import { networkBreaks } from "./badResources/network.ts";
import { operationsBreaks } from "./badResources/operations.ts";
import { publishingBreaks } from "./badResources/publishing.ts";
import type { MutableResource, Subject } from "./proofSubjects.ts";

/** One break for each mandatory rule. */
export const breaks: readonly Break[] = [...networkBreaks, ...machineBreaks, ...publishingBreaks, ...operationsBreaks, ...deployableBreaks];

export const mandatoryRules: readonly Rule[] = rules.filter(({ group }) => levelOf(group) === "mandatory");

/** What is known of a stack besides its resources, as its configuration says it. */
export function factsOf({ plan }: Subject): Facts {
  return { ...bareFacts("2026-01-15"), environment: plan.environment, expectation: plan.expectation };
}

/** A plan's resources with all of these breaks. */
export function broken(plan: Subject, chosen: readonly Break[]): readonly MutableResource[] {
  const resources = plan.resources();
  for (const { apply } of chosen) apply(resources);
  return resources;
}

/** Rule and resource (by logical name) of everything mandatory that is found, sorted, each once. */
export function mandatoryFindings(resources: readonly MutableResource[], facts: Facts): readonly string[] {
  const { findings } = evaluate(resources, facts);
  return sorted(findings.filter((finding) => levelOfFinding(finding) === "mandatory").map(({ rule, resource }) => `${rule} ${resource}`));
}

/** In order, each once. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort();
}
