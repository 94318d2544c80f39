import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { incrementalFile, keptResults, type MutationResults } from "./results.ts";

// `npm run test:mutation`, with Stryker's options behind `--`. What it keeps for the next run is written small, and without this machine's paths.
const root = join(import.meta.dirname, "../..");
const { status } = spawnSync(process.execPath, [join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(root, "node_modules/.cache/compiled") },
});
if (existsSync(incrementalFile)) writeFileSync(incrementalFile, `${JSON.stringify(keptResults(JSON.parse(readFileSync(incrementalFile, "utf8")) as MutationResults), undefined, 0)}\n`);
process.exitCode = status ?? 1;
