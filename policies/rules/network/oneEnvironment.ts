import { environments } from "../../../specification/vocabulary.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { orNotKnown } from "../../view.ts";
import { environmentTag } from "../../../specification/stackTags.ts";

const path = `tags.${environmentTag}`;
const machine = (name: string, tags?: Readonly<Record<string, string>>): SampleResource => ({ type: "azure-native:compute:VirtualMachine", name, inputs: tags === undefined ? {} : { tags } });
const disk = (name: string, tags: Readonly<Record<string, string>>): SampleResource => ({ type: "azure-native:compute:Disk", name, inputs: { tags } });
const words = environments.join(" or ");

/** S4-1: PROD and UTB are two environments; what stands in one stack belongs to one of them. */
export const oneEnvironment: StackRule = {
  id: "LC003",
  name: "stack-is-one-environment",
  group: "specification",
  clauses: ["S4-1"],
  proposals: [],
  synopsis: "Every machine says whether it is PROD's or UTB's, and nothing in the stack says the other.",
  why: "UTB holds a copy of PROD's data and is updated first. What is shared by both is changed in PROD when UTB is, and lets the one reach the other.",
  fix: `tag every resource with ${environmentTag} of its own environment, and keep the other environment in a stack of its own`,
  scope: "stack",
  *check(stack) {
    const expected = stack.facts.environment ?? statedFirst(stack);
    const isMachine = (resource: Resource) => resource.provider === "azure-native" && resource.type === "compute:VirtualMachine";
    yield* each(
      stack.resources,
      function* (resource): Iterable<Fault> {
        const stated = resource.inputs.text(path);
        if (stated === undefined) {
          if (isMachine(resource) && stack.facts.environment === undefined) yield fault(resource, path, `${words}; or the pack's configuration says it for all`);
        } else if (!(environments as readonly string[]).includes(stated)) yield fault(resource, path, words);
        else if (stated !== expected) yield fault(resource, path, `${expected}, as the rest of the stack`);
      },
    );
  },
  good: [
    { title: "all of one", resources: [machine("one", { [environmentTag]: "utb" }), disk("two", { [environmentTag]: "utb" }), disk("three", {})], findings: [] },
    { title: "another provider's machine", resources: [{ type: "example:compute:VirtualMachine", name: "one", inputs: {} }], findings: [] },
    { title: "the pack's configuration says it", resources: [machine("one"), machine("two", { [environmentTag]: "prod" })], facts: { environment: "prod" }, findings: [] },
  ],
  bad: [
    { title: "a machine of none", resources: [machine("one")], findings: [{ resource: "one", path, limit: "prod or utb; or the pack's configuration says it for all" }] },
    { title: "a word of one's own", resources: [machine("one", { [environmentTag]: "PROD" }), machine("two", { [environmentTag]: "prod" })], findings: [{ resource: "one", path, limit: "prod or utb" }] },
    { title: "UTB's disk in PROD", resources: [machine("one", { [environmentTag]: "prod" }), disk("two", { [environmentTag]: "utb" })], findings: [{ resource: "two", path, limit: "prod, as the rest of the stack" }] },
    { title: "PROD's machine after UTB's disk", resources: [disk("two", { [environmentTag]: "utb" }), machine("one", { [environmentTag]: "prod" })], findings: [{ resource: "two", path, limit: "prod, as the rest of the stack" }] },
    { title: "a stack that is not what the pack's configuration says", resources: [disk("one", { [environmentTag]: "utb" })], facts: { environment: "prod" }, findings: [{ resource: "one", path, limit: "prod, as the rest of the stack" }] },
  ],
};

/** Of the machines first: what one of them says, the others are held against. */
function statedFirst(stack: Stack): string | undefined {
  // A resource of which it is not known is told when its turn comes.
  const stated = [...stack.of("compute:VirtualMachine"), ...stack.resources].map(({ inputs }) => orNotKnown(() => inputs.text(path), () => undefined));
  return stated.find((word) => (environments as readonly (string | undefined)[]).includes(word));
}
