import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import bootstrap from "../../bootstrap/index.ts";
import { packFolder } from "../../commands/policyConfig.ts";
import { openStack, type RunningStack } from "../../engine/workspace.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { startRehearsal, type Rehearsal } from "../../rehearsal/startRehearsal.ts";
import { writeSubscriptionFacts } from "../../rehearsal/subscriptionFacts.ts";
import { say } from "../sayCommand.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

const subscriptionId = "00000000-0000-4000-8000-000000000002";

describeWithEngine("The bootstrap stack of UTB", (engine) => {
  let folder: string;
  let azure: string;
  let rehearsal: Rehearsal;
  let stack: RunningStack;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-bootstrap-"));
    azure = join(folder, "azure");
    rehearsal = await startRehearsal({ storeFolder: azure });
    writeSubscriptionFacts(new ResourceStore(azure), subscriptionId, { features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } });
    stack = await openStack({ engine, folder, project: "lifecare-bootstrap", stack: "utb", stackFile: "bootstrap/Pulumi.utb.yaml", program: bootstrap, debugProviders: rehearsal.debugProviders });
  });
  afterAll(async () => {
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const preflight = () => say("preflight", "--stack", "utb", "--rehearsal", azure, "--format", "json");

  test("makes what the preflight misses, says what the workflows need, and then finds nothing to do", async () => {
    expect((await preflight()).code).toBe(1);
    const made = await stack.up({ policyPacks: [packFolder] });
    expect(made.counts).toEqual({ create: 21 });
    const { backend, secretsProvider, workflowVariables } = await stack.outputs();
    expect([backend?.value, secretsProvider?.value]).toEqual([expect.stringMatching(/^azblob:\/\/pulumi\?storage_account=stankutb[0-9a-f]{8}$/), expect.stringMatching(/^azurekeyvault:\/\/kvb-ank-utb-[0-9a-f]{8}\.vault\.azure\.net\/keys\/pulumi$/)]);
    expect(Object.entries(workflowVariables?.value as Record<string, Record<string, string>>).map(([name, { AZURE_CLIENT_ID: id }]) => [name, /^[0-9a-f-]{36}$/.test(id ?? "")]).sort()).toEqual([["drift-utb", true], ["preview-utb", true], ["utb", true]]);
    expect((await stack.up()).counts).toEqual({ same: 21 });
  });

  test("has asked for the feature, which comes a while later", async () => {
    const codes: number[] = [];
    for (let look = 0; look < 4 && codes.at(-1) !== 0; look += 1) codes.push((await preflight()).code);
    expect(codes.at(-1)).toBe(0);
  });

  test("keeps what holds state and secrets from being destroyed by mistake", async () => {
    await expect(stack.destroy()).rejects.toThrow(/protect/);
    expect((await stack.resources()).map(({ type }) => type)).toEqual(expect.arrayContaining(["azure-native:storage:BlobContainer", "azure-native:keyvault:Key"]));
  });
});
