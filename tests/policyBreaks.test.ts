import { describe, expect, test } from "vitest";
import { breaks, broken, factsOf, mandatoryFindings, mandatoryRules, sorted } from "./badResources.ts";
import { stacks, subject, type MutableResource } from "./proofSubjects.ts";

const subjects = { utb: subject("utb"), prod: subject("prod") };

/** A preview knows the id of nothing that is not made yet. */
function asPreviewed({ id: _, ...resource }: MutableResource): MutableResource {
  return resource;
}

describe.each(stacks)("the plan of %s", (stack) => {
  const plan = subjects[stack];
  const facts = factsOf(plan);

  test("breaks no mandatory rule", () => {
    expect(mandatoryFindings(plan.resources(), facts)).toEqual([]);
  });

  test.each(breaks.filter((one) => (one.stack ?? "prod") === stack))("with $title is stopped by $rule, and by nothing that was not foreseen", ({ rule, found, ...one }) => {
    expect(found.filter((finding) => finding.startsWith(`${rule} `))).not.toEqual([]);
    const resources = broken(plan, [{ rule, found, ...one }]);
    expect(mandatoryFindings(resources, facts)).toEqual(sorted(found));
    expect(mandatoryFindings(resources.map(asPreviewed), facts)).toEqual(sorted(found));
  });
});

test("every mandatory rule has a break", () => {
  expect(mandatoryRules.map(({ id }) => id).filter((id) => !breaks.some(({ rule }) => rule === id))).toEqual([]);
  expect(breaks.map(({ rule }) => rule)).toEqual(sorted(breaks.map(({ rule }) => rule)));
});
