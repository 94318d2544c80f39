import { gapsOf, type Analysis } from "./analysis.ts";
import { both, certain, decidedAs, either, opposite, possible, type BoundedRule, type Bounds } from "./bounds.ts";
import type { Origin, RulePlace, SecurityGroup, SecurityRule } from "./model.ts";
import { everyPort, protocolNumbers, type NumberRange, type PacketBox } from "./packetSetFields.ts";
import { surroundingsOf } from "./surroundings.ts";
import { hostAddress, meaningOf, metadataAddress, rangesOf, type Meaning } from "./serviceTags.ts";

export type Direction = "Inbound" | "Outbound";

/** A rule of a security group with what it matches at one place. */
export interface MatchedRule extends BoundedRule<"Allow" | "Deny"> {
  readonly rule: SecurityRule;
}

/** Application security groups of the sender and of the receiver; a packet's ends are known by interface, not by address. */
export interface Members {
  readonly source: readonly string[];
  readonly destination: readonly string[];
}

export const noMembers: Members = { source: [], destination: [] };

const noOrigin: Origin = { resource: "Azure", path: "default security rules" };

/**
 * Rules that every security group ends with.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md, "Default security rules".
 */
const defaultRules: readonly SecurityRule[] = [
  defaultRule("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
  defaultRule("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
  defaultRule("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
  defaultRule("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
];

function defaultRule(name: string, priority: number, direction: Direction, access: "Allow" | "Deny", source: string, destination: string): SecurityRule {
  const place = (prefix: string): RulePlace => ({ prefixes: [prefix], applicationSecurityGroups: [] });
  return { name, priority, direction, access, protocol: "*", source: place(source), destination: place(destination), sourcePorts: ["*"], destinationPorts: ["*"], origin: noOrigin };
}

/**
 * The rules of a group for one direction as they stand at a subnet, in the order in which Azure judges them: "rules are processed
 * in priority order, with lower numbers processed before higher numbers …; once traffic matches a rule, processing stops".
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md, "Security rules".
 */
export function rulesAt(analysis: Analysis, group: SecurityGroup, direction: Direction, subnet: string, members: Members): readonly MatchedRule[] {
  return analysis.remembered(`rules|${placeKey(analysis, group, direction, subnet, members)}`, () =>
    [...group.rules, ...defaultRules]
      .filter((rule) => rule.direction === direction)
      .toSorted((one, other) => one.priority - other.priority)
      .map((rule) => ({ rule, action: rule.access, match: matchOf(analysis, rule, subnet, members) })),
  );
}

/**
 * What a group lets through at a subnet. A group with a gap may do anything.
 *
 * What machines say to the host under them takes no rule, unless a rule names one of the service tags made for it.
 * Source: as above, "Azure platform considerations".
 */
export function allowedBy(analysis: Analysis, group: SecurityGroup | "none", direction: Direction, subnet: string, members: Members): Bounds {
  const { space } = analysis;
  // Where there is no group, everything passes:
  // MicrosoftDocs/azure-docs articles/virtual-network/network-security-group-how-it-works.md.
  if (group === "none") return certain(space.all);
  if (gapsOf(analysis, group.id).length > 0) return possible(space, space.all);
  return analysis.remembered(`allowed|${placeKey(analysis, group, direction, subnet, members)}`, () => {
    const rules = rulesAt(analysis, group, direction, subnet, members);
    const allowed = decidedAs(space, rules, "Allow");
    if (direction === "Inbound") return allowed;
    const platform = certain(space.box({ destination: platformAddresses }));
    const denied = decidedAs(space, platformRules(analysis, rules), "Deny");
    return either(space, both(space, allowed, opposite(space, platform)), both(space, platform, opposite(space, denied)));
  });
}

export const platformAddresses = [...hostAddress, ...metadataAddress];

/** Services of the platform that a tag can deny, with their ports; whether the tag means more of the address is not said. */
const platformServices: Readonly<Record<string, { readonly address: Partial<PacketBox>; readonly service: Partial<PacketBox> }>> = {
  azureplatformdns: { address: { destination: hostAddress }, service: { destination: hostAddress, destinationPorts: [{ first: 53, last: 53 }] } },
  azureplatformimds: { address: { destination: metadataAddress }, service: { destination: metadataAddress, destinationPorts: [{ first: 80, last: 80 }] } },
};

/** The outbound rules that count for the platform's own addresses. */
export function platformRules({ space }: Analysis, rules: readonly MatchedRule[]): readonly MatchedRule[] {
  return rules.flatMap((matched) =>
    matched.rule.destination.prefixes.flatMap((word) => {
      const platform = platformServices[word.toLowerCase()];
      if (platform === undefined) return [];
      const target = { must: space.box(platform.service), may: space.box(platform.address) };
      return [{ ...matched, match: both(space, matched.match, target) }];
    }),
  );
}

/** What a group's answer depends on; membership of application security groups only where the group mentions them. */
function placeKey(analysis: Analysis, group: SecurityGroup, direction: Direction, subnet: string, members: Members): string {
  const mentioned = mentionedGroups(analysis, group);
  const key = (ids: readonly string[]) => ids.filter((id) => mentioned.has(id)).join();
  return [groupKey(group), direction, subnet, key(members.source), key(members.destination)].join("|");
}

/** Tells the candidates for one group apart. */
export function groupKey({ id, variant }: SecurityGroup): string {
  return variant === undefined ? id : `${id}#${variant}`;
}

function mentionedGroups(analysis: Analysis, group: SecurityGroup): ReadonlySet<string> {
  return analysis.remembered(`mentioned|${groupKey(group)}`, () => new Set(group.rules.flatMap(({ source, destination }) => [...source.applicationSecurityGroups, ...destination.applicationSecurityGroups])));
}

function matchOf(analysis: Analysis, rule: SecurityRule, subnet: string, members: Members): Bounds {
  const source = placeMeaning(analysis, rule.source, rule, subnet, members.source);
  const destination = placeMeaning(analysis, rule.destination, rule, subnet, members.destination);
  return boundsOf(analysis, {
    source,
    destination,
    protocols: protocolsOf(analysis, rule.protocol, rule.origin),
    sourcePorts: portsOf(analysis, rule.sourcePorts, rule.origin),
    destinationPorts: portsOf(analysis, rule.destinationPorts, rule.origin),
  });
}

/**
 * A rule that names an application security group concerns the interfaces that are its members, and no others.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/application-security-groups.md.
 */
function placeMeaning(analysis: Analysis, place: RulePlace, rule: SecurityRule, subnet: string, memberOf: readonly string[]): Meaning {
  if (place.applicationSecurityGroups.some((id) => memberOf.includes(id))) return { must: rangesOf("*"), may: rangesOf("*") };
  const meaning = meaningOf(place.prefixes, surroundingsOf(analysis, subnet));
  noteUnreadable(analysis, meaning.unreadable, rule.origin);
  return meaning;
}

export interface NumberMeaning {
  readonly must: readonly NumberRange[];
  readonly may: readonly NumberRange[];
}

/** The packets of a rule, from what each of its fields means. */
export function boundsOf(
  { space }: Analysis,
  fields: { readonly source: Meaning; readonly destination: Meaning; readonly protocols: NumberMeaning; readonly sourcePorts?: NumberMeaning; readonly destinationPorts: NumberMeaning },
): Bounds {
  const everything: NumberMeaning = { must: [everyPort], may: [everyPort] };
  const box = (bound: keyof Bounds) =>
    space.box({
      source: fields.source[bound],
      destination: fields.destination[bound],
      protocols: fields.protocols[bound],
      sourcePorts: (fields.sourcePorts ?? everything)[bound],
      destinationPorts: fields.destinationPorts[bound],
    });
  return { must: box("must"), may: box("may") };
}

const { icmp, icmpv6, tcp, udp, esp, ah } = protocolNumbers;
const everyNumber: readonly NumberRange[] = [{ first: 0, last: 255 }];

/**
 * Groups do not support ICMPv6 (MicrosoftDocs/azure-docs articles/virtual-network/ip-services/ipv6-overview.md, "Limitations"): whether
 * a rule for ICMP means it too is not known.
 */
const protocolWords: Readonly<Record<string, NumberMeaning>> = { tcp: numbered([tcp]), udp: numbered([udp]), icmp: numbered([icmp], [icmpv6]), esp: numbered([esp]), ah: numbered([ah]) };

function numbered(numbers: readonly number[], perhaps: readonly number[] = []): NumberMeaning {
  const must = numbers.map((number) => ({ first: number, last: number }));
  return { must, may: [...must, ...perhaps.map((number) => ({ first: number, last: number }))] };
}

export function protocolsOf(analysis: Analysis, word: string, origin: Origin): NumberMeaning {
  if (word === "*" || word.toLowerCase() === "any") return { must: everyNumber, may: everyNumber };
  const meaning = protocolWords[word.toLowerCase()];
  if (meaning !== undefined) return meaning;
  noteUnreadable(analysis, [word], origin);
  return { must: [], may: everyNumber };
}

export function portsOf(analysis: Analysis, words: readonly string[], origin: Origin): NumberMeaning {
  const read = words.map((word) => ({ word, range: portRange(word.trim()) }));
  const must = read.flatMap(({ range }) => (range === undefined ? [] : [range]));
  const unreadable = read.filter(({ range }) => range === undefined).map(({ word }) => word);
  noteUnreadable(analysis, unreadable, origin);
  return { must, may: unreadable.length > 0 ? [everyPort] : must };
}

function portRange(word: string): NumberRange | undefined {
  if (word === "*" || word.toLowerCase() === "any") return everyPort;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(word) ?? [];
  if (first === undefined || Number(first) > Number(last) || Number(last) > everyPort.last) return undefined;
  return { first: Number(first), last: Number(last) };
}

export function noteUnreadable(analysis: Analysis, words: readonly string[], origin: Origin): void {
  for (const word of words) {
    analysis.found.set(`${origin.resource}|${origin.path ?? ""}|${word}`, { origin, reason: `"${word}" is no address, port, protocol or service tag that can be read; it may mean anything`, concerns: [] });
  }
}
