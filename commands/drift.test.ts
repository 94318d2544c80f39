import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { planned } from "./drift.ts";
import { say } from "../tests/sayCommand.ts";

const folder = mkdtempSync(join(tmpdir(), "lifecare-drift-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("lifecare drift refuses, before anything is read,", () => {
  test.each([
    ["a stack that has no file", ["--stack", "nowhere"], "Pulumi.nowhere.yaml"],
    ["a name that is no stack's", ["--stack", "../prod"], "--stack"],
    ["a folder in which nothing was rehearsed", ["--stack", "utb", "--rehearsal", folder], "run `npm run demo` first"],
    ["exemptions that are not there", ["--stack", "utb", "--exemptions", join(folder, "none.yaml")], "exemptions"],
  ] as const)("%s", async (_, words, named) => {
    const { code, result, notices } = await say("drift", ...words);
    expect({ code, result }).toEqual({ code: 2, result: "" });
    expect(notices).toContain(named);
  });

  test("a format that there is not, and a call without a stack", async () => {
    for (const words of [["--stack", "utb", "--format", "xml"], []]) expect((await say("drift", ...words)).code).toBe(2);
  });

  test("another stack than the one that was rehearsed", async () => {
    mkdirSync(join(folder, "work/prod"), { recursive: true });
    writeFileSync(join(folder, "work/prod/Pulumi.prod.yaml"), "config: {}\n");
    expect(await say("drift", "--stack", "utb", "--rehearsal", folder)).toMatchObject({ code: 2, notices: expect.stringContaining("utb was rehearsed") });
  });
});

test("a stack of which nothing was brought up is refused, not found without drift", () => {
  expect(() => planned({ stack: "utb" })({ state: { resources: [], pending: [] }, found: [] })).toThrow(/its state is empty/);
});
