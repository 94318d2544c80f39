import { smallestFirewallSubnetPrefix, smallestSubnetPrefix } from "../../../azure/limits.ts";
import { readAddresses, type AddressRange } from "../../../reachability/addresses.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import { network, subnet } from "./samples.ts";
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
  ],
};

function* networkFaults(virtualNetwork: Resource, all: readonly WrittenSubnet[]): Iterable<Fault> {
  const space = virtualNetwork.inputs.texts("addressSpace.addressPrefixes").flatMap((text) => rangesOf(text) ?? []);
  const taken: AddressRange[] = [];
  yield* each(
    all.filter(({ resource, inline }) => (inline ? resource === virtualNetwork : isPartOf(resource, virtualNetwork, "virtualNetworkName"))),
    function* (written) {
      const name = subnetName(written) ?? "";
      for (const { path, text } of prefixesOf(written)) yield* prefixFaults(written, path, text, name, space, taken);
    },
  );
}

function* prefixFaults({ resource }: WrittenSubnet, path: string, text: string, name: string, space: readonly AddressRange[], taken: AddressRange[]): Iterable<Fault> {
  const said = (limit: string) => fault(resource, path, limit);
  const range = rangesOf(text)?.[0];
  const length = Number(text.split("/")[1]);
  if (range === undefined) return yield said(prefix);
  const needed = smallest[name.toLowerCase()];
  if (range.family === "IPv4" && length > (needed ?? smallestSubnetPrefix.value)) yield said(atMost(needed ?? smallestSubnetPrefix.value, needed === undefined ? undefined : name));
  if (!space.some((whole) => whole.family === range.family && whole.first <= range.first && range.last <= whole.last)) yield said(inside);
  else if (taken.some((other) => other.family === range.family && other.first <= range.last && range.first <= other.last)) yield said(apart);
  taken.push(range);
}

/** A prefix as Azure takes it: no bits are set after its length. */
function rangesOf(text: string): readonly AddressRange[] | undefined {
  const [address] = text.split("/");
  const read = text.includes("/") ? readAddresses(text) : undefined;
  const own = readAddresses(address!);
  if (read?.kind !== "addresses" || own.kind !== "addresses" || own.ranges[0]!.first !== read.ranges[0]!.first) return undefined;
  return read.ranges;
}
