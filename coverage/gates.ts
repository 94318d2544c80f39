import { bareFacts } from "../policies/facts.ts";
import { judgeStack } from "../policies/judge.ts";
import type { Reason, Reasons } from "../policies/reason.ts";
import { levelOf, reportedName, type Rule, type Sample } from "../policies/rule.ts";
import { readStack } from "../policies/stack.ts";
import { findRequirement, type Disposition, type Stage } from "../specification/register.ts";
import type { Clause } from "../specification/vocabulary.ts";
import { withoutProvider, type Ground } from "./evidence.ts";
import { isReached } from "./stage.ts";

/** The rules, and why there are no others. */
export interface Gates {
  readonly rules: readonly Rule[];
  readonly reasons: Reasons;
}

/** Samples are about no day in particular. */
const anyDay = "2026-01-15";

/** A rule gates several clauses; its samples are run once. */
const tried = new WeakMap<Rule, readonly string[]>();

/** Titles of the bad samples in which a rule finds nothing that is broken. */
export function samplesNotStopped(rule: Rule): readonly string[] {
  const found = tried.get(rule) ?? rule.bad.filter((sample) => !stops(rule, sample)).map(({ title }) => title);
  tried.set(rule, found);
  return found;
}

function stops(rule: Rule, { resources, facts }: Sample): boolean {
  const judgements = judgeStack([rule], readStack(resources, { ...bareFacts(anyDay), ...facts }));
  return judgements.some(({ findings }) => findings.some(({ kind }) => kind === "broken"));
}

/** The rules that gate a clause: where it is demanded, only those that stop a deployment. */
export function rulesFor(clause: Clause, { advisory }: Disposition, rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ clauses, group }) => clauses.includes(clause) && (advisory !== undefined || levelOf(group) === "mandatory"));
}

/** Why a reason does not hold; nothing where it does. */
export function flawOf(reason: Reason, { rules }: Gates, ground: Ground, reached: Stage): string | undefined {
  switch (reason.kind) {
    case "notVisible":
      return reason.checkedBy.trim() === "" ? "does not say what checks it" : undefined;
    case "sameAs":
      return rules.some(({ id }) => id === reason.rule) ? undefined : `there is no rule ${reason.rule}`;
    case "later":
      if (isReached(reason.stage, reached)) return `is overdue: stage ${reason.stage} is reached`;
      return isPlanned(reason.type, ground) ? `${reason.type} is planned already` : undefined;
  }
}

function isPlanned(type: string, { resources }: Ground): boolean {
  return resources.some((resource) => resource.type === type || withoutProvider(resource.type) === withoutProvider(type));
}

export function describeReason(reason: Reason, rules: readonly Rule[]): string {
  switch (reason.kind) {
    case "notVisible":
      return `not visible in inputs: ${reason.checkedBy}`;
    case "sameAs": {
      const rule = rules.find(({ id }) => id === reason.rule);
      return `same as ${rule === undefined ? reason.rule : reportedName(rule)}`;
    }
    case "later":
      return `later: ${reason.type} is first planned in ${reason.stage}`;
  }
}

/** Whether a mandatory rule is about nothing but recommendations. */
export function stopsForAdviceAlone({ group, clauses }: Rule): boolean {
  if (group !== "specification" || clauses.length === 0) return false;
  return clauses.every((clause) => findRequirement(clause)?.dispositions.some(({ part, advisory }) => part === "G" && advisory === "whole"));
}
