/** `lost`: led to something that is in no model. `unanswered` arrives, and its reply does not; `unheard` arrives, and its reply is lost. */
export type Fate = "answered" | "unanswered" | "unheard" | "dropped" | "lost";

export function arrives(fate: Fate): boolean {
  return fate === "answered" || fate === "unanswered" || fate === "unheard";
}

/** Two parts of a reply's way: one that fails ends it. */
export function worse(one: Fate, other: Fate): Fate {
  const order: readonly Fate[] = ["unanswered", "unheard", "answered"];
  return order[Math.min(order.indexOf(one), order.indexOf(other))]!;
}

/** One of several is true, and nobody knows which. */
export function agreed(fates: readonly Fate[]): Fate {
  if (fates.every((fate) => fate === fates[0])) return fates[0] ?? "dropped";
  return fates.every(arrives) ? "unheard" : "lost";
}

/** One of several ways is enough. */
export function either(fates: readonly Fate[]): Fate {
  const order: readonly Fate[] = ["answered", "unheard", "lost", "unanswered", "dropped"];
  return order.find((fate) => fates.includes(fate)) ?? "dropped";
}

/** Whether something is so in every world that is left open, in none, or in some. */
export type Certainty = "yes" | "no" | "perhaps";

export function both(one: Certainty, other: Certainty): Certainty {
  return one === "no" || other === "no" ? "no" : one === "yes" ? other : "perhaps";
}

export function doubted(certainty: Certainty, then: () => Fate): Fate {
  if (certainty === "no") return "dropped";
  const fate = then();
  return certainty === "perhaps" && arrives(fate) ? "lost" : fate;
}
