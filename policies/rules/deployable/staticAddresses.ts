import { firstUsableHost } from "../../../azure/limits.ts";
import type { ModelSubnet } from "../../../reachability/model.ts";
import { parseAddress, readAddresses, type Address } from "../../../reachability/addresses.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, id, network, networkId, notKnown, subnet, subnetId } from "./samples.ts";
import { subnetsMeant } from "./subnetsMeant.ts";

const inside = (name: string) => `an address of ${name} that Azure leaves free: neither its first ${firstUsableHost.value} nor its last`;
const own = "an address of its own in the network";
const said = "an address, where the allocation is Static";

const card = (name: string, privateIPAddress?: string, subnet = "servers") =>
  azure("network:NetworkInterface", name, { ipConfigurations: [{ name: "one", privateIPAllocationMethod: "Static", subnet: { id: subnetId(subnet) }, ...(privateIPAddress === undefined ? {} : { privateIPAddress }) }] });
const foreignCard = (name: string, network: string, subnet = "servers") =>
  azure("network:NetworkInterface", name, { ipConfigurations: [{ name: "one", privateIPAllocationMethod: "Static", privateIPAddress: "10.200.1.4", subnet: { id: id("Microsoft.Network/virtualNetworks/subnets", network, subnet) } }] });
const twice = "is not known, and the address may be given twice";
const twoNetworks = [network([]), subnet("servers", { addressPrefix: "10.9.1.0/24" }), azure("network:VirtualNetwork", "other", { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets: [] }), subnet("far", { addressPrefix: "10.9.1.0/24" }, "other")];
const unread = "may be a subnet of the stack that cannot be read";
const unplaced = (subnets: readonly string[]) =>
  azure("network:NetworkInterface", "one", { ipConfigurations: [{ name: "one", privateIPAllocationMethod: "Static", privateIPAddress: "10.9.1.4", subnet: { id: notKnown } }] }, { propertyDependencies: { ipConfigurations: subnets } });
const place = network([{ name: "servers", addressPrefix: "10.9.1.0/24" }, { name: "others", addressPrefix: "10.9.2.0/24" }]);

/** Fixed addresses that Azure can give. */
export const staticAddresses: StackRule = {
  id: "LC516",
  name: "fixed-addresses-can-be-given",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A fixed private address lies in the subnet of its interface, is none that Azure keeps, and is given once.",
  why: "A preview compares no addresses. Azure keeps the first four and the last of each subnet, and refuses an address that is taken or lies elsewhere.",
  fix: "choose a free address of the subnet, from its fifth on",
  sources: [firstUsableHost.source],
  scope: "stack",
  *check(stack) {
    const given: Given = { surely: new Set(), perhaps: new Set() };
    yield* each(stack.of("network:NetworkInterface"), (one) => interfaceFaults(stack, one, given));
  },
  unknown: [
    { title: "in one of two subnets, of which one does not have the address", resources: [network([]), subnet("servers", { addressPrefix: "10.9.1.0/24" }), subnet("more", { addressPrefix: "10.9.3.0/24" }), unplaced(["servers", "more"])], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: "is not known, and the address is not one of every subnet that it may be" }] },
    { title: "in one of two networks, of which one has given the address", resources: [...twoNetworks, card("first", "10.9.1.4"), unplaced(["servers", "far"])], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: twice }] },
    { title: "in a network that may have given the address", resources: [...twoNetworks, unplaced(["servers", "far"]), card("second", "10.9.1.4")], findings: [{ resource: "second", path: "ipConfigurations[0].subnet", limit: twice }] },
    { title: "in a subnet whose prefix is not known, or in one of two of which one is such", resources: [network([]), subnet("servers", { addressPrefix: "10.9.0.0/16" }), subnet("more", { addressPrefix: notKnown }), unplaced(["servers", "more"])], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: "has a prefix that is not known" }] },
    { title: "in a subnet of a network that could not be read: its list", resources: [azure("network:VirtualNetwork", "network", { virtualNetworkName: "network", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets: notKnown }, { id: networkId }), card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: unread }] },
    { title: "the same: its name", resources: [azure("network:VirtualNetwork", "network", { virtualNetworkName: notKnown, addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets: [{ name: "servers", addressPrefix: "10.9.1.0/24" }] }), azure("network:VirtualNetwork", "other", { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.7.0.0/16"] }, subnets: [] }), card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: unread }] },
    { title: "the same: all of it", resources: [{ ...place, inputs: notKnown }, card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: unread }] },
    { title: "the same: the network of a subnet by itself", resources: [network([]), azure("network:Subnet", "some", { virtualNetworkName: notKnown, subnetName: "servers", addressPrefix: "10.9.1.0/24" }), card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: unread }] },
    { title: "the same: the name of a subnet by itself", resources: [azure("network:VirtualNetwork", "network", { virtualNetworkName: "network", addressSpace: { addressPrefixes: ["10.9.0.0/16"] } }, { id: networkId }), subnet("others", { addressPrefix: "10.9.2.0/24" }), azure("network:Subnet", "some", { virtualNetworkName: "network", subnetName: notKnown, addressPrefix: "10.9.1.0/24" }), card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: unread }] },
    { title: "in a network by dependency, which has no subnet", resources: [network([]), unplaced(["network"])], findings: [{ resource: "one", path: "ipConfigurations[0].subnet", limit: "is not known, and no subnet of network can be read" }] },
  ],
  good: [
    { title: "the fifth, and one that Azure chooses", resources: [place, card("one", "10.9.1.4"), azure("network:NetworkInterface", "two", { ipConfigurations: [{ name: "one", subnet: { id: subnetId("servers") } }] })], findings: [] },
    { title: "of a subnet whose id is not known yet", resources: [network([]), subnet("servers", { addressPrefix: "10.9.1.0/24" }), unplaced(["servers"])], findings: [] },
    { title: "the same address in networks of other stacks, and none where Azure chooses", resources: [foreignCard("one", "hub-a"), foreignCard("two", "hub-b")], findings: [] },
    { title: "another stack's subnet, beside a group that is not known", resources: [place, foreignCard("one", "hub"), azure("network:NetworkSecurityGroup", "group", { networkSecurityGroupName: "group", securityRules: notKnown })], findings: [] },
    { title: "no subnet, in empty words, beside a network that cannot be read", resources: [azure("network:VirtualNetwork", "network", { virtualNetworkName: "network", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets: notKnown }), azure("network:NetworkInterface", "bare", { ipConfigurations: [{ name: "one", privateIPAllocationMethod: "Static", privateIPAddress: "10.9.1.4", subnet: { id: "" } }] })], findings: [] },
    { title: "a known subnet beside a network of which not all is known", resources: [place, azure("network:VirtualNetwork", "other", { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.7.0.0/16"] }, subnets: [{ name: notKnown, addressPrefix: "10.7.1.0/24" }] }), card("one", "10.9.1.4")], findings: [] },
    { title: "by the network's name alone, in its only subnet; in the second part of a subnet", resources: [network([{ name: "servers", addressPrefixes: ["10.9.1.0/24", "10.9.3.0/24"] }]), unplaced(["network"]), card("two", "10.9.3.4")], findings: [] },
    { title: "the last before the one that Azure keeps", resources: [place, card("one", "10.9.1.254")], findings: [] },
  ],
  bad: [
    { title: "kept by Azure, and of another subnet", resources: [place, card("one", "10.9.1.3"), card("two", "10.9.1.255"), card("three", "10.9.2.4")], findings: ["one", "two", "three"].map((resource) => ({ resource, path: "ipConfigurations[0].privateIPAddress", limit: inside("servers") })) },
    { title: "of another subnet, whichever of two it is", resources: [network([]), subnet("others", { addressPrefix: "10.9.2.0/24" }), subnet("more", { addressPrefix: "10.9.3.0/24" }), unplaced(["others", "more"])], findings: [{ resource: "one", path: "ipConfigurations[0].privateIPAddress", limit: inside("others") }] },
    { title: "given twice", resources: [place, card("one", "10.9.1.4"), card("two", "10.9.1.4")], findings: [{ resource: "two", path: "ipConfigurations[0].privateIPAddress", limit: own }] },
    { title: "none", resources: [place, card("one")], findings: [{ resource: "one", path: "ipConfigurations[0].privateIPAddress", limit: said }] },
    { title: "given twice in a network of another stack", resources: [foreignCard("one", "hub"), foreignCard("two", "hub", "other")], findings: [{ resource: "two", path: "ipConfigurations[0].privateIPAddress", limit: own }] },
    { title: "of the same number, and another family", resources: [network([{ name: "servers", addressPrefix: "::a09:100/120" }], { addressSpace: { addressPrefixes: ["::a09:0/112"] } }), card("one", "10.9.1.4")], findings: [{ resource: "one", path: "ipConfigurations[0].privateIPAddress", limit: inside("servers") }] },
  ],
};

/** Addresses with the networks that they are given in, and those that may be given there. */
interface Given {
  readonly surely: Set<string>;
  readonly perhaps: Set<string>;
}

function* interfaceFaults(stack: Stack, one: Resource, { surely, perhaps }: Given): Iterable<Fault> {
  for (const configuration of one.inputs.records("ipConfigurations")) {
    if (configuration.text("privateIPAllocationMethod") !== "Static") continue;
    const broken = (limit: string) => fault(one, configuration.at("privateIPAddress"), limit);
    const text = configuration.text("privateIPAddress");
    const address = text === undefined ? undefined : parseAddress(text);
    if (address === undefined) {
      yield broken(said);
      continue;
    }
    const subnets = subnetsMeant(stack, one, configuration);
    if (subnets.some(({ id }) => hasUnknownPrefix(stack, id))) throw configuration.notKnown("subnet", "has a prefix that is not known");
    const outside = subnets.filter((subnet) => !isFree(subnet, address));
    if (outside.length > 0 && outside.length < subnets.length) throw configuration.notKnown("subnet", "is not known, and the address is not one of every subnet that it may be");
    for (const { name } of outside.slice(0, 1)) yield broken(inside(name));
    const networks = subnets.length === 0 ? [stack.canonical(configuration.text("subnet.id") ?? "")] : subnets.map(({ id }) => id);
    const keys = new Set(networks.map((id) => `${id.slice(0, id.lastIndexOf("/subnets/"))}|${text}`));
    const isGiven = [...keys].every((key) => surely.has(key));
    const mayBeGiven = [...keys].some((key) => surely.has(key) || perhaps.has(key));
    for (const key of keys) (keys.size === 1 ? surely : perhaps).add(key);
    if (isGiven) yield broken(own);
    else if (mayBeGiven) throw configuration.notKnown("subnet", twice);
  }
}

function hasUnknownPrefix(stack: Stack, subnet: string): boolean {
  return stack.model().gaps.some(({ origin, concerns }) => concerns.includes(subnet) && origin.path?.includes("addressPrefix") === true);
}

function isFree({ prefixes }: ModelSubnet, { family, value }: Address): boolean {
  const ranges = prefixes.map(readAddresses).flatMap((read) => (read.kind === "addresses" ? read.ranges : []));
  return ranges.some((range) => range.family === family && range.first + BigInt(firstUsableHost.value) <= value && value < range.last);
}
