import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse, stringify } from "yaml";
import { ensureEngine } from "../engine/cli.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../engine/stackFolder.ts";
import { readState } from "../engine/stackState.ts";
import { openStack } from "../engine/workspace.ts";
import { startRehearsal } from "../rehearsal/startRehearsal.ts";
import { releasePassphrase, releasesFolder, releaseStacks } from "../tests/releases.ts";

/**
 * Keeps what this release makes of UTB and PROD: their states on a rehearsed Azure, and the stack files that they were made from. Later releases are previewed against them
 * (`tests/deep/upgrades.test.ts`). The generated passwords in a state belong to nothing, and are encrypted with a passphrase that everybody knows.
 */
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const target = join(releasesFolder, version);
mkdirSync(target, { recursive: true });
const engine = await ensureEngine();
const { default: program } = await import("../index.ts");
for (const stack of releaseStacks) {
  const folder = mkdtempSync(join(tmpdir(), `lifecare-release-${stack}-`));
  writeFileSync(join(folder, "passphrase"), releasePassphrase, { mode: 0o600 });
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  const running = await openStack({ engine, folder, project: "lifecare", stack, stackFile: `Pulumi.${stack}.yaml`, program, debugProviders: rehearsal.debugProviders });
  await running.up();
  const environment = environmentOf(await openStackFolder(folder), rehearsal.debugProviders);
  const state = await readState({ engine, folder: workFolderOf(folder, stack), stack, environment });
  await rehearsal.stop();
  writeFileSync(join(target, `${stack}.json.gz`), gzipSync(JSON.stringify(state), { level: 9 }));
  // As the program reads it: comments are the repository's own.
  writeFileSync(join(target, `Pulumi.${stack}.yaml`), stringify(parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"))));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${target} holds the states of ${releaseStacks.join(" and ")}`);
