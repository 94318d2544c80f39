import { access, chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const name = "pulumi-analyzer-policy-nodejs";

const script = `#!/bin/sh
# Starts a policy pack written for Node, from the pack's own folder.
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")')" "$@"
`;

/**
 * Puts the analyzer that policy packs need beside a CLI that was built from Go modules, where none lies there (the official CLI brings its own). The CLI
 * looks for it on PATH, and the Automation API puts the CLI's folder there.
 */
export async function ensureAnalyzer(folder: string): Promise<void> {
  const there = await access(join(folder, name)).then(() => true, () => false);
  if (there) return;
  const unfinished = join(folder, `${name}.${process.pid}.unfinished`);
  await writeFile(unfinished, script);
  await chmod(unfinished, 0o755);
  await rename(unfinished, join(folder, name));
}
