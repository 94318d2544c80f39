import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "../engine/cli.ts";
import { changesOf, nameOf, type RunSummary } from "../engine/operations.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../engine/stackFolder.ts";
import { writeState, type StackState, type StateEntry } from "../engine/stackState.ts";
import { openStack, type RunningStack } from "../engine/workspace.ts";
import { startRehearsal } from "../rehearsal/startRehearsal.ts";

/** One folder for each release: states of UTB and PROD, and the stack files they were made from (`scripts/keepRelease.ts`). */
export const releasesFolder = join(import.meta.dirname, "fixtures/releases");

export const releaseStacks = ["utb", "prod"] as const;

/** Opens states that hold nothing of anybody. */
export const releasePassphrase = "everybody-may-read-this";

/** Versions of which something is kept. */
export function releases(): readonly string[] {
  return readdirSync(releasesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The state of a stack as a release left it. */
export function keptState(release: string, stack: string): StackState {
  return JSON.parse(gunzipSync(readFileSync(join(releasesFolder, release, `${stack}.json.gz`))).toString("utf8")) as StackState;
}

export function keptStackFile(release: string, stack: string): string {
  return join(releasesFolder, release, `Pulumi.${stack}.yaml`);
}

export interface UpgradedStack {
  readonly stack: RunningStack;
  readonly close: () => Promise<void>;
}

/** Opens a stack in which a kept state stands, with another program. Nothing of it is in any Azure: it can be previewed, not updated. */
export async function openKept(engine: Engine, stack: string, stackFile: string, state: StackState, program: PulumiFn): Promise<UpgradedStack> {
  const folder = mkdtempSync(join(tmpdir(), `lifecare-upgrade-${stack}-`));
  writeFileSync(join(folder, "passphrase"), releasePassphrase, { mode: 0o600 });
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  const running = await openStack({ engine, folder, project: "lifecare", stack, stackFile, program, debugProviders: rehearsal.debugProviders });
  await writeState({ engine, folder: workFolderOf(folder, stack), stack, environment: environmentOf(await openStackFolder(folder), rehearsal.debugProviders) }, state);
  return {
    stack: running,
    close: async () => {
      await rehearsal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The state without the engine's own guard, so that what it would refuse is told step by step. */
export function unprotected(state: StackState): StackState {
  return { ...state, deployment: { ...state.deployment, resources: resourcesOf(state).map(({ protect: _, ...resource }) => resource) } };
}

/**
 * URNs of what holds data, by type and tag alone: disks, vaults, machines of roles that hold data (ARCHITECTURE, decision 10), and passwords, which are set in databases and machines.
 */
export function dataHolders(state: StackState): ReadonlySet<string> {
  const holding = /\b(?:core|application|database)\b/;
  const holds = ({ type, inputs }: StateEntry) => {
    if (/:(?:Disk|Vault|RandomPassword)$/.test(type)) return true;
    return type.endsWith(":VirtualMachine") && holding.test(String((inputs?.["tags"] as Record<string, unknown> | undefined)?.["lifecare-roles"]));
  };
  return new Set(resourcesOf(state).filter(holds).map(({ urn }) => urn));
}

export function resourcesOf({ deployment }: StackState): readonly StateEntry[] {
  return deployment.resources ?? [];
}

/** What a run would delete or replace of what holds data, by logical name, sorted. */
export function lossesIn(summary: RunSummary, holders: ReadonlySet<string>): readonly string[] {
  const losing = changesOf(summary).filter(({ op }) => /delete|replace/.test(op));
  return [...new Set(losing.filter(({ urn }) => holders.has(urn)).map(({ urn }) => nameOf(urn)))].sort();
}
