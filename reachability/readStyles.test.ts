import { describe, expect, test } from "vitest";
import { readResources, type ReadableResource } from "./azureReader.ts";
import { analyse } from "./analysis.ts";
import { entering, siteOf } from "./sites.ts";
import { packet } from "./testModels.ts";
import { asPreview, asState, essence, ids, inlineStack, inOtherCase, rule, standaloneStack, unknown, withVersion } from "./testStacks.ts";

const model = readResources(inlineStack);
const essential = essence(model);

/** A stack with one resource's inputs changed. */
function changed(stack: readonly ReadableResource[], name: string, inputs: object, rest: Partial<ReadableResource> = {}): readonly ReadableResource[] {
  return stack.map((one) => (one.name === name ? { ...one, ...rest, inputs: { ...(one.inputs as object), ...inputs } } : one));
}

describe("one network in many hands", () => {
  test("is read without a gap, and holds what a reader of the resources would say", () => {
    expect(model.gaps).toEqual([]);
    const [network] = model.networks;
    expect(network!.id).toBe(ids.network.toLowerCase());
    expect(network!.subnets.map(({ name, prefixes, outboundAccess }) => [name, prefixes, outboundAccess])).toEqual([
      ["AzureFirewallSubnet", ["10.9.0.0/26"], undefined],
      ["servers", ["10.9.1.0/24"], "closed"],
    ]);
    expect(network!.subnets[0]!.securityGroups.options).toEqual(["none"]);
    expect(network!.subnets[1]!.securityGroups.options).toMatchObject([{ id: ids.group.toLowerCase(), rules: [{ name: "allow-web", priority: 200, source: { prefixes: ["Internet"] }, destinationPorts: ["443", "8000-8100"] }] }]);
    expect(network!.subnets[1]!.routeTables.options).toMatchObject([{ takesGatewayRoutes: false, routes: [{ prefix: "0.0.0.0/0", nextHop: "VirtualAppliance", address: "10.9.0.4" }] }]);
    expect(model.firewalls).toMatchObject([{ address: "10.9.0.4", nameProxy: true, groups: [{ priority: 300, collections: [{ action: "Allow", rules: [{ kind: "application", tags: ["WindowsUpdate"] }] }] }] }]);
    expect(model.machines.map(({ name, tags, interfaces }) => [name, { ...tags }, interfaces])).toEqual(["one", "two"].map((name) => [name, { role: name }, [ids.interface(`${name}-nic`).toLowerCase()]]));
  });

  test.each<[string, readonly ReadableResource[]]>([
    ["with rules, routes and subnets of their own", standaloneStack],
    ["as a state", asState(inlineStack)],
    ["as a state, with rules, routes and subnets of their own", asState(standaloneStack)],
    ["with ids in another case", inOtherCase(inlineStack)],
    ["with ids in another case, with rules, routes and subnets of their own", inOtherCase(standaloneStack)],
    ["with the API's version in the types", withVersion(inlineStack)],
    ["in another order", inlineStack.toReversed()],
    ["before anything exists, with rules, routes and subnets of their own", asPreview(standaloneStack)],
    ["before anything exists, unknown values left undefined", asPreview(standaloneStack, undefined)],
    ["before anything exists, with subnets inside the network", asPreview(inlineStack)],
  ])("is the same model %s", (_, stack) => {
    expect(essence(readResources(stack))).toEqual(essential);
  });

  test("is the same model where only the resource as a whole says what it depends on", () => {
    const preview = asPreview(standaloneStack).map((one) => ({ ...one, propertyDependencies: {} }));
    expect(essence(readResources(preview))).toEqual(essential);
  });
});

describe("a reference that is not known yet", () => {
  const second: ReadableResource = { type: "azure-native:network:NetworkSecurityGroup", name: "other-group", inputs: { resourceGroupName: "rg-shared", networkSecurityGroupName: "other", securityRules: [] } };
  const behindTwo = [...asPreview(standaloneStack), second].map((one) =>
    one.name === "servers-subnet" ? { ...one, propertyDependencies: { ...one.propertyDependencies, networkSecurityGroup: ["group", "other-group"] } } : one,
  );

  test("is each of the things that its property depends on, where there are several", () => {
    const read = readResources(behindTwo);
    const servers = read.networks[0]!.subnets.find(({ name }) => name === "servers")!;
    expect(servers.securityGroups.options.map((option) => (option === "none" ? option : option.id.split("/").at(-1)))).toEqual(["nsg", "other"]);
    expect(read.gaps).toEqual([]);
  });

  test("may be nothing at all, where the whole property is unknown", () => {
    const hidden = changed(asPreview(standaloneStack), "servers-subnet", { networkSecurityGroup: unknown });
    const servers = readResources(hidden).networks[0]!.subnets.find(({ name }) => name === "servers")!;
    expect(servers.securityGroups.options.map((option) => (option === "none" ? option : option.id.split("/").at(-1)))).toEqual(["nsg", "none"]);
  });

  test("is a gap of its own, where nothing behind it can be meant", () => {
    const hidden = asPreview(standaloneStack).map((one) => (one.name === "servers-subnet" ? { ...one, dependencies: [], propertyDependencies: {} } : one));
    const read = readResources(hidden);
    expect(read.gaps.map(({ origin }) => origin)).toContainEqual({ resource: "servers-subnet", path: "networkSecurityGroup.id" });
  });

  test("to a subnet inside a network is told by the address that the interface asks for", () => {
    const preview = asPreview(inlineStack);
    const [one] = readResources(preview).interfaces;
    expect(one!.subnet).toMatch(/\/subnets\/servers$/);
    const roaming = changed(preview, "one-card", { ipConfigurations: [{ name: "primary", subnet: { id: unknown } }] });
    const read = readResources(roaming);
    expect(read.gaps.find(({ origin }) => origin.resource === "one-card")!.concerns.filter((id) => id.includes("/subnets/"))).toHaveLength(2);
  });
});

describe("what is not in the stack", () => {
  const foreign = ids.group.replace("nsg", "elsewhere");

  test("is a thing that nobody knows, where a subnet names it", () => {
    const read = readResources(changed(standaloneStack, "servers-subnet", { networkSecurityGroup: { id: foreign } }));
    const servers = read.networks[0]!.subnets.find(({ name }) => name === "servers")!;
    expect(servers.securityGroups.options).toMatchObject([{ id: foreign.toLowerCase(), rules: [] }]);
    expect(read.gaps).toMatchObject([{ origin: { resource: "servers-subnet", path: "networkSecurityGroup" }, concerns: [foreign.toLowerCase()] }]);
  });

  test("is a network of its own, where subnets are put into it", () => {
    const read = readResources(standaloneStack.filter(({ name }) => name !== "network"));
    expect(read.networks).toMatchObject([{ id: ids.network.toLowerCase(), prefixes: ["10.9.0.0/26", "10.9.1.0/24"] }]);
    expect(read.gaps.some(({ concerns }) => concerns.includes(ids.network.toLowerCase()))).toBe(true);
  });

  test("is an interface in a place that nobody knows, where a machine has it", () => {
    const missing = ids.interface("elsewhere");
    const read = readResources(changed(inlineStack, "one", { networkProfile: { networkInterfaces: [{ id: missing }] } }));
    const placed = read.interfaces.find(({ id }) => id === missing.toLowerCase())!;
    expect(read.networks.flatMap(({ subnets }) => subnets).map(({ id }) => id)).toContain(placed.subnet);
    expect(read.gaps.some(({ concerns }) => concerns.includes(placed.id))).toBe(true);
    expect(read.gaps.some(({ concerns }) => concerns.includes(placed.subnet))).toBe(true);
  });

  test("leaves the machine's other interfaces in doubt, where one of them cannot be read", () => {
    const read = readResources(changed(inlineStack, "one", { networkProfile: { networkInterfaces: [{ id: ids.interface("one-nic") }, 17] } }));
    expect(read.gaps.map(({ concerns }) => concerns.slice(1))).toEqual([[ids.interface("one-nic"), ids.subnet("servers")].map((id) => id.toLowerCase())]);
  });

  test("leaves a network in doubt that is peered with it", () => {
    const remote = ids.network.replace("vnet", "hub");
    const peering: ReadableResource = {
      type: "azure-native:network:VirtualNetworkPeering",
      name: "to-hub",
      inputs: { resourceGroupName: "rg-shared", virtualNetworkName: "vnet", allowVirtualNetworkAccess: true, allowForwardedTraffic: true, remoteVirtualNetwork: { id: remote }, remoteAddressSpace: { addressPrefixes: ["10.1.0.0/16"] } },
    };
    const read = readResources([...standaloneStack, peering]);
    expect(read.networks[0]!.peerings).toMatchObject([{ remote: remote.toLowerCase(), remotePrefixes: ["10.1.0.0/16"], allowForwardedTraffic: true, allowNetworkAccess: true }]);
    expect(read.gaps).toMatchObject([{ concerns: [ids.network.toLowerCase(), remote.toLowerCase()] }]);
    const fromThere = { ...peering, inputs: { ...(peering.inputs as object), virtualNetworkName: "hub", remoteVirtualNetwork: { id: ids.network } } };
    expect(readResources([...standaloneStack, fromThere]).gaps.flatMap(({ concerns }) => concerns)).toContain(ids.network.toLowerCase());
  });
});

describe("rules that are written inside their group and as resources of their own", () => {
  const written = (inside: readonly object[], own: object) =>
    inlineStack.flatMap((one) => (one.name === "group" ? [{ ...one, inputs: { ...(one.inputs as object), securityRules: inside } }, { type: "azure-native:network:SecurityRule", name: "own-rule", id: `${ids.group}/securityRules/${(own as { name: string }).name}`, inputs: { networkSecurityGroupName: "nsg", securityRuleName: (own as { name: string }).name, ...own }, dependencies: [] }] : [one]));
  const ssh = { ...rule, name: "allow-ssh", priority: 210, destinationPortRanges: ["22"] };
  const variants = (stack: ReturnType<typeof written>) => readResources(stack).networks[0]!.subnets.find(({ name }) => name === "servers")!.securityGroups.options.map((group) => (group === "none" ? group : `${group.variant ?? ""}: ${group.rules.map(({ name }) => name).join()}`));

  test("are candidates, since each update overwrites the other", () => {
    expect(variants(written([rule], ssh))).toEqual(["inside: allow-web", "own: allow-ssh", "both: allow-web,allow-ssh"]);
    expect(readResources(written([rule], ssh)).gaps).toEqual([]);
  });

  test("never stand beside each other where Azure refuses that", () => {
    expect(variants(written([rule], { ...ssh, priority: rule.priority }))).toEqual(["inside: allow-web", "own: allow-ssh"]);
  });

  test("leave unknown only what the candidates do not agree on", () => {
    const stack = written([rule, { ...ssh, name: "inner-ssh" }], { ...ssh, name: "outer-ssh", destinationPortRanges: ["22", "2222"], priority: 220 });
    const analysis = analyse(readResources(stack));
    const within = { kind: "interface", id: ids.interface("one-nic").toLowerCase() } as const;
    const { must, may } = entering(analysis, siteOf(analysis, within.id), []);
    const judged = (port: number) => [must, may].map((set) => analysis.space.contains(set, packet("8.8.8.8", "10.9.1.4", port)));
    expect([judged(22), judged(2222), judged(443)]).toEqual([[true, true], [false, true], [false, true]]);
  });

  test("that say the same leave nothing unknown", () => {
    const judgedIn = (stack: readonly ReadableResource[]) => {
      const analysis = analyse(readResources(stack));
      const { must, may } = entering(analysis, siteOf(analysis, ids.interface("one-nic").toLowerCase()), []);
      return [25, 443, 7999, 8000, 8100, 8101].map((port) => [must, may].map((set) => analysis.space.contains(set, packet("8.8.8.8", "10.9.1.4", port))));
    };
    expect(judgedIn(written([rule], rule))).toEqual(judgedIn(inlineStack));
  });
});
