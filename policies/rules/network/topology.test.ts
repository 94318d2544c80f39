import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkModel, Origin } from "../../../reachability/model.ts";
import { unknownText } from "../../../reachability/readValues.ts";
import { bareFacts } from "../../facts.ts";
import type { Fault } from "../../finding.ts";
import type { SampleResource } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { denyAll, groupId, machine, network, resource, routeTable, securityGroup, subnet } from "./samples.ts";
import { distinct, faultAt, gapFaults, gapsWithin, groupsOf, judgedOptions, prefixesOfRoles, subnetsOf, topologyOf } from "./topology.ts";

const stackOf = (...resources: readonly SampleResource[]) => readStack(resources, bareFacts("2026-01-15"));
const groups = ["core", "inner", "card"].map((name) => securityGroup(name, denyAll));
const tables = ["core", "inner"].map((name) => routeTable(`${name}-routes`, []));
const twoSubnets = network([subnet("core", "10.9.1.0/24"), subnet("inner", "10.9.2.0/24")]);
const core = machine("core01", "core", "core", "10.9.1.4");
const both = machine("app01", "application intranetWeb", "inner", "10.9.2.4", { networkSecurityGroup: { id: groupId("card") } });
const alike = machine("app02", "application", "inner", "10.9.2.5");
const shared = [...groups, ...tables, twoSubnets];
const whole = stackOf(...shared, ...core, ...both, ...alike);

describe("machines stand", () => {
  test("where their interfaces are, with their roles, and every one once", () => {
    const { standings, unknown } = topologyOf(whole);
    expect(standings.map(({ machine: { name }, roles, face, subnet: place, network: home }) => [name, roles, face.addresses, place.name, home.prefixes])).toEqual([
      ["core01", ["core"], ["10.9.1.4"], "core", ["10.9.0.0/16"]],
      ["app01", ["application", "intranetWeb"], ["10.9.2.4"], "inner", ["10.9.0.0/16"]],
      ["app02", ["application"], ["10.9.2.5"], "inner", ["10.9.0.0/16"]],
    ]);
    expect(unknown).toEqual([]);
    expect(topologyOf(whole)).toBe(topologyOf(whole));
  });
  test("nowhere without a role", () => {
    expect(topologyOf(stackOf(...shared, ...machine("print01", undefined, "core", "10.9.1.9"), ...machine("odd01", "core frontend", "core", "10.9.1.8"))).standings).toEqual([]);
  });
  test("somewhere unknown, and the others are judged all the same", () => {
    const unreadable: SampleResource = { ...core[1]!, inputs: { ...(core[1]!.inputs as object), tags: { "lifecare-roles": unknownText } } };
    const { standings, unknown } = topologyOf(stackOf(...shared, core[0]!, unreadable, ...both));
    expect(standings.map(({ machine: { name } }) => name)).toEqual(["app01"]);
    expect(unknown).toMatchObject([{ kind: "unknown", resource: "core01", path: "tags.lifecare-roles", limit: "is not known: the rule cannot be judged" }]);
  });
});

describe("what is not known of the network is told", () => {
  const unknownAt = (resources: readonly SampleResource[]) => topologyOf(stackOf(...resources)).unknown.map(({ resource: name, path, kind }) => [name, path, kind]);
  const cardWithout = (property: object) => ({ ...core[0]!, inputs: { ...(core[0]!.inputs as object), ...property } });
  test("where it is of the product's machines: their interfaces, their subnets, themselves", () => {
    const subnetUnread = network([{ ...subnet("core", "10.9.1.0/24"), networkSecurityGroup: { id: unknownText } }, subnet("inner", "10.9.2.0/24")]);
    expect(unknownAt([...tables, subnetUnread, ...core])).toEqual([["network", "subnets[0].networkSecurityGroup.id", "unknown"]]);
    expect(unknownAt([...shared, cardWithout({ networkSecurityGroup: { id: unknownText } }), core[1]!])).toEqual([["core01-card", "networkSecurityGroup.id", "unknown"]]);
    const withoutCards: SampleResource = { ...core[1]!, inputs: { ...(core[1]!.inputs as object), networkProfile: { networkInterfaces: unknownText } } };
    expect(unknownAt([...shared, withoutCards])).toContainEqual(["core01", "networkProfile.networkInterfaces", "unknown"]);
  });
  test("and left to others where it is not", () => {
    const stranger = machine("print01", undefined, "inner", "10.9.2.9", { networkSecurityGroup: { id: unknownText } });
    expect(unknownAt([...tables, network([subnet("core", "10.9.1.0/24", ""), subnet("inner", "10.9.2.0/24", "")]), ...core, ...stranger])).toEqual([]);
  });
  test("of resources that cannot be read at all", () => {
    expect(unknownAt([...shared, ...core, resource("network:SecurityRule", "rule", "rule", unknownText as unknown as object)])).toContainEqual(["rule", "inputs", "unknown"]);
  });
});

const gapAt = (name: string, ...concerns: readonly string[]) => ({ origin: { resource: name, path: "path" }, reason: `${name} is not known`, concerns });
const model = { gaps: [gapAt("one", "a"), gapAt("two", "b", "a/rules/1"), gapAt("three", "ab/c"), gapAt("four", "x/a"), { ...gapAt("five", "c"), origin: { resource: "five" } }, gapAt("six")] } as unknown as NetworkModel;
const named = (faults: readonly Fault[]) => faults.map(({ resource: name }) => name);

describe("gaps", () => {
  test("belong to what they concern", () => {
    expect(named(gapFaults(model, ["a"]))).toEqual(["one"]);
    expect(named(gapFaults(model, ["b", "c"]))).toEqual(["two", "five"]);
    expect(gapFaults(model, [])).toEqual([]);
    expect(gapFaults(model, ["c"])).toMatchObject([{ kind: "unknown", resource: "five", path: "", limit: "five is not known: the rule cannot be judged", fix: expect.stringContaining("plain text") }]);
  });
  test("belong to a group or table where they concern it or a part of it", () => {
    expect(named(gapsWithin(model, "a"))).toEqual(["one", "two"]);
    expect(named(gapsWithin(model, "ab"))).toEqual(["three"]);
  });
});

describe("a fault at a place that the model remembers", () => {
  const stack = stackOf(securityGroup("core", denyAll));
  test("shows the value that stands there", () => {
    expect(faultAt(stack, { resource: "core", path: "securityRules[0]" }, "priority", "else")).toMatchObject({ resource: "core", path: "securityRules[0].priority", value: 4096, limit: "else" });
    expect(faultAt(stack, { resource: "core" }, "networkSecurityGroupName", "else")).toMatchObject({ path: "networkSecurityGroupName", value: "core" });
  });
  test("is of the resource as a whole where no path is said", () => {
    expect(faultAt(stack, { resource: "core" }, undefined, "else").path).toBe("");
    expect(faultAt(stack, { resource: "core", path: "" }, "location", "else")).toEqual({ resource: "core", path: "location", absent: true, limit: "else" });
  });
  test("has no value where the resource is not the stack's", () => {
    expect(faultAt(stack, { resource: "elsewhere" }, "priority", "else", { clause: "T4.3-M" })).toEqual({ resource: "elsewhere", path: "priority", limit: "else", clause: "T4.3-M" });
  });
});

test("faults are told once: the same of another resource, place, kind or limit is another", () => {
  const one: Fault = { resource: "one", path: "a", limit: "b" };
  const all: readonly Fault[] = [one, { ...one, resource: "two" }, { ...one, path: "c" }, { ...one, limit: "d" }, { ...one, kind: "unknown" }];
  expect(distinct([...all, ...all])).toEqual(all);
});

test("of several candidates what is wrong with all is wrong, and what is wrong with some is not known", () => {
  const origin: Origin = { resource: "subnet", path: "group" };
  const fault = fc.record({ kind: fc.constantFrom(undefined, "unknown" as const), path: fc.constantFrom("a", "b") }).map(({ kind, path }): Fault => ({ path, limit: path, ...(kind === undefined ? {} : { kind }) }));
  fc.assert(
    fc.property(fc.array(fc.array(fault, { maxLength: 3 }), { maxLength: 4 }), (verdicts) => {
      const found = judgedOptions({ options: verdicts.map((_, index) => index) }, origin, (option) => verdicts[option as number]!);
      const isBroken = (faults: readonly Fault[]) => faults.some(({ kind }) => kind !== "unknown");
      const unknown = verdicts.flat().filter(({ kind }) => kind === "unknown");
      const [first = []] = verdicts;
      if (verdicts.length <= 1 || verdicts.every(isBroken)) expect(found).toEqual(first);
      else if (!verdicts.some(isBroken)) expect(found).toEqual(unknown);
      else {
        expect(found[0]).toMatchObject({ kind: "unknown", resource: "subnet", path: "group", limit: expect.stringContaining(`is one of ${verdicts.length}, of which some do not hold`) });
        expect(found.slice(1)).toEqual(unknown);
      }
    }),
    { numRuns: 200, endOnFailure: true },
  );
});

describe("of the machines' places", () => {
  const { standings } = topologyOf(whole);
  test("every group at a subnet or an interface stands before all the machines that it filters", () => {
    expect(groupsOf(standings).map(({ group, standings: behind }) => [group.origin.resource, behind.map(({ machine: { name } }) => name)])).toEqual([
      ["core", ["core01"]],
      ["inner", ["app01", "app02"]],
      ["card", ["app01"]],
    ]);
    const inBoth = topologyOf(stackOf(...shared, ...machine("core01", "core", "core", "10.9.1.4", { networkSecurityGroup: { id: groupId("core") } }))).standings;
    expect(groupsOf(inBoth).map(({ standings: behind }) => behind.length)).toEqual([1]);
    expect(groupsOf(topologyOf(stackOf(network([subnet("core", "10.9.1.0/24", "")]), ...core)).standings)).toEqual([]);
  });
  test("prefixes are those of subnets where one of the roles stands, once", () => {
    expect(prefixesOfRoles(topologyOf(whole), ["application", "database"])).toEqual(["10.9.2.0/24"]);
    expect(prefixesOfRoles(topologyOf(whole), ["core", "intranetWeb"])).toEqual(["10.9.1.0/24", "10.9.2.0/24"]);
    expect(prefixesOfRoles(topologyOf(whole), ["database"])).toEqual([]);
  });
  test("subnets have their machines", () => {
    expect(subnetsOf(topologyOf(whole)).map((of) => of.map(({ machine: { name } }) => name))).toEqual([["core01"], ["app01", "app02"]]);
  });
});
