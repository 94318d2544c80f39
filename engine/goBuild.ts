import { mkdtemp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import semver from "semver";
import { failureOf, type RunProcess } from "./runProcess.ts";

/** A program to be built from published Go modules. */
export interface GoProgram {
  /** Import path of the command's package. */
  readonly command: string;
  /** What `go get` fetches, each with its version. */
  readonly modules: readonly string[];
  readonly linkerFlags: string;
}

export type Built = { readonly kind: "built" } | { readonly kind: "refused"; readonly reason: string };

/** The oldest Go toolchain that compiles the engine. */
export const minimumGo = "1.25.0";

const downloadTimeout = 10 * 60_000;
const compileTimeout = 30 * 60_000;

const goEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" };

/**
 * Builds `program` in a temporary module and moves the executable to `target` in one step, so that a half-written one is never found there.
 * No `go mod tidy`: it would ask for the tests of all dependencies.
 */
export async function buildGoProgram(program: GoProgram, target: string, run: RunProcess, report: (message: string) => void): Promise<Built> {
  const unfit = await unfitToolchain(run);
  if (unfit !== undefined) return { kind: "refused", reason: unfit };
  const folder = await mkdtemp(join(tmpdir(), "lifecare-go-"));
  try {
    return await build(program, target, folder, run, report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(program: GoProgram, target: string, folder: string, run: RunProcess, report: (message: string) => void): Promise<Built> {
  const go = (timeoutMilliseconds: number, ...words: string[]) =>
    run({ command: "go", arguments: words, folder, environment: goEnvironment, timeoutMilliseconds });
  await writeFile(join(folder, "go.mod"), `module build\n\ngo ${semver.major(minimumGo)}.${semver.minor(minimumGo)}\n`);

  report("downloading Go modules (about half a minute)");
  const fetched = failureOf(await go(downloadTimeout, "get", ...program.modules));
  if (fetched !== undefined) return { kind: "refused", reason: `the Go modules cannot be had (${fetched})` };

  report("compiling (a few minutes, once)");
  await mkdir(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}.unfinished`;
  const flags = ["-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", program.linkerFlags];
  const compiled = failureOf(await go(compileTimeout, "build", ...flags, "-o", unfinished, program.command));
  if (compiled !== undefined) {
    await rm(unfinished, { force: true });
    return { kind: "refused", reason: `the Go build failed (${compiled})` };
  }
  await rename(unfinished, target);
  return { kind: "built" };
}

async function unfitToolchain(run: RunProcess): Promise<string | undefined> {
  const answer = await run({ command: "go", arguments: ["env", "GOVERSION"], folder: tmpdir(), timeoutMilliseconds: 30_000 });
  if (answer.kind === "notStarted") return "no Go toolchain on PATH";
  const failure = failureOf(answer);
  if (failure !== undefined || answer.kind !== "exited") return `go does not run (${failure ?? "no answer"})`;
  const version = semver.coerce(answer.stdout.trim());
  if (version === null) return `go says its version is ${JSON.stringify(answer.stdout.trim())}`;
  if (semver.lt(version, minimumGo)) return `Go ${version.version} is on PATH, ${minimumGo} or newer is needed`;
  return undefined;
}
