import { securityRulePriorities, securityRulesPerGroup } from "../azure/limits.ts";
import { unknownWord, type RulePlace, type SecurityGroup, type SecurityRule } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import { note, originAt, required, sectionsOr, type Gaps, type Place } from "./readGaps.ts";
import { addressWord, oneOfWords, portWord, wordsAt, type RulePlaces } from "./readRuleWords.ts";
import { idReference } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { below, textAt, wholeNumberAt, type Section } from "./readValues.ts";

/**
 * Groups by id, with their rules from both places where Azure takes them: inside the group and as resources of their own. Where they
 * are written in both, an update of the group replaces all by those inside it, and an update of a rule adds that rule: which of them
 * stand depends on what was updated last, so each is a candidate.
 * Source: Pulumi registry, azure.network.NetworkSecurityGroup, note on rules inside and of their own; the API's update replaces the whole.
 */
export function readSecurityGroups(directory: Directory, gaps: Gaps): ReadonlyMap<string, readonly SecurityGroup[]> {
  const standalone = standaloneRules(directory, gaps);
  const groups = directory.of("network:NetworkSecurityGroup").map((resource): [string, readonly SecurityGroup[]] => {
    const id = directory.idOf(resource);
    const place: Place = { gaps, resource: resource.label, concerns: [id] };
    const inside = sectionsOr(place, resource.inputs, "securityRules").map((section) => securityRule(place, section, resource, directory, textAt(section, "name"))).filter((rule) => rule !== undefined);
    const own = standalone.get(id) ?? [];
    const origin = originAt(place, undefined);
    checkRules(place, inside);
    checkRules(place, own);
    if (own.length === 0 || resource.inputs.values["securityRules"] === undefined) return [id, [{ id, rules: [...inside, ...own], origin }]];
    const together = joined(inside, own);
    const variants = [{ variant: "inside", rules: inside }, { variant: "own", rules: own }, ...(isTaken(place, together) ? [{ variant: "both", rules: together } as const] : [])] as const;
    return [id, variants.map(({ variant, rules }) => ({ id, variant, rules, origin }))];
  });
  return new Map(groups);
}

/** A rule of its own takes the place of one inside the group that has its name. */
function joined(inside: readonly SecurityRule[], own: readonly SecurityRule[]): readonly SecurityRule[] {
  const names = new Set(own.map(({ name }) => name.toLowerCase()));
  return [...inside.filter(({ name }) => !names.has(name.toLowerCase())), ...own];
}

/** Rules that Azure refuses beside each other never stand together. */
function isTaken(place: Place, rules: readonly SecurityRule[]): boolean {
  const gaps: Gaps = { found: [] };
  checkRules({ ...place, gaps }, rules);
  return gaps.found.length === 0;
}

function standaloneRules(directory: Directory, gaps: Gaps): ReadonlyMap<string, readonly SecurityRule[]> {
  const rules = new Map<string, SecurityRule[]>();
  for (const resource of directory.of("network:SecurityRule")) {
    const parents = directory.parentsOf(resource, "network:NetworkSecurityGroup");
    const place: Place = { gaps, resource: resource.label, concerns: parents };
    const [parent] = parents;
    if (parent === undefined || parents.length > 1) {
      note(place, "networkSecurityGroupName", "is not known: which group the rule belongs to cannot be told");
      continue;
    }
    if (directory.find(parent, "network:NetworkSecurityGroup") === undefined) note(place, "networkSecurityGroupName", "names a group that is not in the stack");
    const named = textAt(resource.inputs, "securityRuleName");
    const rule = securityRule(place, resource.inputs, resource, directory, named.kind === "known" ? named : { kind: "known", value: resource.name });
    if (rule === undefined) continue;
    const siblings = rules.get(parent);
    if (siblings === undefined) rules.set(parent, [rule]);
    else siblings.push(rule);
  }
  return rules;
}

function securityRule(whole: Place, section: Section, resource: Stated, directory: Directory, name: ReturnType<typeof textAt>): SecurityRule | undefined {
  const named = name.kind === "known" ? name.value : section.path === "" ? resource.name : section.path;
  const rule: Place = { ...whole, concerns: whole.concerns.map((id) => `${id}/securityrules/${named}`.toLowerCase()) };
  const places: RulePlaces = { whole, rule };
  const priority = required(whole, below(section, "priority"), wholeNumberAt(section, "priority"));
  const direction = oneOfWords(places, section, "direction", ["Inbound", "Outbound"]);
  const access = oneOfWords(places, section, "access", ["Allow", "Deny"]);
  if (priority === undefined || direction === undefined || access === undefined) return undefined;
  return {
    name: named,
    priority,
    direction,
    access,
    protocol: protocolAt(places, section),
    source: placeAt(places, section, "source", resource, directory),
    destination: placeAt(places, section, "destination", resource, directory),
    sourcePorts: portsAt(places, section, "source"),
    destinationPorts: portsAt(places, section, "destination"),
    origin: originAt(whole, section.path),
  };
}

function protocolAt(places: RulePlaces, section: Section): string {
  const text = textAt(section, "protocol");
  if (text.kind === "unknown" && !text.malformed) {
    note(places.rule, below(section, "protocol"), text.reason);
    return unknownWord;
  }
  return oneOfWords(places, section, "protocol", ["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"]) ?? unknownWord;
}

function placeAt(places: RulePlaces, section: Section, side: "source" | "destination", resource: Stated, directory: Directory): RulePlace {
  const prefixes = wordsAt(places, section, { one: `${side}AddressPrefix`, many: `${side}AddressPrefixes` }, addressWord);
  const groups = sectionsOr(places.whole, section, `${side}ApplicationSecurityGroups`).map((entry) => idReference(places.rule, entry, { directory, resource, kinds: ["network:ApplicationSecurityGroup"] }));
  const known = groups.flatMap((group) => (group.kind === "one" ? [group.id] : []));
  const unclear = groups.length - known.length;
  if (unclear > 0) note(places.rule, below(section, `${side}ApplicationSecurityGroups`), "are not all known");
  if (prefixes.length === 0 && groups.length === 0) note(places.whole, below(section, `${side}AddressPrefix`), "is missing");
  return {
    prefixes: unclear > 0 || (prefixes.length === 0 && groups.length === 0) ? [...prefixes, unknownWord] : prefixes,
    applicationSecurityGroups: known,
  };
}

function portsAt(places: RulePlaces, section: Section, side: "source" | "destination"): readonly string[] {
  const ports = wordsAt(places, section, { one: `${side}PortRange`, many: `${side}PortRanges` }, portWord);
  if (ports.length > 0) return ports;
  note(places.whole, below(section, `${side}PortRange`), "is missing");
  return [unknownWord];
}

/** What Azure refuses of a group as a whole. Sources: azure/limits.ts; priorities are unique for each direction. */
function checkRules(place: Place, rules: readonly SecurityRule[]): void {
  if (rules.length > securityRulesPerGroup.value) note(place, "securityRules", `are ${rules.length}: Azure takes ${securityRulesPerGroup.value} in a group`);
  const { lowest, highest } = securityRulePriorities.value;
  const taken = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, direction, priority, origin } of rules) {
    const at = { ...place, resource: origin.resource };
    if (priority < lowest || priority > highest) note(at, origin.path, `has priority ${priority}: Azure takes ${lowest} to ${highest}`);
    const other = taken.get(`${direction} ${priority}`);
    if (other !== undefined) note(at, origin.path, `has the priority of ${other}: Azure takes each priority once for each direction`);
    taken.set(`${direction} ${priority}`, name);
    if (names.has(name.toLowerCase())) note(at, origin.path, `has the name of another rule: ${name}`);
    names.add(name.toLowerCase());
  }
}
