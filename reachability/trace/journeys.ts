import type { Hop, Way } from "../endpoints.ts";

/** A packet's way and its reply's, as one of the possible worlds has it. */
export interface Journey {
  readonly forth: Way;
  readonly back?: Way;
}

/** The journey after these hops; one that denies ends it, one that is unknown leaves open whether it gets on. */
export function along(hops: readonly Hop[], then: () => Journey): Journey {
  const denial = hops.findIndex(({ decision }) => decision === "deny");
  if (denial !== -1) return { forth: { hops: hops.slice(0, denial + 1), end: "dropped", reason: hops[denial]!.by } };
  const { forth, back } = then();
  return { forth: prefixed(hops, forth), ...(back === undefined ? {} : { back }) };
}

export function prefixed(hops: readonly Hop[], way: Way): Way {
  const open = hops.find(({ decision }) => decision === "unknown");
  const isOpen = open !== undefined && way.end === "delivered";
  return { hops: [...hops, ...way.hops], end: isOpen ? "unknown" : way.end, reason: isOpen ? open.by : way.reason };
}

/** It arrives, after these hops; `back` is the way of its reply. */
export function delivered(hops: readonly Hop[], where: string, back: Way): Journey {
  return { forth: prefixed(hops, delivery(where)), back };
}

/** A way that has nothing more on it. */
export function delivery(reason: string): Way {
  return { hops: [], end: "delivered", reason };
}

export function dropped(reason: string): Journey {
  return { forth: { hops: [], end: "dropped", reason } };
}

export function unknown(reason: string): Journey {
  return { forth: { hops: [], end: "unknown", reason } };
}

/** What packet and reply come to together. */
export function endOf({ forth, back }: Journey): Way["end"] {
  const ends = [forth.end, ...(back === undefined ? [] : [back.end])];
  return ends.includes("dropped") ? "dropped" : ends.includes("unknown") ? "unknown" : "delivered";
}

/** Of several possibilities the first that is not dropped is shown; its end is known where all have the same. */
export function combined(journeys: readonly Journey[]): Journey {
  const ends = new Set(journeys.map(endOf));
  const shown = journeys.find((journey) => endOf(journey) !== "dropped") ?? journeys[0] ?? dropped("there is no way");
  if (ends.size <= 1) return shown;
  return { ...shown, forth: { ...shown.forth, end: "unknown", reason: endOf(shown) === "unknown" ? shown.forth.reason : "the possibilities do not agree" } };
}

export function combinedWays(ways: readonly Way[]): Way {
  return combined(ways.map((forth) => ({ forth }))).forth;
}
