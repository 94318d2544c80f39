import { roleTag } from "../../../specification/stackTags.ts";
import { roles } from "../../../specification/vocabulary.ts";
import { each } from "../../judge.ts";
import { configuredRoles, rolesOf } from "../../machineRoles.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";

const type = "azure-native:compute:VirtualMachine";
const path = `tags.${roleTag}`;
const tagged = (name: string, tags: Readonly<Record<string, unknown>>, computerName = name): SampleResource => ({ type, name, inputs: { tags, osProfile: { computerName } } });
const needed = `one or more of ${roles.join(", ")}, separated by blanks; in the tag, or in the pack's configuration`;

/** T3.1-3, decision 7: what nobody can say anything of is not the product's. */
export const machinesHaveRoles: StackRule = {
  id: "LC002",
  name: "machines-have-roles",
  group: "specification",
  clauses: ["T3.1-3", "T12.3-1"],
  proposals: [],
  synopsis: "Every machine says which of the product's server types it is.",
  why: "Floors, ports and neighbours follow from a machine's roles. One without them is either the product's and judged by no rule, or a stranger in a network that is the product's own.",
  fix: `give it the tag ${roleTag}, name it under \`roles\` in the pack's configuration, or take it out of the stack`,
  scope: "stack",
  *check(stack) {
    yield* each(
      stack.of("compute:VirtualMachine"),
      function* (machine) {
        const stated = rolesOf(machine, stack.facts);
        if (stated.kind === "none") yield fault(machine, path, needed);
        if (stated.kind === "strange") yield fault(machine, path, `${needed}; ${stated.words.join(", ")} is none`);
        if (stated.kind !== "roles" || !machine.inputs.has(path)) return;
        const configured = configuredRoles(machine, stack.facts);
        const differs = configured.length > 0 && !(configured.length === stated.roles.length && configured.every((role) => stated.roles.includes(role)));
        if (differs) yield fault(machine, path, `the roles of the pack's configuration: ${configured.join(" ")}`);
      },
    );
  },
  good: [
    { title: "by tag", resources: [tagged("app01", { [roleTag]: "application intranetWeb" })], findings: [] },
    { title: "by the pack's configuration: computer name in another case, or logical name", resources: [tagged("first", { team: "care" }, "srv-a"), { type, name: "second", inputs: {} }], facts: { roles: { "SRV-A": ["core"], second: ["database"] } }, findings: [] },
    { title: "by both, alike", resources: [tagged("app01", { [roleTag]: "intranetWeb application" })], facts: { roles: { app01: ["application", "intranetWeb"] } }, findings: [] },
  ],
  bad: [
    {
      title: "no tag, an empty one, and another tag",
      resources: [{ type, name: "one", inputs: {} }, tagged("two", { [roleTag]: " " }), tagged("three", { roles: "core" })],
      findings: ["one", "two", "three"].map((resource) => ({ resource, path, limit: needed })),
    },
    { title: "a word that is no role", resources: [tagged("one", { [roleTag]: "core,application" })], findings: [{ resource: "one", path, limit: `${needed}; core,application is none` }] },
    { title: "a role in another case, beside one that is right", resources: [tagged("one", { [roleTag]: "core Database" })], findings: [{ resource: "one", path, limit: `${needed}; Database is none` }] },
    {
      title: "other roles than the pack's configuration says",
      resources: [tagged("app01", { [roleTag]: "core" })],
      facts: { roles: { app01: ["core", "database"] } },
      findings: [{ resource: "app01", path, limit: "the roles of the pack's configuration: core database" }],
    },
    {
      title: "as many roles as the pack's configuration says, and others; more, and fewer",
      resources: [tagged("app01", { [roleTag]: "core application" }), tagged("app02", { [roleTag]: "core application" }), tagged("app03", { [roleTag]: "core" })],
      facts: { roles: { app01: ["core", "database"], app02: ["core"], app03: ["database"] } },
      findings: [["app01", "core database"], ["app02", "core"], ["app03", "database"]].map(([resource, stated]) => ({ resource: resource!, path, limit: `the roles of the pack's configuration: ${stated}` })),
    },
    { title: "words that are no roles, though the pack's configuration says some", resources: [tagged("one", { [roleTag]: "front back" })], facts: { roles: { one: ["core"] } }, findings: [{ resource: "one", path, limit: `${needed}; front, back is none` }] },
    { title: "named like something that every record has", resources: [tagged("constructor", {})], facts: { roles: { other: ["core"] } }, findings: [{ resource: "constructor", path, limit: needed }] },
  ],
};
