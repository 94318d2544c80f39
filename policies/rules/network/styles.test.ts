import { describe, expect, test } from "vitest";
import { asPreview, asState, inOtherCase, withVersion } from "../../../reachability/testStacks.ts";
import type { ReadableResource } from "../../../reachability/azureReader.ts";
import { bareFacts } from "../../facts.ts";
import type { Finding } from "../../finding.ts";
import { judgeStack } from "../../judge.ts";
import { levelOf, type Rule, type Sample } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { networkRules } from "./index.ts";

const nameOf = (label: string) => label.slice(label.lastIndexOf("::") + (label.includes("::") ? 2 : 1));
const shown = ({ resource, path, limit, kind }: Finding) => ({ resource: nameOf(resource), path, limit, kind });

function findingsOf(rule: Rule, { facts, resources }: Sample, change: (resources: readonly ReadableResource[]) => readonly ReadableResource[]) {
  return judgeStack([rule], readStack(change(resources), { ...bareFacts("2026-01-15"), ...facts })).flatMap(({ findings }) => findings.map(shown));
}

const same = (resources: readonly ReadableResource[]) => resources;
const samplesOf = ({ good, bad }: Rule) => [...good, ...bad].map((sample) => [sample.title, sample] as const);

/** Whether all ids in the inputs are of resources of the sample, or of parts of them: of another, a preview would know. */
function isWhole({ resources }: Sample): boolean {
  const ids = resources.map(({ id }) => id);
  const named = [...JSON.stringify(resources.map(({ inputs }) => inputs)).matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id!);
  return named.every((id) => ids.some((own) => own !== undefined && (id === own || id.startsWith(`${own}/`))));
}

const wholeSamples = (samples: readonly Sample[]) => samples.filter(isWhole).map((sample) => [sample.title, sample] as const);

describe.each(networkRules.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s says the same of", (_, rule) => {
  test.each(samplesOf(rule))("ids in another case, versions in types and a state: %s", (_title, sample) => {
    const expected = findingsOf(rule, sample, same);
    expect(findingsOf(rule, sample, inOtherCase)).toEqual(expected);
    expect(findingsOf(rule, sample, withVersion)).toEqual(expected);
    expect(findingsOf(rule, sample, asState)).toEqual(expected);
  });

  test.each(wholeSamples(rule.bad))("a preview in which no id is known: stopped all the same: %s", (_title, sample) => {
    if (levelOf(rule.group) === "mandatory") expect(findingsOf(rule, sample, asPreview)).not.toEqual([]);
  });

  test.each(wholeSamples(rule.good))("a preview in which no id is known: nothing is broken that holds: %s", (_title, sample) => {
    expect(findingsOf(rule, sample, asPreview).filter(({ kind }) => kind === "broken")).toEqual([]);
  });
});
