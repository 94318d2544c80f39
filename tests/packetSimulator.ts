import ipaddr from "ipaddr.js";
import type { AnalysisOptions, Endpoint } from "../reachability/endpoints.ts";
import type { Candidates, FirewallRule, ModelFirewall, ModelInterface, ModelNetwork, ModelSubnet, NetworkModel, RulePlace, RouteTable, SecurityGroup, SecurityRule } from "../reachability/model.ts";

/*
 * One packet through one world, step by step: plain loops over the model, no packet sets. A judge of `reachability/` that shares
 * nothing with it but the model's types.
 */

/** Addresses as text, so that nothing of the algebra is needed. */
export interface SimulatedPacket {
  readonly source: string;
  readonly destination: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** What a model leaves open, decided one way or another. */
export interface World {
  /** Which of several tables or groups stands at a subnet or interface. */
  choose(id: string, kind: "group" | "table", options: number): number;
  /** Whether a user-defined default route belongs to the tag VirtualNetwork. */
  readonly defaultRouteInTag: boolean;
  /** Whether a tag that Microsoft keeps holds a public address. */
  tagHolds(tag: string, address: string): boolean;
  /** Whether a subnet of which nothing is said has a way out. */
  readonly wayOut: boolean;
  /** The name that an address stands for. */
  nameOf(address: string): string | undefined;
}

/** `lost`: led to something that is in no model. `unanswered` arrives, and its reply does not; `unheard` arrives, and its reply is lost. */
export type Fate = "answered" | "unanswered" | "unheard" | "dropped" | "lost";

export function arrives(fate: Fate): boolean {
  return fate === "answered" || fate === "unanswered" || fate === "unheard";
}

export function simulate(model: NetworkModel, options: AnalysisOptions, world: World, from: Endpoint, to: Endpoint, packet: SimulatedPacket): Fate {
  return new Simulation(model, options, world).run(from, to, packet);
}

type Hop = { readonly kind: "local" | "peered"; readonly network: string } | { readonly kind: "firewall"; readonly firewall: ModelFirewall } | { readonly kind: "internet" | "none" | "gateway" | "attached" | "appliance" };

class Simulation {
  readonly #model: NetworkModel;
  readonly #options: AnalysisOptions;
  readonly #world: World;

  constructor(model: NetworkModel, options: AnalysisOptions, world: World) {
    this.#model = model;
    this.#options = options;
    this.#world = world;
  }

  run(from: Endpoint, to: Endpoint, packet: SimulatedPacket): Fate {
    if (from.kind === "interface") return this.#fromInterface(this.#face(from.id), to, packet);
    if (to.kind !== "interface") return this.#transit(from, to, packet);
    return this.#toInterface(from, this.#face(to.id), packet);
  }

  /** Between two places outside: what a firewall is asked by networks attached at it, and what its translations take. */
  #transit(from: Endpoint, to: Endpoint, packet: SimulatedPacket): Fate {
    const [firewall] = this.#firewalls();
    if (from.kind === "firewall" || to.kind === "firewall" || firewall === undefined) return "dropped";
    if ([from, to].some((end) => end.kind === "external" && end.attachedAt === "gateway")) return "lost";
    const passed = this.#translation(firewall, packet);
    const sent = passed ?? packet;
    if (!this.#isAt(to, sent.destination)) return "dropped";
    const verdict = passed === undefined ? this.#firewallVerdict(firewall, packet) : this.#networkVerdict(firewall, { ...passed, source: packet.source }) === "Deny" ? "denied" : "translated";
    if (verdict === "denied" || (passed === undefined && from.kind !== "external")) return "dropped";
    if (verdict === "unsaid") return "lost";
    if (this.#isStated(firewall)) return to.kind === "external" || (verdict === "translated" && !isPrivate(sent.destination)) ? "answered" : "dropped";
    const onward = this.#route(firewall.subnet, sent.destination);
    if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
    if (onward.kind !== (to.kind === "external" ? "attached" : "internet") || (onward.kind === "internet" && (verdict !== "translated" || isPrivate(sent.destination)))) return "dropped";
    return passed === undefined ? this.#firewallAnswers(firewall, packet.source, (hop) => hop.kind === "attached") : "answered";
  }

  /** Whether a packet for this address belongs to a place outside. */
  #isAt(to: Endpoint, address: string): boolean {
    if (to.kind === "external") return to.prefixes.some((prefix) => isIn(address, prefix));
    const name = this.#world.nameOf(address);
    if (to.kind === "named") return name === to.name.toLowerCase();
    const taken = [...this.#model.networks.flatMap(({ prefixes }) => prefixes), ...(this.#options.externals ?? []).flatMap(({ prefixes }) => prefixes)];
    return isPublic(address) && name === undefined && !taken.some((prefix) => isIn(address, prefix));
  }

  /** Whether the firewall's own route leads a reply to where the packet came from. */
  #firewallAnswers(firewall: ModelFirewall, sender: string, isHome: (hop: Hop) => boolean): Fate {
    const homeward = this.#route(firewall.subnet, sender);
    if (homeward.kind === "appliance" || (homeward.kind === "firewall" && homeward.firewall.id !== firewall.id)) return "unheard";
    return isHome(homeward) ? "answered" : "unanswered";
  }

  #fromInterface(from: ModelInterface, to: Endpoint, packet: SimulatedPacket): Fate {
    if (from.handsOn !== undefined) return "dropped";
    const target = to.kind === "interface" ? this.#face(to.id) : undefined;
    if (!this.#leaves(from, target, packet)) return "dropped";
    return doubted(serviceFlow(from, "sends", packet), () => this.#onward(from, to, target, packet));
  }

  #onward(from: ModelInterface, to: Endpoint, target: ModelInterface | undefined, packet: SimulatedPacket): Fate {
    if (to.kind !== "interface" && ["168.63.129.16", "169.254.169.254"].includes(packet.destination)) return "answered";
    const hop = this.#route(from.subnet, packet.destination);
    const home = this.#networkOf(from.subnet).id;
    if (hop.kind === "appliance") return "lost";
    if (target !== undefined) {
      const there = this.#networkOf(target.subnet).id;
      if (hop.kind === "local" || hop.kind === "peered") return hop.network === there ? this.#deliver(target, from, packet, (subnet) => this.#replyDirect(subnet, packet.source, home)) : "dropped";
      if (hop.kind === "firewall") return this.#throughFirewall(hop.firewall, packet, from, target, (route) => (route.kind === "local" || route.kind === "peered") && route.network === home, home);
      return hop.kind === "gateway" ? "lost" : "dropped";
    }
    const external = to.kind === "external" ? to : undefined;
    if (hop.kind === "internet") {
      if (external !== undefined && isPrivate(packet.destination)) return "dropped";
      return doubted(this.#wayOut(from, packet), () => "answered");
    }
    if (hop.kind === "gateway") return external?.attachedAt === "gateway" ? this.#replyFromGateway(packet.source, home) : "lost";
    return hop.kind === "firewall" ? this.#outThroughFirewall(hop.firewall, external, packet, home) : "dropped";
  }

  #outThroughFirewall(firewall: ModelFirewall, external: Extract<Endpoint, { kind: "external" }> | undefined, packet: SimulatedPacket, home: string): Fate {
    const verdict = this.#firewallVerdict(firewall, packet);
    if (verdict === "unsaid") return "lost";
    if (verdict === "denied") return "dropped";
    const throughGateway = () => this.#replyThroughGateway(firewall, packet.source, verdict === "translated");
    if (this.#isStated(firewall)) {
      if (external?.attachedAt === "firewall") return "answered";
      if (external?.attachedAt === "gateway") return throughGateway();
      return verdict === "translated" ? "answered" : "dropped";
    }
    const onward = this.#route(firewall.subnet, packet.destination);
    if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
    const answer = () => this.#takenBack(home, firewall, packet, this.#firewallAnswers(firewall, packet.source, (route) => (route.kind === "local" || route.kind === "peered") && route.network === home));
    if (external !== undefined && onward.kind === "attached") return external.attachedAt === "firewall" ? answer() : "dropped";
    if (external !== undefined && onward.kind === "gateway" && external.attachedAt === "gateway") return worse(throughGateway(), answer());
    if (onward.kind === "internet") return verdict === "translated" && !(external !== undefined && isPrivate(packet.destination)) ? answer() : "dropped";
    return onward.kind === "gateway" ? "lost" : "dropped";
  }

  /** A reply that a firewall sends on, at the network where it belongs. */
  #takenBack(home: string, firewall: ModelFirewall, { destination }: SimulatedPacket, led: Fate): Fate {
    const taken = this.#takesForwarded(home, firewall, destination);
    return taken === "yes" ? led : worse(led, taken === "no" ? "unanswered" : "unheard");
  }

  #toInterface(from: Endpoint, target: ModelInterface, packet: SimulatedPacket): Fate {
    const there = this.#networkOf(target.subnet).id;
    for (const firewall of from.kind === "external" && from.attachedAt === "gateway" ? [] : this.#firewalls()) {
      const passed = this.#translation(firewall, packet);
      if (passed === undefined) continue;
      if (this.#networkVerdict(firewall, { ...passed, source: packet.source }) === "Deny") return "dropped";
      return doubted(this.#has(target, passed.destination), () => {
        const onward = this.#isStated(firewall) ? undefined : this.#route(firewall.subnet, passed.destination);
        if (onward?.kind === "appliance") return "lost";
        if (onward !== undefined && (!(onward.kind === "local" || onward.kind === "peered") || onward.network !== there)) return "dropped";
        return agreed(this.#ownAddresses(firewall).map((source) => this.#deliver(target, undefined, { ...passed, source }, (subnet) => this.#replyToFirewallAddress(subnet, firewall))));
      });
    }
    if (this.#has(target, packet.destination) === "no") return "dropped";
    if (from.kind === "internet" || from.kind === "named") return doubted(this.#arrives(target, packet), () => this.#deliver(target, undefined, packet, (subnet) => this.#replyBy(subnet, packet.source, "internet")));
    if (from.kind !== "external") return "dropped";
    if (from.attachedAt === "gateway") return this.#fromGateway(target, packet);
    const [firewall] = this.#firewalls();
    if (firewall === undefined) return "lost";
    return this.#throughFirewall(firewall, packet, undefined, target, (route) => route.kind === "attached", undefined);
  }

  #fromGateway(target: ModelInterface, packet: SimulatedPacket): Fate {
    const gateway = this.#gatewaySubnet();
    if (gateway === undefined) return "lost";
    const hop = this.#route(gateway.id, packet.destination);
    if (hop.kind === "appliance" || hop.kind === "gateway") return "lost";
    if (hop.kind === "firewall") return this.#throughFirewall(hop.firewall, packet, undefined, target, (route) => route.kind === "gateway", undefined);
    if (!(hop.kind === "local" || hop.kind === "peered") || hop.network !== this.#networkOf(target.subnet).id) return "dropped";
    return this.#deliver(target, undefined, packet, (subnet) => this.#replyBy(subnet, packet.source, "gateway"));
  }

  #throughFirewall(firewall: ModelFirewall, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface, isHome: (hop: Hop) => boolean, home: string | undefined): Fate {
    const verdict = this.#firewallVerdict(firewall, packet);
    if (verdict === "unsaid") return "lost";
    if (verdict === "denied") return "dropped";
    const there = this.#networkOf(target.subnet).id;
    const through = (homeward: Fate): Fate => {
      if (verdict === "plain") {
        return this.#deliver(target, from, packet, (subnet) => {
          const back = this.#route(subnet, packet.source);
          return worse(homeward, back.kind === "appliance" ? "unheard" : back.kind === "firewall" && back.firewall.id === firewall.id ? "answered" : "unanswered");
        });
      }
      // Any of the firewall's addresses may be the sender: the answer holds where all of them are judged alike.
      return agreed(this.#ownAddresses(firewall).map((source) => this.#deliver(target, undefined, { ...packet, source }, (subnet) => worse(homeward, this.#replyToFirewallAddress(subnet, firewall)))));
    };
    if (this.#isStated(firewall)) return through("answered");
    const onward = this.#route(firewall.subnet, packet.destination);
    if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
    if (!(onward.kind === "local" || onward.kind === "peered") || onward.network !== there) return "dropped";
    const led = this.#firewallAnswers(firewall, packet.source, isHome);
    return doubted(this.#takesForwarded(there, firewall, packet.source), () => through(home === undefined ? led : this.#takenBack(home, firewall, packet, led)));
  }

  /** Into an interface, a service or through a load balancer's frontend to one of its members, and the answer back. */
  #deliver(target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket, reply: (subnet: string) => Fate): Fate {
    if (target.handsOn === undefined) return this.#deliverHere(target, from, packet, reply);
    return either(
      target.handsOn
        .filter(({ protocol, port }) => protocol === packet.protocol && port === packet.destinationPort)
        .map(({ pool, backendPort, probePort, certain }): Fate => {
          if (!certain) return "lost";
          const members = this.#model.interfaces.filter((member) => member.pools?.includes(pool));
          const standing = members.filter((member) => this.#answersProbe(member, probePort) !== "no");
          const isSure = standing.every((member) => this.#answersProbe(member, probePort) === "yes");
          // A connection that its own sender gets back fails; whether it does is the balancer's choice.
          const fates = standing.map((member): Fate => {
            const there = this.#deliverHere(member, from, { ...packet, destination: sameFamily(member.addresses, packet.destination)!, destinationPort: backendPort }, reply);
            return member.addresses.includes(packet.source) ? (there === "dropped" ? "dropped" : "lost") : there;
          });
          return doubted(isSure ? "yes" : "perhaps", () => agreed(fates));
        }),
    );
  }

  #deliverHere(target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket, reply: (subnet: string) => Fate): Fate {
    // Which address of the subnet rules have to name for an application gateway is not said.
    const receivers = target.service?.kind === "application gateway" ? this.#addressesOf(this.#subnet(target.subnet)) : [packet.destination];
    const taken = new Set(receivers.map((destination) => this.#enters(target, from, { ...packet, destination })));
    if (!taken.has(true)) return "dropped";
    const fate = doubted(serviceFlow(target, "takes", packet), () => reply(target.subnet));
    return taken.has(false) && arrives(fate) ? "lost" : fate;
  }

  #answersProbe(member: ModelInterface, port: number | undefined): Certainty {
    if (port === undefined) return "yes";
    const addresses = member.addresses.length > 0 ? member.addresses.filter((address) => !address.includes(":")) : this.#addressesOf(this.#subnet(member.subnet));
    const answers = addresses.map((destination) => this.#enters(member, undefined, { source: "168.63.129.16", destination, protocol: "tcp", sourcePort: 50000, destinationPort: port }));
    return answers.includes(true) ? (answers.includes(false) ? "perhaps" : "yes") : "no";
  }

  /** Whether a public address, the interface's own or a load balancer's, leads to it. */
  #arrives(target: ModelInterface, packet: SimulatedPacket): Certainty {
    const grouped = [this.#chosen(target.securityGroups, target.id, "group"), this.#chosen(this.#subnet(target.subnet).securityGroups, target.subnet, "group")].some((group) => group !== "none");
    const opened = (tier: "standard" | "basic" | undefined): Certainty => (grouped || tier === "basic" || target.service !== undefined ? "yes" : tier === "standard" ? "no" : "perhaps");
    const ways: Certainty[] = target.publicAddress ? [opened(target.publicTier)] : [];
    for (const { tier, handsOn } of target.publicBalancers ?? []) {
      for (const { protocol, backendPort, probePort, certain } of handsOn) {
        if (protocol !== packet.protocol || opened(tier) === "no") continue;
        if (!certain) ways.push("perhaps");
        else if (backendPort === packet.destinationPort) ways.push(both(opened(tier), this.#answersProbe(target, probePort)));
      }
    }
    return ways.includes("yes") ? "yes" : ways.includes("perhaps") ? "perhaps" : "no";
  }

  /** A way to the Internet of an interface's own. */
  #wayOut(from: ModelInterface, { protocol, source }: SimulatedPacket): Certainty {
    if (from.publicAddress) return "yes";
    const { outboundAccess } = this.#subnet(from.subnet);
    const isConnection = protocol !== "icmp" && !source.includes(":");
    if (outboundAccess === "NAT gateway" && protocol !== "icmp") return isConnection ? "yes" : "perhaps";
    const given = (from.publicBalancers ?? []).flatMap(({ outward }) => outward).filter((way) => isConnection && way.protocol === protocol);
    if (given.some(({ by }) => by === "outbound rule" || outboundAccess === "open")) return "yes";
    if (given.length > 0) return "perhaps";
    if (outboundAccess === "closed" || outboundAccess === "NAT gateway") return "no";
    if (outboundAccess === undefined) return this.#world.wayOut ? "perhaps" : "no";
    return isConnection && (from.pools ?? []).length === 0 ? "yes" : "perhaps";
  }

  /** Where Azure chooses the address, any of the subnet's may be it. */
  #has({ addresses, subnet }: ModelInterface, address: string): Certainty {
    if (addresses.length > 0) return addresses.includes(address) ? "yes" : "no";
    return this.#subnet(subnet).prefixes.some((prefix) => isIn(address, prefix)) ? "perhaps" : "no";
  }

  #replyBy(subnet: string, sender: string, hop: "internet" | "gateway"): Fate {
    const back = this.#route(subnet, sender);
    return back.kind === "appliance" ? "unheard" : back.kind === hop ? "answered" : "unanswered";
  }

  #replyDirect(subnet: string, sender: string, home: string): Fate {
    const back = this.#route(subnet, sender);
    if (back.kind === "appliance") return "unheard";
    return (back.kind === "local" || back.kind === "peered") && back.network === home ? "answered" : "unanswered";
  }

  #replyToFirewallAddress(subnet: string, firewall: ModelFirewall): Fate {
    const hops = this.#ownAddresses(firewall).map((address) => this.#route(subnet, address));
    const arrives = hops.map((hop) => hop.kind === "local" || hop.kind === "peered" || (hop.kind === "firewall" && hop.firewall.id === firewall.id));
    if (!arrives.includes(false)) return "answered";
    return arrives.includes(true) || hops.some(({ kind }) => kind === "appliance") ? "unheard" : "unanswered";
  }

  #replyFromGateway(sender: string, home: string): Fate {
    const gateway = this.#gatewaySubnet();
    if (gateway === undefined) return "unheard";
    const back = this.#route(gateway.id, sender);
    if (back.kind === "appliance") return "unheard";
    return (back.kind === "local" || back.kind === "peered") && back.network === home ? "answered" : "unanswered";
  }

  #replyThroughGateway(firewall: ModelFirewall, sender: string, translated: boolean): Fate {
    const gateway = this.#gatewaySubnet();
    if (gateway === undefined) return "unheard";
    if (translated) return this.#replyToFirewallAddress(gateway.id, firewall);
    const back = this.#route(gateway.id, sender);
    return back.kind === "appliance" ? "unheard" : back.kind === "firewall" && back.firewall.id === firewall.id ? "answered" : "unanswered";
  }

  #leaves(from: ModelInterface, target: ModelInterface | undefined, packet: SimulatedPacket): boolean {
    return this.#passesGroup(from.securityGroups, from.id, "Outbound", from.subnet, packet, from, target) && this.#passesGroup(this.#subnet(from.subnet).securityGroups, from.subnet, "Outbound", from.subnet, packet, from, target);
  }

  #enters(target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket): boolean {
    return this.#passesGroup(this.#subnet(target.subnet).securityGroups, target.subnet, "Inbound", target.subnet, packet, from, target) && this.#passesGroup(target.securityGroups, target.id, "Inbound", target.subnet, packet, from, target);
  }

  #passesGroup(groups: Candidates<SecurityGroup>, owner: string, direction: "Inbound" | "Outbound", subnet: string, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface | undefined): boolean {
    const group = this.#chosen(groups, owner, "group");
    if (group === "none") return true;
    const rules = group.rules.filter((rule) => rule.direction === direction).toSorted((one, other) => one.priority - other.priority);
    if (direction === "Outbound" && ["168.63.129.16", "169.254.169.254"].includes(packet.destination)) return true;
    for (const rule of rules) if (this.#matches(rule, subnet, packet, from, target)) return rule.access === "Allow";
    const inNetwork = (address: string) => this.#inVirtualNetwork(subnet, address);
    if (inNetwork(packet.source) && inNetwork(packet.destination)) return true;
    if (direction === "Inbound") return packet.source === "168.63.129.16";
    return isPublic(packet.destination) && !this.#inOwnNetworks(subnet, packet.destination);
  }

  #matches(rule: SecurityRule, subnet: string, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface | undefined): boolean {
    if (rule.protocol !== "*" && rule.protocol.toLowerCase() !== packet.protocol) return false;
    if (!portMatches(rule.sourcePorts, packet, packet.sourcePort) || !portMatches(rule.destinationPorts, packet, packet.destinationPort)) return false;
    return this.#inPlace(rule.source, subnet, packet.source, from) && this.#inPlace(rule.destination, subnet, packet.destination, target);
  }

  #inPlace(place: RulePlace, subnet: string, address: string, face: ModelInterface | undefined): boolean {
    for (const id of place.applicationSecurityGroups) if (face?.applicationSecurityGroups.includes(id)) return true;
    for (const word of place.prefixes) if (this.#inWord(word, subnet, address)) return true;
    return false;
  }

  #inWord(word: string, subnet: string, address: string): boolean {
    if (word === "*") return true;
    if (/^[\d.]|:/.test(word)) return isIn(address, word);
    if (word === "VirtualNetwork") return this.#inVirtualNetwork(subnet, address);
    if (word === "Internet") return isPublic(address) && !this.#inOwnNetworks(subnet, address);
    if (word === "AzureLoadBalancer") return address === "168.63.129.16";
    if (this.#world.nameOf(address) === word.toLowerCase()) return true;
    return isPublic(address) && !this.#inOwnNetworks(subnet, address) && this.#world.tagHolds(word, address);
  }

  #inOwnNetworks(subnet: string, address: string): boolean {
    if (subnet === "") return false;
    const network = this.#networkOf(subnet);
    const peered = this.#peerings(network).filter(({ allowNetworkAccess }) => allowNetworkAccess);
    return [...network.prefixes, ...peered.flatMap(({ remote }) => this.#network(remote).prefixes)].some((prefix) => isIn(address, prefix));
  }

  #inVirtualNetwork(subnet: string, address: string): boolean {
    if (address === "168.63.129.16" || this.#inOwnNetworks(subnet, address)) return true;
    const table = this.#chosen(this.#subnet(subnet).routeTables, subnet, "table");
    const routes = table === "none" ? [] : table.routes;
    return routes.some(({ prefix }) => isIn(address, prefix) && (!prefix.endsWith("/0") || this.#world.defaultRouteInTag));
  }

  #route(subnetId: string, address: string): Hop {
    const subnet = this.#subnet(subnetId);
    const network = this.#networkOf(subnetId);
    const table = this.#chosen(subnet.routeTables, subnetId, "table");
    let best: { readonly length: number; readonly rank: number; readonly hop: Hop } | undefined;
    const offer = (prefix: string, rank: number, hop: Hop) => {
      const length = Number(prefix.split("/")[1] ?? 128);
      if (isIn(address, prefix) && (best === undefined || length > best.length || (length === best.length && rank < best.rank))) best = { length, rank, hop };
    };
    for (const { prefix, nextHop, address: appliance } of table === "none" ? [] : table.routes) offer(prefix, 0, this.#userHop(network, nextHop, appliance));
    const isLocal = [...network.prefixes, ...this.#peerings(network).flatMap(({ remote }) => this.#network(remote).prefixes)].some((prefix) => isIn(address, prefix));
    for (const external of this.#options.externals ?? []) {
      const here = external.attachedAt === "firewall" ? this.#firewalls().some((firewall) => firewall.subnet === subnetId) : table === "none" || table.takesGatewayRoutes;
      if (here && !isLocal) for (const prefix of external.prefixes) offer(prefix, 1, { kind: external.attachedAt === "firewall" ? "attached" : "gateway" });
    }
    for (const prefix of network.prefixes) offer(prefix, 2, { kind: "local", network: network.id });
    for (const { remote } of this.#peerings(network)) for (const prefix of this.#network(remote).prefixes) offer(prefix, 2, { kind: "peered", network: remote });
    // A default route of one's own takes them away (virtual-networks-udr-overview.md, "Routing example").
    const ownDefault = table !== "none" && table.routes.some(({ prefix }) => prefix === "0.0.0.0/0");
    for (const prefix of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]) if (!ownDefault && !network.prefixes.includes(prefix)) offer(prefix, 2, { kind: "none" });
    offer("0.0.0.0/0", 2, { kind: "internet" });
    offer("::/0", 2, { kind: "internet" });
    return best!.hop;
  }

  #userHop(network: ModelNetwork, nextHop: string, address: string | undefined): Hop {
    if (nextHop === "VnetLocal") return { kind: "local", network: network.id };
    if (nextHop === "Internet") return { kind: "internet" };
    if (nextHop === "None") return { kind: "none" };
    if (nextHop === "VirtualNetworkGateway") return { kind: "gateway" };
    const near = [network.id, ...this.#peerings(network).map(({ remote }) => remote)];
    const firewall = this.#firewalls().find((candidate) => candidate.address === address && (this.#isStated(candidate) || near.includes(this.#networkOf(candidate.subnet).id)));
    return firewall === undefined ? { kind: "appliance" } : { kind: "firewall", firewall };
  }

  #firewallVerdict(firewall: ModelFirewall, packet: SimulatedPacket): "plain" | "translated" | "denied" | "unsaid" {
    // What becomes of IPv6 at a firewall is not said.
    if (packet.source.includes(":") || this.#translation(firewall, packet) !== undefined) return "unsaid";
    const network = this.#networkVerdict(firewall, packet);
    if (network === "Deny") return "denied";
    if (network === "Allow") return firewall.untranslated.some((prefix) => isIn(packet.destination, prefix)) ? "plain" : "translated";
    return this.#inOrder(firewall, "application", packet)?.action === "Allow" ? "translated" : "denied";
  }

  #networkVerdict(firewall: ModelFirewall, packet: SimulatedPacket): "Allow" | "Deny" | undefined {
    const action = this.#inOrder(firewall, "network", packet)?.action;
    return action === "Dnat" ? undefined : action;
  }

  #translation(firewall: ModelFirewall, packet: SimulatedPacket): SimulatedPacket | undefined {
    const rule = this.#inOrder(firewall, "translation", packet)?.rule;
    if (rule?.kind !== "translation") return undefined;
    return { ...packet, source: firewall.address, destination: rule.translatedAddress, destinationPort: Number(rule.translatedPort) };
  }

  #inOrder(firewall: ModelFirewall, kind: FirewallRule["kind"], packet: SimulatedPacket): { readonly action: "Allow" | "Deny" | "Dnat"; readonly rule: FirewallRule } | undefined {
    for (const group of firewall.groups.toSorted((one, other) => one.priority - other.priority)) {
      for (const { action, rules } of group.collections.toSorted((one, other) => one.priority - other.priority)) {
        for (const rule of rules) if (rule.kind === kind && this.#firewallRuleMatches(rule, packet)) return { action, rule };
      }
    }
    return undefined;
  }

  #firewallRuleMatches(rule: FirewallRule, packet: SimulatedPacket): boolean {
    if (!rule.sources.some((word) => this.#inWord(word, "", packet.source))) return false;
    const name = this.#world.nameOf(packet.destination);
    if (rule.kind === "application") {
      const named = [...rule.hostNames, ...rule.tags].some((word) => word === "*" || (name !== undefined && (word.startsWith("*") ? name.endsWith(word.slice(1).toLowerCase()) : name === word.toLowerCase())));
      return named && packet.protocol === "tcp" && rule.protocols.some(({ port }) => port === packet.destinationPort);
    }
    if (!rule.protocols.some((protocol) => protocol === "Any" || protocol.toLowerCase() === packet.protocol)) return false;
    if (!portMatches(rule.ports, packet, packet.destinationPort)) return false;
    const byName = rule.kind === "network" && name !== undefined && rule.hostNames.some((hostName) => hostName.toLowerCase() === name);
    return byName || rule.destinations.some((word) => this.#inWord(word, "", packet.destination));
  }

  /** What the box for forwarded traffic leaves of it where it is not ticked is not said. */
  #takesForwarded(networkId: string, firewall: ModelFirewall, sender: string): Certainty {
    const hub = this.#networkOf(firewall.subnet);
    if (hub.id === networkId || hub.prefixes.some((prefix) => isIn(sender, prefix))) return "yes";
    return this.#network(networkId).peerings.some(({ remote, allowForwardedTraffic }) => remote === hub.id && allowForwardedTraffic) ? "yes" : "perhaps";
  }

  #isStated({ id }: ModelFirewall): boolean {
    return !this.#model.firewalls.some((firewall) => firewall.id === id);
  }

  #ownAddresses(firewall: ModelFirewall): readonly string[] {
    return this.#isStated(firewall) ? [firewall.address] : this.#addressesOf(this.#subnet(firewall.subnet));
  }

  #peerings(network: ModelNetwork): ModelNetwork["peerings"] {
    return network.peerings.filter(({ remote }) => this.#network(remote).peerings.some((peering) => peering.remote === network.id));
  }

  #chosen<T extends SecurityGroup | RouteTable>({ options }: Candidates<T>, owner: string, kind: "group" | "table"): T | "none" {
    if (options.length === 0) return "none";
    return options.length === 1 ? options[0]! : options[this.#world.choose(owner, kind, options.length)]!;
  }

  #addressesOf({ prefixes }: ModelSubnet): readonly string[] {
    return prefixes.filter((prefix) => !prefix.includes(":")).flatMap((prefix) => {
      const [address, length] = ipaddr.IPv4.parseCIDR(prefix);
      const first = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
      return Array.from({ length: 2 ** (32 - length) }, (_, index) => [24, 16, 8, 0].map((bits) => Math.floor((first + index) / 2 ** bits) % 256).join("."));
    });
  }

  #firewalls(): readonly ModelFirewall[] {
    return [...this.#model.firewalls, ...(this.#options.statedFirewalls ?? []).map(({ firewall }) => firewall)];
  }

  #gatewaySubnet(): ModelSubnet | undefined {
    return this.#model.networks.flatMap(({ subnets }) => subnets).find(({ name }) => name === "GatewaySubnet");
  }

  #face(id: string): ModelInterface {
    return this.#model.interfaces.find((face) => face.id === id)!;
  }

  #network(id: string): ModelNetwork {
    return this.#model.networks.find((network) => network.id === id)!;
  }

  #networkOf(subnet: string): ModelNetwork {
    return this.#model.networks.find(({ subnets }) => subnets.some(({ id }) => id === subnet))!;
  }

  #subnet(id: string): ModelSubnet {
    return this.#networkOf(id).subnets.find((subnet) => subnet.id === id)!;
  }
}

/** Two parts of a reply's way: one that fails ends it. */
function worse(one: Fate, other: Fate): Fate {
  const order: readonly Fate[] = ["unanswered", "unheard", "answered"];
  return order[Math.min(order.indexOf(one), order.indexOf(other))]!;
}

/** One of several is true, and nobody knows which. */
function agreed(fates: readonly Fate[]): Fate {
  if (fates.every((fate) => fate === fates[0])) return fates[0] ?? "dropped";
  return fates.every(arrives) ? "unheard" : "lost";
}

/** One of several ways is enough. */
function either(fates: readonly Fate[]): Fate {
  const order: readonly Fate[] = ["answered", "unheard", "lost", "unanswered", "dropped"];
  return order.find((fate) => fates.includes(fate)) ?? "dropped";
}

type Certainty = "yes" | "no" | "perhaps";

function both(one: Certainty, other: Certainty): Certainty {
  return one === "no" || other === "no" ? "no" : one === "yes" ? other : "perhaps";
}

function sameFamily(addresses: readonly string[], address: string): string | undefined {
  return addresses.find((candidate) => candidate.includes(":") === address.includes(":"));
}

function doubted(certainty: Certainty, then: () => Fate): Fate {
  if (certainty === "no") return "dropped";
  const fate = then();
  return certainty === "perhaps" && arrives(fate) ? "lost" : fate;
}

/** Whether a service takes, or sends, such a packet; everything that is no service does. */
function serviceFlow({ service }: ModelInterface, way: "takes" | "sends", { protocol, source, destination, destinationPort }: SimulatedPacket): Certainty {
  if (service === undefined) return "yes";
  const peer = way === "takes" ? source : destination;
  const isMeant = (word: string) => word === "*" || (word === "Internet" ? isPublic(peer) : isIn(peer, word));
  const flows = service[way].filter(({ peers, ports }) => protocol === "tcp" && peers.some(isMeant) && ports.some((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return first! <= destinationPort && destinationPort <= last!;
  }));
  return flows.some(({ certain }) => certain) ? "yes" : flows.length > 0 ? "perhaps" : "no";
}

function isIn(address: string, prefix: string): boolean {
  const [network, length] = prefix.split("/");
  const [one, other] = [ipaddr.parse(address), ipaddr.parse(network!)];
  return one.kind() === other.kind() && one.match(other, Number(length ?? (one.kind() === "ipv4" ? 32 : 128)));
}

const notPublic = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16/32", "224.0.0.0/4"];

export function isPublic(address: string): boolean {
  return address.includes(":") ? isIn(address, "2000::/3") : !notPublic.some((prefix) => isIn(address, prefix));
}

export function isPrivate(address: string): boolean {
  return ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].some((prefix) => isIn(address, prefix));
}

function portMatches(words: readonly string[], { protocol }: SimulatedPacket, port: number): boolean {
  return words.some((word) => {
    if (word === "*") return true;
    const [first, last = first] = word.split("-").map(Number);
    return protocol !== "icmp" && first! <= port && port <= last!;
  });
}
