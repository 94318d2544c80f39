import { firstUsableHost } from "../../../azure/limits.ts";
import { parseAddress, readAddresses } from "../../../reachability/addresses.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown, type View } from "../../view.ts";
import { azure, network, subnetId } from "./samples.ts";

const inside = (name: string) => `an address of ${name} that Azure leaves free: neither its first ${firstUsableHost.value} nor its last`;
const own = "an address of its own in the network";
const said = "an address, where the allocation is Static";

const card = (name: string, privateIPAddress?: string, subnet = "servers") =>
  azure("network:NetworkInterface", name, { ipConfigurations: [{ name: "one", privateIPAllocationMethod: "Static", subnet: { id: subnetId(subnet) }, ...(privateIPAddress === undefined ? {} : { privateIPAddress }) }] });
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
    const taken = new Set<string>();
    yield* each(stack.of("network:NetworkInterface"), (one) => interfaceFaults(stack, one, taken), ({ label }) => label);
  },
  good: [{ title: "the fifth, and one that Azure chooses", resources: [place, card("one", "10.9.1.4"), azure("network:NetworkInterface", "two", { ipConfigurations: [{ name: "one", subnet: { id: subnetId("servers") } }] })], findings: [] }],
  bad: [
    { title: "kept by Azure, and of another subnet", resources: [place, card("one", "10.9.1.3"), card("two", "10.9.1.255"), card("three", "10.9.2.4")], findings: ["one", "two", "three"].map((resource) => ({ resource, path: "ipConfigurations[0].privateIPAddress", limit: inside("servers") })) },
    { title: "given twice", resources: [place, card("one", "10.9.1.4"), card("two", "10.9.1.4")], findings: [{ resource: "two", path: "ipConfigurations[0].privateIPAddress", limit: own }] },
    { title: "none", resources: [place, card("one")], findings: [{ resource: "one", path: "ipConfigurations[0].privateIPAddress", limit: said }] },
  ],
};

function* interfaceFaults(stack: Stack, one: Resource, taken: Set<string>): Iterable<Fault> {
  for (const configuration of one.inputs.records("ipConfigurations")) {
    if (configuration.text("privateIPAllocationMethod") !== "Static") continue;
    const broken = (limit: string) => ({ ...fault(one, configuration.at("privateIPAddress"), limit), resource: one.label });
    const text = configuration.text("privateIPAddress");
    const address = text === undefined ? undefined : parseAddress(text);
    if (address === undefined) {
      yield broken(said);
      continue;
    }
    const id = subnetIdOf(stack, one, configuration);
    const subnet = stack.model().networks.flatMap(({ subnets }) => subnets).find((candidate) => candidate.id === id);
    const free = subnet?.prefixes.map(readAddresses).flatMap((read) => (read.kind === "addresses" ? read.ranges : []));
    const kept = BigInt(firstUsableHost.value);
    if (subnet !== undefined && free?.some(({ family, first, last }) => family === address.family && first + kept <= address.value && address.value < last) === false) yield broken(inside(subnet.name));
    const key = `${id.slice(0, id.lastIndexOf("/subnets/"))}|${text}`;
    if (taken.has(key)) yield broken(own);
    taken.add(key);
  }
}

/** Where the id is not known yet, that of the one standalone subnet that the interface depends on. */
function subnetIdOf(stack: Stack, one: Resource, configuration: View): string {
  try {
    return stack.canonical(configuration.text("subnet.id") ?? "");
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    const target = stack.target(one, configuration, "subnet", ["network:Subnet"]);
    const found = stack.model().networks.flatMap(({ subnets }) => subnets).filter(({ origin }) => target.kind === "resource" && origin.resource === target.resource.label);
    if (found.length !== 1) throw error;
    return found[0]!.id;
  }
}
