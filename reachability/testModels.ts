import type { FirewallRule, FirewallRuleCollection, ModelFirewall, ModelInterface, ModelNetwork, ModelSubnet, NetworkModel, Route, RouteTable, SecurityGroup, SecurityRule } from "./model.ts";
import { parseAddress } from "./addresses.ts";
import { protocolNumbers, type Packet } from "./packetSetFields.ts";

/** Small models for tests: what is left out is as Azure makes it. */
const origin = { resource: "test" };

interface RuleWords {
  readonly direction?: "Inbound" | "Outbound";
  readonly access?: "Allow" | "Deny";
  readonly protocol?: string;
  readonly from?: string | readonly string[];
  readonly to?: string | readonly string[];
  readonly ports?: string | readonly string[];
  readonly sourcePorts?: string | readonly string[];
  readonly fromGroups?: readonly string[];
  readonly toGroups?: readonly string[];
}

export function rule(priority: number, words: RuleWords = {}): SecurityRule {
  const list = (value: string | readonly string[] | undefined, groups?: readonly string[]) => (value === undefined ? (groups === undefined ? ["*"] : []) : [value].flat());
  return {
    name: `rule-${priority}`,
    priority,
    direction: words.direction ?? "Inbound",
    access: words.access ?? "Allow",
    protocol: words.protocol ?? "Tcp",
    source: { prefixes: list(words.from, words.fromGroups), applicationSecurityGroups: words.fromGroups ?? [] },
    destination: { prefixes: list(words.to, words.toGroups), applicationSecurityGroups: words.toGroups ?? [] },
    sourcePorts: list(words.sourcePorts),
    destinationPorts: list(words.ports),
    origin: { resource: "test", path: `rule-${priority}` },
  };
}

export function group(id: string, ...rules: readonly SecurityRule[]): SecurityGroup {
  return { id, rules, origin };
}

export function route(prefix: string, nextHop: Route["nextHop"], address?: string): Route {
  return { name: `to-${prefix}`, prefix, nextHop, ...(address === undefined ? {} : { address }), origin: { resource: "test", path: prefix } };
}

export function table(id: string, routes: readonly Route[], takesGatewayRoutes = true): RouteTable {
  return { id, routes, takesGatewayRoutes, origin };
}

interface SubnetWords {
  readonly groups?: readonly (SecurityGroup | "none")[];
  readonly tables?: readonly (RouteTable | "none")[];
  readonly outboundAccess?: "open" | "closed" | "NAT gateway" | "unknown";
}

/** Id and name are the same word. Closed unless said otherwise. */
export function subnet(id: string, prefix: string | readonly string[], { groups = [], tables = [], outboundAccess = "closed" }: SubnetWords = {}): ModelSubnet {
  return { id, name: id, prefixes: [prefix].flat(), securityGroups: { options: groups }, routeTables: { options: tables }, ...(outboundAccess === "unknown" ? {} : { outboundAccess }), origin };
}

export function network(id: string, prefixes: readonly string[], subnets: readonly ModelSubnet[], peerings: ModelNetwork["peerings"] = []): ModelNetwork {
  return { id, prefixes, subnets, peerings, origin };
}

export function peering(remote: string, options: Partial<ModelNetwork["peerings"][number]> = {}): ModelNetwork["peerings"][number] {
  return { remote, remotePrefixes: [], allowForwardedTraffic: true, allowNetworkAccess: true, origin, ...options };
}

/** The interface's id is a word; its only address unless more are given. */
export function face(id: string, subnetId: string, addresses: string | readonly string[], options: Partial<ModelInterface> = {}): ModelInterface {
  return { id, subnet: subnetId, addresses: [addresses].flat(), publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: [] }, origin, ...options };
}

export function firewall(id: string, subnetId: string, address: string, collections: readonly FirewallRuleCollection[], options: Partial<ModelFirewall> = {}): ModelFirewall {
  return {
    id,
    address,
    subnet: subnetId,
    groups: [{ name: "group", priority: 100, collections }],
    nameProxy: true,
    untranslated: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
    origin,
    ...options,
  };
}

export function collection(priority: number, action: FirewallRuleCollection["action"], ...rules: readonly FirewallRule[]): FirewallRuleCollection {
  return { name: `collection-${priority}`, priority, action, rules };
}

type RuleOf<K extends FirewallRule["kind"]> = Extract<FirewallRule, { readonly kind: K }>;

export function networkRule(words: Partial<RuleOf<"network">> = {}): FirewallRule {
  return { kind: "network", name: "network-rule", protocols: ["TCP"], sources: ["*"], destinations: words.hostNames === undefined ? ["*"] : [], hostNames: [], ports: ["*"], origin, ...words };
}

export function applicationRule(words: Partial<RuleOf<"application">> = {}): FirewallRule {
  return { kind: "application", name: "application-rule", sources: ["*"], hostNames: [], tags: [], protocols: [{ protocol: "Https", port: 443 }], origin, ...words };
}

export function translationRule(destination: string, port: string, translatedAddress: string, translatedPort: string, sources: readonly string[] = ["*"]): FirewallRule {
  return { kind: "translation", name: "translation-rule", protocols: ["TCP"], sources, destinations: [destination], ports: [port], translatedAddress, translatedPort, origin };
}

export function model(parts: Partial<NetworkModel>): NetworkModel {
  return { networks: [], interfaces: [], machines: [], firewalls: [], gaps: [], ...parts };
}

/** A TCP packet unless said otherwise; `10.0.0.4` → `10.0.1.4:443`. */
export function packet(source: string, destination: string, destinationPort: number, protocol: keyof typeof protocolNumbers = "tcp", sourcePort = 50000): Packet {
  const ported = protocol === "tcp" || protocol === "udp";
  return { source: parseAddress(source)!, destination: parseAddress(destination)!, protocol: protocolNumbers[protocol], sourcePort: ported ? sourcePort : 0, destinationPort: ported ? destinationPort : 0 };
}
