import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import { wholeStack, type Finding } from "./finding.ts";
import { judgeStack } from "./judge.ts";
import type { Rule, Sample, SampleResource } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";
import { unknownText } from "../reachability/readValues.ts";

const unknown = unknownText;
/** What a stack's author may leave, or write by mistake, where a rule looks: nothing, what nobody knows yet, nothing in words, and what is of another kind. */
const replacements = [undefined, unknown, "", [], 4711];
const mostPlaces = 10;
/** Tags, secrets and passwords are theirs to judge wherever they stand. */
const rulesForAnyProvider = new Set(["LC003", "LC308", "LC309"]);

interface Read {
  readonly resource: string;
  readonly path: string;
}

function findingsOf(rule: Rule, { facts, resources }: Sample, onRead?: (resource: string, path: string) => void): readonly Finding[] {
  return judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts }, onRead)).flatMap(({ findings }) => findings);
}

/** All but the proof, which reads everything, a second each time, and has tests of its own. */
const quickRules = rules.filter(({ id }) => id !== "LC001");

describe.each(quickRules.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  const samples = [...rule.good, ...rule.bad].map((sample) => [sample.title, sample] as const);

  test.each(samples)("answers in whole words whatever one value is: %s", (_title, sample) => {
    const read = new Map<string, Read>();
    findingsOf(rule, sample, (resource, path) => read.set(`${resource} ${path}`, { resource, path }));
    const blamesStack = rule.bad.some(({ findings }) => findings.some(({ resource }) => resource === wholeStack));
    const resources = new Set([...sample.resources.map(({ name }) => name), ...(blamesStack ? [wholeStack] : [])]);
    const step = Math.ceil(read.size / mostPlaces);
    for (const place of [...read.values()].filter((_place, index) => index % step === 0)) {
      for (const value of replacements) {
        const found = findingsOf(rule, replaced(sample, place, value));
        expect(found.map((finding) => complaintOf(finding, resources)).filter((complaint) => complaint !== undefined), `${place.resource} ${place.path} = ${JSON.stringify(value)}`).toEqual([]);
      }
    }
  });

  test.each(samples)("says the same with others' resources beside them: %s", (_title, sample) => {
    if (rulesForAnyProvider.has(rule.id)) return;
    const others = sample.resources.map(({ inputs, name }): SampleResource => ({ type: "example:index:Thing", name: `${name}-of-others`, inputs }));
    expect(inOrder(findingsOf(rule, { ...sample, resources: [...others, ...sample.resources] }))).toEqual(inOrder(findingsOf(rule, sample)));
  });
});

/** What a reader would miss in a finding. */
function complaintOf({ clause, fix, kind, limit, path, resource, value }: Finding, resources: ReadonlySet<string>): string | undefined {
  if (!resources.has(resource)) return `${resource} is no resource of the stack`;
  if (fix === "") return `${limit} without a way to mend it`;
  if (kind === "unknown") return path !== "" && /^\S.*\S: the rule cannot be judged$/.test(limit) && value === undefined ? undefined : `unknown, ${path}: ${limit}`;
  const named = /\(([TS]\d[\w.-]*)(?: \w+)?\)/.exec(limit)?.[1];
  return named === undefined || named === clause ? undefined : `${limit}: clause ${clause}`;
}

function inOrder(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ resource, path, limit }) => `${resource} ${path} ${limit}`).toSorted();
}

function replaced(sample: Sample, { resource, path }: Read, value: unknown): Sample {
  const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => index ?? key!);
  return { ...sample, resources: sample.resources.map((one) => (one.name === resource ? { ...one, inputs: withValue(one.inputs, steps, value) } : one)) };
}

function withValue(inner: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof inner !== "object" || inner === null) return inner;
  const changed = withValue((inner as Readonly<Record<string, unknown>>)[step], rest, value);
  return Array.isArray(inner) ? inner.map((item: unknown, index) => (String(index) === step ? changed : item)) : { ...inner, [step]: changed };
}
