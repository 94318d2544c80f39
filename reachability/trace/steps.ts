import type { Address } from "../addresses.ts";
import { gapsOf, optionsOf, type Analysis } from "../analysis.ts";
import { rulesFor } from "../bounds.ts";
import type { Decision, Hop } from "../endpoints.ts";
import { decisionsOf, rulesOf, sentToInternet, type MatchedFirewallRule } from "../firewall.ts";
import type { Candidates, ModelFirewall, ModelInterface, ModelService, ModelSubnet, SecurityGroup } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import { wayOut } from "../publicWays.ts";
import { hopWords, routesOf, type NextHop } from "../routing.ts";
import { platformAddresses, platformRules, rulesAt, type Direction, type MatchedRule, type Members } from "../securityGroups.ts";
import { overlap } from "../serviceTags.ts";
import { flowsOf } from "../services.ts";
import { entering, type Site } from "../sites.ts";
import { ownAddress } from "./places.ts";

/** Outbound the interface's group first, then the subnet's; inbound the other way round. Interfaces without a group are left out. */
export function groupHops(analysis: Analysis, site: Site, direction: Direction, packet: Packet, members: Members): readonly Hop[] {
  const { face, subnet, network } = site;
  if (face.handsOn !== undefined) return [frontendHop(analysis, site, direction, packet, members.source)];
  const hop = (kind: "interface-group" | "subnet-group", at: string, groups: Candidates<SecurityGroup>): Hop => ({
    kind,
    direction: direction === "Inbound" ? "inbound" : "outbound",
    at,
    ...judgedByGroups(analysis, groups, direction, subnet.id, packet, members),
  });
  const ofInterface = face.securityGroups.options.some((group) => group !== "none") ? [hop("interface-group", face.id, face.securityGroups)] : [];
  const ofSubnet = hop("subnet-group", subnet.id, subnet.securityGroups);
  const hops = direction === "Outbound" ? [...ofInterface, ofSubnet] : [ofSubnet, ...ofInterface];
  const [gap] = gapsOf(analysis, face.id, subnet.id, network.id);
  const judged = gap === undefined ? hops : hops.map((each): Hop => ({ ...each, decision: "unknown", by: gap.reason, origin: gap.origin }));
  if (face.service === undefined) return judged;
  const ofService = serviceHop(analysis, face, face.service, direction, packet);
  if (direction === "Outbound") return [ofService, ...judged];
  const { must, may } = entering(analysis, site, members.source);
  const dependsOnAddress = analysis.space.contains(may, packet) && !analysis.space.contains(must, packet) && ofService.decision === "allow";
  return [...(dependsOnAddress ? judged.map((each): Hop => ({ ...each, decision: "unknown" })) : judged), ofService];
}

/** What stands behind a load balancer's frontend decides. */
function frontendHop(analysis: Analysis, site: Site, direction: Direction, packet: Packet, source: readonly string[]): Hop {
  const { face } = site;
  const hop = { kind: "platform", at: face.id, origin: face.origin } as const;
  if (direction === "Outbound") return { ...hop, direction: "outbound", decision: "deny", by: "a load balancer begins no flows of its own" };
  const { must, may } = entering(analysis, site, source);
  const decision: Decision = analysis.space.contains(must, packet) ? "allow" : analysis.space.contains(may, packet) ? "unknown" : "deny";
  const by = { allow: "the load balancer hands it on to a member of its pool, and each of them takes it", unknown: "whether a member of the load balancer's pool gets it and takes it is not known", deny: "no rule of the load balancer takes it, or no member of its pool" }[decision];
  return { ...hop, direction: "inbound", decision, by };
}

/** Whether a service takes, or sends, such a packet at all. */
function serviceHop(analysis: Analysis, { id, origin }: ModelInterface, service: ModelService, direction: Direction, packet: Packet): Hop {
  const { must, may } = flowsOf(analysis, service, direction === "Inbound" ? "takes" : "sends");
  const decision: Decision = analysis.space.contains(must, packet) ? "allow" : analysis.space.contains(may, packet) ? "unknown" : "deny";
  const verb = direction === "Inbound" ? "take" : "send";
  const by = { allow: `the ${service.kind} ${verb}s such packets`, unknown: `whether the ${service.kind} ${verb}s such packets is not modelled`, deny: `the ${service.kind} does not ${verb} such packets` }[decision];
  return { kind: "platform", direction: direction === "Inbound" ? "inbound" : "outbound", at: id, decision, by, origin };
}

type Judged = Pick<Hop, "decision" | "by" | "origin">;

function judgedByGroups(analysis: Analysis, groups: Candidates<SecurityGroup>, direction: Direction, subnet: string, packet: Packet, members: Members): Judged {
  const judged = optionsOf(groups).map((group) => judgedByGroup(analysis, group, direction, subnet, packet, members));
  const agree = judged.every(({ decision }) => decision === judged[0]!.decision);
  return agree ? judged[0]! : { decision: "unknown", by: `one of ${judged.length} groups stands here: ${judged.map(({ by, decision }) => `${by} (${decision})`).join("; ")}` };
}

function judgedByGroup(analysis: Analysis, group: SecurityGroup | "none", direction: Direction, subnet: string, packet: Packet, members: Members): Judged {
  if (group === "none") return { decision: "allow", by: "no security group" };
  const [gap] = gapsOf(analysis, group.id);
  if (gap !== undefined) return { decision: "unknown", by: gap.reason, origin: gap.origin };
  const rules = rulesAt(analysis, group, direction, subnet, members);
  const { family, value } = packet.destination;
  const isPlatform = direction === "Outbound" && overlap([{ family, first: value, last: value }], platformAddresses);
  if (!isPlatform) return judgedByRules(analysis, rules, packet);
  const tagged = judgedByRules(analysis, platformRules(analysis, rules), packet);
  return tagged.decision === "allow" || tagged.by === nothingMatches ? { decision: "allow", by: "the platform's own addresses take no rule" } : tagged;
}

const nothingMatches = "no rule matches";

function judgedByRules(analysis: Analysis, rules: readonly MatchedRule[], packet: Packet): Judged {
  const { candidates, decided } = rulesFor(analysis.space, rules, packet);
  const [first] = candidates;
  if (first === undefined) return { decision: "deny", by: nothingMatches };
  const actions = new Set(candidates.map(({ action }) => action));
  if (!decided) actions.add("Allow");
  const by = candidates.length === 1 || actions.size === 1 ? wordsOf(first) : `one of: ${candidates.map(wordsOf).join("; ")}`;
  return { decision: actions.size > 1 ? "unknown" : first.action === "Allow" ? "allow" : "deny", by, origin: first.rule.origin };
}

function wordsOf({ rule }: MatchedRule): string {
  return `${rule.name} (${rule.priority}, ${rule.access})`;
}

export interface RouteStep {
  readonly next: NextHop;
  readonly hop: Hop;
}

/** Where a subnet's routes lead an address: one step for each next hop that is possible. */
export function routeSteps(analysis: Analysis, subnet: ModelSubnet, receiver: Address, direction: Hop["direction"]): readonly RouteStep[] {
  const probe: Packet = { source: receiver, destination: receiver, protocol: 0, sourcePort: 0, destinationPort: 0 };
  const settled = analysis.tables?.get(subnet.id);
  const steps = (settled === undefined ? optionsOf(subnet.routeTables) : [settled]).flatMap((table) =>
    rulesFor(analysis.space, routesOf(analysis, subnet, table, "destination"), probe).candidates.map(
      ({ action, prepared }): RouteStep => ({
        next: action,
        hop: { kind: "route", direction, at: subnet.id, decision: action === "none" ? "deny" : "allow", by: `${prepared.words} → ${hopWords(action)}`, ...(prepared.route === undefined ? {} : { origin: prepared.route.origin }) },
      }),
    ),
  );
  return [...new Map(steps.toReversed().map((step) => [step.next, step])).values()].toReversed();
}

export interface FirewallOutcome {
  /** `unclear`: whether, and to what, it translates is not known. */
  readonly kind: "plain" | "translated" | "unclear" | "denied";
  readonly hop: Hop;
}

/** What a firewall may do with a packet; of `denials`, what its network rules may deny alone. */
export function firewallOutcomes(analysis: Analysis, firewall: ModelFirewall, packet: Packet, asked: "all" | "denials" = "all"): readonly FirewallOutcome[] {
  const { space } = analysis;
  const { plain, translated, networkDenied } = decisionsOf(analysis, firewall);
  const hop = (decision: Decision): Hop => ({ kind: "firewall", direction: "forward", at: firewall.id, ...explained(analysis, firewall, packet), decision });
  if (asked === "denials") {
    if (space.contains(networkDenied.must, packet)) return [{ kind: "denied", hop: hop("deny") }];
    return space.contains(networkDenied.may, packet) ? [{ kind: "denied", hop: hop("unknown") }] : [];
  }
  const certainly = [plain, translated].some(({ must }) => space.contains(must, packet));
  const decision: Decision = certainly ? "allow" : "unknown";
  const ways: readonly FirewallOutcome[] = [
    ...(space.contains(plain.may, packet) ? [{ kind: "plain", hop: hop(decision) } as const] : []),
    // What a firewall of which nothing is known makes of the other family's packets, nobody knows; its own address they cannot get.
    ...(space.contains(translated.may, packet) ? [isOfFamily(analysis, firewall, packet) ? ({ kind: "translated", hop: hop(decision) } as const) : ({ kind: "unclear", hop: hop("unknown") } as const)] : []),
  ];
  if (ways.length > 0) return ways;
  return [{ kind: "denied", hop: hop("deny") }];
}

function isOfFamily(analysis: Analysis, firewall: ModelFirewall, { destination }: Packet): boolean {
  return ownAddress(analysis, firewall).family === destination.family;
}

function explained(analysis: Analysis, firewall: ModelFirewall, packet: Packet): Pick<Hop, "by" | "origin"> {
  const [gap] = gapsOf(analysis, firewall.id);
  if (gap !== undefined) return { by: gap.reason, origin: gap.origin };
  const network = rulesFor(analysis.space, rulesOf(analysis, firewall, "network"), packet);
  const application = network.decided ? [] : rulesFor(analysis.space, rulesOf(analysis, firewall, "application"), packet).candidates;
  const candidates = [...network.candidates, ...application];
  const [first] = candidates;
  if (first === undefined) return { by: "no rule of the firewall matches: denied by default", origin: firewall.origin };
  return { by: candidates.length === 1 ? named(first) : `one of: ${candidates.map(named).join("; ")}`, origin: first.rule.origin };
}

function named({ group, collection, rule, action }: MatchedFirewallRule): string {
  return `${group.name}, ${collection.name}: ${rule.name} (${rule.kind} rule, ${action})`;
}

/** The way from a firewall to the Internet; nothing where it is not in doubt. */
export function outwardHops(analysis: Analysis, { id, origin }: ModelFirewall, packet: Packet): readonly Hop[] {
  if (analysis.space.contains(sentToInternet(analysis).must, packet)) return [];
  return [{ kind: "platform", direction: "outbound", at: id, decision: "unknown", by: "whether the firewall gives its public address to protocols other than TCP and UDP is not known", origin }];
}

/** A way out of an interface's own: its public address, a load balancer's, or what its subnet gives. */
export function wayOutHop(analysis: Analysis, site: Site, packet: Packet): Hop {
  const { face, subnet } = site;
  const hop = { kind: "platform", direction: "outbound", at: subnet.id, origin: subnet.origin } as const;
  const { must, may } = wayOut(analysis, site);
  if (analysis.space.contains(must, packet)) return { ...hop, decision: "allow", by: face.publicAddress ? "the interface has a public address" : "the subnet or a load balancer gives a way out" };
  if (!analysis.space.contains(may, packet)) return { ...hop, decision: "deny", by: "no way out for such a packet: neither a public address nor default outbound access, NAT gateway or load balancer" };
  return { ...hop, decision: "unknown", by: subnet.outboundAccess === undefined ? "whether the subnet has a way out of its own is not known" : "whether what gives the interface a way out takes such a packet is not modelled" };
}
