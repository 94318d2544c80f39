import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument, readDocument, readResources, type ReadableResource } from "./azureReader.ts";
import type { NetworkModel } from "./model.ts";
import { kinds } from "./readKinds.ts";
import { asPreview, ids, inlineStack, rule, standaloneStack } from "./testStacks.ts";

const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withObjectString: true, withSparseArray: true, withTypedArray: true });

/** What those who judge the model rely on. */
function expectWhole(model: NetworkModel): void {
  const subnets = new Set(model.networks.flatMap((network) => network.subnets.map(({ id }) => id)));
  const interfaces = new Set(model.interfaces.map(({ id }) => id));
  expect(model.interfaces.filter(({ subnet }) => !subnets.has(subnet))).toEqual([]);
  expect(model.machines.flatMap((machine) => machine.interfaces).filter((id) => !interfaces.has(id))).toEqual([]);
  expect(model.firewalls.filter(({ subnet }) => !subnets.has(subnet))).toEqual([]);
  for (const things of [model.networks, model.interfaces, model.machines, model.firewalls, model.networks.flatMap((network) => network.subnets)]) {
    expect(new Set(things.map(({ id }) => id)).size).toBe(things.length);
    for (const { id } of things) expect(id).toBe(id.toLowerCase());
  }
  expect(model.networks.flatMap((network) => network.subnets).filter(({ prefixes }) => prefixes.length === 0)).toEqual([]);
}

/** Every place in a value, as paths. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

describe("a reader that never throws", () => {
  test("takes anything for a list of resources", () => {
    fc.assert(fc.property(anything, (value) => expectWhole(readResources(value as never))), { numRuns: 300 });
  });

  test("takes anything for the inputs of every kind that is read", () => {
    const resource = fc.record({ type: fc.constantFrom(...Object.keys(kinds).map((kind) => `azure-native:${kind}`), "azure-native:network:Unheard", "azure-native:resources:Deployment"), name: fc.string(), inputs: anything, dependencies: anything, propertyDependencies: anything });
    fc.assert(fc.property(fc.array(resource, { maxLength: 6 }), (resources) => expectWhole(readResources(resources as never))), { numRuns: 300 });
  });

  const places = [inlineStack, standaloneStack, asPreview(standaloneStack)].flatMap((stack) => pathsIn(stack).map((path) => ({ stack, path })));

  test("takes anything in any place of a stack that is otherwise whole", () => {
    fc.assert(fc.property(fc.constantFrom(...places), anything, ({ stack, path }, value) => expectWhole(readResources(replaced(stack, path, value) as never))), { numRuns: 400 });
  });

  test("says so wherever a value that it reads is of a wrong kind", () => {
    const wordless = /\.(?:name|location|tags)|virtualNetworkName|Name$|\[\d+\]\.primary|privateIPAllocationMethod/;
    const silent = pathsIn(inlineStack)
      .filter(([, field, ...path]) => field === "inputs" && path.length > 0)
      .filter((path) => !wordless.test(path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")))
      .filter((path) => readResources(replaced(inlineStack, path, 7.5) as never).gaps.length === 0)
      .map((path) => path.join("."));
    expect(silent).toEqual([]);
  });

  test("ends where values hold themselves, or hold one thing in many places", () => {
    const circle: Record<string, unknown> = { id: ids.group };
    circle["networkSecurityGroup"] = circle;
    let twice: unknown = { id: ids.group };
    for (let depth = 0; depth < 60; depth++) twice = { left: twice, right: twice };
    for (const value of [circle, twice]) expectWhole(readResources(replaced(inlineStack, [2, "inputs", "subnets", 1], value) as never));
  });

  test("refuses what a proxy refuses to tell", () => {
    const shy = new Proxy({}, { get: () => fail(), ownKeys: () => fail(), getPrototypeOf: () => fail() });
    expect(readResources(replaced(inlineStack, [0, "inputs"], shy) as never).gaps).toMatchObject([{ origin: { resource: "group", path: "inputs" } }]);
  });

  test("takes 10,000 rules, and says that Azure does not", () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => ({ ...rule, name: `rule-${index}`, priority: 100 + (index % 3_997), direction: index < 5_000 ? "Inbound" : "Outbound" }));
    const model = readResources(replaced(inlineStack, [0, "inputs", "securityRules"], rules) as never);
    expect(model.gaps.map(({ reason }) => reason)).toContain("are 10000: Azure takes 1000 in a group");
    expectWhole(model);
  });
});

function fail(): never {
  throw new Error("asked before its time");
}

describe("a stack that cannot be", () => {
  const with_ = (stack: readonly ReadableResource[], name: string, inputs: object) => readResources(stack.map((one) => (one.name === name ? { ...one, inputs: { ...(one.inputs as object), ...inputs } } : one)));
  const reasons = (model: NetworkModel) => model.gaps.map(({ origin, reason }) => `${origin.resource} ${reason}`);

  test("has two resources with one id", () => {
    const twin = { ...inlineStack[0]!, name: "twin" };
    expect(readResources([...inlineStack, twin]).gaps).toMatchObject([{ concerns: [ids.group.toLowerCase()], reason: "is in the stack twice: group has the same id" }]);
  });

  test("has a prefix that is none", () => {
    expect(reasons(with_(inlineStack, "network", { addressSpace: { addressPrefixes: ["10.9.0.0/33"] } }))).toContain("network 10.9.0.0/33: has no prefix length from 0 to 32");
    expect(reasons(with_(inlineStack, "group", { securityRules: [{ ...rule, sourceAddressPrefix: "10.9.0.300" }] }))).toEqual(["group is neither an IPv4 nor an IPv6 address"]);
    expect(reasons(with_(inlineStack, "group", { securityRules: [{ ...rule, destinationPortRanges: ["443-80"] }] }))).toEqual(["group is neither a port nor a range of ports"]);
  });

  test("has subnets that overlap, or lie outside of their network", () => {
    const subnets = [{ name: "a", addressPrefix: "10.9.1.0/24" }, { name: "b", addressPrefix: "10.9.1.128/25" }, { name: "c", addressPrefix: "10.8.0.0/24" }];
    expect(reasons(with_(inlineStack, "network", { subnets })).slice(0, 2)).toEqual(["network b overlaps a", "network c lies outside the address space of vnet"]);
  });

  test("gives one priority to two rules of a direction, one prefix to two routes, one address to two interfaces", () => {
    expect(reasons(with_(inlineStack, "group", { securityRules: [rule, { ...rule, name: "again" }] }))).toEqual(["group has the priority of allow-web: Azure takes each priority once for each direction"]);
    const to = { addressPrefix: "10.1.0.0/16", nextHopType: "None" };
    expect(reasons(with_(inlineStack, "table", { routes: [{ name: "a", ...to }, { name: "b", ...to }] }))).toEqual(["table has the prefix of a: Azure takes each prefix once in a table"]);
    expect(reasons(with_(inlineStack, "one-card", { ipConfigurations: [{ privateIPAddress: "10.9.1.5", subnet: { id: ids.subnet("servers") } }] }))).toEqual(["two-card have the address of one-card"]);
  });

  test("peers networks that overlap", () => {
    const other: ReadableResource = { ...inlineStack[2]!, name: "other", id: ids.network.replace("vnet", "other"), inputs: { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.9.128.0/17"] } } };
    const peering: ReadableResource = { type: "azure-native:network:VirtualNetworkPeering", name: "peering", id: `${ids.network}/virtualNetworkPeerings/x`, inputs: { allowVirtualNetworkAccess: true, remoteVirtualNetwork: { id: other.id } } };
    expect(readResources([...inlineStack, other, peering]).gaps).toMatchObject([{ reason: "overlaps the network's own address space: Azure peers no such networks", concerns: [ids.network.toLowerCase(), other.id!.toLowerCase()] }]);
  });

  test("has policies that inherit from each other", () => {
    const cycle = [...inlineStack, { ...inlineStack.find(({ name }) => name === "policy")!, name: "above", id: `${ids.policy}-above`, inputs: { basePolicy: { id: ids.policy } } }];
    expect(reasons(with_(cycle, "policy", { basePolicy: { id: `${ids.policy}-above` } }))).toEqual(["above leads back to the policy itself"]);
  });

  test("has no network at all", () => {
    expect(readResources([]).gaps).toEqual([{ origin: { resource: "resources" }, reason: "hold no virtual network: there is nothing to judge", concerns: [] }]);
  });
});

describe("documents", () => {
  test("are read whatever they are, or refused with a reason", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const read = readDocument(value);
        if (read.kind === "resources") expectWhole(readResources(read.resources));
        else expect(read.reason).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });

  test("that were cut off anywhere are refused", () => {
    const text = JSON.stringify({ version: 3, deployment: { manifest: {}, resources: inlineStack } });
    fc.assert(fc.property(fc.nat(text.length - 1), (length) => void expect(parseDocument(text.slice(0, length)).kind).toBe("unreadable")));
    expect(parseDocument(text.slice(0, 500))).toEqual({ kind: "unreadable", reason: "ends too early: it was cut off" });
  });
});
