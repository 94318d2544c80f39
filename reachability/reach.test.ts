import { describe, expect, it } from "vitest";
import { analyse, ignoringReplies } from "./analysis.ts";
import type { AnalysisOptions, Endpoint } from "./endpoints.ts";
import type { NetworkModel } from "./model.ts";
import type { Packet } from "./packetSetFields.ts";
import { reach, trace } from "./reach.ts";
import { applicationRule, collection, face, firewall, group, model, network, networkRule, packet, peering, route, rule, subnet, table, translationRule } from "./testModels.ts";

/*
 * Golden cases: each is an example or a sentence of Microsoft's documentation (MicrosoftDocs/azure-docs, articles/…) as a small
 * network.
 */

const at = (id: string): Endpoint => ({ kind: "interface", id });
const internet: Endpoint = { kind: "internet" };
const named = (name: string): Endpoint => ({ kind: "named", name });

function verdict(given: NetworkModel, from: Endpoint, to: Endpoint, asked: Packet, options: AnalysisOptions = {}): "allowed" | "closed" | "unknown" {
  const analysis = analyse(given, options);
  const { allowed, unknown } = reach(analysis, from, to);
  if (analysis.space.contains(allowed, asked)) return "allowed";
  return analysis.space.contains(unknown, asked) ? "unknown" : "closed";
}

/** Two subnets with a machine each. */
function pair(inbound: Parameters<typeof subnet>[2], outbound: Parameters<typeof subnet>[2] = {}): NetworkModel {
  return model({
    networks: [network("vnet", ["10.0.0.0/16"], [subnet("a", "10.0.0.0/24", outbound), subnet("b", "10.0.1.0/24", inbound)])],
    interfaces: [face("one", "a", "10.0.0.4"), face("other", "b", "10.0.1.4"), face("third", "b", "10.0.1.5")],
  });
}
const toOther = packet("10.0.0.4", "10.0.1.4", 80);

describe("security groups (virtual-network/network-security-groups-overview.md)", () => {
  it("no group on subnet or interface: all traffic is allowed (network-security-group-how-it-works.md, VM4)", () => {
    expect(verdict(pair({}), at("one"), at("other"), toOther)).toBe("allowed");
  });
  it("the default rules let the network's own traffic in and deny the rest", () => {
    const given = pair({ groups: [group("g")] });
    expect(verdict(given, at("one"), at("other"), toOther)).toBe("allowed");
    const outward = { ...given, interfaces: given.interfaces.map((each) => ({ ...each, publicAddress: true })) };
    expect(verdict(outward, internet, at("other"), packet("8.8.8.8", "10.0.1.4", 80))).toBe("closed");
    expect(verdict(outward, at("other"), internet, packet("10.0.1.4", "8.8.8.8", 80))).toBe("allowed");
  });
  it("lower numbers are processed first and processing stops at the first match", () => {
    const denied = rule(200, { access: "Deny" });
    expect(verdict(pair({ groups: [group("g", denied, rule(300, { ports: "80" }))] }), at("one"), at("other"), toOther)).toBe("closed");
    expect(verdict(pair({ groups: [group("g", denied, rule(100, { ports: "80" }))] }), at("one"), at("other"), toOther)).toBe("allowed");
  });
  it("groups are stateful: the answer needs no rule of its own", () => {
    const none = group("g", rule(100, { direction: "Outbound", access: "Deny", protocol: "*" }));
    expect(verdict(pair({ groups: [none] }), at("one"), at("other"), toOther)).toBe("allowed");
    expect(verdict(pair({ groups: [none] }), at("other"), at("one"), packet("10.0.1.4", "10.0.0.4", 80))).toBe("closed");
  });
  it("subnet's and interface's groups must both allow (how-it-works.md, VM1)", () => {
    const open = group("open", rule(100));
    const shut = group("shut", rule(100, { access: "Deny", protocol: "*" }));
    const given = pair({ groups: [open] });
    const interfaces = given.interfaces.map((each) => (each.id === "other" ? { ...each, securityGroups: { options: [shut] } } : each));
    expect(verdict({ ...given, interfaces }, at("one"), at("other"), toOther)).toBe("closed");
    expect(verdict({ ...given, interfaces }, at("one"), at("third"), packet("10.0.0.4", "10.0.1.5", 80))).toBe("allowed");
  });
  it("a rule that denies everything separates machines of one subnet (how-it-works.md, Intra-Subnet traffic)", () => {
    const given = pair({ groups: [group("g", rule(100, { access: "Deny", protocol: "*" }))] });
    expect(verdict(given, at("third"), at("other"), packet("10.0.1.5", "10.0.1.4", 80))).toBe("closed");
  });
  it("a rule for ICMP may mean ICMPv6 or not: it is not supported (ip-services/ipv6-overview.md)", () => {
    const both = (id: string, subnetId: string, part: string) => face(id, subnetId, [`10.0.${part}.4`, `fd00:0:0:${part}::4`]);
    const ruled = (access: "Allow" | "Deny", protocol: string) => {
      const rules = group("g", rule(100, { protocol, access }), rule(200, { protocol: "*", access: access === "Allow" ? "Deny" : "Allow" }));
      const subnets = [subnet("a", ["10.0.0.0/24", "fd00:0:0:0::/64"]), subnet("b", ["10.0.1.0/24", "fd00:0:0:1::/64"], { groups: [rules] })];
      const given = model({ networks: [network("vnet", ["10.0.0.0/16", "fd00::/48"], subnets)], interfaces: [both("one", "a", "0"), both("other", "b", "1")] });
      return [packet("10.0.0.4", "10.0.1.4", 0, "icmp"), packet("fd00::4", "fd00:0:0:1::4", 0, "icmpv6")].map((asked) => verdict(given, at("one"), at("other"), asked));
    };
    expect(ruled("Allow", "Icmp")).toEqual(["allowed", "unknown"]);
    expect(ruled("Deny", "Icmp")).toEqual(["closed", "unknown"]);
    expect(ruled("Allow", "*")).toEqual(["allowed", "allowed"]);
  });
  it("ports of a rule are of TCP and UDP; ICMP has none", () => {
    const given = pair({ groups: [group("g", rule(100, { protocol: "*", ports: "80" }), rule(200, { access: "Deny", protocol: "*" }))] });
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 80, "udp"))).toBe("allowed");
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 0, "icmp"))).toBe("closed");
  });
  it("the host's own addresses take no rule unless a tag of their service denies them (Azure platform considerations)", () => {
    const everything = rule(200, { direction: "Outbound", access: "Deny", protocol: "*" });
    const question = packet("10.0.1.4", "168.63.129.16", 53, "udp");
    expect(verdict(pair({ groups: [group("g", everything)] }), at("other"), named("168.63.129.16"), question)).toBe("allowed");
    const tagged = rule(100, { direction: "Outbound", access: "Deny", protocol: "*", to: "AzurePlatformDNS" });
    expect(verdict(pair({ groups: [group("g", tagged)] }), at("other"), named("168.63.129.16"), question)).toBe("closed");
    const metadata = packet("10.0.1.4", "169.254.169.254", 80);
    expect(verdict(pair({ groups: [group("g", tagged)] }), at("other"), named("169.254.169.254"), metadata)).toBe("allowed");
  });
  it("a reference that may be either of two groups is unknown only where they differ", () => {
    const given = pair({ groups: [group("g", rule(100, { ports: ["80", "443"] }), rule(200, { access: "Deny", protocol: "*" })), group("h", rule(100, { ports: "80" }), rule(200, { access: "Deny", protocol: "*" }))] });
    expect(verdict(given, at("one"), at("other"), toOther)).toBe("allowed");
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 443))).toBe("unknown");
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 22))).toBe("closed");
  });
});

describe("application security groups (virtual-network/application-security-groups.md)", () => {
  const rules = [
    rule(100, { from: "Internet", toGroups: ["web"], ports: "80" }),
    rule(110, { fromGroups: ["logic"], toGroups: ["db"], ports: "1433" }),
    rule(120, { protocol: "*", access: "Deny", toGroups: ["db"], ports: "1433" }),
  ];
  const members = (id: string, ...groups: readonly string[]) => ({ applicationSecurityGroups: groups, publicAddress: id === "web" });
  const given = model({
    networks: [network("vnet", ["10.0.0.0/16"], [subnet("a", "10.0.0.0/24", { groups: [group("nsg1", ...rules)] }), subnet("b", "10.0.1.0/24", { groups: [group("nsg1", ...rules)] })])],
    interfaces: [face("web", "a", "10.0.0.4", members("web", "web")), face("logic", "a", "10.0.0.5", members("", "logic")), face("db", "b", "10.0.1.4", members("", "db")), face("dynamic", "b", [], members("", "db"))],
  });
  it("Allow-HTTP-Inbound-Internet is for the web servers alone", () => {
    expect(verdict(given, internet, at("web"), packet("8.8.8.8", "10.0.0.4", 80))).toBe("allowed");
    const open = { ...given, interfaces: given.interfaces.map((each) => ({ ...each, publicAddress: true })) };
    expect(verdict(open, internet, at("logic"), packet("8.8.8.8", "10.0.0.5", 80))).toBe("closed");
  });
  it("Allow-Database-BusinessLogic comes before Deny-Database-All", () => {
    expect(verdict(given, at("logic"), at("db"), packet("10.0.0.5", "10.0.1.4", 1433))).toBe("allowed");
    expect(verdict(given, at("web"), at("db"), packet("10.0.0.4", "10.0.1.4", 1433))).toBe("closed");
  });
  it("membership counts, whatever address Azure will choose", () => {
    expect(verdict(given, at("logic"), at("dynamic"), packet("10.0.0.5", "10.0.1.77", 1433))).toBe("allowed");
    expect(verdict(given, at("web"), at("dynamic"), packet("10.0.0.4", "10.0.1.77", 1433))).toBe("closed");
  });
});

describe("service tags (virtual-network/service-tags-overview.md)", () => {
  it("Internet is what lies outside and is public", () => {
    const given = pair({ groups: [group("g", rule(100, { direction: "Outbound", access: "Deny", protocol: "*", to: "Internet" }))], outboundAccess: "open" });
    expect(verdict(given, at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("closed");
    expect(verdict(given, at("other"), at("one"), packet("10.0.1.4", "10.0.0.4", 443))).toBe("allowed");
  });
  it("a tag whose addresses nobody knows is itself for certain, and perhaps any public address", () => {
    const given = pair({ groups: [group("g", rule(100, { direction: "Outbound", to: "Storage", ports: "443" }), rule(200, { direction: "Outbound", access: "Deny", protocol: "*" }))], outboundAccess: "open" });
    const analysis = analyse(given);
    const storage = reach(analysis, at("other"), named("Storage"));
    expect(analysis.space.witness(storage.allowed)).toMatchObject({ destination: analysis.places.addressOf("storage"), destinationPort: 443 });
    expect(verdict(given, at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("unknown");
    expect(verdict(given, at("other"), internet, packet("10.0.1.4", "8.8.8.8", 80))).toBe("closed");
    expect(verdict(given, at("other"), at("one"), packet("10.0.1.4", "10.0.0.4", 443))).toBe("closed");
  });
  it("VirtualNetwork holds prefixes of user-defined routes, and may hold default routes", () => {
    const only = [rule(100, { direction: "Outbound", to: "VirtualNetwork" }), rule(200, { direction: "Outbound", access: "Deny", protocol: "*" })];
    const routed = (...routes: Parameters<typeof table>[1]) => pair({ groups: [group("g", ...only)], tables: [table("t", routes)], outboundAccess: "open" });
    expect(verdict(routed(), at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("closed");
    expect(verdict(routed(route("8.8.8.0/24", "Internet")), at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("allowed");
    expect(verdict(routed(route("0.0.0.0/0", "Internet")), at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("unknown");
  });
  it("VirtualNetwork may hold anything where routes of the subnet's table cannot be read", () => {
    const known = model({
      networks: [network("vnet", ["10.0.0.0/16"], [subnet("b", "10.0.1.0/24", { groups: [group("g")], tables: [table("t", [])] })])],
      interfaces: [face("other", "b", "10.0.1.4", { publicAddress: true, publicTier: "standard" })],
    });
    const inDoubt = { ...known, gaps: [{ origin: { resource: "t" }, reason: "is not known", concerns: ["t"] }] };
    const arrives = (given: NetworkModel) => {
      const analysis = ignoringReplies(analyse(given));
      const { allowed, unknown } = reach(analysis, internet, at("other"));
      const asked = packet("8.8.8.8", "10.0.1.4", 22);
      if (analysis.space.contains(allowed, asked)) return "allowed";
      return analysis.space.contains(unknown, asked) ? "unknown" : "closed";
    };
    expect(arrives(known)).toBe("closed");
    expect(arrives(inDoubt)).toBe("unknown");
  });
  it("a word that cannot be read may mean anything", () => {
    const given = pair({ groups: [group("g", rule(100, { from: "10.0.0.300/24", ports: "80" }), rule(200, { access: "Deny", protocol: "*" }))] });
    expect(verdict(given, at("one"), at("other"), toOther)).toBe("unknown");
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 81))).toBe("closed");
  });
});

/** A firewall in a subnet of its own; `a` and `b` send each other's traffic and all else to it. */
function guarded(collections: Parameters<typeof firewall>[3], options: { readonly back?: boolean; readonly table?: ReturnType<typeof table>; readonly inbound?: Parameters<typeof rule>[1]; readonly firewall?: Parameters<typeof firewall>[4] } = {}): NetworkModel {
  const routes = (to: string) => [route(to, "VirtualAppliance", "10.0.9.4"), route("0.0.0.0/0", "VirtualAppliance", "10.0.9.4")];
  const shut = rule(4096, { access: "Deny", protocol: "*" });
  return model({
    networks: [
      network("vnet", ["10.0.0.0/16"], [
        subnet("a", "10.0.0.0/24", { tables: [table("ta", routes("10.0.1.0/24"))] }),
        subnet("b", "10.0.1.0/24", { tables: [table("tb", options.back === false ? [] : routes("10.0.0.0/24"))], groups: options.inbound === undefined ? [] : [group("gb", rule(100, options.inbound), shut)] }),
        subnet("AzureFirewallSubnet", "10.0.9.0/26", options.table === undefined ? {} : { tables: [options.table] }),
      ]),
    ],
    interfaces: [face("one", "a", "10.0.0.4"), face("other", "b", "10.0.1.4")],
    firewalls: [firewall("fw", "AzureFirewallSubnet", "10.0.9.4", collections, options.firewall)],
  });
}

describe("routes (virtual-network/virtual-networks-udr-overview.md)", () => {
  it("the longest prefix is chosen: 10.0.0.0/24 before 10.0.0.0/16 (How Azure selects a route)", () => {
    const given = pair({}, { tables: [table("t", [route("10.0.0.0/16", "None"), route("10.0.1.0/24", "VnetLocal")])] });
    expect(verdict(given, at("one"), at("other"), toOther)).toBe("allowed");
  });
  it("of equal prefixes the user's route is chosen (routing example, ID1 and ID2)", () => {
    expect(verdict(pair({}, { tables: [table("t", [route("10.0.0.0/16", "None")])] }), at("one"), at("other"), toOther)).toBe("closed");
  });
  it("private addresses outside of the network lead nowhere by Azure's own routes", () => {
    const given = pair({ outboundAccess: "open" });
    expect(verdict(given, at("other"), named("192.168.7.7"), packet("10.0.1.4", "192.168.7.7", 443))).toBe("closed");
    expect(verdict(given, at("other"), named("9.9.9.9"), packet("10.0.1.4", "9.9.9.9", 443))).toBe("allowed");
  });
  it("without default outbound access and public address there is no way out (ip-services/default-outbound-access.md)", () => {
    expect(verdict(pair({ outboundAccess: "closed" }), at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("closed");
    expect(verdict(pair({ outboundAccess: "unknown" }), at("other"), internet, packet("10.0.1.4", "8.8.8.8", 443))).toBe("unknown");
  });
  it("a default route to an appliance closes the direct way in from the internet (0.0.0.0/0 address prefix)", () => {
    const given = guarded([]);
    const open = { ...given, interfaces: given.interfaces.map((each) => ({ ...each, publicAddress: true })) };
    expect(verdict(open, internet, at("other"), packet("8.8.8.8", "10.0.1.4", 443))).toBe("closed");
  });
  it("an appliance that is in no stack that is read may do anything, but not past the security group", () => {
    const shut = [group("g", rule(100, { ports: "80" }), rule(200, { access: "Deny", protocol: "*" }))];
    const given = pair({ groups: shut }, { tables: [table("t", [route("10.0.1.0/24", "VirtualAppliance", "10.9.9.9")])] });
    expect(verdict(given, at("one"), at("other"), toOther)).toBe("unknown");
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 22))).toBe("closed");
  });
  it("peered networks reach each other where both sides have made the peering (virtual-network-peering-overview.md)", () => {
    const peered = (back: boolean) =>
      model({
        networks: [network("n", ["10.0.0.0/16"], [subnet("a", "10.0.0.0/24")], [peering("m")]), network("m", ["10.1.0.0/16"], [subnet("b", "10.1.0.0/24")], back ? [peering("n")] : [])],
        interfaces: [face("one", "a", "10.0.0.4"), face("other", "b", "10.1.0.4")],
      });
    expect(verdict(peered(true), at("one"), at("other"), packet("10.0.0.4", "10.1.0.4", 80))).toBe("allowed");
    expect(verdict(peered(false), at("one"), at("other"), packet("10.0.0.4", "10.1.0.4", 80))).toBe("closed");
  });
  it("peering is not transitive (virtual-network-peering-overview.md)", () => {
    const given = model({
      networks: [network("n", ["10.0.0.0/16"], [subnet("a", "10.0.0.0/24")], [peering("m")]), network("m", ["10.1.0.0/16"], [], [peering("n"), peering("o")]), network("o", ["10.2.0.0/16"], [subnet("b", "10.2.0.0/24")], [peering("m")])],
      interfaces: [face("one", "a", "10.0.0.4"), face("other", "b", "10.2.0.4")],
    });
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.2.0.4", 80))).toBe("closed");
  });
});

describe("Azure Firewall (firewall/rule-processing.md)", () => {
  const web = applicationRule({ hostNames: ["google.com"] });
  it("denies by default", () => {
    expect(verdict(guarded([]), at("one"), at("other"), toOther)).toBe("closed");
  });
  it("example 1: a network rule that allows comes before an application rule that denies", () => {
    const rules = [collection(100, "Deny", web), collection(200, "Allow", networkRule({ ports: ["80", "443"] }))];
    const analysis = analyse(guarded(rules));
    const { allowed } = reach(analysis, at("one"), named("google.com"));
    expect(analysis.space.witness(allowed)).toMatchObject({ destinationPort: 443 });
  });
  it("example 2: the network rule collection of higher priority denies SSH", () => {
    const rules = [collection(200, "Allow", networkRule({ ports: ["22"] })), collection(100, "Deny", networkRule({ ports: ["22"] }))];
    expect(verdict(guarded(rules), at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 22))).toBe("closed");
  });
  it("groups are judged by their priority before collections by theirs", () => {
    const groups = [
      { name: "later", priority: 300, collections: [collection(100, "Deny", networkRule())] },
      { name: "earlier", priority: 200, collections: [collection(900, "Allow", networkRule())] },
    ];
    expect(verdict(guarded([], { firewall: { groups } }), at("one"), at("other"), toOther)).toBe("allowed");
  });
  it("a network rule keeps the sender's address, and a route back past the firewall breaks the flow", () => {
    const rules = [collection(100, "Allow", networkRule())];
    expect(verdict(guarded(rules, { inbound: { from: "10.0.0.0/24" } }), at("one"), at("other"), toOther)).toBe("allowed");
    expect(verdict(guarded(rules, { back: false }), at("one"), at("other"), toOther)).toBe("closed");
  });
  it("an application rule always translates: the receiver sees the firewall (snat-private-range.md)", () => {
    const rules = [collection(100, "Allow", applicationRule({ hostNames: ["*"] }))];
    const https = packet("10.0.0.4", "10.0.1.4", 443);
    expect(verdict(guarded(rules, { inbound: { from: "10.0.0.0/24" } }), at("one"), at("other"), https)).toBe("closed");
    expect(verdict(guarded(rules, { inbound: { from: "10.0.9.0/26" } }), at("one"), at("other"), https)).toBe("allowed");
    expect(verdict(guarded(rules, { inbound: { from: "10.0.9.0/26" }, back: false }), at("one"), at("other"), https)).toBe("allowed");
  });
  it("255.255.255.255/32 as private range: always translated; 0.0.0.0/0: never, and so never to the internet (snat-private-range.md)", () => {
    const rules = [collection(100, "Allow", networkRule())];
    const always = { untranslated: ["255.255.255.255/32"] };
    expect(verdict(guarded(rules, { inbound: { from: "10.0.9.0/26" }, firewall: always }), at("one"), at("other"), toOther)).toBe("allowed");
    expect(verdict(guarded(rules), at("one"), internet, packet("10.0.0.4", "8.8.8.8", 443))).toBe("allowed");
    expect(verdict(guarded(rules, { firewall: { untranslated: ["0.0.0.0/0"] } }), at("one"), internet, packet("10.0.0.4", "8.8.8.8", 443))).toBe("closed");
  });
  it("protocols other than TCP and UDP pass between networks; whether they get to the internet is not known (overview.md, Known issues)", () => {
    const given = guarded([collection(100, "Allow", networkRule({ protocols: ["Any"] }))], { inbound: { protocol: "*" } });
    expect(verdict(given, at("one"), at("other"), packet("10.0.0.4", "10.0.1.4", 0, "icmp"))).toBe("allowed");
    expect((["tcp", "udp", "icmp", "esp"] as const).map((protocol) => verdict(given, at("one"), internet, packet("10.0.0.4", "8.8.8.8", 443, protocol)))).toEqual(["allowed", "allowed", "unknown", "unknown"]);
    const analysis = analyse(given);
    expect(trace(analysis, at("one"), packet("10.0.0.4", "8.8.8.8", 0, "icmp")).reason).toMatch(/TCP and UDP/);
    expect(reach(analysis, at("one"), internet).reasons).toEqual([expect.objectContaining({ reason: expect.stringMatching("TCP and UDP") as string, concerns: ["fw"] })]);
    expect(verdict(guarded([]), at("one"), internet, packet("10.0.0.4", "8.8.8.8", 0, "icmp"))).toBe("closed");
  });
  it("a host name in a network rule needs the DNS proxy and takes no wildcard (fqdn-filtering-network-rules.md)", () => {
    const open = (hostName: string, nameProxy: boolean) => {
      const analysis = analyse(guarded([collection(100, "Allow", networkRule({ hostNames: [hostName], ports: ["22"] }))], { firewall: { nameProxy } }), { names: ["sftp.example.com"] });
      const { allowed, unknown } = reach(analysis, at("one"), named("sftp.example.com"));
      return [allowed, unknown].map((set) => analysis.space.witness(set)?.destinationPort);
    };
    expect(open("sftp.example.com", true)).toEqual([22, undefined]);
    expect(open("sftp.example.com", false)).toEqual([undefined, 22]);
    expect(open("*.example.com", true)).toEqual([undefined, 22]);
  });
  it("*.contoso.com means any.contoso.com, not contoso.com; *contoso.com means both (firewall-faq.yml)", () => {
    const open = (pattern: string, name: string) => {
      const analysis = analyse(guarded([collection(100, "Allow", applicationRule({ hostNames: [pattern] }))]), { names: [name] });
      return !analysis.space.isEmpty(reach(analysis, at("one"), named(name)).allowed);
    };
    expect(open("*.contoso.com", "any.contoso.com")).toBe(true);
    expect(open("*.contoso.com", "contoso.com")).toBe(false);
    expect(open("*contoso.com", "contoso.com")).toBe(true);
    expect(open("*contoso.com", "example.anycontoso.com")).toBe(true);
  });
  it("a NAT rule brings its own permission, which a network rule's deny overrides", () => {
    const inward = collection(100, "Dnat", translationRule("20.1.2.3", "443", "10.0.1.4", "8443"));
    const asked = packet("8.8.8.8", "20.1.2.3", 443);
    const given = guarded([inward], { inbound: { from: "10.0.9.0/26", ports: "8443" } });
    expect(verdict(given, internet, at("other"), asked)).toBe("allowed");
    expect(verdict(guarded([inward], { inbound: { from: "Internet", ports: "8443" } }), internet, at("other"), asked)).toBe("closed");
    const denied = guarded([inward, collection(200, "Deny", networkRule({ destinations: ["10.0.1.4"], ports: ["8443"] }))], { inbound: { from: "10.0.9.0/26", ports: "8443" } });
    expect(verdict(denied, internet, at("other"), asked)).toBe("closed");
  });
  it("answers for names on port 53 where it is their proxy (dns-settings.md)", () => {
    const question = packet("10.0.0.4", "10.0.9.4", 53, "udp");
    expect(verdict(guarded([]), at("one"), { kind: "firewall", id: "fw" }, question)).toBe("allowed");
    expect(verdict(guarded([], { firewall: { nameProxy: false } }), at("one"), { kind: "firewall", id: "fw" }, question)).toBe("closed");
    expect(verdict(guarded([]), at("one"), { kind: "firewall", id: "fw" }, packet("10.0.0.4", "10.0.9.4", 443))).toBe("closed");
  });
  it("what stands for a firewall that is in no stack is named with its hash", () => {
    const given = guarded([collection(100, "Allow", networkRule({ ports: ["80"] }))]);
    const [hub] = given.firewalls;
    const stated = { firewall: { ...hub!, id: "hub", subnet: "elsewhere" }, hash: "sha256:1234" };
    const analysis = analyse({ ...given, firewalls: [] }, { statedFirewalls: [stated] });
    const { allowed, unknown, assumptions } = reach(analysis, at("one"), at("other"));
    expect(analysis.space.contains(allowed, toOther)).toBe(true);
    expect(analysis.space.isEmpty(unknown)).toBe(true);
    expect(assumptions).toEqual(["the appliance at 10.0.9.4 holds the rule request sha256:1234"]);
  });
});

describe("networks of clients", () => {
  const clients = { name: "town hall", prefixes: ["10.20.0.0/16"], attachedAt: "firewall" } as const;
  const rules = [collection(100, "Allow", networkRule({ sources: ["10.20.0.0/16"], destinations: ["10.0.1.0/24"], ports: ["443"] }))];
  it("come in through the firewall that they are attached at, which is an assumption", () => {
    const analysis = analyse(guarded(rules), { externals: [clients] });
    const { allowed, assumptions } = reach(analysis, { kind: "external", ...clients }, at("other"));
    expect(analysis.space.contains(allowed, packet("10.20.1.1", "10.0.1.4", 443))).toBe(true);
    expect(analysis.space.contains(allowed, packet("10.20.1.1", "10.0.1.4", 80))).toBe(false);
    expect(assumptions).toEqual(["town hall (10.20.0.0/16) is attached at the firewall"]);
  });
  it("behind a gateway are answered by routes that the subnet's table takes", () => {
    const behind = { ...clients, attachedAt: "gateway" } as const;
    const given = (takes: boolean) => {
      const base = pair({ tables: [table("t", [], takes)], groups: [group("g", rule(100, { from: "10.20.0.0/16" }))] });
      return { ...base, networks: base.networks.map((each) => ({ ...each, subnets: [...each.subnets, subnet("GatewaySubnet", "10.0.8.0/27")] })) };
    };
    const asked = packet("10.20.1.1", "10.0.1.4", 443);
    expect(verdict(given(true), { kind: "external", ...behind }, at("other"), asked, { externals: [behind] })).toBe("allowed");
    expect(verdict(given(false), { kind: "external", ...behind }, at("other"), asked, { externals: [behind] })).toBe("closed");
  });
});

describe("what was not read", () => {
  it("is unknown where it is concerned, and nowhere else", () => {
    const given = pair({ groups: [group("g", rule(100, { access: "Deny", protocol: "*" }))] });
    const gap = { origin: { resource: "test" }, reason: "not modelled", concerns: ["g"] };
    expect(verdict({ ...given, gaps: [gap] }, at("one"), at("other"), toOther)).toBe("unknown");
    expect(verdict({ ...given, gaps: [gap] }, at("other"), at("one"), packet("10.0.1.4", "10.0.0.4", 80))).toBe("unknown");
    expect(verdict({ ...given, gaps: [{ ...gap, concerns: ["elsewhere"] }] }, at("one"), at("other"), toOther)).toBe("closed");
    expect(verdict({ ...given, gaps: [{ ...gap, concerns: [] }] }, at("one"), at("other"), toOther)).toBe("unknown");
  });
});

describe("a public address of a machine (virtual-network/ip-services/public-ip-addresses.md, SKU)", () => {
  const open = (publicTier: "standard" | "basic" | undefined, ...groups: readonly ReturnType<typeof group>[]) =>
    model({ networks: [network("vnet", ["10.0.0.0/16"], [subnet("a", "10.0.0.0/24", { groups })])], interfaces: [face("one", "a", "10.0.0.4", { publicAddress: true, ...(publicTier === undefined ? {} : { publicTier }) })] });
  const asked = packet("8.8.8.8", "10.0.0.4", 80);
  it("of the standard tier is closed until a group opens it", () => {
    expect(verdict(open("standard"), internet, at("one"), asked)).toBe("closed");
    expect(verdict(open("standard", group("g", rule(100, { from: "Internet", ports: "80" }))), internet, at("one"), asked)).toBe("allowed");
  });
  it("of the basic tier is open until a group closes it", () => {
    expect(verdict(open("basic"), internet, at("one"), asked)).toBe("allowed");
    expect(verdict(open("basic", group("g")), internet, at("one"), asked)).toBe("closed");
  });
  it("of a tier that is not said is unknown without a group, and the reason says so", () => {
    expect(verdict(open(undefined), internet, at("one"), asked)).toBe("unknown");
    expect(reach(analyse(open(undefined)), internet, at("one")).reasons.map(({ reason }) => reason).join()).toMatch(/^the tier of its public address is not said/);
  });
});

describe("forwarded traffic over a peering (virtual-network/virtual-network-manage-peering.md)", () => {
  const spoke = (allowForwardedTraffic: boolean) =>
    model({
      networks: [
        network("hub", ["10.0.0.0/16"], [subnet("fw-subnet", "10.0.0.0/24")], [peering("spoke"), peering("other")]),
        network("spoke", ["10.1.0.0/16"], [subnet("a", "10.1.0.0/24", { tables: [table("ta", [route("10.2.0.0/16", "VirtualAppliance", "10.0.0.4")])] })], [peering("hub")]),
        network("other", ["10.2.0.0/16"], [subnet("b", "10.2.0.0/24", { tables: [table("tb", [route("10.1.0.0/16", "VirtualAppliance", "10.0.0.4")])] })], [peering("hub", { allowForwardedTraffic })]),
      ],
      interfaces: [face("one", "a", "10.1.0.4"), face("far", "b", "10.2.0.4")],
      firewalls: [firewall("fw", "fw-subnet", "10.0.0.4", [collection(100, "Allow", networkRule())])],
    });
  it("arrives where the peering takes it; where it is not to, how much still flows is not said", () => {
    const asked = packet("10.1.0.4", "10.2.0.4", 80);
    expect(verdict(spoke(true), at("one"), at("far"), asked)).toBe("allowed");
    expect(verdict(spoke(false), at("one"), at("far"), asked)).toBe("unknown");
  });
});
