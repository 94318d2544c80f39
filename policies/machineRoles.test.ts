import { describe, expect, test } from "vitest";
import { unknownText } from "../reachability/readValues.ts";
import { bareFacts, type Facts } from "./facts.ts";
import { configuredRoles, modelWithRoles, rolesOf } from "./machineRoles.ts";
import type { SampleResource } from "./rule.ts";
import { readStack } from "./stack.ts";

const facts = (roles: Facts["roles"] = {}): Facts => ({ ...bareFacts("2026-01-15"), roles });
const machine = (inputs: object): SampleResource => ({ type: "azure-native:compute:VirtualMachine", name: "first", id: "/subscriptions/a/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm", inputs });
const tagged = (tag: unknown, more: object = {}) => machine({ tags: { "lifecare-roles": tag }, ...more });
const named = (computerName: unknown, vmName: unknown = "vm-name") => machine({ vmName, osProfile: { computerName } });
const resourceOf = (sample: SampleResource) => readStack([sample], facts()).resources[0]!;
const stated = (sample: SampleResource, roles: Facts["roles"] = {}) => rolesOf(resourceOf(sample), facts(roles));

describe("a machine's roles", () => {
  test("are those of its tag, in the vocabulary's order, however it is blanked", () => {
    expect(stated(tagged("intranetWeb  application"))).toEqual({ kind: "roles", roles: ["application", "intranetWeb"] });
    expect(stated(tagged(" core\tcore "), { first: ["database"] })).toEqual({ kind: "roles", roles: ["core"] });
  });
  test("are none where nobody says any", () => {
    expect([stated(tagged(" ")), stated(machine({})), stated(tagged(""), { other: ["core"] })]).toEqual([{ kind: "none" }, { kind: "none" }, { kind: "none" }]);
  });
  test("are strange where a word of the tag is none, whatever the configuration says", () => {
    expect(stated(tagged("core Database web,core"), { first: ["core"] })).toEqual({ kind: "strange", words: ["Database", "web,core"] });
  });
  test("are not known where the tag is not", () => {
    expect(() => stated(tagged(unknownText), { first: ["core"] })).toThrow("tags.lifecare-roles is not known");
  });
});

describe("the pack's configuration says a machine's roles", () => {
  const configured = (sample: SampleResource, roles: Facts["roles"]) => configuredRoles(resourceOf(sample), facts(roles));
  test("by its logical name first, else by its computer name in any case, else by the name that Azure gives that", () => {
    expect(configured(named("srv-a"), { "SRV-A": ["core"], first: ["database"] })).toEqual(["database"]);
    expect(configured(named("Srv-A"), { other: ["web"], "sRV-a": ["core"] })).toEqual(["core"]);
    expect(configured(machine({ vmName: "vm-name" }), { "VM-NAME": ["core"] })).toEqual(["core"]);
    expect(configured(machine({}), { undefined: ["core"] })).toEqual([]);
  });
  test("and nothing is known where the name is not, unless it names no machine at all", () => {
    expect(() => configured(named(unknownText), { "srv-a": ["core"] })).toThrow("osProfile.computerName is not known");
    expect(configured(named(unknownText), { first: ["core"] })).toEqual(["core"]);
    expect(configured(named(unknownText), {})).toEqual([]);
  });
});

describe("in the network's model", () => {
  const modelOf = (sample: SampleResource, roles: Facts["roles"]) => modelWithRoles(readStack([sample], facts(roles)));
  test("machines carry the roles of the configuration as if they were tagged with them", () => {
    expect(modelOf(named("srv-a"), { "srv-a": ["intranetWeb", "application"] }).machines.map(({ tags }) => tags["lifecare-roles"])).toEqual(["application intranetWeb"]);
    expect(modelOf(named("srv-b"), { "srv-a": ["core"] }).machines.map(({ tags }) => tags["lifecare-roles"])).toEqual([undefined]);
    expect(modelOf(tagged("odd", { vmName: "srv-a" }), { "srv-a": ["core"] }).machines.map(({ tags }) => tags["lifecare-roles"])).toEqual(["odd"]);
  });
  test("stay as they are where the configuration says none", () => {
    const stack = readStack([tagged("core")], facts());
    expect(modelWithRoles(stack)).toBe(stack.model());
  });
  test("leave a gap where the name that decides is not known", () => {
    const { gaps, machines } = modelOf(named(unknownText), { "srv-a": ["core"] });
    expect(gaps).toContainEqual({ origin: { resource: "first", path: "osProfile.computerName" }, reason: "is not known", concerns: [machines[0]!.id, ...machines[0]!.interfaces] });
    expect(machines[0]!.tags["lifecare-roles"]).toBeUndefined();
  });
});
