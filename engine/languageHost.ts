import { dirname, join } from "node:path";
import { cacheFolder } from "./cacheFolder.ts";
import { withFileLock } from "./fileLock.ts";
import { findExecutable } from "./findExecutable.ts";
import { buildGoProgram, type GoProgram } from "./goBuild.ts";
import { failureOf, runProcess, type RunProcess } from "./runProcess.ts";

const hostName = "pulumi-language-nodejs";

/** The last release whose host for Node was part of a Go module. It runs programs, but refuses policy packs. */
const hostVersion = "3.60.0";

const hostProgram: GoProgram = {
  command: `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${hostName}`,
  modules: [`github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${hostName}@v${hostVersion}`],
  linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${hostVersion}`,
};

export interface LanguageHostSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cache: string;
  readonly run: RunProcess;
}

export interface LanguageHostOptions {
  /** The Pulumi CLI beside which an official language host may lie. */
  readonly engineExecutable: string;
  readonly onStep?: (message: string) => void;
  readonly surroundings?: LanguageHostSurroundings;
}

/**
 * The folder to put on PATH so that `pulumi preview` in the project's root starts the program: the official host beside the CLI or on PATH, the cache, or a
 * build from Go modules. Inline programs (the demo, the tests of stacks) need none.
 *
 * @throws Error where none is found and none can be built
 */
export async function ensureLanguageHost(options: LanguageHostOptions): Promise<string> {
  const { environment, cache, run } = options.surroundings ?? { environment: process.env, cache: cacheFolder(), run: runProcess };
  const report = options.onStep ?? (() => undefined);
  const cached = join(cache, "language-host", hostVersion, "bin");
  const find = () => findExecutable(hostName, { ...environment, PATH: [dirname(options.engineExecutable), environment["PATH"], cached].join(process.platform === "win32" ? ";" : ":") });

  const found = await find();
  if (found !== undefined) return dirname(found);
  return withFileLock(join(cache, "language-host.lock"), async () => {
    if ((await find()) !== undefined) return cached;
    const target = join(cached, process.platform === "win32" ? `${hostName}.exe` : hostName);
    const built = await buildGoProgram(hostProgram, target, run, report);
    if (built.kind === "refused") throw new Error(`No language host for Node: ${built.reason}`);
    const failure = failureOf(await run({ command: target, arguments: ["-help"], timeoutMilliseconds: 30_000 }));
    if (failure !== undefined) throw new Error(`The language host that was built does not run: ${failure}`);
    return cached;
  });
}
