import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const name = "pulumi-analyzer-policy-nodejs";

/** By it an earlier release's is known, which is replaced; somebody else's stays. */
const remark = "# Starts a policy pack written for Node, from the pack's own folder.";

const script = `#!/bin/sh
${remark}
exec node -e 'const host = require.resolve("@pulumi/pulumi/cmd/run-policy-pack"); process.argv.splice(1, 0, host); require(host);' -- "$@"
`;

/**
 * Puts the analyzer that policy packs need beside a CLI that was built from Go modules, where none lies there (the official CLI brings its own). The CLI
 * looks for it on PATH, and the Automation API puts the CLI's folder there.
 */
export async function ensureAnalyzer(folder: string): Promise<void> {
  const there = await readFile(join(folder, name), "utf8").catch(() => undefined);
  if (there !== undefined && (there === script || !there.includes(remark))) return;
  const unfinished = join(folder, `${name}.${process.pid}.unfinished`);
  await writeFile(unfinished, script);
  await chmod(unfinished, 0o755);
  await rename(unfinished, join(folder, name));
}
