import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureLanguageHost } from "./languageHost.ts";
import type { ProcessOutcome, ProcessRequest } from "./runProcess.ts";

let folder: string;
let requests: ProcessRequest[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-host-"));
  requests = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function place(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "");
  await chmod(path, 0o755);
}

const prepare = (go: string | undefined) =>
  ensureLanguageHost({
    engineExecutable: join(folder, "engine", "pulumi"),
    surroundings: {
      environment: { PATH: join(folder, "path") },
      cache: join(folder, "cache"),
      run: async (request): Promise<ProcessOutcome> => {
        requests.push(request);
        if (request.command === "go" && go === undefined) return { kind: "notStarted", reason: "spawn go ENOENT" };
        if (request.arguments[0] === "build") await place(request.arguments[request.arguments.indexOf("-o") + 1]!);
        return { kind: "exited", code: 0, stdout: go ?? "", stderr: "" };
      },
    },
  });

describe("the language host for Node", () => {
  test.each(["engine", "path"])("is the official one in %s", async (where) => {
    await place(join(folder, where, "pulumi-language-nodejs"));
    expect(await prepare(undefined)).toBe(join(folder, where));
    expect(requests).toEqual([]);
  });

  test("is built once from the last Go module that had it, and then found in the cache", async () => {
    const built = await prepare("go1.25.0");
    expect(built).toBe(join(folder, "cache", "language-host", "3.60.0", "bin"));
    expect(requests.find((request) => request.arguments[0] === "get")?.arguments[1]).toBe("github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs@v3.60.0");
    requests = [];
    expect(await prepare(undefined)).toBe(built);
    expect(requests).toEqual([]);
  });

  test("is refused with the reason where it cannot be built", async () => {
    await expect(prepare(undefined)).rejects.toThrow("No language host for Node: no Go toolchain on PATH");
  });
});
