import * as fc from "fast-check";
import type { AnalysisOptions, Endpoint } from "../reachability/endpoints.ts";
import type { FirewallRule, FirewallRuleCollection, ModelFirewall, ModelInterface, ModelSubnet, NetworkModel, PublicBalancer, Route, RouteTable, SecurityGroup, SecurityRule, ServiceFlow } from "../reachability/model.ts";
import { applicationRule, collection, face, firewall, group, model, network, networkRule, peering, route, rule, subnet, table, translationRule } from "../reachability/testModels.ts";
import type { SimulatedPacket } from "./simulator/world.ts";

/** Two peered networks, a firewall, perhaps a gateway, clients: everything that filters, at random, on few addresses. */
export interface SmallModel {
  readonly model: NetworkModel;
  readonly options: AnalysisOptions;
}

const firewallAddress = "10.0.0.20";
const publicAddress = "20.1.2.3";
export const clients = { name: "clients", prefixes: ["172.20.0.0/16"], attachedAt: "firewall" } as const;
export const partners = { name: "partners", prefixes: ["172.21.0.0/16"], attachedAt: "gateway" } as const;
const hostName = "sftp.example.com";

const addressWords = ["*", "10.0.0.0/24", "10.0.0.0/29", "10.0.0.8/29", "10.0.0.4", "10.0.0.12/30", "10.0.0.16/29", "10.0.0.20", "10.0.1.0/24", "8.8.8.0/24", "0.0.0.0/0", "172.20.0.0/16", "172.21.1.0/24", "10.0.0.32/29", "fd00:0:0:a::/64", "fd00::/48", "::/0"] as const;
const tagWords = ["Internet", "VirtualNetwork", "AzureLoadBalancer", "Storage"] as const;
const portWords = ["*", "80", "443", "22-443", "8443"] as const;
const routePrefixes = ["0.0.0.0/0", "10.0.0.0/24", "10.0.0.0/29", "10.0.0.8/29", "10.0.0.12/30", "10.0.0.16/29", "10.0.1.0/24", "10.0.1.0/29", "172.20.0.0/16", "172.21.0.0/16", "172.16.0.0/12", "8.8.8.0/24", "10.0.0.32/29", "fd00:0:0:a::/64", "fd00::/48", "2600::/16"] as const;

/** How much is left open: `known` models can be judged wholly. */
export type Openness = "known" | "open";

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });

function ruleOf(openness: Openness): fc.Arbitrary<SecurityRule> {
  const words = openness === "known" ? addressWords : [...addressWords, ...tagWords];
  return fc
    .record({
      priority: fc.integer({ min: 100, max: 120 }),
      direction: fc.constantFrom("Inbound" as const, "Outbound" as const),
      access: fc.constantFrom("Allow" as const, "Deny" as const),
      // What a rule for ICMP makes of ICMPv6 is not known.
      protocol: fc.constantFrom("*", "Tcp", "Udp", ...(openness === "open" ? ["Icmp"] : [])),
      from: fc.oneof({ weight: 5, arbitrary: some(words) }, fc.constant(["group"])),
      to: fc.oneof({ weight: 5, arbitrary: some(words) }, fc.constant(["group"])),
      ports: some(portWords),
      sourcePorts: fc.oneof({ weight: 5, arbitrary: fc.constant(["*"]) }, fc.constant(["50000"])),
    })
    .map(({ priority, from, to, ...words }) =>
      rule(priority, { ...words, ...(from[0] === "group" ? { fromGroups: ["x"] } : { from }), ...(to[0] === "group" ? { toGroups: ["x", "y"] } : { to }) }),
    );
}

function groupOf(openness: Openness): fc.Arbitrary<(id: string) => SecurityGroup> {
  return fc.uniqueArray(ruleOf(openness), { maxLength: 5, selector: ({ priority, direction }) => `${priority}${direction}` }).map((rules) => (id) => group(id, ...rules));
}

function routeOf(openness: Openness): fc.Arbitrary<Route> {
  const hops = fc.oneof(
    { weight: 6, arbitrary: fc.constant(["VirtualAppliance", firewallAddress] as const) },
    { weight: 2, arbitrary: fc.constantFrom(["VnetLocal"] as const, ["Internet"] as const, ["None"] as const) },
    ...(openness === "open" ? [{ weight: 1, arbitrary: fc.constantFrom(["VirtualNetworkGateway"] as const, ["VirtualAppliance", "10.0.0.7"] as const) }] : []),
  );
  const prefixes = openness === "known" ? routePrefixes.filter((prefix) => prefix !== "0.0.0.0/0") : routePrefixes;
  return fc.tuple(fc.constantFrom(...prefixes), hops).map(([prefix, [hop, address]]) => route(prefix, hop, address));
}

function tableOf(openness: Openness): fc.Arbitrary<(id: string) => RouteTable> {
  return fc.tuple(fc.uniqueArray(routeOf(openness), { maxLength: 4, selector: ({ prefix }) => prefix }), fc.boolean()).map(([routes, takes]) => (id) => table(id, routes, takes));
}

/** None, one, or with what is left open one of two. */
function candidates<T>(made: fc.Arbitrary<(id: string) => T>, openness: Openness, none: number): fc.Arbitrary<(id: string) => readonly (T | "none")[]> {
  const one = made.map((make) => (id: string) => [make(`${id}-1`)]);
  const two = fc.tuple(made, fc.option(made)).map(([first, second]) => (id: string) => [first(`${id}-1`), second === null ? ("none" as const) : second(`${id}-2`)]);
  return fc.oneof({ weight: none, arbitrary: fc.constant(() => []) }, { weight: 4, arbitrary: one }, ...(openness === "open" ? [{ weight: 1, arbitrary: two }] : []));
}

function subnetOf(id: string, prefix: string | readonly string[], openness: Openness, grouped: boolean): fc.Arbitrary<ModelSubnet> {
  return fc
    .record({
      groups: grouped ? candidates(groupOf(openness), openness, 2) : fc.constant(() => []),
      tables: candidates(tableOf(openness), openness, 1),
      outboundAccess: openness === "known" ? fc.constantFrom("open" as const, "closed" as const, "NAT gateway" as const) : fc.constantFrom("open" as const, "closed" as const, "NAT gateway" as const, "unknown" as const),
    })
    .map(({ groups, tables, outboundAccess }) => subnet(id, prefix, { groups: groups(`group-${id}`), tables: tables(`table-${id}`), outboundAccess }));
}

const firewallRuleOf: fc.Arbitrary<FirewallRule> = fc.oneof(
  fc.record({ sources: some(addressWords), destinations: some(addressWords), ports: some(portWords), protocols: some(["TCP", "UDP", "ICMP", "Any"]) }).map(networkRule),
  fc.record({ sources: some(addressWords), destinations: fc.constant([]), hostNames: fc.constant([hostName]), ports: some(portWords) }).map(networkRule),
  fc.record({ sources: some(addressWords), hostNames: some(["*", hostName, "*.example.com", "example.com"]) }).map(applicationRule),
);

const collectionOf: fc.Arbitrary<FirewallRuleCollection> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: 100, max: 110 }), fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const), fc.array(firewallRuleOf, { minLength: 1, maxLength: 3 })).map(([priority, action, rules]) => collection(priority, action, ...rules)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("443", "*"), fc.constantFrom("10.0.0.10", "10.0.0.4", "10.0.0.6", "10.0.1.5"), fc.constantFrom("8443", "443"), some(addressWords)).map(([port, inner, innerPort, sources]) => collection(90, "Dnat", translationRule(publicAddress, port, inner, innerPort, sources))) },
);

const firewallOf: fc.Arbitrary<ModelFirewall> = fc
  .record({
    collections: fc.array(collectionOf, { maxLength: 4 }),
    untranslated: fc.constantFrom(["10.0.0.0/8", "172.16.0.0/12"], ["255.255.255.255/32"], ["0.0.0.0/0"], ["10.0.0.0/29", "172.20.0.0/16"]),
  })
  .map(({ collections, untranslated }) => firewall("fw", "fw-subnet", firewallAddress, collections, { untranslated }));

function sometimes<T>(made: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: made });
}

const poolWords = ["pool", "translation"] as const;

const publicBalancerOf: fc.Arbitrary<PublicBalancer> = fc.record({
  tier: fc.constantFrom("standard" as const, "basic" as const),
  handsOn: fc.array(fc.record({ protocol: fc.constantFrom("tcp" as const, "tcp" as const, "udp" as const), backendPort: fc.constantFrom(80, 443), probePort: fc.constantFrom(undefined, 80, 9000), certain: fc.constantFrom(true, true, true, false) }).map(withoutUndefined), { maxLength: 2 }),
  outward: fc.array(fc.record({ protocol: fc.constantFrom("tcp" as const, "udp" as const), by: fc.constantFrom("outbound rule" as const, "balancing rule" as const) }), { maxLength: 1 }),
});

function withoutUndefined<T extends { readonly probePort: number | undefined }>({ probePort, ...rest }: T): Omit<T, "probePort"> & { readonly probePort?: number } {
  return probePort === undefined ? rest : { ...rest, probePort };
}

function faceOf(id: string, subnetId: string, addresses: string | readonly string[], openness: Openness): fc.Arbitrary<ModelInterface> {
  return fc
    .record({
      groups: candidates(groupOf(openness), openness, 12),
      members: fc.subarray(["x", "y"]),
      publicAddress: fc.boolean(),
      publicTier: fc.constantFrom("standard" as const, "basic" as const, ...(openness === "open" ? [undefined] : [])),
      pools: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray([...poolWords])),
      publicBalancer: sometimes(publicBalancerOf),
    })
    .map(({ groups, members, publicAddress, publicTier, pools, publicBalancer }) =>
      face(id, subnetId, addresses, {
        securityGroups: { options: groups(`group-${id}`) },
        applicationSecurityGroups: members,
        publicAddress,
        ...(publicTier === undefined ? {} : { publicTier }),
        ...(pools.length > 0 || publicBalancer !== null ? { pools: publicBalancer === null ? pools : [...pools, `public-${id}`] } : {}),
        ...(publicBalancer === null ? {} : { publicBalancers: [publicBalancer] }),
      }),
    );
}

/** A load balancer's frontend in a subnet of machines. */
const frontendOf: fc.Arbitrary<ModelInterface> = fc
  .record({
    home: fc.constantFrom(["a", "10.0.0.6"] as const, ["b", "10.0.0.14"] as const),
    rules: fc.uniqueArray(
      fc
        .record({ protocol: fc.constantFrom("tcp" as const, "tcp" as const, "udp" as const), port: fc.constantFrom(80, 443), backendPort: fc.constantFrom(80, 443, 8443), pool: fc.constantFrom(...poolWords), probePort: fc.constantFrom(undefined, undefined, 80), certain: fc.constantFrom(true, true, true, true, false) })
        .map(withoutUndefined),
      { minLength: 1, maxLength: 2, selector: ({ protocol, port }) => `${protocol}${port}` },
    ),
  })
  .map(({ home: [subnetId, address], rules }) => face("front", subnetId, address, { handsOn: rules, securityGroups: { options: ["none"] } }));

const flowOf: fc.Arbitrary<ServiceFlow> = fc.record({ peers: some(["*", "Internet", "10.0.0.0/29", "10.0.0.4", "10.0.1.0/24"]), ports: some(["443", "80", "22-443", "65200-65535"]), certain: fc.constantFrom(true, true, false) });

/** A service of Azure's in a subnet of its own, anywhere in it. */
const serviceOf: fc.Arbitrary<ModelInterface> = fc
  .record({ kind: fc.constantFrom("application gateway" as const, "Bastion host" as const), takes: fc.array(flowOf, { maxLength: 2 }), sends: fc.array(flowOf, { maxLength: 3 }), publicAddress: fc.boolean() })
  .map(({ publicAddress, ...service }) => face("service", "services", [], { service, publicAddress, securityGroups: { options: ["none"] } }));

/** Whether the firewall is in the model, or what its operator was asked for stands for it. */
type Guard = "modelled" | "stated";

export function smallModel(openness: Openness): fc.Arbitrary<SmallModel> {
  return fc
    .record({
      subnets: fc.tuple(
        subnetOf("a", ["10.0.0.0/29", "fd00:0:0:a::/64"], openness, true),
        subnetOf("b", ["10.0.0.8/29", "fd00:0:0:b::/64"], openness, true),
        subnetOf("fw-subnet", "10.0.0.16/29", openness, false),
        subnetOf("gateway", "10.0.0.24/29", openness, false),
        subnetOf("services", "10.0.0.32/29", openness, true),
        subnetOf("c", "10.0.1.0/29", openness, true),
      ),
      faces: fc.tuple(faceOf("a1", "a", ["10.0.0.4", "fd00:0:0:a::4"], openness), faceOf("a2", "a", "10.0.0.5", openness), faceOf("b1", "b", ["10.0.0.10", "fd00:0:0:b::4"], openness), faceOf("b2", "b", "10.0.0.13", openness), fc.oneof(faceOf("c1", "c", "10.0.1.4", openness), faceOf("c1", "c", [], openness))),
      frontend: sometimes(frontendOf),
      service: sometimes(serviceOf),
      peerings: fc.tuple(fc.constantFrom(0, 1, 1, 1), fc.constantFrom(0, 1, 1, 1), fc.boolean(), fc.boolean(), fc.boolean()),
      firewall: fc.option(firewallOf),
      guard: fc.constantFrom<Guard>("modelled", "modelled", "modelled", "stated"),
      gateway: fc.boolean(),
    })
    .map(({ subnets: [a, b, fw, gateway, services, c], faces, frontend, service, peerings: [there, back, ...flags], firewall: made, guard, gateway: hasGateway }) => ({
      model: model({
        networks: [
          network("n", ["10.0.0.0/24", "fd00::/48"], [a, b, fw, ...(hasGateway ? [{ ...gateway, name: "GatewaySubnet" }] : []), services], there === 1 ? [peering("m", { allowForwardedTraffic: flags[0], allowNetworkAccess: flags[1] })] : []),
          network("m", ["10.0.1.0/24"], [c], back === 1 ? [peering("n", { allowForwardedTraffic: flags[2] })] : []),
        ],
        interfaces: [...membersFor(faces, frontend), ...[frontend, service].filter((each) => each !== null)],
        firewalls: made === null || guard === "stated" ? [] : [made],
      }),
      options: {
        externals: openness === "known" ? [clients] : [clients, partners],
        names: [hostName, "Storage"],
        ...(made !== null && guard === "stated" ? { statedFirewalls: [{ firewall: { ...made, subnet: "elsewhere" }, hash: "asked for" }] } : {}),
      },
    }));
}

/** Members of a pool have an address of their own each; of one network, as Azure wants them. */
function membersFor(faces: readonly ModelInterface[], frontend: ModelInterface | null): readonly ModelInterface[] {
  return faces.map(({ pools, ...each }) => {
    const own = (pools ?? []).filter((pool) => pool.startsWith("public-") || (frontend !== null && each.subnet !== "c"));
    return own.length > 0 ? { ...each, pools: own } : each;
  });
}

/** Every kind of end, and for each the addresses that are tried. */
export function endpointsOf({ model: { interfaces }, options }: SmallModel, addressOfName: (name: string) => string): readonly { readonly endpoint: Endpoint; readonly addresses: readonly string[] }[] {
  return [
    ...interfaces.map(({ id, addresses }) => ({ endpoint: { kind: "interface", id } as const, addresses: addresses.length > 0 ? addresses : [id === "service" ? "10.0.0.36" : "10.0.1.5"] })),
    { endpoint: { kind: "internet" }, addresses: ["8.8.8.8", "9.9.9.9", "2600::8"] },
    { endpoint: { kind: "named", name: hostName }, addresses: [addressOfName(hostName)] },
    { endpoint: { kind: "named", name: "Storage" }, addresses: [addressOfName("Storage")] },
    ...(options.externals ?? []).map((external) => ({ endpoint: { kind: "external", ...external } as const, addresses: [external.attachedAt === "firewall" ? "172.20.0.9" : "172.21.1.9"] })),
  ];
}

/** From outside, packets are sent to the firewall's public address too. */
export function packetsBetween(sources: readonly string[], destinations: readonly string[], inward: boolean): readonly SimulatedPacket[] {
  const ends = sources.flatMap((source) => [...destinations, ...(inward ? [publicAddress] : [])].map((destination) => ({ source, destination }))).filter(({ source, destination }) => source.includes(":") === destination.includes(":"));
  return ends.flatMap((between) => [
    ...[22, 53, 80, 443, 8443, 9000].map((destinationPort): SimulatedPacket => ({ ...between, protocol: "tcp", sourcePort: 50000, destinationPort })),
    { ...between, protocol: "tcp", sourcePort: 40000, destinationPort: 443 },
    { ...between, protocol: "udp", sourcePort: 50000, destinationPort: 443 },
    { ...between, protocol: "icmp", sourcePort: 0, destinationPort: 0 },
  ]);
}
