import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { failureOf, type RunProcess } from "./runProcess.ts";

export type Installed = { readonly kind: "installed" } | { readonly kind: "refused"; readonly reason: string };

/** Answers why a host cannot be reached, or `undefined` where it can. */
export type Reach = (url: string) => Promise<string | undefined>;

const downloadHost = "https://get.pulumi.com/install.sh";
const reachTimeout = 10_000;
const installTimeout = 10 * 60_000;

/**
 * Runs the Automation API's own installer, `PulumiCommand.install`, into `root`. It runs in a process of its own, since the API gives no way to end it,
 * and only where the download host answers: a closed network refuses within seconds.
 *
 * @param root the installation's root; `bin/pulumi` comes below it, whole or not at all
 */
export async function installOfficial(root: string, version: string, run: RunProcess, reach: Reach, report: (message: string) => void): Promise<Installed> {
  const unreachable = await reach(downloadHost);
  if (unreachable !== undefined) return { kind: "refused", reason: `get.pulumi.com cannot be reached (${unreachable})` };

  report(`downloading the official CLI ${version}`);
  await mkdir(dirname(root), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(root), ".unfinished-"));
  try {
    const failure = failureOf(
      await run({
        command: process.execPath,
        arguments: ["--eval", installerProgram, unfinished, version],
        timeoutMilliseconds: installTimeout,
      }),
    );
    if (failure !== undefined) return { kind: "refused", reason: `the official installer failed (${failure})` };
    await rm(root, { recursive: true, force: true });
    await rename(unfinished, root);
    return { kind: "installed" };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

const { resolve } = createRequire(import.meta.url);

const installerProgram = `
const { PulumiCommand } = require(${JSON.stringify(resolve("@pulumi/pulumi/automation/index.js"))});
const { SemVer } = require(${JSON.stringify(resolve("semver"))});
const [root, version] = process.argv.slice(-2);
PulumiCommand.install({ root, version: new SemVer(version) }).catch((error) => {
  process.stderr.write(String(error.message));
  process.exitCode = 1;
});
`;

/** Asks the host for its head alone, with a deadline. */
export const reachOverHttps: Reach = async (url) => {
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(reachTimeout) });
    return answer.ok ? undefined : `it answers ${answer.status}`;
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    return cause ?? (error as Error).message;
  }
};
