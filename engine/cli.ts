import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version.js";
import semver from "semver";
import { ensureAnalyzer } from "./analyzerShim.ts";
import { cacheFolder } from "./cacheFolder.ts";
import { withFileLock } from "./fileLock.ts";
import { findExecutable } from "./findExecutable.ts";
import { buildGoProgram, type GoProgram } from "./goBuild.ts";
import { installOfficial, reachOverHttps, type Reach } from "./officialInstaller.ts";
import { failureOf, runProcess, type RunProcess } from "./runProcess.ts";

/** The ways to the Pulumi CLI, in the order in which they are tried. */
export const ways = ["path", "cache", "installer", "build"] as const;
export type Way = (typeof ways)[number];

export const wayTitles: Readonly<Record<Way, string>> = {
  path: "Pulumi CLI on PATH",
  cache: "Pulumi CLI in the cache",
  installer: "Official installer",
  build: "Build from Go modules",
};

/** A Pulumi CLI that has been seen to run. */
export interface Engine {
  /** Path of the executable. */
  readonly executable: string;
  readonly version: string;
  readonly way: Way;
}

/** What is shown while the engine is prepared. */
export interface EngineStep {
  readonly way: Way;
  readonly state: "trying" | "refused" | "ready";
  readonly message: string;
}

export interface Refusal {
  readonly way: Way;
  readonly reason: string;
}

/** No way led to a Pulumi CLI; the message names every way with its reason. */
export class EngineUnavailableError extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    const lines = refusals.map((refusal, index) => `  ${index + 1}. ${wayTitles[refusal.way]}: ${refusal.reason}`);
    super(`No Pulumi CLI could be prepared.\n${lines.join("\n")}\nAny one of the four is enough; what needs no engine (plan, unit tests) works without.`);
    this.name = "EngineUnavailableError";
    this.refusals = refusals;
  }
}

/** The oldest CLI this package is tested with, and the version that the Go module proxy has. */
export const minimumEngineVersion = "3.259.0";

const engineProgram: GoProgram = {
  command: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  // Both modules of one release: `go get` of the command alone would pick an older sdk.
  modules: [`github.com/pulumi/pulumi/pkg/v3/cmd/pulumi@v${minimumEngineVersion}`, `github.com/pulumi/pulumi/sdk/v3@v${minimumEngineVersion}`],
  linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${minimumEngineVersion}`,
};

/** What acquisition touches of the world outside; tests give their own. */
export interface EngineSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cache: string;
  readonly run: RunProcess;
  readonly reach: Reach;
}

type Attempt = { readonly kind: "ready"; readonly executable: string; readonly version: string } | { readonly kind: "refused"; readonly reason: string };
type Report = (message: string) => void;

/**
 * Finds or makes a Pulumi CLI: PATH, then a cache outside the tree, then the official installer, then a build from Go modules. The first use on a
 * machine may take minutes, every later one a fraction of a second. Safe to call from several processes at once.
 *
 * @throws EngineUnavailableError naming all four ways and why each was refused
 */
export async function ensureEngine(options: { readonly onStep?: (step: EngineStep) => void; readonly surroundings?: EngineSurroundings } = {}): Promise<Engine> {
  const surroundings = options.surroundings ?? { environment: process.env, cache: cacheFolder(), run: runProcess, reach: reachOverHttps };
  const refusals: Refusal[] = [];
  for (const way of ways) {
    const tell = (state: EngineStep["state"], message: string) => options.onStep?.({ way, state, message });
    tell("trying", wayTitles[way]);
    const attempt = await attempts[way](surroundings, (message) => tell("trying", message));
    if (attempt.kind === "ready") {
      tell("ready", `${attempt.version} (${attempt.executable})`);
      return { executable: attempt.executable, version: attempt.version, way };
    }
    tell("refused", attempt.reason);
    refusals.push({ way, reason: attempt.reason });
  }
  throw new EngineUnavailableError(refusals);
}

const attempts: Readonly<Record<Way, (surroundings: EngineSurroundings, report: Report) => Promise<Attempt>>> = {
  path: fromPath,
  cache: fromCache,
  installer: fromInstaller,
  build: fromBuild,
};

async function fromPath({ environment, run }: EngineSurroundings): Promise<Attempt> {
  const executable = await findExecutable("pulumi", environment);
  return executable === undefined ? { kind: "refused", reason: "no pulumi on PATH" } : verify(executable, run);
}

async function fromCache({ cache, run }: EngineSurroundings): Promise<Attempt> {
  const versions = (await readdir(join(cache, "engine")).catch(() => [])).filter((name) => semver.valid(name) !== null).sort(semver.rcompare);
  const reasons: string[] = [];
  for (const version of versions) {
    const attempt = await verify(executableIn(cache, version), run);
    if (attempt.kind === "ready") {
      // What an earlier release of this package built may lack it; the official CLI brings its own.
      await ensureAnalyzer(dirname(attempt.executable));
      return attempt;
    }
    reasons.push(attempt.reason);
  }
  return { kind: "refused", reason: reasons.length === 0 ? `nothing in ${join(cache, "engine")}` : reasons.join("; ") };
}

function fromInstaller(surroundings: EngineSurroundings, report: Report): Promise<Attempt> {
  const { cache, run, reach } = surroundings;
  return once(surroundings, report, async () => {
    const installed = await installOfficial(engineRoot(cache, sdkVersion), sdkVersion, run, reach, report);
    return installed.kind === "refused" ? installed : verify(executableIn(cache, sdkVersion), run);
  });
}

function fromBuild(surroundings: EngineSurroundings, report: Report): Promise<Attempt> {
  const { cache, run } = surroundings;
  return once(surroundings, report, async () => {
    const executable = executableIn(cache, minimumEngineVersion);
    const built = await buildGoProgram(engineProgram, executable, run, report);
    if (built.kind === "refused") return built;
    await ensureAnalyzer(dirname(executable));
    return verify(executable, run);
  });
}

/** One process prepares; another that comes meanwhile waits and then finds the cache filled. */
function once(surroundings: EngineSurroundings, report: Report, prepare: () => Promise<Attempt>): Promise<Attempt> {
  const guarded = async () => {
    const meanwhile = await fromCache(surroundings);
    return meanwhile.kind === "ready" ? meanwhile : prepare();
  };
  return withFileLock(join(surroundings.cache, "engine.lock"), guarded, { onWait: () => report("waiting for another process that is preparing the engine") });
}

async function verify(executable: string, run: RunProcess): Promise<Attempt> {
  const answer = await run({ command: executable, arguments: ["version"], environment: { PULUMI_SKIP_UPDATE_CHECK: "true" }, timeoutMilliseconds: 60_000 });
  const failure = failureOf(answer);
  if (failure !== undefined || answer.kind !== "exited") return { kind: "refused", reason: `${executable} does not run (${failure ?? "no answer"})` };
  const version = semver.parse(answer.stdout.trim());
  if (version === null) return { kind: "refused", reason: `${executable} does not tell its version` };
  if (semver.lt(version, minimumEngineVersion)) return { kind: "refused", reason: `${executable} is ${version.version}, ${minimumEngineVersion} or newer is needed` };
  return { kind: "ready", executable, version: version.version };
}

function engineRoot(cache: string, version: string): string {
  return join(cache, "engine", version);
}

function executableIn(cache: string, version: string): string {
  return join(engineRoot(cache, version), "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
}
