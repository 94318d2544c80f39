import { isDeepStrictEqual } from "node:util";
import type { Exemption } from "../policies/exemptions.ts";
import type { Facts } from "../policies/facts.ts";
import type { ExpectedPlace } from "../proof/expectation.ts";

/** A difference between two configurations of the pack by which a rule might judge more mildly, and that somebody therefore has to approve. */
export interface Difference {
  /** Where it stands in the pack's configuration: `expectation.clientNetworks[1].value`. */
  readonly path: string;
  readonly base: unknown;
  readonly head: unknown;
  readonly why: string;
  /** Where in a stack file it is asked for. */
  readonly source?: string;
}

/**
 * What differs in everything but the exemptions. Each difference counts, whichever way it points: which flows are expected, what a machine is and which
 * stack it is decides what the rules demand.
 */
export function factDifferences(base: Facts, head: Facts): readonly Difference[] {
  return [
    ...(base.environment === head.environment ? [] : [{ path: "environment", base: base.environment, head: head.environment, why: "the environment decides which demands there are", source: "lifecare:environment" }]),
    ...roleDifferences(base.roles, head.roles),
    ...expectationDifferences(base, head),
    ...(isDeepStrictEqual(sorted(base.locations), sorted(head.locations)) ? [] : [{ path: "locations", base: base.locations, head: head.locations, why: "regions are near enough to the clients or not (T4.2-1)", source: "azure-native:location" }]),
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

const placeLists = ["clientNetworks", "vendorHosts", "socialInsuranceHosts"] as const;

function expectationDifferences({ expectation: base }: Facts, { expectation: head, missingExpectation }: Facts): readonly Difference[] {
  const why = "what is expected decides which flows may be open";
  if (head === undefined) return base === undefined ? [] : [{ path: missingExpectation[0] ?? "expectation", base: "whole", head: undefined, why }];
  const choices = Object.entries(head.choices).flatMap(([key, chosen]): readonly Difference[] => {
    const before = (base?.choices as Readonly<Record<string, unknown>> | undefined)?.[key];
    return before === chosen ? [] : [{ path: `expectation.choices.${key}`, base: before, head: chosen, why, source: `lifecare:network.${key}` }];
  });
  const places = placeLists.flatMap((list): readonly Difference[] => {
    const [before, after] = [base?.[list] ?? [], head[list]];
    return [
      ...after.flatMap((place, index) => (before.some((other) => isSamePlace(place, other)) ? [] : [{ path: `expectation.${list}[${index}]`, base: undefined, head: place.value, why, source: place.path }])),
      ...before.flatMap((place) => (after.some((other) => isSamePlace(place, other)) ? [] : [{ path: `expectation.${list}`, base: place.value, head: undefined, why, source: place.path.replace(/\[\d+\]$/, "") }])),
    ];
  });
  return [...choices, ...places];
}

/** Where in a stack file a place stands, and in which order, decides nothing. */
function isSamePlace(one: ExpectedPlace, other: ExpectedPlace): boolean {
  return one.name === other.name && one.value === other.value;
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
