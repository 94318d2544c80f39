import { describe, expect, test } from "vitest";
import { unknownText } from "../reachability/readValues.ts";
import { bareFacts } from "./facts.ts";
import type { SampleResource } from "./rule.ts";
import { armTypeOf, possibleTargets, readStack } from "./stack.ts";

const group = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.Network";
const groupOf = (name: string): SampleResource => ({ type: "azure-native:network:NetworkSecurityGroup", name, id: `${group}/networkSecurityGroups/${name}`, inputs: {} });
const card = (id: unknown, more: Partial<SampleResource> = {}): SampleResource => ({ type: "azure-native:network:NetworkInterface", name: "card", inputs: { networkSecurityGroup: id === undefined ? undefined : { id }, list: [{ group: { id } }] }, ...more });
const stackOf = (...resources: readonly SampleResource[]) => readStack(resources, bareFacts("2026-01-15"));

describe("a reference leads to", () => {
  const targetOf = (id: unknown, references?: readonly string[], path = "networkSecurityGroup") => {
    const stack = stackOf(groupOf("one"), groupOf("two"), card(id, references === undefined ? {} : { propertyDependencies: { networkSecurityGroup: references, list: references } }));
    const resource = stack.of("network:NetworkInterface")[0]!;
    const record = path === "group" ? resource.inputs.records("list")[0]! : resource.inputs;
    const target = stack.target(resource, record, path, ["network:RouteTable", "network:NetworkSecurityGroup"]);
    return [target.kind, ...(target.kind === "outside" ? [target.id] : possibleTargets(target).map(({ name }) => name))];
  };
  test("nothing, where there is none", () => {
    expect(targetOf("")).toEqual(["none"]);
  });
  test("what has the id, in any case", () => {
    expect(targetOf(`${group}/networkSecurityGroups/two`.toUpperCase())).toEqual(["resource", "two"]);
  });
  test("another stack's, where nothing here has the id", () => {
    expect(targetOf(`${group}/networkSecurityGroups/three`)).toEqual(["outside", `${group}/networkSecurityGroups/three`]);
  });
  test("what its property depends on, where the id is not known: one, or several", () => {
    expect(targetOf(unknownText, ["two"])).toEqual(["resource", "two"]);
    expect(targetOf(unknownText, ["two", "one", "card"])).toEqual(["candidates", "two", "one"]);
    expect(targetOf(unknownText, ["two"], "group")).toEqual(["resource", "two"]);
  });
  test("nobody knows what, where it depends on nothing of the type", () => {
    expect(() => targetOf(unknownText, ["card"])).toThrow("networkSecurityGroup is not known, and nothing of the stack that it depends on can be it");
  });
});

describe("a stack", () => {
  test("has its resources by type, Azure's unless another provider is named", () => {
    const stack = stackOf(groupOf("one"), { type: "example:network:NetworkSecurityGroup", name: "alike", inputs: {} });
    expect(stack.of("network:NetworkSecurityGroup").map(({ name }) => name)).toEqual(["one"]);
    expect(stack.of("network:NetworkSecurityGroup", "example").map(({ name }) => name)).toEqual(["alike"]);
  });
  test("knows nothing of a resource whose inputs it cannot read, and says so; the others are read", () => {
    const stack = stackOf({ ...groupOf("one"), inputs: unknownText }, { ...groupOf("two"), inputs: { location: "swedencentral" } });
    expect(stack.gaps).toMatchObject([{ origin: { resource: "one", path: "inputs" }, reason: "are not known" }]);
    const [one, two] = stack.resources;
    expect(() => one!.inputs.text("location")).toThrow("location is not known");
    expect(two!.inputs.text("location")).toBe("swedencentral");
  });
  test("keeps what is readable of one of which something else is not", () => {
    const stack = readStack([{ ...groupOf("one"), delete: true }, { ...groupOf("one"), inputs: { location: "swedencentral" } }], bareFacts("2026-01-15"));
    expect(stack.gaps.length).toBe(1);
    expect(stack.resources.map(({ inputs }) => inputs.text("location"))).toEqual(["swedencentral"]);
  });
  test("tells of which resource what is read", () => {
    const read: string[] = [];
    const { resources } = readStack([groupOf("one"), { ...groupOf("two"), inputs: { tags: { owner: "IT" } } }], bareFacts("2026-01-15"), (resource, path) => read.push(`${resource} ${path}`));
    expect(resources.map(({ inputs }) => inputs.text("tags.owner"))).toEqual([undefined, "IT"]);
    expect(read).toEqual(["one tags.owner", "two tags.owner"]);
  });
  test("knows an id in any case, and under a made-up one what has none yet", () => {
    const stack = stackOf(groupOf("one"), { type: "azure-native:network:NetworkSecurityGroup", name: "two", inputs: { networkSecurityGroupName: "two", resourceGroupName: "rg" } });
    const [one, two] = ["one", "TWO"].map((name) => stack.canonical(`${group}/networkSecurityGroups/${name}`));
    expect(one).toBe(`${group}/networkSecurityGroups/one`.toLowerCase());
    expect(two).toMatch(/~.*\/networksecuritygroups\/two$/);
  });
  test("has one network, however often it is asked for", () => {
    const stack = stackOf(groupOf("one"));
    expect(stack.model()).toBe(stack.model());
  });
});

test("a kind of resource has a name of Azure's; others have none here", () => {
  expect([armTypeOf("compute:Disk"), armTypeOf("example:Thing")]).toEqual(["Microsoft.Compute/disks", undefined]);
});
