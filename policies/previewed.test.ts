import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import { judgeStack } from "./judge.ts";
import type { Rule, Sample, SampleResource } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { networkRules } from "./rules/network/index.ts";
import { pathOf, placesIn, valueAt, withUnknown, type SamplePlace } from "./samplePlaces.ts";
import { readStack } from "./stack.ts";

const ofSingleValues = rules.filter((rule) => !networkRules.includes(rule));

/**
 * A preview knows no ids of what it would make, only what a property depends on. Where that is the one thing of its type that the property can mean, rules
 * say of it what they say where the id is known.
 */
describe.each(ofSingleValues.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))("%s", (_, rule) => {
  test.each([...rule.good, ...rule.bad].map((sample) => [sample.title, sample] as const))("finds by dependency what it finds by id: %s", (_title, sample) => {
    const known = findingsOf(rule, sample);
    for (const { place, owner } of referencesIn(sample)) expect(findingsOf(rule, previewed(sample, place, owner)), `${place.resource.name} ${pathOf(place)}`).toEqual(known);
  });
});

interface Reference {
  readonly place: SamplePlace;
  readonly owner: SampleResource;
}

/** Properties by which resources name others of the stack, with the type of these. */
const namings: Readonly<Record<string, string>> = {
  resourceGroupName: "azure-native:resources:ResourceGroup",
  vmName: "azure-native:compute:VirtualMachine",
  virtualNetworkName: "azure-native:network:VirtualNetwork",
  routeTableName: "azure-native:network:RouteTable",
  firewallPolicyName: "azure-native:network:FirewallPolicy",
};

/** Where a sample names one of its own resources, by its whole id or by its name. */
function referencesIn(sample: Sample): readonly Reference[] {
  return placesIn(sample, Infinity).flatMap((place) => {
    const value = valueAt(place);
    const owner = typeof value === "string" ? sample.resources.find((one) => one !== place.resource && isNamed(one, place.steps.at(-1)!, value.toLowerCase())) : undefined;
    return owner === undefined || isOneOfSeveral(sample, place, owner) ? [] : [{ place, owner }];
  });
}

function isNamed({ id, inputs, type }: SampleResource, key: string, word: string): boolean {
  const name = namings[key] === type ? (inputs as Readonly<Record<string, unknown>>)[key] : undefined;
  return id?.toLowerCase() === word || (typeof name === "string" && name.toLowerCase() === word);
}

/** Whether the property depends on other things of the type already, so that nobody can tell which of them is meant. */
function isOneOfSeveral({ resources }: Sample, { resource, steps }: SamplePlace, owner: SampleResource): boolean {
  const others = new Set(resources.filter((one) => one !== owner && one.type === owner.type).map(({ name }) => name));
  return (resource.propertyDependencies?.[steps[0]!] ?? resource.dependencies ?? []).some((name) => others.has(name));
}

function previewed(sample: Sample, place: SamplePlace, owner: SampleResource): Sample {
  const { resource, steps } = place;
  const propertyDependencies = { ...resource.propertyDependencies, [steps[0]!]: [...(resource.propertyDependencies?.[steps[0]!] ?? []), owner.name] };
  const unknown = withUnknown(sample, place);
  return { ...unknown, resources: unknown.resources.map((one) => (one.name === resource.name ? { ...one, propertyDependencies } : one)) };
}

function findingsOf(rule: Rule, { facts, resources }: Sample): readonly string[] {
  return judgeStack([rule], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).flatMap(({ findings }) => findings.map(({ kind, resource, path, limit }) => `${kind} ${resource} ${path}: ${limit}`));
}
