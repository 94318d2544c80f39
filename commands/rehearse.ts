import { join, resolve } from "node:path";
import { ensureEngine } from "../engine/cli.ts";
import { EngineRunError, type RunningStack } from "../engine/workspace.ts";
import { exportState } from "../engine/projectStack.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../engine/stackFolder.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { Faults } from "../rehearsal/faults/faults.ts";
import type { Fault } from "../rehearsal/faults/fault.ts";
import { parseFault } from "../rehearsal/faults/parseFault.ts";
import { startRehearsal } from "../rehearsal/startRehearsal.ts";
import { ResourceStore } from "../rehearsal/resourceStore.ts";
import { renderJson } from "../reports/json.ts";
import { rehearsalReport } from "../reports/rehearsalReport.ts";
import { renderText } from "../reports/text.ts";
import { describeStep } from "./engine.ts";
import type { ExitCode, Output } from "./output.ts";
import { rehearsalOutcome } from "./rehearsalOutcome.ts";
import { openRehearsedStack, whileAlone } from "./rehearsedStack.ts";
import { rehearsalFolder } from "./stackPlace.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface RehearseOptions {
  readonly stack: string;
  /** Faults as they are written; none: Azure at its best. */
  readonly fault?: readonly string[];
  /** Folder with state and rehearsed Azure; left out: the demo's. */
  readonly rehearsal?: string;
  readonly format: "text" | "json";
}

/**
 * Provisions a stack onto the rehearsal while faults befall it, on the real engine, and says what happened, what stands and what to do next. 0: the stack
 * stands in spite of them; 1: the update failed.
 *
 * @throws ProblemError, StoreError where stack, faults or the rehearsed Azure cannot be used; nothing has been changed then
 */
export async function rehearse(options: RehearseOptions, output: Output): Promise<ExitCode> {
  const { resources: planned } = planEnvironment(readConfiguration(stackFilePath(options.stack)).configuration);
  const faults = faultsOf(options.fault ?? []);
  const folder = resolve(options.rehearsal ?? rehearsalFolder);
  return whileAlone(folder, output, async () => {
    const storeFolder = join(folder, "azure");
    const befalling = new Faults(faults);
    const rehearsal = await startRehearsal({ storeFolder, faults: befalling });
    try {
      const engine = await ensureEngine({ onStep: (step) => output.notice(`${describeStep(step)}\n`) });
      const { debugProviders } = rehearsal;
      const ended = await bringUp(await openRehearsedStack(options.stack, { engine, folder, debugProviders }));
      const state = await exportState({ engine, stack: options.stack, folder: workFolderOf(folder, options.stack), environment: environmentOf(await openStackFolder(folder), debugProviders) });
      const store = new ResourceStore(storeFolder);
      const rehearsalOption = options.rehearsal === undefined ? "--rehearsal" : `--rehearsal ${options.rehearsal}`;
      const shown = rehearsalOutcome({ ...ended, stack: options.stack, planned, faults, happened: befalling.happened, state, isInAzure: (id) => store.has(id), rehearsalOption });
      output.result(options.format === "json" ? renderJson(shown) : renderText(rehearsalReport(shown), output.style));
      return shown.status === "stands" ? 0 : 1;
    } finally {
      await rehearsal.stop();
    }
  });
}

async function bringUp(running: RunningStack) {
  try {
    return { summary: await running.up() };
  } catch (error) {
    if (!(error instanceof EngineRunError)) throw error;
    return { summary: error.summary, failure: error };
  }
}

/** @throws ProblemError with everything that is wrong in any of them */
function faultsOf(texts: readonly string[]): readonly Fault[] {
  const parsed = texts.map(parseFault);
  const problems = parsed.flatMap((one, index) => (one.kind === "fault" ? [] : one.problems.map((problem): Problem => ({ ...problem, path: `--fault ${texts[index]}` }))));
  if (problems.length > 0) throw new ProblemError("No such fault can be rehearsed:", problems);
  return parsed.flatMap((one) => (one.kind === "fault" ? [one.fault] : []));
}
