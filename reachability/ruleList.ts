import { balanced, type PacketSet, type PacketSpace } from "./packetSet.ts";
import type { Packet } from "./packetSetFields.ts";
import { nothing, outcomeOf, everything, type NodeId } from "./packetSetNodes.ts";

/** What becomes of the packets it matches, unless a rule that is judged earlier matches them too. */
export interface Rule {
  /** The lower number is judged first; rules of equal number in the order in which they are given. */
  readonly priority: number;
  /** "allow", "deny", or whatever else a filter does. */
  readonly action: string;
  readonly packets: PacketSet;
}

/** What an ordered list of rules does, computed when it is asked for. */
export interface RuleDecisions<R extends Rule> {
  /** In the order in which they are judged. */
  readonly rules: readonly R[];
  /** The packets that the list decides so; empty where no rule has the action. */
  decided(action: R["action"]): PacketSet;
  /** The packets that no rule matches. */
  undecided(): PacketSet;
  /** The packets that this rule of the list is the first to match. */
  firstMatches(rule: R): PacketSet;
  /** The rules that are the first to match no packet: the list does the same without any one of them. */
  shadowed(): readonly R[];
  /** The first rule that matches the packet. */
  ruleFor(packet: Packet): R | undefined;
}

/** Judges a list of rules as a whole: first match wins. */
export function decide<R extends Rule>(space: PacketSpace, given: readonly R[]): RuleDecisions<R> {
  const rules = given.toSorted((one, other) => one.priority - other.priority);
  const actions = [...new Set(rules.map((rule) => rule.action))];
  const byAction = once(() => overlaid(space, rules, (rule) => actions.indexOf(rule.action) + 1));
  const byRule = once(() => overlaid(space, rules, (_, index) => index + 1));
  const withOutcome = (node: NodeId, wanted: number) => space.setOf(space.diagram.mapOutcomes(node, (outcome) => outcomeOf(outcome === wanted ? everything : nothing)));
  return {
    rules,
    decided: (action) => (actions.includes(action) ? withOutcome(byAction(), actions.indexOf(action) + 1) : space.empty),
    undecided: () => withOutcome(byAction(), outcomeOf(nothing)),
    firstMatches: (rule) => withOutcome(byRule(), positionOf(rules, rule) + 1),
    shadowed: () => {
      const deciding = space.diagram.outcomes(byRule());
      return rules.filter((_, index) => !deciding.has(index + 1));
    },
    ruleFor: (packet) => rules[space.outcomeFor(byRule(), packet) - 1],
  };
}

/** A diagram whose outcome is that of the first rule that matches, and 0 where none does. */
function overlaid<R extends Rule>(space: PacketSpace, rules: readonly R[], outcomeOfRule: (rule: R, index: number) => number): NodeId {
  const nodes = rules.map((rule, index) => {
    const outcome = outcomeOfRule(rule, index);
    const node = space.nodeOf(rule.packets);
    return outcome === outcomeOf(everything) ? node : space.diagram.mapOutcomes(node, (matches) => (matches === outcomeOf(everything) ? outcome : outcomeOf(nothing)));
  });
  return balanced(nodes, nothing, (earlier, later) => space.diagram.overlay(earlier, later));
}

function positionOf<R extends Rule>(rules: readonly R[], rule: R): number {
  const position = rules.indexOf(rule);
  if (position === -1) throw new RangeError("The rule is not of this list");
  return position;
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}
