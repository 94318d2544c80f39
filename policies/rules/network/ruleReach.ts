import { unknownWord, type RulePlace, type SecurityRule } from "../../../reachability/model.ts";
import { rangesOf, without } from "../../../reachability/serviceTags.ts";
import { mergeSpans } from "../../../specification/portSpans.ts";
import type { PortSpan } from "../../../specification/vocabulary.ts";
import { isProbe } from "./securityRuleWords.ts";
import type { Topology } from "./topology.ts";

/** The TCP ports among these that a rule opens, as far as its words are known: for one that is not, the model has a gap. */
export function openedPorts({ protocol, destinationPorts }: SecurityRule, spans: readonly PortSpan[]): readonly PortSpan[] {
  if (protocol !== "*" && protocol !== "Tcp") return [];
  const own = destinationPorts.flatMap((word): readonly PortSpan[] => {
    if (word === "*") return [{ from: 0, to: 65535 }];
    const [from, to = from] = word.split("-").map(Number);
    return Number.isInteger(from) && Number.isInteger(to) ? [{ from: from!, to: to! }] : [];
  });
  const shared = own.flatMap(({ from, to }) => spans.map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) })));
  return mergeSpans(shared.filter(({ from, to }) => from <= to));
}

/**
 * Whether a rule's source is, as far as it is known, more than these prefixes. A probe is nobody; an application security group is the
 * machines that carry it.
 *
 * @param among whether the machine with this interface is one of those meant
 */
export function reachesBeyond({ prefixes: words, applicationSecurityGroups }: RulePlace, { model }: Topology, prefixes: readonly string[], among: (face: string) => boolean): boolean {
  const allowed = rangesOf(...prefixes);
  const beyond = words.filter((word) => word !== unknownWord && !isProbe(word)).some((word) => rangesOf(word).length === 0 || without(rangesOf(word), allowed).length > 0);
  return beyond || model.interfaces.some((face) => face.applicationSecurityGroups.some((group) => applicationSecurityGroups.includes(group)) && !among(face.id));
}
