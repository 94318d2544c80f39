import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Test files with minutes of work, the longest first. */
const long = ["mutations", "productMutants", "unreadablePlans", "demo", "policies", "gateCommands", "reachability", "manyEnvironments", "changes", "kills", "environment"];

/** Without results of an earlier run, Vitest begins with the largest files, and one worker would be left alone with a small one of minutes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const listed = long.indexOf(basename(moduleId, ".test.ts"));
      return listed === -1 ? long.length : listed;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

/**
 * Three suites: `unit` (pure, seconds), `stacks` (the engine runs; two at a time, as two cores bear) and
 * `deep` (mutants, kills, the demo, every break on the engine, thousands of cases: minutes, run by `npm run test:deep`).
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          setupFiles: ["tests/drawnCases.ts"],
          // Properties run long on a busy machine; speed is the benchmarks' business.
          testTimeout: 30_000,
          include: [
            "{specification,azure,environment,reachability,proof,policies,coverage,gate,probe,preflight,bootstrap,drift,recovery,components,rehearsal,reports,commands,engine,scripts}/**/*.test.ts",
            "tests/*.test.ts",
            "tests/bench/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "stacks",
          setupFiles: ["tests/drawnCases.ts"],
          include: ["tests/stacks/**/*.test.ts"],
          globalSetup: ["tests/stacks/prepareEngine.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          // After the others: suites with workers of their own do not run side by side.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "deep",
          setupFiles: ["tests/drawnCases.ts"],
          include: ["tests/deep/**/*.test.ts"],
          globalSetup: ["tests/stacks/prepareEngine.ts"],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
