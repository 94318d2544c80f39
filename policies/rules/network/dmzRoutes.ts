import { overlap, rangesOf, without } from "../../../reachability/serviceTags.ts";
import type { Route, RouteTable } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import type { StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { denyAll, firewallAddress, machine, network, networkId, outside, resource, routeTable, securityGroup, subnet, subnetId, throughFirewall, type SampleRoute } from "./samples.ts";
import { distinct, faultAt, gapFaults, gapsWithin, judgedOptions, subnetsOf, topologyOf, type Standing, type Topology } from "./topology.ts";

const limitOf = (prefix: string) => `a route to ${prefix} through the firewall, as narrow as the network's own or narrower`;
const sameLimit = (prefix: string) => `the same firewall to ${prefix} as on the way back`;
const toWeb = throughFirewall("web", "10.9.1.0/24");
const toInner = throughFirewall("inner", "10.9.2.0/24");

const otherFirewall = { nextHopIpAddress: "10.9.0.5" };

/** A web server and an application server, each in a subnet with these routes. */
const servers = (web: readonly SampleRoute[], inner: readonly SampleRoute[], more: object = {}) => [
  securityGroup("web", denyAll),
  securityGroup("inner", denyAll),
  routeTable("web-routes", [outside, ...web]),
  routeTable("inner-routes", [outside, ...inner]),
  network([subnet("web", "10.9.1.0/24"), subnet("inner", "10.9.2.0/24")], more),
  ...machine("web01", "web", "web", "10.9.1.4"),
  ...machine("app01", "application", "inner", "10.9.2.4"),
];

/** The same in two networks, joined by these. */
const twoNetworks = (web: readonly SampleRoute[], inner: readonly SampleRoute[], peerings: (to: string) => object) => [
  ...["web", "inner"].map((name) => securityGroup(name, denyAll)),
  routeTable("web-routes", web),
  routeTable("inner-routes", inner),
  network([subnet("web", "10.9.1.0/24")], peerings("other")),
  resource("network:VirtualNetwork", "other", networkId("other"), { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.8.0.0/16"] }, subnets: [subnet("inner", "10.8.2.0/24")], ...peerings("network") }),
  ...machine("web01", "web", "web", "10.9.1.4"),
  ...machine("app01", "application", "inner", "10.8.2.4", { ipConfigurations: [{ name: "primary", privateIPAllocationMethod: "Static", privateIPAddress: "10.8.2.4", subnet: { id: subnetId("other", "inner") } }] }),
];
const peered = (to: string) => ({ virtualNetworkPeerings: [{ name: `to-${to}`, remoteVirtualNetwork: { id: networkId(to) }, allowVirtualNetworkAccess: true, allowForwardedTraffic: true }] });

/** T3.1.5-3: the firewall stands between the DMZ and the rest, on the way there and back. */
export const dmzRoutes: StackRule = {
  id: "LC106",
  name: "dmz-is-routed-through-the-firewall",
  group: "specification",
  clauses: ["T3.1.5-3", "T12.4-1"],
  proposals: ["P-04"],
  synopsis: "Between the subnets of web servers and all others, both route tables lead through the same firewall.",
  why: "Inside a network Azure delivers packets itself: a default route does not change that, only a route to the very subnet does. Where it stands on one side alone, replies go another way than requests, and the firewall drops what it has not seen begin.",
  fix: "add, on both sides, a route with the other subnet's prefix and the firewall's address as VirtualAppliance",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-udr-overview.md", "MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml"],
  scope: "stack",
  *check(stack) {
    const topology = topologyOf(stack);
    const subnets = subnetsOf(topology).map(([first]) => first);
    const isWeb = ({ roles }: Standing) => roles.includes("web");
    yield* topology.unknown;
    // Azure's own routes follow from the address space and the peerings of the network.
    if (subnets.some(isWeb)) yield* gapFaults(topology.model, subnets.map(({ network: home }) => home.id));
    const faults = subnets.filter(isWeb).flatMap((web) => subnets.filter((other) => !isWeb(other)).flatMap((inner) => [...wayFaults(stack, topology, web, inner), ...wayFaults(stack, topology, inner, web), ...sameFirewall(stack, web, inner)]));
    yield* distinct(faults);
  },
  good: [
    { title: "a route on each side", resources: servers([toInner], [toWeb]), findings: [] },
    { title: "the whole network through the firewall", resources: servers([throughFirewall("network", "10.9.0.0/16")], [throughFirewall("network", "10.9.0.0/16")]), findings: [] },
    { title: "the subnet in two halves", resources: servers([throughFirewall("one", "10.9.2.0/25"), throughFirewall("two", "10.9.2.128/25")], [toWeb]), findings: [] },
    { title: "a network with a narrow prefix elsewhere", resources: servers([throughFirewall("network", "10.9.0.0/16")], [toWeb], { addressSpace: { addressPrefixes: ["10.9.0.0/16", "172.16.0.0/24"] } }), findings: [] },
    { title: "the way is closed", resources: servers([{ ...toInner, nextHopType: "None" }], [{ ...toWeb, nextHopType: "None" }]), findings: [] },
    { title: "two networks, peered", resources: twoNetworks([outside, throughFirewall("inner", "10.8.0.0/16")], [outside, toWeb], peered), findings: [] },
    { title: "two networks that nothing joins", resources: twoNetworks([], [], () => ({})), findings: [] },
    { title: "no web server", resources: [securityGroup("inner", denyAll), routeTable("inner-routes", [outside]), network([subnet("inner", "10.9.2.0/24")]), ...machine("app01", "application", "inner", "10.9.2.4")], findings: [] },
  ],
  bad: [
    { title: "a default route alone", resources: servers([], [toWeb]), findings: [{ resource: "web-routes", path: "routes", limit: limitOf("10.9.2.0/24") }] },
    { title: "there, and not back", resources: servers([toInner], []), findings: [{ resource: "inner-routes", path: "routes", limit: limitOf("10.9.1.0/24") }] },
    { title: "a wider route than the network's own", resources: servers([throughFirewall("private", "10.0.0.0/8")], [toWeb]), findings: [{ resource: "web-routes", path: "routes", limit: limitOf("10.9.2.0/24") }] },
    { title: "one machine's address past the firewall", resources: servers([toInner, { name: "past", addressPrefix: "10.9.2.4/32", nextHopType: "VnetLocal" }], [toWeb]), findings: [{ resource: "web-routes", path: "routes[2]", limit: limitOf("10.9.2.0/24") }] },
    { title: "one machine's address past the firewall, though it is named", resources: servers([toInner, { name: "past", addressPrefix: "10.9.2.4", nextHopType: "VnetLocal", nextHopIpAddress: firewallAddress }], [toWeb]), findings: [{ resource: "web-routes", path: "routes[2]", limit: limitOf("10.9.2.0/24") }] },
    { title: "a wider route than the peered network", resources: twoNetworks([outside, throughFirewall("private", "10.0.0.0/8")], [outside, toWeb], peered), findings: [{ resource: "web-routes", path: "routes", limit: limitOf("10.8.2.0/24") }] },
    {
      title: "half of the way back by another firewall",
      resources: servers([toInner], [throughFirewall("one", "10.9.1.0/25"), { ...throughFirewall("two", "10.9.1.128/25"), ...otherFirewall }]),
      findings: [{ resource: "web-routes", path: "routes", limit: sameLimit("10.9.2.0/24") }],
    },
    {
      title: "two firewalls each way, and one of them the same",
      resources: [
        ...servers([throughFirewall("one", "10.9.2.0/24"), { ...throughFirewall("two", "10.9.3.0/24"), ...otherFirewall }], [throughFirewall("one", "10.9.1.0/25"), { ...throughFirewall("two", "10.9.1.128/25"), nextHopIpAddress: "10.9.0.6" }]),
      ].with(4, network([subnet("web", "10.9.1.0/24"), { ...subnet("inner", ""), addressPrefixes: ["10.9.2.0/24", "10.9.3.0/24"] }])),
      findings: [{ resource: "web-routes", path: "routes", limit: sameLimit("10.9.2.0/24, 10.9.3.0/24") }],
    },
    { title: "no route table at the application server", resources: servers([toInner], [toWeb]).with(4, network([subnet("web", "10.9.1.0/24"), subnet("inner", "10.9.2.0/24", "inner", "")])), findings: [{ resource: "network", path: "subnets[1].routeTable", limit: limitOf("10.9.1.0/24") }] },
    { title: "two firewalls", resources: servers([toInner], [{ ...toWeb, ...otherFirewall }]), findings: [{ resource: "web-routes", path: "routes", limit: sameLimit("10.9.2.0/24") }] },
    { title: "no route table at the web server", resources: servers([toInner], [toWeb]).with(4, network([subnet("web", "10.9.1.0/24", "web", ""), subnet("inner", "10.9.2.0/24")])), findings: [{ resource: "network", path: "subnets[0].routeTable", limit: limitOf("10.9.2.0/24") }] },
  ],
};

/** What is wrong with the way from one subnet to another. */
function wayFaults(stack: Stack, { model }: Topology, from: Standing, to: Standing): readonly Fault[] {
  return judgedOptions(from.subnet.routeTables, from.subnet.origin, (table) => {
    if (table === "none") return to.subnet.prefixes.map((prefix) => faultAt(stack, from.subnet.origin, "routeTable", limitOf(prefix)));
    const unknown = gapsWithin(model, table.id);
    if (unknown.length > 0) return unknown;
    return to.subnet.prefixes.flatMap((prefix) => {
      const { past, uncovered } = wayTo(table, prefix, from);
      return [...past.map((route) => faultAt(stack, route.origin, undefined, limitOf(prefix))), ...(uncovered ? [faultAt(stack, table.origin, "routes", limitOf(prefix))] : [])];
    });
  });
}

interface Way {
  /** Routes that lead a part of it elsewhere than to a firewall. */
  readonly past: readonly Route[];
  /** Whether Azure itself delivers a part of it. */
  readonly uncovered: boolean;
  /** Addresses of the firewalls on it. */
  readonly firewalls: readonly string[];
}

/** The longest prefix wins, a user's route before Azure's own of the same length. */
function wayTo({ routes }: RouteTable, prefix: string, { network: home }: Pick<Standing, "network">): Way {
  const target = rangesOf(prefix);
  const delivered = [...home.prefixes, ...home.peerings.flatMap(({ remotePrefixes }) => remotePrefixes)].filter((own) => overlap(rangesOf(own), target)).map(lengthOf);
  const shortest = Math.max(0, ...delivered);
  const used = routes
    .filter((route) => overlap(rangesOf(route.prefix), target) && lengthOf(route.prefix) >= shortest)
    .toSorted((one, other) => lengthOf(other.prefix) - lengthOf(one.prefix));
  let left = target;
  const chosen = used.filter((route) => {
    const takes = overlap(rangesOf(route.prefix), left);
    left = without(left, rangesOf(route.prefix));
    return takes;
  });
  const isFirewall = ({ nextHop, address }: Route) => nextHop === "VirtualAppliance" && address !== undefined;
  return { past: chosen.filter((route) => !isFirewall(route) && route.nextHop !== "None"), uncovered: left.length > 0 && delivered.length > 0, firewalls: [...new Set(chosen.filter(isFirewall).map(({ address }) => address!))] };
}

/** Where both ways lead through a firewall, it is the same one. */
function sameFirewall(stack: Stack, web: Standing, inner: Standing): readonly Fault[] {
  return judgedOptions(web.subnet.routeTables, web.subnet.origin, (there) => {
    if (there === "none") return [];
    const firewalls = firewallsOn(there, web, inner);
    return judgedOptions(inner.subnet.routeTables, inner.subnet.origin, (back) => {
      const others = back === "none" ? [] : firewallsOn(back, inner, web);
      const isSame = firewalls.length === others.length && firewalls.every((address) => others.includes(address));
      return isSame || firewalls.length === 0 || others.length === 0 ? [] : [faultAt(stack, there.origin, "routes", sameLimit(inner.subnet.prefixes.join(", ")))];
    });
  });
}

function firewallsOn(table: RouteTable, from: Standing, { subnet: { prefixes } }: Standing): readonly string[] {
  return [...new Set(prefixes.flatMap((prefix) => wayTo(table, prefix, from).firewalls))];
}

/** A single address is as narrow as can be. */
function lengthOf(prefix: string): number {
  return prefix.includes("/") ? Number(prefix.slice(prefix.indexOf("/") + 1)) : 32;
}
