import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { classesOf, validConfigurations } from "./configurationArbitrary.ts";
import { laws, planOf, type Planned } from "./planLaws.ts";

/** Drawn once and judged by every law; `tests/deep` draws thousands, and shrinks what breaks one. */
const runs = 100;
const seed = 20250121;

// A hundred plans for each law: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe("every configuration that parses gives a plan in which", () => {
  let planned: readonly Planned[];
  beforeAll(() => {
    planned = fc.sample(validConfigurations(), { seed, numRuns: runs }).map(planOf);
  });

  test.each(Object.entries(laws))("%s", (_, law) => {
    for (const plan of planned) law(plan);
  });

  test("each kind of installation has its share", () => {
    const counts = Map.groupBy(planned.flatMap(({ input }) => classesOf(input)), (name) => name);
    const shares = new Map([...counts].map(([name, found]) => [name, (100 * found.length) / runs]));
    const rare = ["environment prod", "environment utb", "roles together: two", "every role on its own machine", "some count above one", "redundancy zones", "redundancy set", "redundancy none", "a subnet decided"].filter((name) => (shares.get(name) ?? 0) < 8);
    expect(rare).toEqual([]);
  });
});
