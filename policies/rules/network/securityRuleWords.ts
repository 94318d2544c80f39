import { rangesOf } from "../../../reachability/serviceTags.ts";
import type { PortSpan } from "../../../specification/vocabulary.ts";
import type { Resource } from "../../stack.ts";
import { NotKnown, type View } from "../../view.ts";

/** Where Azure takes rules of a security group: inside it, and as resources of their own. */
export const securityRuleTypes = ["network:NetworkSecurityGroup", "network:SecurityRule"] as const;

/** The rules that a resource of one of these types states. */
export function securityRulesOf({ type, inputs }: Resource): readonly View[] {
  return type === "network:SecurityRule" ? [inputs] : inputs.records("securityRules");
}

/** A text of a rule in lower case: Azure takes its words in any case. */
export function wordOf(rule: View, key: string): string | undefined {
  return rule.text(key)?.toLowerCase();
}

export function isAllowed(rule: View): boolean {
  return wordOf(rule, "access") !== "deny";
}

/** A word of a rule and where it stands. */
export interface PlacedWord {
  readonly word: string;
  /** Inside the resource's inputs. */
  readonly path: string;
}

export type Side = "source" | "destination";

/** Prefixes and tags of one side of a security rule, from the single property and from the list. */
export function prefixesOf(rule: View, side: Side): readonly PlacedWord[] {
  return wordsOf(rule, `${side}AddressPrefix`, `${side}AddressPrefixes`);
}

export function portsOf(rule: View, side: Side): readonly PlacedWord[] {
  return wordsOf(rule, `${side}PortRange`, `${side}PortRanges`);
}

function wordsOf(rule: View, one: string, many: string): readonly PlacedWord[] {
  const single = rule.text(one);
  return [...(single === undefined ? [] : [{ word: single, path: rule.at(one) }]), ...placedTexts(rule, many)];
}

export function placedTexts(rule: View, key: string): readonly PlacedWord[] {
  return rule.texts(key).map((word, index) => ({ word, path: `${rule.at(key)}[${index}]` }));
}

/**
 * The ports of a word: `443`, `1000-2000`, `*`.
 *
 * @throws NotKnown where it is none of these
 */
export function spanOf({ word, path }: PlacedWord): PortSpan {
  if (word.trim() === "*") return { from: 0, to: 65535 };
  const found = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(word);
  if (found === null) throw new NotKnown(path, "is neither a port nor a range of ports");
  return { from: Number(found[1]), to: Number(found[2] ?? found[1]) };
}

export function overlaps(one: PortSpan, other: PortSpan): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** Prefixes shorter than these are nobody's network: the largest private one, and the least that is given out of IPv6. */
const shortestPrefix = { IPv4: 8n, IPv6: 19n } as const;
const bits = { IPv4: 32n, IPv6: 128n } as const;

/** Whether a word stands for more addresses than any network has: `*`, `Any`, `0.0.0.0/0`, half of everything. */
export function isEverywhere(word: string): boolean {
  if (/^(?:\*|any)$/i.test(word.trim())) return true;
  return rangesOf(word.trim()).some(({ family, first, last }) => last - first + 1n > 1n << (bits[family] - shortestPrefix[family]));
}

/** Whether a word stands for the internet, alone or among everything. What rents an address of Azure's data centres is anybody. */
export function isInternet(word: string): boolean {
  return isEverywhere(word) || /^(?:internet|azurecloud(?:\..+)?)$/i.test(word.trim());
}

/** The tag under which health probes come, and nothing else. */
export function isProbe(word: string): boolean {
  return word.trim().toLowerCase() === "azureloadbalancer";
}
