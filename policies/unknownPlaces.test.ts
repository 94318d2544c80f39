import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judgeStack } from "./judge.ts";
import type { Rule, Sample } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { networkRules } from "./rules/network/index.ts";
import { pathOf, placesIn, withUnknown, type SamplePlace } from "./samplePlaces.ts";
import { readStack } from "./stack.ts";

const mostPerSample = 250;

/** What the network's rules judge is what packets see, as a whole: what is not known of it is told of the part that is in doubt. */
const ofSingleValues = rules.filter((rule) => !networkRules.includes(rule));

/**
 * Behind a value that nobody knows, the sample's own may stand: so what is found broken all the same is found in the sample, and what is
 * found no longer is not known. What is not known is told once, where it stands or at what refers to it.
 */
describe.each(ofSingleValues.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test.each([...rule.good, ...rule.bad].map((sample) => [sample.title, sample] as const))("says of a value that is not known neither more nor less: %s", (_title, sample) => {
    const known = new Set(findingsOf(rule, sample).map(told));
    expect(placesIn(sample, mostPerSample).flatMap((place) => complaintsOf(rule, sample, place, known))).toEqual([]);
  });
});

function complaintsOf(rule: Rule, sample: Sample, place: SamplePlace, known: ReadonlySet<string>): readonly string[] {
  const found = findingsOf(rule, withUnknown(sample, place));
  const broken = new Set(found.filter(({ kind }) => kind === "broken").map(told));
  const unknown = found.filter(({ kind }) => kind === "unknown");
  const lost = unknown.length > 0 ? [] : [...known].filter((one) => !broken.has(one));
  const complaints = [
    ...[...broken].filter((one) => !known.has(one)).map((one) => `made up: ${one}`),
    ...lost.map((one) => `lost: ${one}`),
    ...unknown.filter((one) => !isTold(one, sample, place)).map((one) => `told elsewhere: ${told(one)}`),
    ...(new Set(unknown.map(told)).size < unknown.length ? ["told twice"] : []),
  ];
  return complaints.map((complaint) => `${place.resource.name} ${pathOf(place)}: ${complaint}`);
}

/** Whether what is not known is told at its place, above it or in it; or of another resource, where that says something. */
function isTold({ resource, path }: Finding, { resources }: Sample, place: SamplePlace): boolean {
  if (resource === place.resource.name) return path.startsWith(pathOf(place)) || pathOf(place).startsWith(path);
  const inputs = resources.find(({ name }) => name === resource)?.inputs;
  return Object.keys(inputs ?? {}).some((key) => path.startsWith(key));
}

function findingsOf(rule: Rule, { facts, resources }: Sample): readonly Finding[] {
  return judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).flatMap(({ findings }) => findings);
}

function told({ resource, path, limit }: Finding): string {
  return `${resource} ${path} ${limit}`;
}
