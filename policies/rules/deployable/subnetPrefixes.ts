import { smallestFirewallSubnetPrefix, smallestSubnetPrefix } from "../../../azure/limits.ts";
import { parseAddress, readAddresses, type AddressRange } from "../../../reachability/addresses.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import { azure, network, subnet } from "./samples.ts";
import { isPartOf, prefixesOf, subnetName, writtenSubnets, type WrittenSubnet } from "./subnets.ts";

const inside = "inside the address space of its network";
const apart = "apart from the network's other subnets";
const prefix = "an IPv4 or IPv6 prefix whose first address is the network's own, such as 10.0.1.0/24";
const atMost = (length: number, name = "any subnet") => `a prefix of at most /${length}: ${name} is no smaller`;

/** Azure's own subnets that have to be larger than others. Sources: firewall-faq.yml; bastion/configuration-settings.md; vpn-gateway-about-vpn-gateway-settings.md. */
const smallest: Readonly<Record<string, number>> = { azurefirewallsubnet: smallestFirewallSubnetPrefix.value, azurefirewallmanagementsubnet: smallestFirewallSubnetPrefix.value, azurebastionsubnet: 26 };

/** Prefixes of subnets fit each other and their network. */
export const subnetPrefixes: StackRule = {
  id: "LC502",
  name: "subnets-fit-their-network",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "Each subnet lies inside its network, apart from the other subnets, and is as large as Azure demands.",
  why: "A preview compares no addresses: Azure refuses a subnet outside its network, one that overlaps another, one of fewer than eight addresses, and one that is too small for the service that it is reserved for.",
  fix: "choose prefixes that divide the network's address space",
  sources: [smallestSubnetPrefix.source, smallestFirewallSubnetPrefix.source],
  scope: "stack",
  *check(stack) {
    const all = writtenSubnets(stack);
    for (const one of stack.of("network:VirtualNetwork")) yield* each([one], (virtualNetwork) => networkFaults(virtualNetwork, all));
  },
  good: [
    { title: "inline, and one standalone", resources: [network([{ name: "AzureFirewallSubnet", addressPrefix: "10.9.0.0/26" }, { name: "servers", addressPrefixes: ["10.9.1.0/24"] }]), subnet("other", { addressPrefix: "10.9.2.0/29" })], findings: [] },
    { title: "another team's standalone subnet in a network that is not in the stack", resources: [subnet("other", { addressPrefix: "10.200.0.0/24" }, "hub")], findings: [] },
    {
      title: "side by side, in any order, to the last address of a space in several parts, and of both families",
      resources: [
        network(
          [
            { name: "b", addressPrefix: "10.9.1.128/25" },
            { name: "a", addressPrefix: "10.9.1.0/25" },
            { name: "last", addressPrefix: "10.9.255.0/24" },
            { name: "both", addressPrefixes: ["10.8.0.0/24", "fd00::/64"] },
            // In numbers the same as the first.
            { name: "six", addressPrefix: "::a09:100/120" },
            { addressPrefix: "10.9.2.0/29" },
          ],
          { addressSpace: { addressPrefixes: ["10.8.0.0/24", "10.9.0.0/16", "fd00::/48", "::a09:0/112"] } },
        ),
      ],
      findings: [],
    },
    { title: "a subnet that another provider writes", resources: [network([]), { ...subnet("other", { addressPrefixes: ["10.10.1.0/24"] }), type: "azure:network/subnet:Subnet" }], findings: [] },
    {
      title: "two networks, each with its own",
      resources: [
        network([{ name: "one", addressPrefix: "10.9.1.0/24" }]),
        azure("network:VirtualNetwork", "other", { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.7.0.0/16"] }, subnets: [{ name: "one", addressPrefix: "10.7.1.0/24" }] }),
        subnet("three", { addressPrefix: "10.7.2.0/24" }, "other"),
      ],
      findings: [],
    },
  ],
  bad: [
    { title: "outside", resources: [network([{ name: "servers", addressPrefix: "10.10.1.0/24" }])], findings: [{ resource: "network", path: "subnets[0].addressPrefix", limit: inside }] },
    { title: "overlapping, one of them standalone", resources: [network([{ name: "servers", addressPrefix: "10.9.1.0/24" }]), subnet("other", { addressPrefix: "10.9.1.128/25" })], findings: [{ resource: "other", path: "addressPrefix", limit: apart }] },
    {
      title: "too small for anything, for a firewall and for Bastion, and a host in place of a prefix",
      resources: [network([{ name: "a", addressPrefix: "10.9.1.0/30" }, { name: "AzureFirewallSubnet", addressPrefix: "10.9.2.0/27" }, { name: "AzureBastionSubnet", addressPrefix: "10.9.3.0/27" }, { name: "b", addressPrefix: "10.9.4.4/24" }])],
      findings: [
        { resource: "network", path: "subnets[0].addressPrefix", limit: atMost(29) },
        { resource: "network", path: "subnets[1].addressPrefix", limit: atMost(26, "AzureFirewallSubnet") },
        { resource: "network", path: "subnets[2].addressPrefix", limit: atMost(26, "AzureBastionSubnet") },
        { resource: "network", path: "subnets[3].addressPrefix", limit: prefix },
      ],
    },
    { title: "before the space, of another family than the space, and in a space that is none", resources: [network([{ name: "before", addressPrefixes: ["10.8.255.0/24"] }, { name: "six", addressPrefix: "::a09:100/120" }], { addressSpace: { addressPrefixes: ["10.9.0.0", "10.9.0.0/16", "::/8"] } }), azure("network:VirtualNetwork", "six", { virtualNetworkName: "six", addressSpace: { addressPrefixes: ["::a09:0/112"] }, subnets: [{ name: "four", addressPrefix: "10.9.1.0/24" }] })], findings: [{ resource: "network", path: "subnets[0].addressPrefixes[0]", limit: inside }, { resource: "six", path: "subnets[0].addressPrefix", limit: inside }] },
    {
      title: "what is no prefix, and single addresses at both ends of another subnet",
      resources: [network([{ name: "a", addressPrefix: "10.9.4.0" }, { name: "b", addressPrefix: "somewhere/24" }, { name: "c", addressPrefix: "10.9.4.0/33" }, { name: "d", addressPrefix: "10.9.1.0/24" }, { name: "e", addressPrefix: "10.9.1.0/32" }, { name: "f", addressPrefix: "10.9.1.255/32" }])],
      findings: [
        ...[0, 1, 2].map((index) => ({ resource: "network", path: `subnets[${index}].addressPrefix`, limit: prefix })),
        ...[4, 5].flatMap((index) => [atMost(29), apart].map((limit) => ({ resource: "network", path: `subnets[${index}].addressPrefix`, limit }))),
      ],
    },
  ],
};

function* networkFaults(virtualNetwork: Resource, all: readonly WrittenSubnet[]): Iterable<Fault> {
  const space = virtualNetwork.inputs.texts("addressSpace.addressPrefixes").map(rangeOf);
  const taken: AddressRange[] = [];
  yield* each(
    all.filter(({ resource, inline }) => (inline ? resource === virtualNetwork : isPartOf(resource, virtualNetwork, "virtualNetworkName"))),
    function* (written) {
      const name = subnetName(written);
      for (const { path, text } of prefixesOf(written)) yield* prefixFaults(written, path, text, name, space, taken);
    },
  );
}

function* prefixFaults({ resource }: WrittenSubnet, path: string, text: string, name: string | undefined, space: readonly (AddressRange | undefined)[], taken: AddressRange[]): Iterable<Fault> {
  const said = (limit: string) => fault(resource, path, limit);
  const range = rangeOf(text);
  const length = Number(text.split("/")[1]);
  if (range === undefined) return yield said(prefix);
  const needed = name === undefined ? undefined : smallest[name.toLowerCase()];
  if (range.family === "IPv4" && length > (needed ?? smallestSubnetPrefix.value)) yield said(atMost(needed ?? smallestSubnetPrefix.value, needed === undefined ? undefined : name));
  if (!space.some((whole) => whole?.family === range.family && whole.first <= range.first && range.last <= whole.last)) yield said(inside);
  else if (taken.some((other) => other.family === range.family && other.first <= range.last && range.first <= other.last)) yield said(apart);
  taken.push(range);
}

/** A prefix as Azure takes it: no bits are set after its length. */
function rangeOf(text: string): AddressRange | undefined {
  const [address, length] = text.split("/");
  const read = readAddresses(text);
  const own = parseAddress(address!);
  if (length === undefined || own === undefined || read.kind !== "addresses") return undefined;
  return read.ranges.find(({ first }) => first === own.value);
}
