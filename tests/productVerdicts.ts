import type { Facts } from "../policies/facts.ts";
import { judgeStack } from "../policies/judge.ts";
import { levelOf, type Level, type Rule } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { readStack, type Stack } from "../policies/stack.ts";
import type { ProductMutant } from "./productMutants.ts";
import type { MutableResource } from "./proofSubjects.ts";

/** Which rule finds a mutant, where one does: a mandatory one before an advisory one. */
export interface Verdict {
  readonly mutant: ProductMutant;
  readonly caught?: { readonly rule: string; readonly level: Level };
}

const isMandatory = ({ group }: Rule) => levelOf(group) === "mandatory";
const proof = rules.filter(({ id }) => id === "LC001");
const quick = rules.filter((rule) => isMandatory(rule) && !proof.includes(rule));
const advisory = rules.filter((rule) => !isMandatory(rule));

/** Asks the rules about each mutant, the proof only where the others find nothing and the network that packets see is another one. */
export function verdictsOf(mutants: readonly ProductMutant[], resources: readonly MutableResource[], facts: Facts): readonly Verdict[] {
  const original = readStack(resources, facts);
  const before = new Set(findingsOf(rules, original).map(({ key }) => key));
  const sameNetwork = networkOf(original);
  return mutants.map((mutant) => {
    const stack = readStack(mutant.apply(resources), facts);
    for (const ask of [() => quick, () => (networkOf(stack) === sameNetwork ? [] : proof), () => advisory]) {
      const found = findingsOf(ask(), stack).find(({ key }) => !before.has(key));
      if (found !== undefined) return { mutant, caught: { rule: found.rule.id, level: levelOf(found.rule.group) } };
    }
    return { mutant };
  });
}

/** Everything that the proof is told of a stack. */
function networkOf(stack: Stack): string {
  return JSON.stringify(stack.model(), (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value instanceof Map || value instanceof Set ? [...value] : value));
}

function findingsOf(some: readonly Rule[], stack: Stack): readonly { readonly rule: Rule; readonly key: string }[] {
  return judgeStack(some, stack).flatMap(({ rule, findings }) => findings.map(({ resource, path, limit }) => ({ rule, key: `${rule.id} ${resource} ${path} ${limit}` })));
}
