import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import { judgeStack } from "./judge.ts";
import { levelOf, type Rule, type Sample, type SampleResource } from "./rule.ts";
import { readStack } from "./stack.ts";
import { rules } from "./rules/index.ts";
import { unknownText } from "../reachability/readValues.ts";

/** What the engine writes for text that does not exist yet. */
const unknown = unknownText;
const mostPerSample = 250;

/**
 * What a bad sample says may also be what stands behind an unknown value: so no rule may let it pass when one of its values, whichever, is not
 * known. That holds without exception, whatever way a rule reads resources by.
 */
describe.each(rules.filter(({ group }) => levelOf(group) === "mandatory").map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test.each(rule.bad.map((sample) => [sample.title, sample] as const))("stops what is bad whatever is not known of it: %s", (_title, sample) => {
    const paths = sample.resources.flatMap(({ inputs }, index) => pathsIn(inputs).map((path) => ({ index, path })));
    const step = Math.ceil(paths.length / mostPerSample);
    const passed = paths.filter((_path, number) => number % step === 0).filter(({ index, path }) => holds(rule, sample, index, path));
    expect(passed.map(({ index, path }) => `${sample.resources[index]!.name} ${path.join(".")}`)).toEqual([]);
  });
});

function holds(rule: Rule, sample: Sample, index: number, path: readonly string[]): boolean {
  const resources = sample.resources.map((resource, place): SampleResource => (place === index ? { ...resource, inputs: replaced(resource.inputs, path) } : resource));
  const stack = readStack(resources, { ...bareFacts("2026-01-15"), ...sample.facts });
  return judgeStack([rule], stack).every(({ findings }) => findings.length === 0);
}

/** Every place in some inputs, records and lists included, and the inputs themselves. */
function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return unknown;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest) : item));
  return { ...(value as object), [key]: replaced((value as Readonly<Record<string, unknown>>)[key], rest) };
}
