import { describe, expect, test } from "vitest";
import { requirements } from "../specification/register.ts";
import { bareFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judgeStack } from "./judge.ts";
import { levelOf, type Rule, type Sample } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";
import { unknownText } from "../reachability/readValues.ts";

const asOf = "2026-01-15";

function findingsOf(rule: Rule, sample: Sample, onRead?: (resource: string, path: string) => void): readonly Finding[] {
  const facts = { ...bareFacts(asOf), ...sample.facts };
  return judgeStack([rule], readStack(sample.resources, facts, onRead)).flatMap(({ findings }) => findings);
}

const shown = ({ resource, path, limit }: Finding) => ({ resource, path, limit });

describe.each(rules.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test.each(rule.good.map((sample) => [sample.title, sample] as const))("finds nothing where it is good: %s", (_title, sample) => {
    expect(sample.findings).toEqual([]);
    expect(findingsOf(rule, sample)).toEqual([]);
  });

  test.each(rule.bad.map((sample) => [sample.title, sample] as const))("finds exactly what is bad: %s", (_title, sample) => {
    const found = findingsOf(rule, sample);
    expect(found.map(shown)).toEqual(sample.findings);
    expect(found.map(({ kind }) => kind)).toEqual(found.map(() => "broken"));
  });

  test("finds what it names: of the clauses that stand in a limit, the finding's own is one", () => {
    for (const { limit, clause } of rule.bad.flatMap((sample) => findingsOf(rule, sample))) {
      const named = limit.match(/\b[ST]\d+(?:\.\d+)*-\d+\b/g);
      if (named !== null && clause !== undefined) expect(named, limit).toContain(clause);
    }
  });

  test.each((rule.unknown ?? []).map((sample) => [sample.title, sample] as const))("finds exactly what is not known: %s", (_title, sample) => {
    const found = findingsOf(rule, sample);
    expect(found.map(({ limit, ...finding }) => shown({ ...finding, limit: limit.replace(/: the rule cannot be judged$/, "") }))).toEqual(sample.findings);
    expect(found.map(({ kind }) => kind)).toEqual(found.map(() => "unknown"));
  });

  test("never holds where a value that it reads is not known", () => {
    if (levelOf(rule.group) !== "mandatory") return;
    for (const sample of rule.good) {
      const passed = propertiesRead(rule, sample).filter(({ resource, path }) => rule.indifferent?.[`${resource} ${path}`] === undefined && findingsOf(rule, withUnknown(sample, resource, path)).length === 0);
      expect(passed.map(({ resource, path }) => `${resource} ${path}`)).toEqual([]);
    }
  });

  test("says for each property that decides nothing what it is read for, and reads it", () => {
    const read = new Set(rule.good.flatMap((sample) => propertiesRead(rule, sample)).map(({ resource, path }) => `${resource} ${path}`));
    expect(Object.keys(rule.indifferent ?? {}).filter((property) => !read.has(property))).toEqual([]);
  });

  test("names clauses of the register that policies gate, and speaks in whole sentences", () => {
    for (const clause of rule.clauses) expect(requirements.find(({ id }) => id === clause)?.dispositions.map(({ part }) => part)).toContain("G");
    expect(rule.group === "specification" ? rule.clauses.length : 1).toBeGreaterThan(0);
    for (const sentence of [rule.synopsis, rule.why]) expect(sentence).toMatch(/^[A-Z].*\.$/s);
    expect(rule.name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });
});

test("ids and names are used once, and stand in order", () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(ids.filter((id) => !/^LC\d{3}$/.test(id))).toEqual([]);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

interface Property {
  readonly resource: string;
  readonly path: string;
}

/** What a rule reads of a sample and finds something at: what is absent cannot be unknown. */
function propertiesRead(rule: Rule, sample: Sample): readonly Property[] {
  const read = new Map<string, Property>();
  findingsOf(rule, sample, (resource, path) => read.set(`${resource} ${path}`, { resource, path }));
  return [...read.values()].filter(({ resource, path }) => ![undefined, unknownValue].includes(valueAt(sample, resource, path) as string | undefined));
}

const unknownValue = unknownText;

function withUnknown(sample: Sample, resource: string, path: string): Sample {
  const resources = structuredClone(sample.resources);
  const steps = stepsOf(path);
  const parent = steps.slice(0, -1).reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], resources.find(({ name }) => name === resource)!.inputs);
  (parent as Record<string | number, unknown>)[steps.at(-1)!] = unknownValue;
  return { ...sample, resources };
}

function valueAt(sample: Sample, resource: string, path: string): unknown {
  const inputs = sample.resources.find(({ name }) => name === resource)?.inputs;
  return stepsOf(path).reduce<unknown>((inner, step) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined), inputs);
}

function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index === undefined ? key! : Number(index)));
}
