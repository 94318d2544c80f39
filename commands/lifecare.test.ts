import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProcess } from "../engine/runProcess.ts";
import { say } from "../tests/sayCommand.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-command-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("lifecare plan", () => {
  test.each(["prod", "utb"])("prints every part of %s, and fits 120 columns", async (stack) => {
    const { code, result, notices } = await say("plan", "--stack", stack);
    expect({ code, notices }).toEqual({ code: 0, notices: "" });
    for (const part of ["Servers", "Network 10.8", "the vendor's port matrix", "what the platform itself needs", "Secrets", "Databases", "Advice", "Resources"]) expect(result).toContain(part);
    expect(Math.max(...result.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("prints JSON that holds the plan", async () => {
    const { result } = await say("plan", "--stack", "prod", "--format", "json");
    const plan = JSON.parse(result) as { servers: { roles: string[]; vCpu: number; memoryGiB: number }[]; resources: unknown[] };
    const database = plan.servers.find((server) => server.roles.includes("database"));
    // T3.1.4-2: 2×2 vCPU, 16 GB.
    expect(database?.vCpu).toBeGreaterThanOrEqual(4);
    expect(database?.memoryGiB).toBeGreaterThanOrEqual(16);
    expect(plan.resources.length).toBeGreaterThan(0);
  });

  test("prints Markdown tables", async () => {
    const { result } = await say("plan", "--stack", "utb", "--format", "markdown");
    expect(result).toMatch(/^# Plan for Ankeborgs kommun, UTB$/m);
    expect(result).toMatch(/^\| R8 \|/m);
  });

  test("says every problem of a stack file without a stack trace, and answers 2", async () => {
    const file = join(folder, "broken.yaml");
    await writeFile(file, "config:\n  lifecare:environment: pord\n  lifecare:customer:\n    code: \"\\u001b[2J\"\n");
    const { code, result, notices } = await say("plan", "--stack", "prod", "--file", file);
    expect({ code, result }).toEqual({ code: 2, result: "" });
    expect(notices).toContain("lifecare:environment");
    expect(notices).toContain("lifecare:customer.code");
    expect(notices).not.toContain("\u001b");
    expect(notices).not.toMatch(/^\s+at /m);
  });

  test.each([
    ["a stack that is none", ["plan", "--stack", "../../etc/passwd"]],
    ["a stack without a file", ["plan", "--stack", "nowhere"]],
    ["no stack", ["plan"]],
    ["an unknown format", ["plan", "--stack", "prod", "--format", "pdf"]],
    ["an unknown verb", ["plam"]],
  ])("answers 2 to %s", async (_, words) => {
    const { code, result, notices } = await say(...words);
    expect({ code, result }).toEqual({ code: 2, result: "" });
    expect(notices).not.toBe("");
  });

  test("helps where asked, and answers 0", async () => {
    expect(await say("--help")).toMatchObject({ code: 0, result: expect.stringContaining("lifecare") as string });
  });
});

describe("the command as a process", () => {
  const trace = "--import=data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve(s,c,n){const r=n(s,c);process._rawDebug('loaded '+r.url);return r}})";
  const run = (environment: Record<string, string>, ...words: readonly string[]) =>
    runProcess({ command: process.execPath, arguments: [trace, "commands/lifecare.ts", ...words], environment, timeoutMilliseconds: 60_000 });

  test("plans without loading the Pulumi SDK, and without colours where nobody watches", async () => {
    const outcome = await run({ FORCE_COLOR: "" }, "plan", "--stack", "prod");
    if (outcome.kind !== "exited") throw new Error(outcome.kind);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).not.toContain("\u001b");
    const loaded = outcome.stderr.split("\n").filter((line) => line.startsWith("loaded "));
    expect(loaded.some((line) => line.includes("/commander/"))).toBe(true);
    expect(loaded.filter((line) => /@pulumi|@grpc|azure-native/.test(line))).toEqual([]);
  });
});

test("a job's log holds nothing that its host would obey, whatever a stack is called", async () => {
  const before = process.env["TF_BUILD"];
  process.env["TF_BUILD"] = "True";
  try {
    const { code, notices } = await say("plan", "--stack", "##vso[task.setvariable variable=x]y");
    expect(code).toBe(2);
    expect(notices).toContain("task.setvariable");
    expect(notices).not.toContain("##vso[");
  } finally {
    if (before === undefined) delete process.env["TF_BUILD"];
    else process.env["TF_BUILD"] = before;
  }
});
