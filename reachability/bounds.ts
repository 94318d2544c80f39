import type { PacketSet, PacketSpace } from "./packetSet.ts";
import type { Packet } from "./packetSetFields.ts";
import { decide } from "./ruleList.ts";

/**
 * A set that is not wholly known: it holds `must` for certain and nothing outside `may`. The two are the same set where
 * everything is known.
 */
export interface Bounds {
  readonly must: PacketSet;
  readonly may: PacketSet;
}

export function certain(set: PacketSet): Bounds {
  return { must: set, may: set };
}

/** Nothing for certain, perhaps any of the set. */
export function possible(space: PacketSpace, set: PacketSet): Bounds {
  return { must: space.empty, may: set };
}

export function both(space: PacketSpace, ...parts: readonly Bounds[]): Bounds {
  return { must: space.intersect(...parts.map(({ must }) => must)), may: space.intersect(...parts.map(({ may }) => may)) };
}

export function either(space: PacketSpace, ...parts: readonly Bounds[]): Bounds {
  return { must: space.union(...parts.map(({ must }) => must)), may: space.union(...parts.map(({ may }) => may)) };
}

/** One of several is true and nobody knows which: where they agree, the answer is known (decision 8). */
export function oneOf(space: PacketSpace, candidates: readonly Bounds[]): Bounds {
  return { must: space.intersect(...candidates.map(({ must }) => must)), may: space.union(...candidates.map(({ may }) => may)) };
}

export function opposite(space: PacketSpace, { must, may }: Bounds): Bounds {
  return { must: space.complement(may), may: space.complement(must) };
}

/** A rule of an ordered list; whether it matches a packet may be unknown. */
export interface BoundedRule<A extends string> {
  readonly action: A;
  readonly match: Bounds;
}

/**
 * What an ordered list decides so, first match first: for certain only where no earlier rule may say otherwise, perhaps unless an
 * earlier rule says otherwise for certain.
 */
export function decidedAs<A extends string>(space: PacketSpace, rules: readonly BoundedRule<A>[], action: A): Bounds {
  const decided = (own: keyof Bounds, others: keyof Bounds) =>
    decide(
      space,
      rules.map((rule) => ({ priority: 0, action: rule.action === action ? "yes" : "no", packets: rule.match[rule.action === action ? own : others] })),
    ).decided("yes");
  const must = decided("must", "may");
  return rules.every(({ match }) => match.must.node === match.may.node) ? certain(must) : { must, may: decided("may", "must") };
}

/** What the list may do with one packet: the rules that may be the first to match it; the last one for certain unless none is. */
export function rulesFor<R extends BoundedRule<string>>(space: PacketSpace, rules: readonly R[], packet: Packet): { readonly candidates: readonly R[]; readonly decided: boolean } {
  const candidates: R[] = [];
  for (const rule of rules) {
    if (!space.contains(rule.match.may, packet)) continue;
    candidates.push(rule);
    if (space.contains(rule.match.must, packet)) return { candidates, decided: true };
  }
  return { candidates, decided: false };
}
