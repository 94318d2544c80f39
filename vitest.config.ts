import { defineConfig } from "vitest/config";

/**
 * Three suites: `unit` (pure, seconds), `stacks` (the engine runs; two at a time, as two cores bear) and
 * `deep` (mutants, kills, thousands of cases: minutes, run by `npm run test:deep`).
 */
export default defineConfig({
  test: {
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
