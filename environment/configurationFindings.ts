import type { PartialStack } from "./configurationProblems.ts";
import type { Advice, Problem } from "./problem.ts";

/** What the checks found; each check adds to it. */
export interface Findings {
  readonly problems: Problem[];
  readonly advice: Advice[];
}

/** A check between fields: it runs where the fields that it reads could be parsed, whatever else is broken. */
export type Check = (stack: PartialStack, findings: Findings) => void;

/** A list all of whose elements could be parsed; `undefined` otherwise, so that no check judges half a list. */
export function whole<T>(list: readonly (T | undefined)[] | undefined): readonly T[] | undefined {
  if (list === undefined || list.includes(undefined)) return undefined;
  return list as readonly T[];
}

/** A problem for each element that repeats an earlier one; `key` gives `undefined` for what could not be parsed. */
export function refuseRepeats<T>(list: readonly T[] | undefined, key: (element: T) => string | undefined, pathOf: (index: number) => string, findings: Findings, clause?: string): void {
  const seen = new Map<string, number>();
  for (const [index, element] of (list ?? []).entries()) {
    const value = key(element);
    if (value === undefined) continue;
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    else findings.problems.push({ path: pathOf(index), value, limit: `given once; it already stands at ${pathOf(first)}`, clause, fix: "leave one of them out" });
  }
}
