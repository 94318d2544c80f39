import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProcess } from "../../engine/runProcess.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";

const stackFiles = ["Pulumi.prod.yaml", "Pulumi.utb.yaml"];

describeWithEngine("the demo", () => {
  let folder: string;

  const demo = async () => {
    const command = { command: process.execPath, arguments: [resolve("commands/lifecare.ts"), "demo"], folder, timeoutMilliseconds: 170_000 };
    const outcome = await runProcess(command);
    if (outcome.kind !== "exited") throw new Error(outcome.kind);
    return outcome;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-demo-"));
    await Promise.all(stackFiles.map((file) => cp(file, join(folder, file))));
    await symlink(resolve("node_modules"), join(folder, "node_modules"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("provisions UTB, then PROD, and ends with what stands", async () => {
    const { code, stdout, stderr } = await demo();
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const [utb, prod] = [stdout.indexOf("UTB stands"), stdout.indexOf("PROD stands")];
    expect(utb).toBeGreaterThan(0);
    expect(prod).toBeGreaterThan(utb);
    // Two application servers, so that R11 (load-balanced peers) lives in PROD and not in UTB.
    expect(stdout.slice(prod)).toMatch(/│ R11 +│/);
    expect(stdout.slice(utb, prod)).not.toMatch(/│ R11 +│/);
    expect(stdout).toMatch(/│ prod +│ second up +│ same \d+ +│/);
    for (const stack of ["utb", "prod"]) expect(stdout).toMatch(new RegExp(`│ ${stack} +│ proof +│ proved: \\d+ flows open`));
    for (const stack of ["utb", "prod"]) expect(stdout).toMatch(new RegExp(`│ ${stack} +│ rules +│ none mandatory broken, of \\d+ judged`));
  });

  test("run again, finds everything in place and changes nothing", async () => {
    const { code, stdout } = await demo();
    expect(code).toBe(0);
    for (const stack of ["utb", "prod"]) for (const run of ["preview", "up", "second up"]) expect(stdout).toMatch(new RegExp(`│ ${stack} +│ ${run} +│ same \\d+ +│`));
  });

  test("leaves the stack files as they were", async () => {
    for (const file of stackFiles) expect(await readFile(join(folder, file), "utf8")).toBe(await readFile(file, "utf8"));
  });
});
