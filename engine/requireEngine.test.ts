import { describe, expect, test } from "vitest";
import { EngineUnavailableError, type Engine } from "./cli.ts";
import { requireEngine } from "./requireEngine.ts";

const engine: Engine = { executable: "/opt/pulumi/bin/pulumi", version: "3.270.0", way: "path" };
const unavailable = () => Promise.reject(new EngineUnavailableError([{ way: "build", reason: "no Go toolchain on PATH" }]));

describe("tests that need the engine", () => {
  test("get it where there is one", async () => {
    expect(await requireEngine({ environment: {}, prepare: async () => engine })).toEqual({ kind: "present", engine });
  });
  test("are skipped with the reason where there is none", async () => {
    expect(await requireEngine({ environment: {}, prepare: unavailable })).toEqual({ kind: "absent", reason: expect.stringContaining("no Go toolchain on PATH") as string });
  });
  test("fail where LIFECARE_REQUIRE_ENGINE says that there must be one", async () => {
    await expect(requireEngine({ environment: { LIFECARE_REQUIRE_ENGINE: "1" }, prepare: unavailable })).rejects.toThrow(EngineUnavailableError);
  });
});
