import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureEngine, EngineUnavailableError, minimumEngineVersion, type EngineStep, type EngineSurroundings } from "./cli.ts";
import type { ProcessOutcome, ProcessRequest } from "./runProcess.ts";

const said = (stdout: string): ProcessOutcome => ({ kind: "exited", code: 0, stdout, stderr: "" });
const failed = (stderr: string): ProcessOutcome => ({ kind: "exited", code: 1, stdout: "", stderr });

let folder: string;
let cache: string;
let requests: ProcessRequest[];
let steps: EngineStep[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-cli-"));
  cache = join(folder, "cache");
  requests = [];
  steps = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file that stands for a Pulumi CLI: what it would answer to `version` is its content. */
async function placeCli(path: string, version: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, version);
  await chmod(path, 0o755);
  return path;
}

const cachedAt = (version: string) => join(cache, "engine", version, "bin", "pulumi");

interface World {
  readonly path?: string;
  readonly reachable?: boolean;
  readonly go?: string;
  readonly download?: () => ProcessOutcome;
  readonly compile?: (target: string) => Promise<ProcessOutcome>;
  readonly install?: (root: string) => Promise<ProcessOutcome>;
}

/** A machine with only what the test gives it. */
function surroundings(world: World): EngineSurroundings {
  return {
    environment: { PATH: world.path ?? "" },
    cache,
    reach: async () => (world.reachable ? undefined : "ENOTFOUND"),
    run: async (request) => {
      requests.push(request);
      const words = request.arguments;
      if (words[0] === "version") return said(await readFile(request.command, "utf8"));
      if (request.command === "go" && words[0] === "env") return world.go === undefined ? { kind: "notStarted", reason: "spawn go ENOENT" } : said(world.go);
      if (request.command === "go" && words[0] === "get") return world.download?.() ?? said("");
      if (request.command === "go" && words[0] === "build") {
        const target = words[words.indexOf("-o") + 1]!;
        return world.compile?.(target) ?? placeCli(target, `v${minimumEngineVersion}`).then(() => said(""));
      }
      return world.install?.(words.at(-2)!) ?? failed("no installer");
    },
  };
}

const prepare = (world: World) => ensureEngine({ surroundings: surroundings(world), onStep: (step) => steps.push(step) });
const refused = () => steps.filter((step) => step.state === "refused").map((step) => `${step.way}: ${step.message}`);

describe("the Pulumi CLI", () => {
  test("is the one on PATH where it is new enough", async () => {
    const executable = await placeCli(join(folder, "bin", "pulumi"), "v3.300.1\n");
    await placeCli(cachedAt("3.259.0"), "v3.259.0");
    expect(await prepare({ path: join(folder, "bin") })).toEqual({ executable, version: "3.300.1", way: "path" });
    expect(requests).toHaveLength(1);
  });

  test("is the cached one where that on PATH is too old, and the reason is shown", async () => {
    await placeCli(join(folder, "bin", "pulumi"), "v3.100.0");
    const executable = await placeCli(cachedAt("3.259.0"), "v3.259.0");
    expect(await prepare({ path: join(folder, "bin") })).toEqual({ executable, version: "3.259.0", way: "cache" });
    expect(refused()).toEqual([`path: ${join(folder, "bin", "pulumi")} is 3.100.0, ${minimumEngineVersion} or newer is needed`]);
  });

  test("is the newest in the cache that runs", async () => {
    await placeCli(cachedAt("3.270.0"), "no version at all");
    await placeCli(cachedAt("3.259.0"), "v3.259.0");
    const executable = await placeCli(cachedAt("3.260.0"), "v3.260.0");
    expect((await prepare({})).executable).toBe(executable);
  });

  test("comes from the official installer where its host answers, whole or not at all", async () => {
    const engine = await prepare({
      reachable: true,
      install: async (root) => {
        await placeCli(join(root, "bin", "pulumi"), "v3.270.0");
        return said("");
      },
    });
    expect(engine).toMatchObject({ way: "installer", version: "3.270.0" });
    expect(engine.executable.startsWith(join(cache, "engine"))).toBe(true);
    expect((await readdir(join(cache, "engine"))).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("is built from Go modules where the download host cannot be reached", async () => {
    const engine = await prepare({ go: "go1.25.3" });
    expect(engine).toEqual({ executable: cachedAt(minimumEngineVersion), version: minimumEngineVersion, way: "build" });
    expect(refused()).toEqual([
      "path: no pulumi on PATH",
      `cache: nothing in ${join(cache, "engine")}`,
      "installer: get.pulumi.com cannot be reached (ENOTFOUND)",
    ]);
  });

  test("is built without C, with its version, from both modules of one release", async () => {
    await prepare({ go: "go1.26.0" });
    const [get, build] = requests.filter((request) => request.command === "go" && request.arguments[0] !== "env");
    expect(get!.arguments).toEqual([
      "get",
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi@v3.259.0",
      "github.com/pulumi/pulumi/sdk/v3@v3.259.0",
    ]);
    expect(build!.environment).toMatchObject({ CGO_ENABLED: "0", GOFLAGS: "-mod=mod" });
    expect(build!.arguments.join(" ")).toContain("version.Version=v3.259.0");
    expect(await stat(build!.folder!).catch(() => "gone")).toBe("gone");
  });

  test("brings an analyzer for policy packs when it was built", async () => {
    const { executable } = await prepare({ go: "go1.25.3" });
    const shim = join(dirname(executable), "pulumi-analyzer-policy-nodejs");
    expect(await readFile(shim, "utf8")).toContain("@pulumi/pulumi/cmd/run-policy-pack");
    expect((await stat(shim)).mode & 0o111).toBe(0o111);
  });

  test("is found in the cache the second time", async () => {
    await prepare({ go: "go1.25.3" });
    requests = [];
    expect((await prepare({})).way).toBe("cache");
    expect(requests.map((request) => request.arguments[0])).toEqual(["version"]);
  });

  test("is built once where two ask at the same time", async () => {
    const [one, other] = await Promise.all([prepare({ go: "go1.25.3" }), prepare({ go: "go1.25.3" })]);
    expect(one.executable).toBe(other.executable);
    expect(requests.filter((request) => request.arguments[0] === "build")).toHaveLength(1);
  });

  test("leaves nothing half-made behind where the build fails", async () => {
    const compile = async (target: string) => {
      await placeCli(target, "half");
      return failed("out of memory");
    };
    await expect(prepare({ go: "go1.25.3", compile })).rejects.toThrow("the Go build failed (exit code 1: out of memory)");
    expect(await readdir(join(cache, "engine", minimumEngineVersion, "bin"))).toEqual([]);
  });
});

describe("where no way leads to a Pulumi CLI", () => {
  test("one error names all four with the reason of each", async () => {
    const error = await prepare({}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect((error as EngineUnavailableError).refusals.map((refusal) => refusal.way)).toEqual(["path", "cache", "installer", "build"]);
    expect((error as EngineUnavailableError).message.split("\n").slice(1, 5)).toEqual([
      "  1. Pulumi CLI on PATH: no pulumi on PATH",
      `  2. Pulumi CLI in the cache: nothing in ${join(cache, "engine")}`,
      "  3. Official installer: get.pulumi.com cannot be reached (ENOTFOUND)",
      "  4. Build from Go modules: no Go toolchain on PATH",
    ]);
  });

  test.each([
    ["an old Go", { go: "go1.22.5" }, "Go 1.22.5 is on PATH, 1.25.0 or newer is needed"],
    ["a Go that does not tell its version", { go: "devel" }, 'go says its version is "devel"'],
    ["a closed module proxy", { go: "go1.25.3", download: () => failed("dial tcp: lookup failed") }, "the Go modules cannot be had (exit code 1: dial tcp: lookup failed)"],
    [
      "a compiler that never ends",
      { go: "go1.25.3", compile: async (): Promise<ProcessOutcome> => ({ kind: "timedOut", afterMilliseconds: 1_800_000 }) },
      "the Go build failed (no answer within 1800 s)",
    ],
    ["an installer that fails", { reachable: true, install: async () => failed("tar: broken") }, "the official installer failed (exit code 1: tar: broken)"],
  ] satisfies [string, World, string][])("%s is the reason given", async (_, world, reason) => {
    await expect(prepare(world)).rejects.toThrow(reason);
  });
});
