import type { Clause } from "../specification/vocabulary.ts";

/** A place where a stack does not hold a rule, or where nobody can tell. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  /** `unknown`: what decides it is not known; a mandatory rule then fails all the same (decision 8). */
  readonly kind: "broken" | "unknown";
  /** URN where there is one, else the logical name; `the stack` where no single resource is at fault. */
  readonly resource: string;
  /** Inside the resource's inputs; empty where it is about the resource as a whole. */
  readonly path: string;
  /** What stands there; left out where it is absent, not known or must not be shown. */
  readonly value?: unknown;
  /** Nothing stands there. */
  readonly absent?: true;
  /** What must hold. */
  readonly limit: string;
  readonly clause?: Clause;
  readonly fix: string;
  /** More that shows it: a packet and its way. */
  readonly evidence?: string;
}

/** What is found wrong, before the rule has put its name to it. */
export interface Fault {
  /** Left out by a rule about a single resource. */
  readonly resource?: string;
  readonly path: string;
  readonly value?: unknown;
  readonly absent?: true;
  readonly limit: string;
  /** Left out: the rule's first clause. */
  readonly clause?: Clause;
  /** Left out: the rule's own. */
  readonly fix?: string;
  readonly evidence?: string;
  /** Left out: broken. */
  readonly kind?: "unknown";
}

export const wholeStack = "the stack";

/** Logical name of what findings call by its URN, or by that name already. */
export function nameOfLabel(label: string): string {
  return label.slice(label.lastIndexOf("::") + (label.includes("::") ? 2 : 1));
}
