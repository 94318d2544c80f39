import { format } from "node:util";
import { ASYMMETRIC_MATCHERS_OBJECT, chai, GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from "@vitest/expect";

/*
 * What the tests of policies/ and reachability/ use of vitest, with its own `expect`, but without its workers: a mutant is tried by calling the tests that
 * reach it, in milliseconds, where a worker for each would take half a second.
 */

export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

const collected: CollectedTest[] = [];
const suites: string[] = [];

/** The tests that modules imported since the last call have defined. */
export function takeTests(): readonly CollectedTest[] {
  return collected.splice(0);
}

type Body<Arguments extends readonly unknown[]> = (...given: Arguments) => unknown;

function define(name: string, run: () => unknown): void {
  collected.push({ name: [...suites, name].join(" "), run });
}

function forEach(cases: readonly unknown[], use: (name: (words: string) => string, given: readonly unknown[]) => void): void {
  const areLists = cases.every((one) => Array.isArray(one));
  for (const one of cases) {
    const given: readonly unknown[] = areLists ? (one as readonly unknown[]) : [one];
    use((words) => format(words, ...given.slice(0, words.match(/%[sdifjo]/g)?.length ?? 0)), given);
  }
}

function inSuite(name: string, body: () => unknown): void {
  suites.push(name);
  body();
  suites.pop();
}

export const test = Object.assign(define, {
  each: (cases: readonly unknown[]) => (words: string, body: Body<readonly unknown[]>) => forEach(cases, (name, given) => define(name(words), () => body(...given))),
});

export const describe = Object.assign(inSuite, {
  each: (cases: readonly unknown[]) => (words: string, body: Body<readonly unknown[]>) => forEach(cases, (name, given) => inSuite(name(words), () => body(...given))),
});

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
const globals = globalThis as unknown as Readonly<Record<symbol, object>> & Record<symbol, unknown>;
export const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message), chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
globals[GLOBAL_EXPECT] = expect;
setState({ assertionCalls: 0 }, expect as never);
