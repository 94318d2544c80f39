import { gapsOf, type Analysis } from "./analysis.ts";
import { both, certain, decidedAs, either, opposite, possible, type BoundedRule, type Bounds } from "./bounds.ts";
import { parseAddress, type Address, type AddressRange } from "./addresses.ts";
import type { FirewallRule, FirewallRuleCollection, FirewallRuleGroup, ModelFirewall } from "./model.ts";
import { isMeantBy } from "./namedPlaces.ts";
import type { NumberRange, PacketBox } from "./packetSetFields.ts";
import { protocolNumbers } from "./packetSetFields.ts";
import { boundsOf, noteUnreadable, portsOf, protocolsOf, type NumberMeaning } from "./securityGroups.ts";
import { surroundingsOf } from "./surroundings.ts";
import { hostMeaning, meaningOf, rangesOf, type Meaning } from "./serviceTags.ts";

/** A rule of a firewall with what it matches; `Pass` is what no rule of its kind decides. */
export interface MatchedFirewallRule extends BoundedRule<"Allow" | "Deny" | "Dnat"> {
  readonly rule: FirewallRule;
  readonly collection: FirewallRuleCollection;
  readonly group: FirewallRuleGroup;
}

export interface Translation extends MatchedFirewallRule {
  readonly address: Address | undefined;
  readonly port: number | undefined;
  /** What the rule takes at the firewall, as sent. */
  readonly box: Pick<PacketBox, "destination" | "destinationPorts">;
}

/** What a firewall does with packets that come to it. */
export interface FirewallDecisions {
  /** Let through with the sender's address. */
  readonly plain: Bounds;
  /** Let through with one of the firewall's own addresses in place of the sender's. */
  readonly translated: Bounds;
  /** Denied by a network rule, which holds for what is translated towards an inner address too. */
  readonly networkDenied: Bounds;
}

/**
 * Within a kind the order is that of group and collection priorities; whatever the priorities, translations are judged before
 * network rules and these before application rules. The first match ends the judgement, and what nothing matches is denied.
 * Application rules see HTTP, HTTPS and MSSQL.
 * Source: MicrosoftDocs/azure-docs articles/firewall/rule-processing.md.
 *
 * The infrastructure rule collection, which allows some of the platform's own host names, is not judged: no such name is a place here.
 */
export function rulesOf(analysis: Analysis, firewall: ModelFirewall, kind: FirewallRule["kind"]): readonly MatchedFirewallRule[] {
  return analysis.remembered(`firewall-rules|${firewall.id}|${kind}`, () =>
    firewall.groups
      .toSorted((one, other) => one.priority - other.priority)
      .flatMap((group) => group.collections.toSorted((one, other) => one.priority - other.priority).map((collection) => ({ group, collection })))
      .flatMap(({ group, collection }) => collection.rules.filter((rule) => rule.kind === kind).map((rule) => ({ rule, collection, group, action: collection.action, match: matchOf(analysis, firewall, rule) }))),
  );
}

export function decisionsOf(analysis: Analysis, firewall: ModelFirewall): FirewallDecisions {
  const { space } = analysis;
  return analysis.remembered(`firewall|${firewall.id}`, () => {
    if (gapsOf(analysis, firewall.id).length > 0) {
      const anything = possible(space, space.all);
      return { plain: anything, translated: anything, networkDenied: anything };
    }
    const [network, application, translation] = (["network", "application", "translation"] as const).map((kind) => rulesOf(analysis, firewall, kind));
    const left = opposite(space, { must: space.union(...translation!.map(({ match }) => match.must)), may: space.union(...translation!.map(({ match }) => match.may)) });
    const networkAllowed = both(space, left, decidedAs(space, network!, "Allow"));
    const networkDenied = decidedAs(space, network!, "Deny");
    const undecided = opposite(space, either(space, decidedAs(space, network!, "Allow"), networkDenied));
    const applicationAllowed = both(space, left, undecided, decidedAs(space, application!, "Allow"));
    const untranslated = untranslatedOf(analysis, firewall);
    // What machines send to the firewall's public addresses may come back in; that is not modelled.
    const cameBack = possible(space, space.union(...translation!.map(({ match }) => match.may)));
    // What a firewall does with IPv6, which it does not support, is not said (articles/virtual-network/ip-services/ipv6-overview.md).
    const ipv4 = certain(space.box({ source: rangesOf("0.0.0.0/0") }));
    const ipv6 = possible(space, space.box({ source: rangesOf("::/0") }));
    return {
      plain: either(space, both(space, ipv4, networkAllowed, untranslated), ipv6),
      translated: both(space, ipv4, either(space, both(space, networkAllowed, opposite(space, untranslated)), applicationAllowed, cameBack)),
      networkDenied,
    };
  });
}

/**
 * Destinations for which network rules keep the sender's address; application rules never keep it. 0.0.0.0/0 keeps it always,
 * 255.255.255.255/32 never.
 * Source: MicrosoftDocs/azure-docs articles/firewall/snat-private-range.md.
 */
export function untranslatedOf(analysis: Analysis, firewall: ModelFirewall): Bounds {
  const { space } = analysis;
  const meaning = meaningOf(firewall.untranslated.flatMap((word) => (/^ianaprivateranges$/i.test(word) ? ianaPrivateRanges : [word])), surroundingsOf(analysis, ""));
  noteUnreadable(analysis, meaning.unreadable, firewall.origin);
  return { must: space.box({ destination: meaning.must }), may: space.box({ destination: meaning.may }) };
}

const ianaPrivateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * What a firewall can send on to the Internet, whatever its rules allow. Protocols without ports do not get its public address, say its
 * known issues; of the tier Premium it is said that they do. For them it is not known.
 * Sources: MicrosoftDocs/azure-docs articles/firewall/overview.md, "Known issues" (later firewall-known-issues.md), and issue 87898.
 */
export function sentToInternet({ space }: Analysis): Bounds {
  return { must: space.box({ protocols: [tcp, udp].map(single) }), may: space.all };
}

/** Addresses that translated packets come from: any of the firewall's subnet. */
export function ownAddresses(analysis: Analysis, firewall: ModelFirewall): readonly AddressRange[] {
  return analysis.subnets.get(firewall.subnet)?.ranges ?? rangesOf(firewall.address);
}

/** What the firewall answers itself: names, where it is the proxy for them (MicrosoftDocs/azure-docs articles/firewall/dns-settings.md, "DNS proxy"). */
export function answeredBy(analysis: Analysis, firewall: ModelFirewall): Bounds {
  const { space } = analysis;
  if (!firewall.nameProxy) return certain(space.empty);
  const port = { first: 53, last: 53 };
  const questions = certain(space.box({ destination: rangesOf(firewall.address), protocols: [tcp, udp].map(single), destinationPorts: [port] }));
  return gapsOf(analysis, firewall.id).length > 0 ? possible(space, questions.may) : questions;
}

/**
 * The firewall's ways in, in order. A translation that matches also lets the translated packet through, unless a network rule
 * denies it.
 * Source: MicrosoftDocs/azure-docs articles/firewall/rule-processing.md, "NAT rules".
 */
export function translationsOf(analysis: Analysis, firewall: ModelFirewall): readonly Translation[] {
  return rulesOf(analysis, firewall, "translation").flatMap((matched) => {
    if (matched.rule.kind !== "translation") return [];
    const { destinations, ports, translatedAddress, translatedPort, origin } = matched.rule;
    const box = { destination: meaningOf(destinations, surroundingsOf(analysis, "")).may, destinationPorts: portsOf(analysis, ports, origin).may };
    const port = /^\d{1,5}$/.test(translatedPort) ? Number(translatedPort) : undefined;
    return [{ ...matched, address: parseAddress(translatedAddress), port, box }];
  });
}

const { icmp, tcp, udp } = protocolNumbers;

function single(number: number): NumberRange {
  return { first: number, last: number };
}

function matchOf(analysis: Analysis, firewall: ModelFirewall, rule: FirewallRule): Bounds {
  switch (rule.kind) {
    case "network":
    case "translation":
      return boundsOf(analysis, {
        source: placesOf(analysis, rule.sources, rule),
        destination: rule.kind === "network" ? joined(placesOf(analysis, rule.destinations, rule), resolvedNames(analysis, firewall, rule.hostNames)) : placesOf(analysis, rule.destinations, rule),
        protocols: joinedProtocols(analysis, rule.protocols, rule),
        destinationPorts: portsOf(analysis, rule.ports, rule.origin),
      });
    case "application":
      return boundsOf(analysis, {
        source: placesOf(analysis, rule.sources, rule),
        destination: namesMeaning(analysis, [...rule.hostNames, ...rule.tags]),
        protocols: exactNumbers([single(tcp)]),
        destinationPorts: exactNumbers(rule.protocols.map(({ port }) => single(port))),
      });
  }
}

function placesOf(analysis: Analysis, words: readonly string[], { origin }: FirewallRule): Meaning {
  const meaning = meaningOf(words, surroundingsOf(analysis, ""));
  noteUnreadable(analysis, meaning.unreadable, origin);
  return meaning;
}

/**
 * Names in network rules need the firewall's DNS proxy: without it, whether firewall and machine mean the same address is unknown.
 * Wildcards are no names there.
 * Source: MicrosoftDocs/azure-docs articles/firewall/fqdn-filtering-network-rules.md.
 */
function resolvedNames(analysis: Analysis, firewall: ModelFirewall, names: readonly string[]): Meaning {
  const may = namesMeaning(analysis, names).may;
  const must = namesMeaning(analysis, names.filter((name) => !name.includes("*"))).must;
  return { must: firewall.nameProxy ? must : [], may };
}

/** Host names, `*`, names with an asterisk on the left, and FQDN tags; a tag is a name of its own, whatever names Microsoft counts among it. */
function namesMeaning({ places }: Analysis, words: readonly string[]): Meaning {
  const parts = words.map((word): Meaning => {
    if (word === "*") return exact(rangesOf("*"));
    const meant = hostMeaning(places.names.filter((name) => isMeantBy(name, word)), places);
    return exact(meant);
  });
  return joined(...parts);
}

function joined(...meanings: readonly Meaning[]): Meaning {
  return { must: meanings.flatMap(({ must }) => must), may: meanings.flatMap(({ may }) => may) };
}

function joinedProtocols(analysis: Analysis, words: readonly string[], { origin }: FirewallRule): NumberMeaning {
  // Firewalls are of IPv4 alone, and so is their ICMP.
  const parts = words.map((word) => (word.toLowerCase() === "icmp" ? exactNumbers([single(icmp)]) : protocolsOf(analysis, word, origin)));
  return { must: parts.flatMap(({ must }) => must), may: parts.flatMap(({ may }) => may) };
}

function exact(ranges: readonly AddressRange[]): Meaning {
  return { must: ranges, may: ranges };
}

function exactNumbers(ranges: readonly NumberRange[]): NumberMeaning {
  return { must: ranges, may: ranges };
}

