import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, staleFiles } from "./generatedFiles.ts";

const stale = staleFiles();
if (process.argv.includes("--check")) {
  for (const { path } of stale) console.error(`${path} is stale: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { path, content } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content());
    console.log(`${path} is written`);
  }
}
