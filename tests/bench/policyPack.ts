import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { policyName } from "../../policies/pack.ts";
import { ensureEngine } from "../../engine/cli.ts";
import { buildPolicyPack } from "../../scripts/buildPolicyPack.ts";
import { openEnvironment } from "../stacks/openEnvironment.ts";
import { median, timed, type Figure } from "./measure.ts";

const bars = { readyMilliseconds: 1000, addedMilliseconds: 1500 };

/** How long the shipped pack takes to answer the engine. */
export async function packReady(): Promise<Figure> {
  return withPack(async (pack) => {
    const ready = median(await timed(7, () => untilReady(pack)));
    return { what: "the shipped policy pack, from start to ready", bar: "under 1.0 s", measured: `${(ready / 1000).toFixed(2)} s`, reached: ready < bars.readyMilliseconds };
  });
}

/** What the pack adds to a preview of 300 resources; with and without it take turns. */
export async function packOnPreview(): Promise<Figure> {
  return withPack(async (pack, folder) => {
    const { added, plain, resources } = await addedToPreview(pack, folder);
    return {
      what: "what the pack adds to a preview of 300 resources, its start included",
      bar: "under 1.5 s",
      measured: `${(added / 1000).toFixed(2)} s on ${(plain / 1000).toFixed(2)} s; ${resources} resources`,
      reached: added < bars.addedMilliseconds,
    };
  });
}

async function withPack<Result>(work: (pack: string, folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "lifecare-pack-"));
  try {
    const pack = join(folder, "policy-pack");
    await buildPolicyPack(pack);
    await symlink(resolve("node_modules"), join(pack, "node_modules"));
    return await work(pack, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pack's host writes the port that it listens on as soon as it can be asked. */
function untilReady(pack: string): Promise<void> {
  const host = createRequire(join(pack, "index.js")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [host, "127.0.0.1:0", pack], { cwd: pack, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => {
      child.kill();
      done();
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => void (said += text.toString()));
    child.once("exit", (code) => (code === null ? undefined : failed(new Error(`the pack ended with ${code}: ${said}`))));
  });
}

const leastResources = 300;
/** Of each of six entries: the fewest that make so many resources, components included. */
const machinesOfEach = 8;

async function addedToPreview(pack: string, folder: string): Promise<{ readonly added: number; readonly plain: number; readonly resources: number }> {
  const environment = await openEnvironment(await ensureEngine(), "prod");
  try {
    environment.want(({ machines, network }) => {
      network.addressSpace = "10.80.0.0/20";
      for (const machine of machines) if (["app", "int", "web", "cmp"].includes(machine.name)) machine.count = machinesOfEach;
      machines.push({ name: "ap2", roles: ["application"], count: machinesOfEach }, { name: "in2", roles: ["intranetWeb"], count: machinesOfEach });
    });
    const configuration = join(folder, "policies.json");
    const plan = environment.plan();
    await writeFile(configuration, JSON.stringify({ [policyName]: { environment: plan.environment, expectation: plan.expectation, locations: [plan.azure.location] } }));
    let resources = 0;
    const [plain, gated]: [number[], number[]] = [[], []];
    for (let round = 0; round < 5; round += 1) {
      plain.push(...(await timed(1, async () => void (resources = (await environment.stack.preview()).operations.length))));
      gated.push(...(await timed(1, () => environment.stack.preview({ policyPacks: [pack], policyPackConfigs: [configuration] }))));
    }
    if (resources < leastResources) throw new Error(`Only ${resources} resources were previewed: ${leastResources} are to be`);
    return { added: median(gated) - median(plain), plain: median(plain), resources };
  } finally {
    await environment.close();
  }
}
