import type { ModelInterface, NetworkModel, SecurityGroup, SecurityRule } from "../../../reachability/model.ts";
import { rangesOf, without } from "../../../reachability/serviceTags.ts";
import type { Fault } from "../../finding.ts";
import type { StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { denyAll, environment, groupId, inbound, machine, network, outside, resource, routeTable, securityGroup, subnet } from "./samples.ts";
import { faultAt, gapsWithin, judgedOptions, subnetsOf, topologyOf, type Standing } from "./topology.ts";

const limitOf = (direction: SecurityRule["direction"]) => `a last rule that denies everything ${direction.toLowerCase()}: Azure's own let the whole network, and the way out, through`;
const servers = (rules: Parameters<typeof securityGroup>[1]) => [securityGroup("servers", rules), routeTable("servers-routes", [outside]), network([subnet("servers", "10.9.1.0/24")]), ...machine("core01", "core", "servers", "10.9.1.4")];
const [denyIn, denyOut] = denyAll;
const denied = [{ resource: "open", path: "", limit: limitOf("Inbound") }, { resource: "open", path: "", limit: limitOf("Outbound") }];

/** Two machines in a subnet with this group; at their interfaces those. */
const guardedCards = (atSubnet: string, ...atCards: readonly string[]) => [
  securityGroup("open", []),
  securityGroup("closed", denyAll),
  routeTable("servers-routes", [outside]),
  network([subnet("servers", "10.9.1.0/24", atSubnet)]),
  ...atCards.flatMap((name, index) => machine(`core0${index}`, "core", "servers", `10.9.1.${index + 4}`, name === "" ? {} : { networkSecurityGroup: { id: groupId(name) } })),
];

/** T4.3-M: what no row names is closed, in both directions. */
export const finalDenies: StackRule = {
  id: "LC103",
  name: "security-groups-end-in-deny",
  group: "specification",
  clauses: ["T4.3-M", "T12.3-1"],
  proposals: ["P-07"],
  synopsis: "A security group before the product's machines denies, in both directions, whatever no rule has allowed.",
  why: "Azure adds rules of its own at the end: all traffic inside the network and everything out to the internet passes them, with whatever is peered or connected later.",
  fix: "add a rule with priority 4096 for each direction that denies every protocol from * to *, port *",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md"],
  scope: "stack",
  *check(stack) {
    const topology = topologyOf(stack);
    yield* topology.unknown;
    for (const standings of subnetsOf(topology)) yield* subnetFaults(stack, topology.model, standings);
  },
  good: [
    { title: "both directions, inline", resources: environment(), findings: [] },
    {
      title: "rules of their own, everything in two halves",
      resources: [
        ...servers([]).with(0, resource("network:NetworkSecurityGroup", "servers", groupId("servers"), { networkSecurityGroupName: "servers" })),
        ...denyAll.map((rule) =>
          resource("network:SecurityRule", rule.name, `${groupId("servers")}/securityRules/${rule.name}`, { networkSecurityGroupName: "SERVERS", securityRuleName: rule.name, ...rule, sourceAddressPrefix: "", sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"], destinationPortRange: "0-65535" }),
        ),
      ],
      findings: [],
    },
    { title: "at every interface, and none at the subnet", resources: guardedCards("", "closed", "closed"), findings: [] },
    { title: "at every interface, though the subnet's own does not", resources: guardedCards("open", "closed", "closed"), findings: [] },
    { title: "every port among others", resources: servers(denyAll.map((rule) => ({ ...rule, destinationPortRange: "", destinationPortRanges: ["443", "*"] }))), findings: [] },
  ],
  bad: [
    { title: "at one interface alone, and none at the subnet", resources: guardedCards("", "closed", "open"), findings: denied },
    { title: "at one interface alone, and no group at the other", resources: guardedCards("open", "closed", ""), findings: denied },
    { title: "everything is allowed", resources: servers(denyAll.map((rule) => ({ ...rule, access: "Allow" }))), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }, { resource: "servers", path: "", limit: limitOf("Outbound") }] },
    { title: "no rules", resources: servers([]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }, { resource: "servers", path: "", limit: limitOf("Outbound") }] },
    { title: "inwards alone", resources: servers([denyIn!]), findings: [{ resource: "servers", path: "", limit: limitOf("Outbound") }] },
    { title: "TCP alone", resources: servers([denyOut!, { ...denyIn!, protocol: "Tcp" }]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }] },
    { title: "from the internet alone", resources: servers([denyOut!, inbound("deny", 4096, "Internet", "*", "*", { access: "Deny", protocol: "*" })]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }] },
    { title: "to all ports but one", resources: servers([denyOut!, { ...denyIn!, destinationPortRange: "1-65535" }]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }] },
    { title: "from one port", resources: servers([denyOut!, { ...denyIn!, sourcePortRange: "443" }]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }] },
    { title: "to half of everything", resources: servers([denyOut!, { ...denyIn!, destinationAddressPrefix: "0.0.0.0/1" }]), findings: [{ resource: "servers", path: "", limit: limitOf("Inbound") }] },
  ],
};

function* subnetFaults(stack: Stack, model: NetworkModel, standings: readonly [Standing, ...Standing[]]): Iterable<Fault> {
  const { subnet: place } = standings[0];
  for (const direction of ["Inbound", "Outbound"] as const) {
    const judge = (option: SecurityGroup | "none") => (option === "none" ? [] : groupFaults(stack, model, option, direction));
    // A group at every interface does as well; where there is no group at all, another rule says so.
    const atInterfaces = standings.map(({ face }) => face).filter(isFiltered);
    if (atInterfaces.length === standings.length && atInterfaces.every(({ securityGroups, origin }) => judgedOptions(securityGroups, origin, judge).length === 0)) continue;
    const atSubnet = judgedOptions(place.securityGroups, place.origin, judge);
    const hasNone = place.securityGroups.options.every((option) => option === "none");
    yield* hasNone ? atInterfaces.flatMap(({ securityGroups, origin }) => judgedOptions(securityGroups, origin, judge)) : atSubnet;
  }
}

function isFiltered({ securityGroups }: ModelInterface): boolean {
  return securityGroups.options.every((option) => option !== "none");
}

function groupFaults(stack: Stack, model: NetworkModel, group: SecurityGroup, direction: SecurityRule["direction"]): readonly Fault[] {
  if (group.rules.some((rule) => rule.direction === direction && deniesAll(rule))) return [];
  const unknown = gapsWithin(model, group.id);
  return unknown.length > 0 ? unknown : [faultAt(stack, group.origin, undefined, limitOf(direction))];
}

function deniesAll({ access, protocol, source, destination, sourcePorts, destinationPorts }: SecurityRule): boolean {
  return access === "Deny" && protocol === "*" && [source, destination].every(({ prefixes }) => isEveryAddress(prefixes)) && [sourcePorts, destinationPorts].every(isEveryPort);
}

/** Of IPv4: the network has no other. */
function isEveryAddress(words: readonly string[]): boolean {
  return without(rangesOf("0.0.0.0/0"), rangesOf(...words)).length === 0;
}

function isEveryPort(words: readonly string[]): boolean {
  return words.some((word) => word === "*" || word === "0-65535");
}
