import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import { judgeStack } from "./judge.ts";
import { levelOf, type Rule, type Sample } from "./rule.ts";
import { networkRules } from "./rules/network/index.ts";
import { pathOf, placesIn, withUnknown } from "./samplePlaces.ts";
import { readStack } from "./stack.ts";

const mostPerSample = 250;

/**
 * What a bad sample says may also be what stands behind an unknown value: so no rule may let it pass when one of its values, whichever, is not
 * known. That holds without exception, whatever way a rule reads resources by; of the other rules, unknownPlaces.test.ts demands more.
 */
describe.each(networkRules.filter(({ group }) => levelOf(group) === "mandatory").map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test.each(rule.bad.map((sample) => [sample.title, sample] as const))("stops what is bad whatever is not known of it: %s", (_title, sample) => {
    const passed = placesIn(sample, mostPerSample).filter((place) => holds(rule, withUnknown(sample, place)));
    expect(passed.map((place) => `${place.resource.name} ${pathOf(place)}`)).toEqual([]);
  });
});

function holds(rule: Rule, { facts, resources }: Sample): boolean {
  return judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).every(({ findings }) => findings.length === 0);
}
