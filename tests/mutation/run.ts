import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { keptResultsNow, renewedPage, survivorsOf, survivorsPage } from "./survivors.ts";
import { keptResults, packResults, resultsFile, unpackResults, type MutationResults } from "./results.ts";

// `npm run test:mutation`, with Stryker's options behind `--`. What it keeps for the next run is packed, and without this machine's paths.
const root = join(import.meta.dirname, "../..");
const incrementalFile = join(root, "node_modules/.cache/mutation.json");

mkdirSync(dirname(incrementalFile), { recursive: true });
if (existsSync(resultsFile)) writeFileSync(incrementalFile, JSON.stringify(unpackResults(readFileSync(resultsFile))));
const { status } = spawnSync(process.execPath, [join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(root, "node_modules/.cache/compiled") },
});
if (existsSync(incrementalFile)) writeFileSync(resultsFile, packResults(keptResults(JSON.parse(readFileSync(incrementalFile, "utf8")) as MutationResults)));
if (existsSync(resultsFile)) writeFileSync(survivorsPage, renewedPage(readFileSync(survivorsPage, "utf8"), survivorsOf(keptResultsNow())));
process.exitCode = status ?? 1;
