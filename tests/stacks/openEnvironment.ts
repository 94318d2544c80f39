import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LifecareEnvironment } from "../../components/index.ts";
import type { Engine } from "../../engine/cli.ts";
import { changesOf, type RunSummary } from "../../engine/operations.ts";
import type { ProjectStack } from "../../engine/projectStack.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../../engine/stackFolder.ts";
import { openStack, type RunningStack } from "../../engine/workspace.ts";
import { parseConfiguration } from "../../environment/configuration.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { type EnvironmentRequest, type MachineSettings, requestOfStackMap, stackMapOf } from "../../environment/environmentRequest.ts";
import type { EnvironmentPlan } from "../../environment/plan.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { startRehearsal } from "../../rehearsal/startRehearsal.ts";

/** UTB or PROD on a rehearsed Azure of its own; each run takes what is wanted then. */
export interface RunningEnvironment {
  /** Holds the engine's state and, in `azure`, the rehearsed Azure. */
  readonly folder: string;
  readonly stack: RunningStack;
  /** The same stack, as the CLI is told of it. */
  readonly place: ProjectStack;
  /** Changes what is wanted, beginning with the stack file as it lies in the repository. */
  readonly want: (change: (wanted: EnvironmentRequest) => void) => void;
  /** The plan of what is wanted now. */
  readonly plan: () => EnvironmentPlan;
  readonly close: () => Promise<void>;
}

export async function openEnvironment(engine: Engine, name: "utb" | "prod"): Promise<RunningEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), `lifecare-${name}-`));
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  const stackFile = `Pulumi.${name}.yaml`;
  const asWritten = () => requestOfStackMap(structuredClone(readStackFile(stackFile).config));
  let wanted = asWritten();
  const program = async () => {
    const { servers, virtualNetworkId, vaultId, databaseNames } = new LifecareEnvironment("lifecare", wanted);
    return { servers, virtualNetworkId, vaultId, databaseNames };
  };
  return {
    folder,
    stack: await openStack({ engine, folder, project: "lifecare", stack: name, stackFile, program, debugProviders: rehearsal.debugProviders }),
    place: { engine, folder: workFolderOf(folder, name), stack: name, environment: environmentOf(await openStackFolder(folder), rehearsal.debugProviders) },
    want: (change) => {
      wanted = asWritten();
      change(wanted);
    },
    plan: () => planEnvironment(parseConfiguration(stackMapOf(wanted)).configuration),
    close: async () => {
      await rehearsal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One machine entry of what is wanted. */
export function machine(wanted: EnvironmentRequest, name: string): MachineSettings {
  return wanted.machines.find((candidate) => candidate.name === name)!;
}

/** What a run changes, as `update ankutbsql01-machine`, sorted; the three steps of a replacement are one line. */
export function changes(summary: RunSummary): readonly string[] {
  return changesOf(summary)
    .filter(({ op }) => op !== "create-replacement" && op !== "delete-replaced")
    .map(({ op, name }) => `${op} ${name}`)
    .sort();
}
