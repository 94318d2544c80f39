import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureLanguageHost } from "../../engine/languageHost.ts";
import { runProcess } from "../../engine/runProcess.ts";
import { startRehearsal, type Rehearsal } from "../../rehearsal/startRehearsal.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

/** What a program needs of the root; everything else stays out of the copy. */
const rooms = ["specification", "azure", "environment", "components"];
const files = ["index.ts", "package.json", "Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.utb.yaml"];

describeWithEngine("somebody who knows the Pulumi CLI", (engine) => {
  let folder: string;
  let root: string;
  let rehearsal: Rehearsal;
  let environment: Record<string, string>;

  const pulumi = async (...words: readonly string[]) => {
    const outcome = await runProcess({ command: "pulumi", arguments: [...words, "--non-interactive", "--color=never"], folder: root, environment, timeoutMilliseconds: 120_000 });
    if (outcome.kind !== "exited") throw new Error(`pulumi ${words.join(" ")}: ${outcome.kind}`);
    return outcome;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-cli-"));
    root = join(folder, "root");
    await mkdir(join(folder, "state"));
    await Promise.all([...rooms, ...files].map((path) => cp(path, join(root, path), { recursive: true })));
    await symlink(resolve("node_modules"), join(root, "node_modules"));
    const languageHost = await ensureLanguageHost({ engineExecutable: engine.executable });
    rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
    environment = {
      PATH: [dirname(engine.executable), languageHost, resolve("node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "only for this test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_PROVIDERS: rehearsal.debugProviders,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
  });
  afterAll(async () => {
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("selects a stack in the root and previews it", async () => {
    for (const stack of ["utb", "prod"]) expect(await pulumi("stack", "init", stack)).toMatchObject({ code: 0 });
    expect(await pulumi("stack", "select", "prod")).toMatchObject({ code: 0 });
    const preview = await pulumi("preview");
    expect(preview).toMatchObject({ code: 0 });
    expect(preview.stdout).toMatch(/azure-native:compute:VirtualMachine .* create/);
    expect(preview.stdout).toMatch(/^ +\+ \d+ to create$/m);
  });

  test("is told of every problem in the configuration at once", async () => {
    await pulumi("config", "set", "--path", "lifecare:machines[0].roles[0]", "cor");
    await pulumi("config", "set", "lifecare:environment", "pord");
    const preview = await pulumi("preview");
    expect(preview.code).not.toBe(0);
    expect(preview.stdout + preview.stderr).toMatch(/lifecare:machines\[0\]\.roles\[0\]/);
    expect(preview.stdout + preview.stderr).toMatch(/lifecare:environment/);
  });

  test("leaves nothing behind beside the root's own files", async () => {
    expect((await readdir(root)).sort()).toEqual([...rooms, ...files, "node_modules"].sort());
    expect(await readFile("Pulumi.prod.yaml", "utf8")).not.toContain("encryptionsalt");
  });
});
