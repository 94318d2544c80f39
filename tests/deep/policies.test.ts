import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packConfigurationOf, packFolder } from "../../commands/policyConfig.ts";
import { EngineRunError } from "../../engine/workspace.ts";
import { buildPolicyPack } from "../../scripts/buildPolicyPack.ts";
import { breaks, broken, factsOf, mandatoryFindings, sorted } from "../badResources.ts";
import type { Break } from "../badResources/breaking.ts";
import { subject, type MutableResource } from "../proofSubjects.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { openEnvironment, type RunningEnvironment } from "../stacks/openEnvironment.ts";
import { openTable } from "../stacks/openTable.ts";
import { gated, mandatory } from "../stacks/policyRuns.ts";

/**
 * Rules whose breaks take the ground from under others: a gateway, a peering or a template of which too little is known leaves the whole
 * network unknown, written both ways it is as well, and a machine without a role is left alone by the rules about roles. What is found
 * then is what the rules find on the same table in process.
 */
const groundless = ["LC002", "LC109", "LC227", "LC301", "LC302", "LC303", "LC304", "LC305", "LC307", "LC503", "LC507"];
const ofProd = breaks.filter(({ stack }) => stack !== "utb");
const upsetting = ofProd.filter(({ rule }) => groundless.includes(rule));
const plain = ofProd.filter((one) => !upsetting.includes(one));
const foreseen = (chosen: readonly Break[]) => sorted(chosen.flatMap(({ found }) => found));
const ofUtb = breaks.filter(({ stack }) => stack === "utb");

/** The engine tells resources in no order, and the pack takes them by type and name. */
function inOrderOfPack(resources: readonly MutableResource[]): readonly MutableResource[] {
  return resources.toSorted((one, other) => (`${one.type}::${one.name}` < `${other.type}::${other.name}` ? -1 : 1));
}

const badPrograms: readonly { readonly title: string; readonly stack: "utb" | "prod"; readonly chosen: readonly Break[]; readonly expected?: readonly string[] }[] = [
  { title: "a bad resource for each mandatory rule that leaves the others their ground", stack: "prod", chosen: plain, expected: foreseen(plain) },
  { title: "a bad resource for each of the other rules", stack: "prod", chosen: upsetting },
  { title: "what only UTB can break", stack: "utb", chosen: ofUtb, expected: foreseen(ofUtb) },
];

describeWithEngine("the policy pack on the engine", (engine) => {
  let folder: string;
  let shipped: string;
  const open: Pick<RunningEnvironment, "close">[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-policies-"));
    shipped = join(folder, "policy-pack");
    // What Node compiles of a pack that goes away goes with it.
    vi.stubEnv("NODE_COMPILE_CACHE", join(folder, "compiled"));
    await buildPolicyPack(shipped);
    await symlink(resolve("node_modules"), join(shipped, "node_modules"));
  });
  afterAll(async () => {
    await Promise.all(open.map(({ close }) => close()));
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  const opened = async (stack: "utb" | "prod") => {
    const environment = await openEnvironment(engine, stack);
    open.push(environment);
    return environment;
  };

  test.each(["utb", "prod"] as const)("%s is previewed, comes up and stays, and no mandatory rule finds anything", async (stack) => {
    const environment = await opened(stack);
    const section = packConfigurationOf({ stack });
    for (const run of [environment.stack.preview, environment.stack.up, environment.stack.up]) {
      const { told, failure } = await gated(folder, run, packFolder, section);
      expect(failure?.message).toBeUndefined();
      expect(mandatory(told)).toEqual([]);
    }
  });

  describe.each(badPrograms)("one program with $title", ({ stack, chosen, expected }) => {
    test("is stopped at preview, each rule at its resource and nothing else, and nothing is made", async () => {
      const subjectOf = subject(stack);
      const resources = broken(subjectOf, chosen);
      const foreseen = expected ?? mandatoryFindings(inOrderOfPack(resources), factsOf(subjectOf));
      for (const { rule } of chosen) expect(foreseen.join()).toContain(rule);
      const table = await openTable(engine, stack, resources);
      open.push(table);
      const { told, failure } = await gated(folder, table.stack.preview, packFolder, packConfigurationOf({ stack }));
      expect(failure).toBeInstanceOf(EngineRunError);
      expect(sorted(mandatory(told).map(({ rule, resource }) => `${rule} ${resource}`))).toEqual(foreseen);
      expect(table.made()).toEqual([]);
      expect(await table.stack.resources()).toEqual([]);
    });
  });

  test("the shipped folder finds the same as the sources: a network of which nobody says what is expected is not proved", async () => {
    const environment = await opened("utb");
    const fromSources = await gated(folder, environment.stack.preview, packFolder, { environment: "utb" });
    const fromShipped = await gated(folder, environment.stack.preview, shipped, { environment: "utb" });
    expect(mandatory(fromShipped.told).map(({ rule }) => rule)).toContain("LC001");
    expect(fromShipped.told).toEqual(fromSources.told);
    expect(fromShipped.failure).toBeInstanceOf(EngineRunError);
  });

  test("a configuration that would switch a rule off stops the preview", async () => {
    const environment = await opened("utb");
    const { told, failure } = await gated(folder, environment.stack.preview, packFolder, { ...packConfigurationOf({ stack: "utb" }), LC001: "disabled" });
    expect(mandatory(told).map(({ message }) => message).join()).toContain("Unrecognized key");
    expect(failure).toBeInstanceOf(EngineRunError);
  });
});
