import { join } from "node:path";
import type { Engine } from "../engine/cli.ts";
import { withFileLock } from "../engine/fileLock.ts";
import { openStack, type RunningStack } from "../engine/workspace.ts";
import type { Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";

/** Where a stack is rehearsed: a folder with state and rehearsed Azure, and providers that run. */
export interface RehearsalPlace {
  readonly engine: Engine;
  readonly folder: string;
  readonly debugProviders: string;
}

const project = "lifecare";

/** Runs `work` while no other command of this machine rehearses in the folder. */
export function whileAlone<T>(folder: string, output: Output, work: () => Promise<T>): Promise<T> {
  return withFileLock(join(folder, "rehearsal.lock"), work, { onWait: () => output.notice("Another rehearsal is under way in this folder; waiting for it to end.\n") });
}

/** Opens a stack of this package on its rehearsal, or makes it; only while nobody else rehearses there. */
export async function openRehearsedStack(stack: string, { engine, folder, debugProviders }: RehearsalPlace): Promise<RunningStack> {
  const { default: program } = await import("../index.ts");
  const running = await openStack({ engine, folder, project, stack, stackFile: stackFilePath(stack), program, debugProviders });
  // Nobody else is there: a lock that is still held belongs to a run that was killed.
  await running.unlock();
  return running;
}
