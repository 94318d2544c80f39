import type { Clause } from "../specification/vocabulary.ts";

/** What was found of a stack's flows, as values that JSON can hold. */
export interface Verdict {
  readonly status: "proved" | "broken" | "unknown";
  /** Flows that must be open, and ordered pairs of places that were compared with them. */
  readonly flows: number;
  readonly pairs: number;
  readonly places: readonly VerdictPlace[];
  /** Broken before any flow is looked at: machines without roles, parts of the network that nobody can judge. */
  readonly faults: readonly Fault[];
  readonly differences: readonly Difference[];
  /** What the verdict takes for granted of the world outside the stack. */
  readonly assumptions: readonly Assumption[];
}

export interface VerdictPlace {
  readonly name: string;
  readonly zone?: string;
  readonly machines: readonly string[];
}

export interface Fault {
  readonly kind: "broken" | "unknown";
  readonly subject: string;
  readonly reason: string;
  readonly fix: string;
}

/** The hash changes with the words: who accepts an assumption accepts these words. */
export interface Assumption {
  readonly text: string;
  readonly hash: string;
}

/**
 * `missing`: specified, and does not get through. `extra`: gets through, and nothing specifies it. `asymmetric`: the packet gets through, the reply does not.
 * `bypass`: gets through and is specified, but not by way of the firewall, as it has to between the DMZ, the inner zones and the
 * outside (T3.1.5-3). `one-way`: gets through without its reply, and nothing specifies it. `unknown`: what decides it is not known.
 */
export type DifferenceKind = "missing" | "extra" | "asymmetric" | "bypass" | "one-way" | "unknown";

/** A set of packets for which a stack does not do what the specification says, and one of them in full. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly from: string;
  readonly to: string;
  /** All packets it concerns, in short. */
  readonly packets: string;
  /** The specified flow that it concerns; absent where nothing specifies it. */
  readonly flow?: FlowReference;
  readonly witness: ShownPacket;
  /** The witness's way, and its reply's where it arrived. */
  readonly hops: readonly ShownHop[];
  readonly reply: readonly ShownHop[];
  readonly reasons: readonly string[];
  /** What made it: resources with the path inside their inputs, and paths of the stack's configuration. */
  readonly causes: readonly string[];
  /** Other pairs of places for which the same holds. */
  readonly also: readonly string[];
}

export interface FlowReference {
  readonly table: "vendor" | "platform";
  readonly row: string;
  readonly clause?: Clause;
  readonly name: string;
}

/** Addresses that stand for names are shown as the names. */
export interface ShownPacket {
  readonly protocol: string;
  readonly source: string;
  readonly sourcePort?: number;
  readonly destination: string;
  readonly destinationPort?: number;
}

/** A step on a packet's way. */
export interface ShownHop {
  /** For example `security group out`. */
  readonly step: string;
  /** Which group, table or firewall. */
  readonly at: string;
  readonly decision: "passes" | "stops" | "unknown";
  /** The rule or route that decided, in words. */
  readonly by: string;
  /** Resource and path. */
  readonly origin?: string;
  /** Row and clause of the specified flow that the packet belongs to, where a rule of the stack decided. */
  readonly rule?: string;
}
