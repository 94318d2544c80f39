import type { Finding, Findings } from "../proof/prove.ts";
import type { Place } from "../proof/places.ts";
import { formatAddress, minimalPrefixes, parseAddress } from "../reachability/addresses.ts";
import type { Endpoint } from "../reachability/endpoints.ts";
import type { FirewallRule, ModelInterface, NetworkModel, SecurityRule } from "../reachability/model.ts";
import type { NamedPlaces } from "../reachability/namedPlaces.ts";
import { endpointAddresses } from "../reachability/reach.ts";
import { addressNumber, addressSpan, holds, meet, portSpan, type Span } from "./packets.ts";
import type { Fate } from "./simulator/fates.ts";
import { simulate } from "./simulator/simulate.ts";
import type { SimulatedPacket, World } from "./simulator/world.ts";

/*
 * A second opinion on mutants, by a simulator that follows one packet after the other: it confirms the packets that were found, and
 * where nothing was found it tries one packet of every region that the change could concern.
 */

export interface Confirmation {
  readonly confirmed: boolean;
  /** The packet for which the two opinions differ. */
  readonly packet?: string;
}

interface Stack {
  readonly model: NetworkModel;
  readonly options: Findings["proof"]["analysis"]["options"];
  readonly names: NamedPlaces;
}

/** Names mean in both stacks what they mean in the mutant, which knows them all. */
function stacksOf(original: Findings, mutant: Findings): readonly [Stack, Stack] {
  const names = mutant.proof.analysis.places;
  const of = ({ proof: { analysis } }: Findings): Stack => ({ model: analysis.model, options: analysis.options, names });
  return [of(original), of(mutant)];
}

/** Whether the simulator sees the change that each finding tells of. */
export function confirmFindings(original: Findings, mutant: Findings): Confirmation {
  const [before, after] = stacksOf(original, mutant);
  for (const finding of mutant.findings) if (!isConfirmed(finding, before, after)) return { confirmed: false, packet: `${finding.kind} ${describe(finding)}` };
  return { confirmed: true };
}

function isConfirmed(finding: Finding, before: Stack, after: Stack): boolean {
  const packet = simulatedOf(finding);
  const fate = (stack: Stack, tagged = false) => follow(stack, finding.from, finding.to, packet, tagged);
  switch (finding.kind) {
    case "missing":
      return fate(before) === "answered" && fate(after) === "dropped";
    case "asymmetric":
      return fate(before) === "answered" && fate(after) === "unanswered";
    case "extra":
      return fate(before) === "dropped" && fate(after) === "answered";
    case "one-way":
      return fate(before) === "dropped" && fate(after) === "unanswered";
    case "bypass":
      return fate(shut(before)) !== "answered" && fate(shut(after)) === "answered";
    case "unknown":
      return fate(after) === "lost" || fate(after) === "unheard" || fate(after) !== fate(after, true);
  }
}

function shut(stack: Stack): Stack {
  return { ...stack, model: { ...stack.model, firewalls: stack.model.firewalls.map((firewall) => ({ ...firewall, groups: [] })) } };
}

function describe({ from, to, witness }: Finding): string {
  return `${from.name} ${formatAddress(witness.source)} → ${to.name} ${formatAddress(witness.destination)} protocol ${witness.protocol} port ${witness.destinationPort}`;
}

function simulatedOf({ witness }: Finding): SimulatedPacket {
  const protocol = witness.protocol === 6 ? "tcp" : witness.protocol === 17 ? "udp" : "icmp";
  return { source: formatAddress(witness.source), destination: formatAddress(witness.destination), protocol, sourcePort: witness.sourcePort, destinationPort: witness.destinationPort };
}

/** What becomes of a packet, by the simulator alone. */
function follow({ model, options, names }: Stack, from: Place, to: Place, packet: SimulatedPacket, defaultRouteInTag: boolean): Fate {
  const world: World = {
    choose: () => 0,
    defaultRouteInTag,
    tagHolds: () => false,
    wayOut: false,
    icmpMeansVersion6: false,
    nameOf: (address) => names.nameOf(parseAddress(address)!)?.toLowerCase(),
  };
  if (to.endpoint.kind === "firewall" && (packet.destinationPort !== 53 || packet.protocol === "icmp" || !model.firewalls.some(({ address, nameProxy }) => nameProxy && address === packet.destination))) return "dropped";
  const standIns: ModelInterface[] = [];
  const end = (place: Place, address: string): Endpoint => {
    // The firewall's own address answers as an interface of its subnet would.
    if (place.endpoint.kind !== "interface" && place.endpoint.kind !== "firewall") return place.endpoint;
    const standing = model.interfaces.find(({ addresses }) => addresses.includes(address));
    if (standing !== undefined) return { kind: "interface", id: standing.id };
    const subnet = model.networks.flatMap(({ subnets }) => subnets).find(({ prefixes }) => prefixes.some((prefix) => holds(addressSpan(prefix), addressNumber(address))))!;
    const id = `stand-in ${address}`;
    standIns.push({ id, subnet: subnet.id, addresses: [address], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: [] }, origin: subnet.origin });
    return { kind: "interface", id };
  };
  const [source, destination] = [end(from, packet.source), end(to, packet.destination)];
  return simulate({ ...model, interfaces: [...model.interfaces, ...standIns] }, options, world, source, destination, packet);
}

interface AnyRule {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly ports: readonly string[];
  /** A group judges only what leaves or enters where it stands. */
  readonly standsAt?: { readonly prefixes: readonly string[]; readonly end: "source" | "destination" };
}

/**
 * Whether the simulator, too, sees no difference: one packet of every region that the rules of both stacks cut out, as far as a rule
 * that differs between them speaks of it. Where something else than a rule differs, of every region.
 */
export function confirmEquivalence(original: Findings, mutant: Findings): Confirmation {
  const [before, after] = stacksOf(original, mutant);
  const all = [...rulesOf(before.model), ...rulesOf(after.model)];
  const touched = touchedRules(before.model, after.model);
  const concernsTransit = JSON.stringify(passingOn(before.model)) !== JSON.stringify(passingOn(after.model));
  const cuts = { addresses: unique(all.flatMap(({ sources, destinations }) => [...sources, ...destinations].flatMap(cutsOfAddresses))), ports: unique(all.flatMap(({ ports }) => ports.flatMap(cutsOfPorts))) };
  const places = mutant.proof.places.map((place) => ({ place, addresses: representatives(mutant, place, cuts.addresses) }));
  for (const from of places) {
    for (const to of places) {
      const isTransit = from.place.endpoint.kind !== "interface" && to.place.endpoint.kind !== "interface";
      if (isTransit && (to.place.belongs.kind === "firewall" || !concernsTransit)) continue;
      if (from.place.belongs.kind === "name" || from.place.belongs.kind === "firewall") continue;
      for (const source of from.addresses) {
        for (const destination of to.addresses) {
          const relevant = touched === "everything" ? undefined : touched.filter((rule) => concerns(rule, source, destination));
          if (relevant?.length === 0) continue;
          const ports = relevant === undefined ? cuts.ports : cuts.ports.filter((port) => relevant.some((rule) => rule.ports.some((range) => holds(portSpan(range), port))));
          for (const [index, packet] of packetsBetween(source, destination, ports).entries()) {
            // Whether a default route belongs to the tag VirtualNetwork must not matter: both ways are tried, in turn.
            const [one, other] = [before, after].map((stack) => outcome(follow(stack, from.place, to.place, packet, index % 2 === 1)));
            if (one !== other) return { confirmed: false, packet: `${from.place.name} ${source} → ${to.place.name} ${destination} ${packet.protocol} ${packet.destinationPort}: ${one} before, ${other} after` };
          }
        }
      }
    }
  }
  return { confirmed: true };
}

/** What is led to nobody knows where, and taken by nobody, gets through as little as what is dropped. */
function outcome(fate: Fate): Fate {
  return fate === "lost" ? "dropped" : fate;
}

/** Everything that packets from outside to outside meet. */
function passingOn({ firewalls, networks }: NetworkModel): readonly unknown[] {
  const subnets = networks.flatMap((network) => network.subnets).filter(({ id }) => firewalls.some(({ subnet }) => subnet === id));
  return [firewalls, subnets];
}

function packetsBetween(source: string, destination: string, ports: readonly number[]): readonly SimulatedPacket[] {
  return [
    ...ports.flatMap((destinationPort) => (["tcp", "udp"] as const).map((protocol) => ({ source, destination, protocol, sourcePort: 49152, destinationPort }))),
    { source, destination, protocol: "icmp", sourcePort: 0, destinationPort: 0 },
  ];
}

function rulesOf(model: NetworkModel): readonly AnyRule[] {
  const groups = [...model.networks.flatMap(({ subnets }) => subnets), ...model.interfaces].flatMap(({ securityGroups }) => securityGroups.options);
  const security = [...new Set(groups)].flatMap((group) => (group === "none" ? [] : group.rules)).map(ofSecurityRule);
  const firewall = model.firewalls.flatMap((one) => one.groups.flatMap((group) => group.collections.flatMap(({ rules }) => rules))).map(ofFirewallRule);
  const tables = model.networks.flatMap(({ subnets }) => subnets.flatMap(({ routeTables }) => routeTables.options));
  const routes = [...new Set(tables)].flatMap((table) => (table === "none" ? [] : table.routes)).map(({ prefix }): AnyRule => ({ sources: [], destinations: [prefix], ports: [] }));
  return [...security, ...firewall, ...routes];
}

function ofSecurityRule(rule: SecurityRule): AnyRule {
  return { sources: rule.source.prefixes, destinations: rule.destination.prefixes, ports: rule.destinationPorts };
}

function ofFirewallRule(rule: FirewallRule): AnyRule {
  if (rule.kind === "application") return { sources: rule.sources, destinations: ["*"], ports: rule.protocols.map(({ port }) => String(port)) };
  return { sources: rule.sources, destinations: rule.kind === "network" && rule.hostNames.length > 0 ? ["*"] : rule.destinations, ports: rule.ports };
}

/** The rules that only one of the two has; everything, where the rest of the models differs as well. */
function touchedRules(before: NetworkModel, after: NetworkModel): readonly AnyRule[] | "everything" {
  const withoutRules = (model: NetworkModel) => JSON.stringify(model, (key, value: unknown) => (key === "rules" || key === "origin" ? undefined : value));
  if (withoutRules(before) !== withoutRules(after)) return "everything";
  const keyed = (model: NetworkModel) => new Map(statedRules(model).map(({ owner, rule, judged }) => [JSON.stringify([owner, rule], (key, value: unknown) => (key === "origin" ? undefined : value)), judged]));
  const [one, other] = [keyed(before), keyed(after)];
  return [...[...one].filter(([key]) => !other.has(key)), ...[...other].filter(([key]) => !one.has(key))].map(([, judged]) => judged);
}

function statedRules(model: NetworkModel): readonly { readonly owner: string; readonly rule: SecurityRule | FirewallRule; readonly judged: AnyRule }[] {
  const owners = [...model.networks.flatMap(({ subnets }) => subnets.map(({ prefixes, securityGroups }) => ({ prefixes, securityGroups }))), ...model.interfaces.map(({ addresses, securityGroups }) => ({ prefixes: addresses, securityGroups }))];
  const security = owners.flatMap(({ prefixes, securityGroups }) =>
    securityGroups.options.flatMap((group) =>
      group === "none" ? [] : group.rules.map((rule) => ({ owner: group.id, rule, judged: { ...ofSecurityRule(rule), standsAt: { prefixes, end: rule.direction === "Outbound" ? ("source" as const) : ("destination" as const) } } })),
    ),
  );
  const firewall = model.firewalls.flatMap(({ groups }) => groups.flatMap((group) => group.collections.flatMap(({ name, rules }) => rules.map((rule) => ({ owner: `${group.name} ${name}`, rule, judged: ofFirewallRule(rule) })))));
  return [...security, ...firewall];
}

function concerns({ sources, destinations, standsAt }: AnyRule, source: string, destination: string): boolean {
  if (standsAt !== undefined && !speaksOf(standsAt.prefixes, standsAt.end === "source" ? source : destination)) return false;
  return speaksOf(sources, source) && speaksOf(destinations, destination);
}

/** Words that are no addresses (tags, names, `*`) speak of everything. */
function speaksOf(words: readonly string[], address: string): boolean {
  return words.some((word) => !/^[\d.]+(?:\/\d+)?$/.test(word) || holds(addressSpan(word), addressNumber(address)));
}

function cutsOfAddresses(word: string): readonly number[] {
  if (!/^[\d.]+(?:\/\d+)?$/.test(word)) return [];
  const { first, last } = addressSpan(word);
  return [first, last + 1];
}

function cutsOfPorts(range: string): readonly number[] {
  const { first, last } = portSpan(range);
  return [first, last + 1].filter((port) => port <= 65535);
}

/** The first address of every piece that the cuts make of a place. */
function representatives(findings: Findings, place: Place, cuts: readonly number[]): readonly string[] {
  const prefixes = minimalPrefixes(endpointAddresses(findings.proof.analysis, place.endpoint).filter(({ family }) => family === "IPv4"));
  const spans = prefixes.map(addressSpan);
  if (place.belongs.kind === "name") return spans.map(({ first }) => addressText(first));
  const whole = joined(spans);
  return unique(whole.flatMap((span) => [span.first, ...cuts.filter((cut) => holds(span, cut))])).map(addressText);
}

/** Spans that touch are one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before !== undefined && (meet(before, span) || before.last + 1 === span.first)) merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    else merged.push(span);
  }
  return merged;
}

function unique(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function addressText(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
}
