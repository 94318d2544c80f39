import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packConfigurationOf, packFolder } from "../../commands/policyConfig.ts";
import { EngineRunError, type RunOptions } from "../../engine/workspace.ts";
import { policyName } from "../../policies/pack.ts";
import { buildPolicyPack } from "../../scripts/buildPolicyPack.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { openEnvironment, type RunningEnvironment } from "./openEnvironment.ts";

interface Told {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
}

describeWithEngine("the policy pack on the engine", (engine) => {
  let folder: string;
  let shipped: string;
  const open: RunningEnvironment[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-policies-"));
    shipped = join(folder, "policy-pack");
    await buildPolicyPack(shipped);
    await symlink(resolve("node_modules"), join(shipped, "node_modules"));
  });
  afterAll(async () => {
    await Promise.all(open.map(({ close }) => close()));
    await rm(folder, { recursive: true, force: true });
  });

  const opened = async (stack: "utb" | "prod") => {
    const environment = await openEnvironment(engine, stack);
    open.push(environment);
    return environment;
  };

  /** A run with the pack, and what the pack said. */
  async function gated(run: (options: RunOptions) => Promise<unknown>, pack: string, section: unknown): Promise<{ readonly told: readonly Told[]; readonly failure?: EngineRunError }> {
    const configuration = join(folder, "configuration.json");
    await writeFile(configuration, JSON.stringify({ [policyName]: section }));
    const told: Told[] = [];
    const onEvent = ({ policyEvent }: EngineEvent) => {
      if (policyEvent !== undefined) told.push({ rule: policyEvent.policyName.slice(0, "LC000".length), level: policyEvent.enforcementLevel, message: policyEvent.message });
    };
    try {
      await run({ policyPacks: [pack], policyPackConfigs: [configuration], onEvent });
      return { told };
    } catch (failure) {
      if (failure instanceof EngineRunError) return { told, failure };
      throw failure;
    }
  }

  const mandatory = (told: readonly Told[]) => told.filter(({ level }) => level === "mandatory");

  test.each(["utb", "prod"] as const)("%s is previewed, comes up and stays, and no mandatory rule finds anything", async (stack) => {
    const environment = await opened(stack);
    const section = packConfigurationOf({ stack });
    for (const run of [environment.stack.preview, environment.stack.up, environment.stack.up]) {
      const { told, failure } = await gated(run, packFolder, section);
      expect(failure?.message).toBeUndefined();
      expect(mandatory(told)).toEqual([]);
    }
  });

  test("the shipped folder finds the same as the sources: a network of which nobody says what is expected is not proved", async () => {
    const environment = await opened("utb");
    const fromSources = await gated(environment.stack.preview, packFolder, { environment: "utb" });
    const fromShipped = await gated(environment.stack.preview, shipped, { environment: "utb" });
    expect(mandatory(fromShipped.told).map(({ rule }) => rule)).toContain("LC001");
    expect(fromShipped.told).toEqual(fromSources.told);
    expect(fromShipped.failure).toBeInstanceOf(EngineRunError);
  });

  test("a configuration that would switch a rule off stops the preview", async () => {
    const environment = await opened("utb");
    const { told, failure } = await gated(environment.stack.preview, packFolder, { ...packConfigurationOf({ stack: "utb" }), LC001: "disabled" });
    expect(mandatory(told).map(({ message }) => message).join()).toContain("Unrecognized key");
    expect(failure).toBeInstanceOf(EngineRunError);
  });
});
