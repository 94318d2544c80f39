import type { Finding, Fault } from "./finding.ts";
import { wholeStack } from "./finding.ts";
import type { Facts } from "./facts.ts";
import type { ResourceRule, Rule, StackRule } from "./rule.ts";
import type { Resource, Stack } from "./stack.ts";
import { NotKnown } from "./view.ts";

/** What one rule says of one resource, or of the stack as a whole. */
export interface Judgement {
  readonly rule: Rule;
  readonly resource: string;
  /** None: it holds. */
  readonly findings: readonly Finding[];
}

/** Tries every rule on a stack. A rule about single resources answers for each of its types, a rule about the stack once and for each resource at fault. */
export function judgeStack(rules: readonly Rule[], stack: Stack): readonly Judgement[] {
  return rules.flatMap((rule) => (rule.scope === "resource" ? judgeResources(rule, stack) : judgeWhole(rule, stack)));
}

function judgeResources(rule: ResourceRule, stack: Stack): readonly Judgement[] {
  return stack.resources.filter((resource) => concerns(rule, resource)).map((resource) => judgeResource(rule, resource, stack.facts));
}

/** Whether a rule about single resources has anything to say of one. */
export function concerns(rule: ResourceRule, { provider, type }: Resource): boolean {
  return rule.types.includes(provider === "azure-native" ? type : `${provider}:${type.slice(type.indexOf(":") + 1)}`);
}

export function judgeResource(rule: ResourceRule, resource: Resource, facts: Facts): Judgement {
  return { rule, resource: resource.label, findings: collect(rule, resource.label, () => rule.check(resource, facts)) };
}

function judgeWhole(rule: StackRule, stack: Stack): readonly Judgement[] {
  const findings = collect(rule, wholeStack, () => rule.check(stack));
  const byResource = Map.groupBy(findings, ({ resource }) => resource);
  if (byResource.size === 0) return [{ rule, resource: wholeStack, findings: [] }];
  return [...byResource].map(([resource, found]) => ({ rule, resource, findings: found }));
}

/** What a rule found before it met something that is not known counts; what it met is a finding as well, once. */
function collect(rule: Rule, subject: string, check: () => Iterable<Fault>): readonly Finding[] {
  const findings: Finding[] = [];
  try {
    for (const found of check()) findings.push(findingOf(rule, subject, found));
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    findings.push(findingOf(rule, subject, unknownFault(error)));
  }
  const told = new Set<string>();
  return findings.filter(({ kind, resource, path, limit }) => {
    const word = JSON.stringify([kind, resource, path, limit]);
    return kind === "broken" || (!told.has(word) && told.add(word));
  });
}

/** What a rule says where it meets what nobody can read. */
export function unknownFault({ path, reason, resource }: NotKnown): Fault {
  return { kind: "unknown", ...(resource === undefined ? {} : { resource }), path, limit: `${reason}: the rule cannot be judged`, fix: "write the value as plain text, or judge a state in which it is known" };
}

/** Goes on after something that is not known, so that the other things of a list are judged all the same. */
export function* each<Thing>(things: Iterable<Thing>, check: (thing: Thing) => Iterable<Fault>): Iterable<Fault> {
  for (const thing of things) {
    try {
      yield* check(thing);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      yield unknownFault(error);
    }
  }
}

function findingOf(rule: Rule, subject: string, { kind, resource = subject, clause = rule.clauses[0], fix = rule.fix, value, ...found }: Fault): Finding {
  const shown = value === undefined || isHidden(found.path) ? {} : { value };
  return { ...found, ...shown, rule: rule.id, kind: kind ?? "broken", resource, ...(clause === undefined ? {} : { clause }), fix };
}

/** Values that must not be shown, wherever a finding points at them. */
function isHidden(path: string): boolean {
  return /(?:password|secret|customdata|userdata|connectionstring|sastoken|accesskey|privatekey|properties\.value)$/i.test(path);
}
