import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LifecareEnvironment } from "../components/index.ts";
import type { Engine } from "../engine/cli.ts";
import { openStack, type RunningStack } from "../engine/workspace.ts";
import { readStackFile } from "../environment/configurationFile.ts";
import { requestOfStackMap } from "../environment/environmentRequest.ts";
import { ResourceStore } from "../rehearsal/resourceStore.ts";
import { variedStack } from "./bench/variedStacks.ts";

/** UTB environments of as many municipalities, brought up on one rehearsal. */
export interface ManyEnvironments {
  /** From the first update's beginning to the last one's end. */
  readonly milliseconds: number;
  /** The fewest updates that were in flight at any time until none was waiting. */
  readonly fewestInFlight: number;
  /** Resources that each update made, the stack itself and components apart. */
  readonly made: readonly number[];
  /** Ids in the rehearsed Azure that carry each municipality's code. */
  readonly standing: readonly number[];
  /** Of the process that serves the rehearsal, at most. */
  readonly residentMegabytes: number;
}

/**
 * Brings up environments that differ in customer, address space and size, several at a time, on one rehearsed Azure and in one subscription.
 *
 * @param atOnce updates in flight
 */
export async function bringUpMany(engine: Engine, count: number, atOnce: number): Promise<ManyEnvironments> {
  const folder = await mkdtemp(join(tmpdir(), "lifecare-many-"));
  const rehearsal = fork(join(import.meta.dirname, "servedRehearsal.ts"), [join(folder, "azure")]);
  try {
    const [{ debugProviders }] = (await once(rehearsal, "message")) as [{ readonly debugProviders: string }];
    const environments = Array.from({ length: count }, (_, index) => environmentOf(index));
    const stacks: RunningStack[] = [];
    await pooled(environments, 3, async ({ name, program }, index) => {
      stacks[index] = await openStack({ engine, folder, project: "lifecare", stack: name, stackFile: "Pulumi.utb.yaml", program, debugProviders });
    });
    const made: number[] = [];
    const started = performance.now();
    const { fewestInFlight } = await pooled(stacks, atOnce, async (stack, index) => {
      const { operations } = await stack.up();
      made[index] = operations.filter(({ op, type }) => op === "create" && /^(?:azure-native|random):/.test(type)).length;
    });
    const milliseconds = performance.now() - started;
    const ids = new ResourceStore(join(folder, "azure")).all().map(({ id }) => id);
    const standing = environments.map(({ code }) => ids.filter((id) => id.includes(`/resourceGroups/rg-${code}-utb`)).length);
    rehearsal.send("end");
    const [{ peakResidentKilobytes }] = (await once(rehearsal, "message")) as [{ readonly peakResidentKilobytes: number }];
    return { milliseconds, fewestInFlight, made, standing, residentMegabytes: (peakResidentKilobytes * 1024) / 1_000_000 };
  } finally {
    rehearsal.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function environmentOf(index: number) {
  const { config } = readStackFile("Pulumi.utb.yaml");
  const varied: Record<string, unknown> = { ...variedStack(config, index), "lifecare:machines": config["lifecare:machines"] };
  const code = (varied["lifecare:customer"] as { readonly code: string }).code;
  const program = async () => void new LifecareEnvironment("lifecare", requestOfStackMap(structuredClone(varied)));
  return { code, name: `utb-${code}`, program };
}

/** Works on all of them, `atOnce` at a time; a place that gets free is taken at once. */
async function pooled<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<{ readonly fewestInFlight: number }> {
  let [next, inFlight, fewestInFlight] = [0, 0, atOnce];
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      inFlight += 1;
      await work(items[index]!, index);
      inFlight -= 1;
      if (next < items.length) fewestInFlight = Math.min(fewestInFlight, inFlight);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { fewestInFlight };
}
