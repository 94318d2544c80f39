import { describe, expect, test } from "vitest";
import { analyse } from "./analysis.ts";
import { readResources, type ReadableResource } from "./azureReader.ts";
import type { Endpoint } from "./endpoints.ts";
import type { NetworkModel } from "./model.ts";
import type { Packet } from "./packetSetFields.ts";
import { reach, trace } from "./reach.ts";
import { face as interfaceIn, group as groupOf, model, network, packet, route, rule as ruleFor, subnet, table } from "./testModels.ts";
import { idIn, ids } from "./testStacks.ts";

/* Golden cases of load balancers (MicrosoftDocs/azure-docs articles/load-balancer/…). */

const of = (type: string, name: string, id: string, inputs: object): ReadableResource => ({ type: `azure-native:${type}`, name, id, inputs, dependencies: [], propertyDependencies: {} });
const id = idIn("Microsoft.Network/loadBalancers", "balancer");
const part = (kind: string, name: string) => ({ id: `${id}/${kind}/${name}` });
const allow = (priority: number, source: string, port: string, destination = "10.9.1.0/24") => ({ name: `allow-${priority}`, priority, direction: "Inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefix: source, sourcePortRange: "*", destinationAddressPrefix: destination, destinationPortRange: port });
const shut = { name: "shut", priority: 4096, direction: "Inbound", access: "Deny", protocol: "*", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "*" };
const fromClients = allow(100, "10.9.3.0/24", "8443");
const probes = allow(110, "AzureLoadBalancer", "8080");
const member = [part("backendAddressPools", "servers")];
const inner = { name: "inner", privateIPAddress: "10.9.1.250", subnet: { id: ids.subnet("servers") } };
const balanced = { name: "https", protocol: "Tcp", frontendPort: 443, backendPort: 8443, frontendIPConfiguration: part("frontendIPConfigurations", "inner"), backendAddressPool: member[0], probe: part("probes", "health") };

const translated = { name: "ssh", protocol: "Tcp", frontendPort: 50022, backendPort: 22, frontendIPConfiguration: part("frontendIPConfigurations", "inner") };

interface Words {
  readonly rules?: readonly object[];
  readonly rule?: object;
  readonly balancer?: object;
  readonly outbound?: boolean;
  /** Of the member `one`. */
  readonly one?: object;
  readonly subnet?: object;
}

/** Two members of a pool in `servers`, and a client in another subnet. */
function stack({ rules = [fromClients, probes], rule = {}, balancer = {}, outbound = false, one = {}, subnet = {} }: Words = {}): NetworkModel {
  const group = of("network:NetworkSecurityGroup", "inside", ids.group, { networkSecurityGroupName: "nsg", securityRules: [...rules, shut] });
  const subnets = [
    { name: "servers", addressPrefix: "10.9.1.0/24", networkSecurityGroup: { id: ids.group }, defaultOutboundAccess: outbound, ...subnet },
    { name: "clients", addressPrefix: "10.9.3.0/24", defaultOutboundAccess: false },
  ];
  const card = (name: string, privateIPAddress: string, subnet: string, rest: object = {}) => of("network:NetworkInterface", name, ids.interface(name), { networkInterfaceName: name, ipConfigurations: [{ name: "one", subnet: { id: ids.subnet(subnet) }, privateIPAllocationMethod: "Static", privateIPAddress, ...rest }] });
  return readResources([
    of("network:VirtualNetwork", "network", ids.network, { virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets }),
    group,
    card("one", "10.9.1.4", "servers", { loadBalancerBackendAddressPools: member, ...one }),
    card("two", "10.9.1.5", "servers", { loadBalancerBackendAddressPools: member }),
    card("client", "10.9.3.4", "clients"),
    of("network:LoadBalancer", "balancer", id, { sku: { name: "Standard" }, frontendIPConfigurations: [inner], backendAddressPools: [{ name: "servers" }], probes: [{ name: "health", protocol: "Tcp", port: 8080 }], loadBalancingRules: [{ ...balanced, ...rule }], ...balancer }),
  ]);
}

const face = (name: string): Endpoint => ({ kind: "interface", id: ids.interface(name).toLowerCase() });
const frontend: Endpoint = { kind: "interface", id: `${id}/frontends/inner`.toLowerCase() };
const internet: Endpoint = { kind: "internet" };

function verdict(model: NetworkModel, from: Endpoint, to: Endpoint, asked: Packet): "allowed" | "closed" | "unknown" {
  const analysis = analyse(model);
  const { allowed, unknown } = reach(analysis, from, to);
  const answer = analysis.space.contains(allowed, asked) ? "allowed" : analysis.space.contains(unknown, asked) ? "unknown" : "closed";
  expect(trace(analysis, from, asked).end).toBe({ allowed: "delivered", closed: "dropped", unknown: "unknown" }[answer]);
  return answer;
}

const asked = packet("10.9.3.4", "10.9.1.250", 443);

describe("an internal load balancer of the standard tier", () => {
  test("is read whole", () => {
    expect(stack().gaps).toEqual([]);
  });
  test("hands on to the members' port: their group sees the sender, the member and its port (components.md)", () => {
    expect(verdict(stack(), face("client"), frontend, asked)).toBe("allowed");
    expect(verdict(stack(), face("client"), frontend, packet("10.9.3.4", "10.9.1.250", 8443))).toBe("closed");
    expect(verdict(stack({ rules: [allow(100, "10.9.3.0/24", "443"), probes] }), face("client"), frontend, asked)).toBe("closed");
    expect(verdict(stack({ rules: [allow(100, "10.9.1.250", "8443"), probes] }), face("client"), frontend, asked)).toBe("closed");
  });
  test("chooses the member itself: for certain only where each takes it (components.md)", () => {
    expect(verdict(stack({ rules: [allow(100, "10.9.3.0/24", "8443", "10.9.1.4"), probes] }), face("client"), frontend, asked)).toBe("unknown");
  });
  test("sends to no member that refuses its probes, which come from AzureLoadBalancer (load-balancer-custom-probe-overview.md)", () => {
    expect(verdict(stack({ rules: [fromClients] }), face("client"), frontend, asked)).toBe("closed");
    expect(verdict(stack({ rules: [allow(100, "10.9.3.0/24", "8443", "10.9.1.4"), allow(110, "AzureLoadBalancer", "8080", "10.9.1.4")] }), face("client"), frontend, asked)).toBe("allowed");
  });
  test("is answered for by its members, by their subnet's routes and not by those of its own (concepts.md)", () => {
    const away = [table("away", [route("10.9.3.0/24", "None")])];
    const apart = (routed: { readonly frontend?: typeof away; readonly members?: typeof away }) =>
      model({
        networks: [network("vnet", ["10.9.0.0/16"], [subnet("fronts", "10.9.2.0/24", { tables: routed.frontend ?? [] }), subnet("servers", "10.9.1.0/24", { tables: routed.members ?? [] }), subnet("clients", "10.9.3.0/24")])],
        interfaces: [
          interfaceIn("front", "fronts", "10.9.2.250", { handsOn: [{ protocol: "tcp", port: 443, backendPort: 8443, pool: "pool", certain: true }] }),
          interfaceIn("one", "servers", "10.9.1.4", { pools: ["pool"] }),
          interfaceIn("client", "clients", "10.9.3.4"),
        ],
      });
    const answered = (routed: Parameters<typeof apart>[0]) => verdict(apart(routed), { kind: "interface", id: "client" }, { kind: "interface", id: "front" }, packet("10.9.3.4", "10.9.2.250", 443));
    expect(answered({ frontend: away })).toBe("allowed");
    expect(answered({ members: away })).toBe("closed");
  });
  test("may hand a member's connection back to itself (load-balancer-troubleshoot-backend-traffic.md)", () => {
    const open = stack({ rules: [allow(100, "*", "8443"), probes] });
    expect(verdict(open, face("one"), frontend, packet("10.9.1.4", "10.9.1.250", 443))).toBe("unknown");
  });
  test("with a floating address is unknown on that port alone (load-balancer-floating-ip.md)", () => {
    const floating = stack({ rule: { enableFloatingIP: true } });
    expect(verdict(floating, face("client"), frontend, asked)).toBe("unknown");
    expect(verdict(floating, face("client"), frontend, packet("10.9.3.4", "10.9.1.250", 22))).toBe("closed");
  });
  test("is not reached from the Internet, and begins nothing", () => {
    expect(verdict(stack(), internet, frontend, packet("8.8.8.8", "10.9.1.250", 443))).toBe("closed");
    expect(verdict(stack(), frontend, face("client"), packet("10.9.1.250", "10.9.3.4", 443))).toBe("closed");
  });
  test("takes default outbound access from its members (virtual-network/ip-services/default-outbound-access.md)", () => {
    expect(verdict(stack({ outbound: true }), face("one"), internet, packet("10.9.1.4", "8.8.8.8", 443))).toBe("unknown");
    expect(verdict(stack(), face("one"), internet, packet("10.9.1.4", "8.8.8.8", 443))).toBe("closed");
  });
  test("is named where a trace ends", () => {
    expect(trace(analyse(stack()), face("client"), asked).reason).toMatch(/^the load balancer's frontend .* hands the connection on/);
  });
});

const published: Words["balancer"] = { frontendIPConfigurations: [{ name: "inner", publicIPAddress: { id: ids.address } }] };
const fromInternet = allow(100, "Internet", "8443");
const ungrouped = { networkSecurityGroup: null };

describe("a public load balancer", () => {
  const reached = (words: Words, port = 8443) => verdict(stack({ balancer: published, ...words }), internet, face("one"), packet("8.8.8.8", "10.9.1.4", port));

  test("is read whole", () => {
    expect(stack({ balancer: published }).gaps).toEqual([]);
  });
  test("hands on from the Internet to the members' port: their group sees the client's own address (load-balancer-troubleshoot-backend-traffic.md, Cause 2)", () => {
    expect(reached({ rules: [fromInternet, probes] })).toBe("allowed");
    expect(reached({ rules: [allow(100, "Internet", "443"), probes] }, 443)).toBe("closed");
    expect(reached({ rules: [allow(100, "9.9.9.9", "8443"), probes] })).toBe("closed");
  });
  test("reaches no other machine, and no member inside of it", () => {
    const open = stack({ balancer: published, rules: [fromInternet, probes] });
    expect(verdict(open, internet, face("client"), packet("8.8.8.8", "10.9.3.4", 8443))).toBe("closed");
    expect(verdict(open, face("client"), face("one"), packet("10.9.3.4", "10.9.1.4", 8443))).toBe("closed");
  });
  test("hands on nothing to a member that refuses its probes (load-balancer-custom-probe-overview.md)", () => {
    expect(reached({ rules: [fromInternet] })).toBe("closed");
  });
  test("asks a member at any address that Azure may choose for it, and at its IPv4 addresses alone (load-balancer-custom-probe-overview.md)", () => {
    const asked = (addresses: readonly string[], ...admitted: readonly string[]) => {
      const rules = [ruleFor(100, { from: "Internet", ports: "8443" }), ...admitted.map((to, index) => ruleFor(110 + index, { from: "AzureLoadBalancer", to, ports: "8080" })), ruleFor(4096, { access: "Deny", protocol: "*" })];
      const given = model({
        networks: [network("vnet", ["10.9.0.0/16", "fd00::/48"], [subnet("servers", ["10.9.1.0/29", "fd00::/64"], { groups: [groupOf("nsg", ...rules)] })])],
        interfaces: [interfaceIn("one", "servers", addresses, { pools: ["pool"], publicBalancers: [{ tier: "standard", handsOn: [{ protocol: "tcp", backendPort: 8443, probePort: 8080, certain: true }], outward: [] }] })],
      });
      return verdict(given, internet, { kind: "interface", id: "one" }, packet("8.8.8.8", "10.9.1.4", 8443));
    };
    expect([asked([], "10.9.1.0/29"), asked([], "10.9.1.0"), asked([], "10.9.1.5")]).toEqual(["allowed", "unknown", "unknown"]);
    expect([asked(["fd00::4", "10.9.1.4"], "10.9.1.4"), asked(["fd00::4", "10.9.1.4"], "fd00::4"), asked(["10.9.1.4"], "10.9.1.5")]).toEqual(["allowed", "closed", "closed"]);
  });
  test("of the standard tier is closed where no group opens it, of the basic tier open where none closes it (load-balancer-overview.md, Security by default)", () => {
    expect(reached({ subnet: ungrouped })).toBe("closed");
    expect(reached({ subnet: ungrouped, balancer: { ...published, sku: { name: "Basic" } } })).toBe("allowed");
    expect(reached({ rules: [], balancer: { ...published, sku: { name: "Basic" } } })).toBe("closed");
  });
  test("is of no use where the way back leads elsewhere (firewall/integrate-lb.md, Asymmetric routing)", () => {
    const { networks, ...rest } = stack({ balancer: published, rules: [fromInternet, probes] });
    const table = { id: "away", routes: [{ name: "out", prefix: "0.0.0.0/0", nextHop: "None" as const, origin: { resource: "test" } }], takesGatewayRoutes: true, origin: { resource: "test" } };
    const routed = networks.map((network) => ({ ...network, subnets: network.subnets.map((subnet) => ({ ...subnet, routeTables: { options: [table] } })) }));
    expect(verdict({ ...rest, networks: routed }, internet, face("one"), packet("8.8.8.8", "10.9.1.4", 8443))).toBe("closed");
  });
  test("translates a port for the machine that names the rule, and asks nobody whether it is there (inbound-nat-rules.md)", () => {
    const words: Words = { rules: [allow(100, "Internet", "22")], balancer: { ...published, loadBalancingRules: [], inboundNatRules: [translated] } };
    expect(reached({ ...words, one: { loadBalancerInboundNatRules: [part("inboundNatRules", "ssh")] } }, 22)).toBe("allowed");
    expect(reached(words, 22)).toBe("closed");
  });
  test("with a floating address is unknown (load-balancer-floating-ip.md)", () => {
    expect(reached({ rules: [fromInternet, probes], rule: { enableFloatingIP: true } })).toBe("unknown");
  });
});

describe("an internal load balancer translates a port for one machine (inbound-nat-rules.md)", () => {
  test("which names the rule", () => {
    const given = stack({ rules: [allow(100, "10.9.3.0/24", "22", "10.9.1.4")], balancer: { inboundNatRules: [translated] }, one: { loadBalancerInboundNatRules: [part("inboundNatRules", "ssh")] } });
    expect(given.gaps).toEqual([]);
    expect(verdict(given, face("client"), frontend, packet("10.9.3.4", "10.9.1.250", 50022))).toBe("allowed");
    expect(verdict(given, face("client"), frontend, packet("10.9.3.4", "10.9.1.250", 22))).toBe("closed");
  });
});

describe("a way out", () => {
  const out = (words: Words, protocol: "tcp" | "udp" | "icmp" = "tcp") => verdict(stack(words), face("one"), internet, packet("10.9.1.4", "8.8.8.8", 443, protocol));
  const rule = { name: "out", protocol: "All", frontendIPConfigurations: [part("frontendIPConfigurations", "inner")], backendAddressPool: member[0] };

  test("is what an outbound rule gives the members, for its protocol and never for ICMP (load-balancer/outbound-rules.md)", () => {
    expect((["tcp", "udp", "icmp"] as const).map((protocol) => out({ balancer: { ...published, loadBalancingRules: [], outboundRules: [rule] } }, protocol))).toEqual(["allowed", "allowed", "closed"]);
    expect((["tcp", "udp"] as const).map((protocol) => out({ balancer: { ...published, loadBalancingRules: [], outboundRules: [{ ...rule, protocol: "Udp" }] } }, protocol))).toEqual(["closed", "allowed"]);
  });
  test("comes with a rule that balances, for its protocol, unless it says not to (outbound-rules.md, preventoutbound)", () => {
    expect(out({ balancer: published, outbound: true })).toBe("allowed");
    expect(out({ balancer: published, outbound: true }, "udp")).toBe("unknown");
    expect(out({ balancer: published })).toBe("unknown");
    expect(out({ balancer: published, rule: { disableOutboundSnat: true } })).toBe("closed");
  });
  test("does not come with a translation rule (outbound-rules.md, Scenario 6)", () => {
    expect(out({ balancer: { ...published, loadBalancingRules: [], inboundNatRules: [translated] }, one: { loadBalancerInboundNatRules: [part("inboundNatRules", "ssh")] } })).toBe("closed");
  });
  test("is a NAT gateway's, for members of a pool as well, over TCP and UDP alone (nat-gateway/nat-gateway-resource.md)", () => {
    const subnet = { natGateway: { id: "nat" } };
    expect((["tcp", "udp", "icmp"] as const).map((protocol) => out({ subnet }, protocol))).toEqual(["allowed", "allowed", "closed"]);
  });
  test("is given by nothing to a NAT gateway's inside: it lets nothing in (nat-gateway-resource.md)", () => {
    expect(verdict(stack({ rules: [allow(100, "*", "*")], subnet: { natGateway: { id: "nat" } } }), internet, face("one"), packet("8.8.8.8", "10.9.1.4", 443))).toBe("closed");
  });
});

describe("other load balancers stay unknown", () => {
  test.each<[string, Words]>([
    ["another tier", { balancer: { sku: { name: "Gateway" } } }],
    ["no tier", { balancer: { sku: {} } }],
    ["a prefix of public addresses", { balancer: { frontendIPConfigurations: [{ name: "inner", publicIPPrefix: { id: ids.address } }] } }],
    ["frontends of both kinds", { balancer: { frontendIPConfigurations: [inner, { name: "outer", publicIPAddress: { id: ids.address } }] } }],
    ["translation for a whole pool (inbound-nat-rules.md)", { balancer: { inboundNatRules: [{ ...translated, backendAddressPool: member[0], frontendPortRangeStart: 5000, frontendPortRangeEnd: 5010 }] } }],
    ["outbound rules without public frontends", { balancer: { outboundRules: [{ name: "out" }] } }],
    ["all ports", { rule: { protocol: "All", frontendPort: 0, backendPort: 0 } }],
  ])("%s: from the Internet, outwards and inside", (_, words) => {
    const model = stack({ rules: [allow(100, "Internet", "8443"), probes], ...words });
    expect(model.gaps.length).toBeGreaterThan(0);
    expect(verdict(model, internet, face("one"), packet("8.8.8.8", "10.9.1.4", 8443))).toBe("unknown");
    expect(verdict(model, face("one"), internet, packet("10.9.1.4", "8.8.8.8", 443))).toBe("unknown");
  });
});
