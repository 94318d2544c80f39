import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { failureOf, runProcess } from "./runProcess.ts";

const node = (program: string, timeoutMilliseconds = 20_000) => runProcess({ command: process.execPath, arguments: ["-e", program], timeoutMilliseconds });

describe("a process", () => {
  test("answers what it said and how it ended", async () => {
    expect(await node("console.log('out'); console.error('err'); process.exitCode = 3")).toEqual({ kind: "exited", code: 3, stdout: "out\n", stderr: "err\n" });
  });

  test("that does not exist is a value, not an exception", async () => {
    const outcome = await runProcess({ command: "no-such-command-anywhere", arguments: [], timeoutMilliseconds: 1000 });
    expect(outcome.kind).toBe("notStarted");
  });

  test.skipIf(process.platform === "win32")("that overruns its time is ended together with what it started", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lifecare-process-"));
    const heartbeats = join(folder, "heartbeats");
    const beat = `while :; do echo beat >> '${heartbeats}'; sleep 0.05; done`;
    const program = `require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(beat)}]); setInterval(() => {}, 1000)`;
    expect(await node(program, 1500)).toEqual({ kind: "timedOut", afterMilliseconds: 1500 });
    const length = (await readFile(heartbeats)).length;
    await wait(300);
    expect((await readFile(heartbeats)).length).toBe(length);
    expect(length).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
  });

  test("leaves no handler behind", async () => {
    const before = process.listenerCount("SIGINT");
    await node("");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("a failure is told on one line", () => {
  test("by the last thing said", () => {
    expect(failureOf({ kind: "exited", code: 2, stdout: "", stderr: "first\n\nlast words\n" })).toBe("exit code 2: last words");
    expect(failureOf({ kind: "exited", code: 1, stdout: "", stderr: "" })).toBe("exit code 1: no message");
  });
  test("and is absent where there is none", () => {
    expect(failureOf({ kind: "exited", code: 0, stdout: "", stderr: "warning" })).toBeUndefined();
  });
});
