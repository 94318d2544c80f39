import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import { judgeStack } from "./judge.ts";
import type { Rule, Sample } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";

const mostPlaces = 12;

/** The paths that a rule reads of a sample; at the place of that number, something goes wrong. */
function read(rule: Rule, { facts, resources }: Sample, failsAt: number): readonly string[] {
  const paths = new Set<string>();
  const onRead = (resource: string, path: string) => {
    const place = `${resource} ${path}`;
    if (paths.size === failsAt && !paths.has(place)) throw new TypeError("a mistake in the rule");
    paths.add(place);
  };
  judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts }, onRead));
  return [...paths];
}

/** What is not known is caught by some rules; a mistake of their own is none of it, and no rule may pass by it. */
describe.each(rules.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test("takes no mistake for something that is not known", () => {
    for (const sample of [...rule.good, ...rule.bad]) {
      const count = read(rule, sample, Infinity).length;
      const step = Math.ceil(count / mostPlaces);
      for (let place = 0; place < count; place += step) expect(() => read(rule, sample, place), `${sample.title}, place ${place}`).toThrow("a mistake in the rule");
    }
  });
});
