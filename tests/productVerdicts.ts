import type { Facts } from "../policies/facts.ts";
import type { Finding } from "../policies/finding.ts";
import { concerns, judgeResource, judgeStack, type Judgement } from "../policies/judge.ts";
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
  const before = new Set(rules.flatMap((rule) => judgeStack([rule], original).flatMap(({ findings }) => findings.map((finding) => keyOf(finding)))));
  const unchanged = new Set(resources);
  const sameNetwork = networkOf(original);
  return mutants.map((mutant) => {
    const mutated = mutant.apply(resources);
    const stack = readStack(mutated, facts);
    const changed = new Set(mutated.flatMap((one) => (unchanged.has(one) ? [] : [one.name])));
    for (const ask of [() => quick, () => (networkOf(stack) === sameNetwork ? [] : proof), () => advisory]) {
      const found = ask().find((rule) => judged(rule, stack, changed).some(({ findings }) => findings.some((finding) => !before.has(keyOf(finding)))));
      if (found !== undefined) return { mutant, caught: { rule: found.id, level: levelOf(found.group) } };
    }
    return { mutant };
  });
}

/** Everything that the proof is told of a stack. */
function networkOf(stack: Stack): string {
  return JSON.stringify(stack.model(), (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value instanceof Map || value instanceof Set ? [...value] : value));
}

/** A rule about single resources can find something new in those alone that changed. */
function judged(rule: Rule, stack: Stack, changed: ReadonlySet<string>): readonly Judgement[] {
  if (rule.scope === "stack") return judgeStack([rule], stack);
  return stack.resources.filter((resource) => changed.has(resource.name) && concerns(rule, resource)).map((resource) => judgeResource(rule, resource, stack.facts));
}

function keyOf({ rule, resource, path, limit }: Finding): string {
  return `${rule} ${resource} ${path} ${limit}`;
}
