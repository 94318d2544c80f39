import { readFile, stat } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComponentResource, Config, secret } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesOf } from "../../engine/operations.ts";
import { EngineRunError, openStack, type RunningStack } from "../../engine/workspace.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

describeWithEngine("a stack on the real engine", (engine) => {
  const planted = "planted-Secret/1";
  let folder: string;
  let names: readonly string[] = ["one"];
  let stack: RunningStack;

  const program = async () => {
    // One after the other: what the engine has answered stands in what a run did, whatever fails then.
    for (const name of names) await new Promise((answered) => new ComponentResource("test:index:Thing", name).urn.apply(answered));
    return { customer: new Config("lifecare").requireObject<{ code: string }>("customer").code, hidden: secret(planted) };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-engine-"));
    stack = await openStack({ engine, folder, project: "lifecare", stack: "prod", stackFile: "Pulumi.prod.yaml", program });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is previewed and made, and a second up changes nothing", async () => {
    expect((await stack.preview()).counts).toEqual({ create: 2 });
    expect((await stack.up()).counts).toEqual({ create: 2 });
    const second = await stack.up();
    expect(second.counts).toEqual({ same: 2 });
    expect(changesOf(second)).toEqual([]);
  });

  test("tells each operation by kind and name", async () => {
    names = ["two"];
    const changes = changesOf(await stack.up());
    expect(changes.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(["create two", "delete one"]);
  });

  test("reads the configuration from a copy of the stack file, and leaves the original alone", async () => {
    expect((await stack.outputs())["customer"]?.value).toBe("ank");
    const [copy, original] = await Promise.all([readFile(join(folder, "work/prod/Pulumi.prod.yaml"), "utf8"), readFile("Pulumi.prod.yaml", "utf8")]);
    expect(copy).toContain("encryptionsalt:");
    expect(original).not.toContain("encryptionsalt:");
  });

  test("keeps secrets encrypted in what is read from the state, and the passphrase for its owner alone", async () => {
    const shown = JSON.stringify(await stack.resources());
    expect(shown).toContain("ciphertext");
    expect(shown).not.toContain(planted);
    expect((await stat(join(folder, "passphrase"))).mode & 0o777).toBe(0o600);
  });

  test("can be opened again with a stack file that lacks the salt", async () => {
    const again = await openStack({ engine, folder, project: "lifecare", stack: "prod", stackFile: "Pulumi.prod.yaml", program });
    expect(changesOf(await again.up())).toEqual([]);
    expect((await again.outputs())["hidden"]).toEqual({ value: planted, secret: true });
  });

  test("fails with the engine's own words, and with what was done until then", async () => {
    names = ["three", "three"];
    const failure = await stack.up().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineRunError);
    expect((failure as EngineRunError).message).toContain("Duplicate resource URN");
    expect((failure as EngineRunError).summary.operations.some(({ name }) => name === "three")).toBe(true);
  });
});
