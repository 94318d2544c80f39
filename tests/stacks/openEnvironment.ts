import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LifecareEnvironment } from "../../components/index.ts";
import type { Engine } from "../../engine/cli.ts";
import { changesOf, type RunSummary } from "../../engine/operations.ts";
import { openStack, type RunningStack } from "../../engine/workspace.ts";
import { type Configuration, parseConfiguration } from "../../environment/configuration.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { requestOfStackMap } from "../../environment/environmentRequest.ts";
import { startRehearsal } from "../../rehearsal/startRehearsal.ts";

/** A stack file's content, to be changed at will. */
export type StackMap = Record<string, any>;

/** UTB or PROD on a rehearsed Azure of its own; each run takes what is wanted then. */
export interface RunningEnvironment {
  readonly folder: string;
  readonly stack: RunningStack;
  /** Changes what is wanted, beginning with the stack file as it lies in the repository. */
  readonly want: (change: (wanted: StackMap) => void) => void;
  /** What is wanted now, parsed. */
  readonly configuration: () => Configuration;
  readonly close: () => Promise<void>;
}

export async function openEnvironment(engine: Engine, name: "utb" | "prod"): Promise<RunningEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), `lifecare-${name}-`));
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  const stackFile = `Pulumi.${name}.yaml`;
  const { config } = readStackFile(stackFile);
  let wanted: StackMap = structuredClone(config);
  const program = async () => {
    const { servers, virtualNetworkId, vaultId, databaseNames } = new LifecareEnvironment("lifecare", requestOfStackMap(wanted));
    return { servers, virtualNetworkId, vaultId, databaseNames };
  };
  return {
    folder,
    stack: await openStack({ engine, folder, project: "lifecare", stack: name, stackFile, program, debugProviders: rehearsal.debugProviders }),
    want: (change) => {
      wanted = structuredClone(config);
      change(wanted);
    },
    configuration: () => parseConfiguration(wanted).configuration,
    close: async () => {
      await rehearsal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Machine entry of what is wanted. */
export function machine(wanted: StackMap, name: string): Record<string, unknown> {
  return wanted["lifecare:machines"].find((candidate: { name: string }) => candidate.name === name);
}

/** What a run changes, as `update ankutbsql01-machine`, sorted; the three steps of one replacement are one line. */
export function changes(summary: RunSummary): readonly string[] {
  const lines = changesOf(summary)
    .filter(({ op }) => op !== "create-replacement" && op !== "delete-replaced")
    .map(({ op, name }) => `${op} ${name}`);
  return lines.sort();
}
