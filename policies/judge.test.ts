import { describe, expect, test } from "vitest";
import { bareFacts } from "./facts.ts";
import type { Fault } from "./finding.ts";
import { concerns, each, judgeResource, judgeStack } from "./judge.ts";
import { fault, reportedName, type ResourceRule, type Rule, type SampleResource, type StackRule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";
import { NotKnown } from "./view.ts";

const words = { ...rules.find((rule): rule is StackRule => rule.scope === "stack")!, id: "LC900", name: "things-hold", group: "specification", clauses: ["T4.3-M"], fix: "mend it" } as const;
const aboutStack = (check: StackRule["check"]): StackRule => ({ ...words, scope: "stack", check });
const aboutResources = (types: readonly string[], check: ResourceRule["check"]): ResourceRule => ({ ...words, scope: "resource", types, check });
const resourceOf = (name: string, type = "azure-native:compute:VirtualMachine"): SampleResource => ({ type, name, inputs: { size: "B4ms", adminPassword: "secret", nested: { sasToken: "secret", token: "shown" }, nothing: null } });
const stackOf = (...resources: readonly SampleResource[]) => readStack(resources, bareFacts("2026-01-15"));
const findingsOf = (rule: Rule, ...resources: readonly SampleResource[]) => judgeStack([rule], stackOf(...resources)).map(({ resource, findings }) => [resource, findings]);
const limit = "another size";

describe("a rule about single resources", () => {
  test("answers for each resource of its types, at fault or not", () => {
    const rule = aboutResources(["compute:VirtualMachine"], function* (resource) {
      if (resource.name === "two") yield fault(resource, "size", limit);
    });
    expect(findingsOf(rule, resourceOf("one"), resourceOf("two"), resourceOf("three", "azure-native:compute:Disk"))).toEqual([
      ["one", []],
      ["two", [{ rule: "LC900", kind: "broken", resource: "two", path: "size", value: "B4ms", limit, clause: "T4.3-M", fix: "mend it" }]],
    ]);
  });
  test("names types of other providers by provider and name, and takes none of them for Azure's", () => {
    const [azure, random, alike] = stackOf(resourceOf("one"), resourceOf("two", "random:index/randomPassword:RandomPassword"), resourceOf("three", "example:compute:VirtualMachine")).resources;
    const concerned = (type: string) => [azure!, random!, alike!].filter((resource) => concerns(aboutResources([type], () => []), resource)).map(({ name }) => name);
    expect(["compute:VirtualMachine", "random:RandomPassword", "example:VirtualMachine"].map(concerned)).toEqual([["one"], ["two"], ["three"]]);
  });
});

describe("a rule about the stack", () => {
  test("answers once where it holds, and for each resource at fault", () => {
    expect(findingsOf(aboutStack(() => []), resourceOf("one"))).toEqual([["the stack", []]]);
    const faults: readonly Fault[] = [{ resource: "one", path: "a", limit }, { resource: "two", path: "b", limit }, { path: "", limit }, { resource: "one", path: "c", limit }];
    const judged = judgeStack([aboutStack(() => faults)], stackOf(resourceOf("one"))).map(({ resource, findings }) => [resource, findings.map(({ path }) => path)]);
    expect(judged).toEqual([["one", ["a", "c"]], ["two", ["b"]], ["the stack", [""]]]);
  });
});

describe("a finding", () => {
  const found = (one: Fault) => judgeStack([aboutStack(() => [one])], stackOf())[0]!.findings[0]!;
  test("has the rule's words where it has none of its own", () => {
    expect(found({ path: "a", limit })).toStrictEqual({ rule: "LC900", kind: "broken", resource: "the stack", path: "a", limit, clause: "T4.3-M", fix: "mend it" });
    expect(found({ path: "a", limit, kind: "unknown", clause: "T4.4-3", fix: "look", evidence: "a packet", absent: true })).toMatchObject({ kind: "unknown", clause: "T4.4-3", fix: "look", evidence: "a packet", absent: true });
    const [judgement] = judgeStack([{ ...aboutStack(() => [{ path: "", limit }]), clauses: [] }], stackOf());
    expect("clause" in judgement!.findings[0]!).toBe(false);
  });
  test.each(["adminPassword", "PASSWORD", "nested.sasToken", "a.secret", "customData", "userData", "x.connectionString", "accessKey", "privateKey", "properties.value"])("never shows what stands at %s", (path) => {
    expect("value" in found({ path, limit, value: "hidden" })).toBe(false);
  });
  test.each(["size", "secret.name", "value", "passwords[0]"])("shows what stands at %s", (path) => {
    expect(found({ path, limit, value: 0 }).value).toBe(0);
  });
});

describe("what is not known", () => {
  const limitOf = (reason: string) => `${reason}: the rule cannot be judged`;
  const lines = (rule: Rule) => judgeStack([rule], stackOf(resourceOf("one"))).flatMap(({ findings }) => findings.map(({ kind, resource, path, limit: told }) => [kind, resource, path, told]));
  test("ends a rule, and counts beside what was found before", () => {
    const rule = aboutStack(function* () {
      yield { resource: "one", path: "a", limit };
      throw new NotKnown("b", "is not known");
    });
    expect(lines(rule)).toEqual([["broken", "one", "a", limit], ["unknown", "the stack", "b", limitOf("is not known")]]);
    expect(judgeStack([rule], stackOf())[1]!.findings[0]!.fix).toContain("plain text");
  });
  test("is of the resource whose value it is, else of the one that is judged", () => {
    const [resource] = stackOf(resourceOf("one")).resources;
    const judged = (error: NotKnown) => {
      const rule = aboutResources(["compute:VirtualMachine"], () => {
        throw error;
      });
      return judgeResource(rule, resource!, bareFacts("2026-01-15")).findings[0]!.resource;
    };
    expect([judged(new NotKnown("a", "is not known")), judged(new NotKnown("a", "is not known", "other"))]).toEqual(["one", "other"]);
  });
  test("does not keep the other members of a list from being judged, and is told once", () => {
    const check = function* (thing: number): Iterable<Fault> {
      if (thing % 2 === 0) throw new NotKnown("even", "is not known");
      yield { path: `${thing}`, limit };
    };
    expect(lines(aboutStack(() => each([1, 2, 3, 4], check)))).toEqual([["broken", "the stack", "1", limit], ["unknown", "the stack", "even", limitOf("is not known")], ["broken", "the stack", "3", limit]]);
  });
  test("is no mistake of a rule's own", () => {
    const mistaken = () => {
      throw new TypeError("a mistake");
    };
    expect(() => lines(aboutStack(mistaken))).toThrow("a mistake");
    expect(() => lines(aboutStack(() => each([1], mistaken)))).toThrow("a mistake");
  });
  test("is told apart by place and reason, and what is broken twice is told twice", () => {
    const faults: readonly Fault[] = [...["a", "b"].flatMap((path) => ["x", "y"].flatMap((said) => ["one", "two"].map((resource): Fault => ({ kind: "unknown", path, resource, limit: said })))), { path: "a", limit }, { path: "a", limit }];
    expect(lines(aboutStack(() => [...faults, ...faults])).length).toBe(8 + 4);
  });
});

test("a fault shows the value that stands there, or that nothing does", () => {
  const [resource] = stackOf(resourceOf("one")).resources;
  expect(fault(resource!, "size", limit, { fix: "mend" })).toStrictEqual({ resource: "one", path: "size", value: "B4ms", limit, fix: "mend" });
  expect(fault(resource!, "missing", limit)).toStrictEqual({ resource: "one", path: "missing", absent: true, limit });
  expect(fault(resource!, "nothing", limit)).toMatchObject({ absent: true });
  expect("absent" in fault(resource!, "", limit)).toBe(false);
});

test("a rule is reported by its id and what holds", () => {
  expect(reportedName(words)).toBe("LC900-things-hold");
});
