import { unknownWord, type FirewallRule, type FirewallRuleCollection } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import { note, originAt, required, sectionsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { addressWord, anyWord, portWord, wordsAt, type RulePlaces } from "./readRuleWords.ts";
import type { Stated } from "./readStated.ts";
import { below, sectionAt, textAt, textsAt, wholeNumberAt, type Section } from "./readValues.ts";

/** What rules of a firewall are read with. `place` concerns the firewall's policy, or the firewall where it has none. */
export interface FirewallReading {
  readonly place: Place;
  readonly directory: Directory;
  readonly resource: Stated;
  /** Addresses of the IP groups by id. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** IP groups by id. A list that is not wholly known may hold anything. */
export function readIpGroups(directory: Directory, gaps: Gaps): ReadonlyMap<string, readonly string[]> {
  return new Map(
    directory.of("network:IpGroup").map((resource) => {
      const id = directory.idOf(resource);
      const whole: Place = { gaps, resource: resource.label, concerns: [id] };
      return [id, wordsAt({ whole, rule: whole }, resource.inputs, { many: "ipAddresses" }, addressWord)];
    }),
  );
}

/** The collections of a rule collection group. Source: MicrosoftDocs/azure-docs articles/firewall/policy-rule-sets.md. */
export function policyCollections(reading: FirewallReading): readonly FirewallRuleCollection[] {
  const { place, resource } = reading;
  return sectionsOr(place, resource.inputs, "ruleCollections").flatMap((section) => {
    const type = required(place, below(section, "ruleCollectionType"), textAt(section, "ruleCollectionType"));
    if (type === undefined) return [];
    const isTranslation = sameText(type, "FirewallPolicyNatRuleCollection");
    if (!isTranslation && !sameText(type, "FirewallPolicyFilterRuleCollection")) return note(place, below(section, "ruleCollectionType"), "is of no kind that is read") ?? [];
    const rules = sectionsOr(place, section, "rules").map((rule) => policyRule(reading, rule, isTranslation));
    return collection(place, section, rules, isTranslation ? "Dnat" : undefined) ?? [];
  });
}

function policyRule(reading: FirewallReading, section: Section, isTranslation: boolean): FirewallRule | undefined {
  const type = required(reading.place, below(section, "ruleType"), textAt(section, "ruleType"));
  if (type === undefined) return undefined;
  if (isTranslation && sameText(type, "NatRule")) return translationRule(reading, section, "ipProtocols");
  if (!isTranslation && sameText(type, "NetworkRule")) return networkRule(reading, section, "ipProtocols");
  if (!isTranslation && sameText(type, "ApplicationRule")) return applicationRule(reading, section);
  return void note(reading.place, below(section, "ruleType"), "is no rule that the collection may hold");
}

/** Rules written into the firewall itself, from the time before policies. */
export function classicCollections(reading: FirewallReading): readonly FirewallRuleCollection[] {
  const { place, resource } = reading;
  const ofKind = (key: string, rule: (section: Section) => FirewallRule | undefined, action?: "Dnat") =>
    sectionsOr(place, resource.inputs, key).flatMap((section) => collection(place, section, sectionsOr(place, section, "rules").map(rule), action) ?? []);
  return [
    ...ofKind("natRuleCollections", (section) => translationRule(reading, section, "protocols"), "Dnat"),
    ...ofKind("networkRuleCollections", (section) => networkRule(reading, section, "protocols")),
    ...ofKind("applicationRuleCollections", (section) => applicationRule(reading, section)),
  ];
}

function collection(place: Place, section: Section, rules: readonly (FirewallRule | undefined)[], expected: "Dnat" | undefined): FirewallRuleCollection | undefined {
  const priority = required(place, below(section, "priority"), wholeNumberAt(section, "priority"));
  const stated = required(place, below(section, "action"), sectionAt(section, "action"));
  const type = stated === undefined ? undefined : required(place, below(stated, "type"), textAt(stated, "type"));
  if (priority === undefined || type === undefined) return undefined;
  const action = (expected === undefined ? (["Allow", "Deny"] as const) : (["Dnat"] as const)).find((known) => sameText(known, type));
  if (action === undefined) return void note(place, below(section, "action"), `is ${type}, which is not modelled`);
  return { name: nameAt(section), priority, action, rules: rules.filter((rule) => rule !== undefined) };
}

function networkRule(reading: FirewallReading, section: Section, protocols: string): FirewallRule {
  const places = placesOf(reading);
  const groups = ipGroupWords(reading, section, "destinationIpGroups");
  return {
    kind: "network",
    name: nameAt(section),
    protocols: filled(places, section, protocols, wordsAt(places, section, { many: protocols }, anyWord)),
    sources: sourcesOf(reading, section),
    destinations: [...wordsAt(places, section, { many: "destinationAddresses" }, addressWord), ...groups],
    hostNames: wordsAt(places, section, { many: "destinationFqdns" }, anyWord),
    ports: filled(places, section, "destinationPorts", wordsAt(places, section, { many: "destinationPorts" }, portWord)),
    origin: originAt(reading.place, section.path),
  };
}

function applicationRule(reading: FirewallReading, section: Section): FirewallRule {
  const { place } = reading;
  const places = placesOf(reading);
  const protocols = sectionsOr(place, section, "protocols").flatMap((entry) => {
    const protocol = required(place, below(entry, "protocolType"), textAt(entry, "protocolType"));
    const port = required(place, below(entry, "port"), wholeNumberAt(entry, "port"));
    return protocol === undefined || port === undefined ? [] : [{ protocol, port }];
  });
  // What the model has no words for: which names are meant is then not known.
  const beyond = ["targetUrls", "webCategories", "destinationAddresses"].filter((key) => saysSomething(section, key));
  for (const key of beyond) note(place, below(section, key), "is not modelled");
  const hostNames = wordsAt(places, section, { many: "targetFqdns" }, anyWord);
  return {
    kind: "application",
    name: nameAt(section),
    sources: sourcesOf(reading, section),
    hostNames: beyond.length > 0 ? [...hostNames, unknownWord] : hostNames,
    tags: wordsAt(places, section, { many: "fqdnTags" }, anyWord),
    protocols,
    origin: originAt(place, section.path),
  };
}

function translationRule(reading: FirewallReading, section: Section, protocols: string): FirewallRule {
  const { place } = reading;
  const places = placesOf(reading);
  const address = valueOr(place, below(section, "translatedAddress"), textAt(section, "translatedAddress"), undefined);
  if (saysSomething(section, "translatedFqdn")) note(place, below(section, "translatedFqdn"), "is not modelled");
  else if (address === undefined) note(place, below(section, "translatedAddress"), "is missing");
  const port = valueOr(place, below(section, "translatedPort"), textAt(section, "translatedPort"), undefined);
  return {
    kind: "translation",
    name: nameAt(section),
    protocols: filled(places, section, protocols, wordsAt(places, section, { many: protocols }, anyWord)),
    sources: sourcesOf(reading, section),
    destinations: filled(places, section, "destinationAddresses", wordsAt(places, section, { many: "destinationAddresses" }, addressWord)),
    ports: filled(places, section, "destinationPorts", wordsAt(places, section, { many: "destinationPorts" }, portWord)),
    translatedAddress: address ?? unknownWord,
    translatedPort: port ?? unknownWord,
    origin: originAt(place, section.path),
  };
}

function sourcesOf(reading: FirewallReading, section: Section): readonly string[] {
  const places = placesOf(reading);
  const groups = ipGroupWords(reading, section, "sourceIpGroups");
  return filled(places, section, "sourceAddresses", [...wordsAt(places, section, { many: "sourceAddresses" }, addressWord), ...groups]);
}

/** IP groups are named by their ids alone, without a record around them. */
function ipGroupWords({ place, directory, resource, groups }: FirewallReading, section: Section, key: string): readonly string[] {
  const listed = valueOr(place, below(section, key), textsAt(section, key), []);
  return listed.flatMap(({ path, text }) => {
    if (text.kind === "known") {
      const id = directory.canonical(text.value);
      const words = groups.get(id);
      if (words === undefined) note(place, path, `names ${id}, which is not in the stack`, [...place.concerns, id]);
      return words ?? [unknownWord];
    }
    const property = /^[^.[]*/.exec(path)![0];
    const possible = text.kind === "unknown" && !text.malformed ? directory.behind(resource, property, ["network:IpGroup"]) : [];
    const words = possible.length === 1 ? groups.get(directory.idOf(possible[0]!)) : undefined;
    if (words === undefined) note(place, path, text.kind === "absent" ? "is missing" : text.reason);
    return words ?? [unknownWord];
  });
}

/** A firewall's policy is judged as a whole: what is unknown of one of its rules concerns all of it. */
function placesOf({ place }: FirewallReading): RulePlaces {
  return { whole: place, rule: place };
}

function filled(places: RulePlaces, section: Section, key: string, words: readonly string[]): readonly string[] {
  if (words.length > 0) return words;
  note(places.whole, below(section, key), "is missing");
  return [unknownWord];
}

function nameAt(section: Section): string {
  const name = textAt(section, "name");
  return name.kind === "known" ? name.value : section.path;
}

export function saysSomething(section: Section, key: string): boolean {
  const value = section.values[key];
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

