import { isDeepStrictEqual } from "node:util";
import type { Exemption } from "../policies/exemptions.ts";
import type { Facts } from "../policies/facts.ts";

/** A difference between two configurations of the pack by which a rule might judge more mildly, and that somebody therefore has to approve. */
export interface Difference {
  /** Where it stands in the pack's configuration: `expectation.clientNetworks[1].value`. */
  readonly path: string;
  readonly base: unknown;
  readonly head: unknown;
  readonly why: string;
}

/**
 * What differs in everything but the exemptions. Each difference counts, whichever way it points: which flows are expected, what a machine is and which
 * stack it is decides what the rules demand.
 */
export function factDifferences(base: Facts, head: Facts): readonly Difference[] {
  return [
    ...(base.environment === head.environment ? [] : [{ path: "environment", base: base.environment, head: head.environment, why: "the environment decides which demands there are" }]),
    ...roleDifferences(base.roles, head.roles),
    ...expectationDifferences(base, head),
    ...(isDeepStrictEqual(sorted(base.locations), sorted(head.locations)) ? [] : [{ path: "locations", base: base.locations, head: head.locations, why: "regions are near enough to the clients or not (T4.2-1)" }]),
  ];
}

/** A machine that is said to be something else is held to other floors. */
function roleDifferences(base: Facts["roles"], head: Facts["roles"]): readonly Difference[] {
  const machines = [...new Set([...Object.keys(base), ...Object.keys(head)])].toSorted();
  return machines.flatMap((machine) => {
    const [before, after] = [base, head].map((roles) => (Object.hasOwn(roles, machine) ? roles[machine] : undefined));
    if (isDeepStrictEqual(sorted(before), sorted(after))) return [];
    return [{ path: `roles.${machine}`, base: before, head: after, why: "a machine's roles decide its floors, its place and its flows" }];
  });
}

function expectationDifferences(base: Facts, head: Facts): readonly Difference[] {
  if (head.expectation === undefined && base.expectation !== undefined) {
    return [{ path: head.missingExpectation[0] ?? "expectation", base: "whole", head: undefined, why: "without it, nobody can tell which flows are specified" }];
  }
  return [...valueDifferences(withoutPaths(base.expectation), withoutPaths(head.expectation), "expectation")].map((difference) => ({ ...difference, why: "what is expected decides which flows may be open" }));
}

/** Where in a stack file something stands decides nothing. */
function withoutPaths(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPaths);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "path").map(([key, inner]) => [key, withoutPaths(inner)]));
}

function* valueDifferences(base: unknown, head: unknown, path: string): Iterable<Omit<Difference, "why">> {
  if (isDeepStrictEqual(base, head)) return;
  if (!isBranch(base) || !isBranch(head) || Array.isArray(base) !== Array.isArray(head)) {
    yield { path, base, head };
    return;
  }
  const keys = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  for (const key of keys) yield* valueDifferences(at(base, key), at(head, key), Array.isArray(base) ? `${path}[${key}]` : `${path}.${key}`);
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function at(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function sorted(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.toSorted();
}

export interface ComparedExemptions {
  /** Those of the head that the base has as well, or had for longer. */
  readonly kept: readonly Exemption[];
  /** New, for another resource, for longer, or with other words. */
  readonly widened: readonly Exemption[];
}

/** What a change does to exemptions. One that it takes away, or shortens, needs nobody's approval. */
export function compareExemptions(base: readonly Exemption[], head: readonly Exemption[]): ComparedExemptions {
  const covered = (exemption: Exemption) => base.some((one) => isDeepStrictEqual({ ...one, expires: "" }, { ...exemption, expires: "" }) && exemption.expires <= one.expires);
  return { kept: head.filter(covered), widened: head.filter((exemption) => !covered(exemption)) };
}
