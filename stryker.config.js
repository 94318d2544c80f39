import { globSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutatedRanges } from "./tests/mutation/ranges.ts";

const judging = ["judge", "view", "exemptions", "evaluate", "facts", "machineRoles", "stack", "rule"].map((name) => `policies/${name}.ts`);
const rules = globSync("policies/rules/**/*.ts").filter((path) => !/(?:\.test|\/samples|\/index)\.ts$/.test(path));
const packets = globSync("reachability/packetSet*.ts").filter((path) => !path.endsWith(".test.ts")).toSorted();

/** Outside the gate: `npm run test:mutation`. Tests run in the process itself (tests/mutation/testRunner.ts). @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  plugins: ["./tests/mutation/testRunner.ts"],
  testRunner: "in-process",
  mutate: [...judging, ...rules.toSorted(), ...packets, "reachability/ruleList.ts", "reachability/addresses.ts"].flatMap((path) => mutatedRanges(path)),
  coverageAnalysis: "perTest",
  // What runs only while modules are loaded makes samples and words, never a verdict.
  ignoreStatic: true,
  concurrency: 2,
  incremental: true,
  incrementalFile: "node_modules/.cache/mutation.json",
  ignorePatterns: ["dist", "docs", ".lifecare", ".rehearsal", "workflows", "schemas"],
  tempDirName: join(tmpdir(), "lifecare-mutation"),
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  // What runs for ever is ended by its hits; time is for what else hangs, and no machine is so busy that it takes this long.
  timeoutMS: 20_000,
  timeoutFactor: 2,
  thresholds: { high: 95, low: 90, break: 90 },
};
