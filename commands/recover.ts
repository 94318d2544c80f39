import { hostname } from "node:os";
import { isDeepStrictEqual } from "node:util";
import { ensureEngine } from "../engine/cli.ts";
import { StackNotReadError, type ProjectStack } from "../engine/projectStack.ts";
import { runsPulumi } from "../engine/runningProcess.ts";
import { lookUp } from "../engine/scratchStack.ts";
import { readLocks, takeLocks, type LockReading } from "../engine/stackLocks.ts";
import { readState, writeState, type StackState } from "../engine/stackState.ts";
import { removeSideFiles, tornSideFiles } from "../engine/tornSideFiles.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import type { ResolvedResource } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError } from "../environment/problem.ts";
import { judgeSuspects, recoveredState, stateWithSuspects } from "../recovery/findings.ts";
import { judgeLocks } from "../recovery/heldLock.ts";
import { findInterruption, urnOf } from "../recovery/suspects.ts";
import { describeHolder, isTold, recoveryReport, type ShownRecovery } from "../reports/recoveryReport.ts";
import { escapeTerminal } from "../reports/escape.ts";
import { renderText } from "../reports/text.ts";
import { askAtTerminal, confirmed, type Ask } from "./confirm.ts";
import { describeStep } from "./engine.ts";
import type { ExitCode, Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";
import { openPlace, rehearsalFolder } from "./stackPlace.ts";

export interface RecoverOptions {
  readonly stack: string;
  /** Stack file instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  /** Folder in which the stack was rehearsed, `true` for the demo's; left out: the project's own backend. */
  readonly rehearsal?: string | true;
  readonly yes?: boolean;
  /** A lock whose holder cannot be seen from here is taken away as well. */
  readonly takeLock?: boolean;
}

/**
 * Brings a stack back into a state from which an update goes on, after one that was killed or whose provider died. What may have been made is looked up in Azure by the ids that
 * the plan knows; nothing in Azure is changed, and the state only where Azure is ahead of it.
 *
 * @returns 0 recovered, or nothing to do; 1 an update is running, nobody said yes, or somebody else's resource is in the way; 3 something is not known
 * @throws ProblemError where the input cannot be used
 */
export async function recover(options: RecoverOptions, output: Output): Promise<ExitCode> {
  const { configuration, advice } = readConfiguration(options.file ?? stackFilePath(options.stack));
  const { resources: planned } = planEnvironment(configuration, advice);
  const prepareEngine = () => ensureEngine({ onStep: (step) => (step.state === "refused" ? undefined : output.notice(`${describeStep(step)}\n`)) });
  const place = await openPlace(options.stack, options.rehearsal === true ? rehearsalFolder : options.rehearsal, prepareEngine);
  try {
    return await recoverStack(place.stack, planned, options, output, askAtTerminal(output));
  } finally {
    await place.close();
  }
}

/** The same on a stack that is open. */
export async function recoverStack(stack: ProjectStack, planned: readonly ResolvedResource[], options: Pick<RecoverOptions, "yes" | "takeLock">, output: Output, ask?: Ask): Promise<ExitCode> {
  const held = await readHeld(stack).catch((error: unknown) => mendAndRead(stack, error, options, output, ask));
  if (held === undefined) return nothingDone(output);
  const { state } = held;
  const locks = judgeLocks(held.locks, { host: hostname(), runs: runsPulumi });
  if (locks.kind === "alive") {
    output.notice(`An update of ${escapeTerminal(stack.stack)} is running, held ${locks.locks.map(describeHolder).map(escapeTerminal).join("; ")}. Let it end, or end it (kill ${locks.locks.map(({ process }) => process).join(" ")}), then recover.\n`);
    return 1;
  }
  const interruption = findInterruption(state, planned);
  const { project = "", suspects } = interruption;
  const seen = await lookUp(stack, stateWithSuspects(state, suspects), project, suspects.map(({ entry }) => entry.urn));
  const recovery: ShownRecovery = { stack: stack.stack, locks, interruption, findings: judgeSuspects(suspects, seen) };
  output.result(renderText(recoveryReport(recovery), output.style));

  if (interruption.withoutId.length > 0) {
    output.notice("Nothing was done: check out the configuration that was being deployed, whose plan knows these ids, and recover with it.\n");
    return 3;
  }
  if (locks.kind === "unknown" && options.takeLock !== true && ask === undefined) {
    output.notice("Nothing was done: make sure that nobody is updating this stack, then say --take-lock.\n");
    return 3;
  }
  const after = recoveredState(state, recovery.findings);
  const changesState = !isDeepStrictEqual(after, state);
  if (changesState || locks.kind !== "free") {
    const question = locks.kind === "unknown" && options.takeLock !== true ? "Are you sure that nobody is updating this stack, and is this to be done?" : "Is this to be done?";
    if (!(await confirmed(question, locks.kind === "unknown" && options.takeLock !== true ? undefined : options.yes, ask))) {
      return nothingDone(output);
    }
    if (locks.kind !== "free") await takeLocks(stack);
    if (changesState) await replaceState(stack, state, after);
  }
  output.result(`\n${whatIsNext(recovery, after, planned, project)}\n`);
  const kinds = new Set(recovery.findings.map(({ kind }) => kind));
  if (kinds.has("underWay")) return 3;
  return kinds.has("foreign") ? 1 : 0;
}

function nothingDone(output: Output): ExitCode {
  output.notice("Nothing was done.\n");
  return 1;
}

interface HeldState {
  readonly state: StackState;
  readonly locks: LockReading;
}

async function readHeld(stack: ProjectStack): Promise<HeldState> {
  const state = await stateOf(stack);
  return { state, locks: await readLocks(stack) };
}

/**
 * Where side files of the state were cut off, takes them away and reads again.
 *
 * @returns undefined where nobody said yes
 * @throws unknown what reading said, where that is not the cause
 */
async function mendAndRead(stack: ProjectStack, error: unknown, { yes }: Pick<RecoverOptions, "yes">, output: Output, ask: Ask | undefined): Promise<HeldState | undefined> {
  const torn = error instanceof ProblemError ? [] : await tornSideFiles(stack);
  if (torn.length === 0) throw error;
  output.result(`The kill cut off ${torn.length === 1 ? "a side file" : `${torn.length} side files`} of the state, content type and checksum only, without which the CLI does:\n${torn.map((path) => `  ${escapeTerminal(path)}\n`).join("")}`);
  if (!(await confirmed(`Delete ${torn.length === 1 ? "it" : "them"}?`, yes, ask))) return undefined;
  await removeSideFiles(torn);
  return readHeld(stack);
}

async function stateOf(stack: ProjectStack): Promise<StackState> {
  try {
    return await readState(stack);
  } catch (error) {
    if (!(error instanceof StackNotReadError) || !error.isMissing) throw error;
    throw new ProblemError("There is nothing to recover:", [{ path: "--stack", value: stack.stack, limit: "a stack in the backend that the project is logged in to", fix: "see `pulumi stack ls`, or name the folder in which it was rehearsed: --rehearsal" }]);
  }
}

/** @throws Error where somebody changed the state meanwhile */
async function replaceState(stack: ProjectStack, before: StackState, after: StackState): Promise<void> {
  if (!isDeepStrictEqual(await readState(stack), before)) throw new Error(`Somebody else changed the state of ${stack.stack} meanwhile: nothing was written. Recover again.`);
  await writeState(stack, after);
}

function whatIsNext({ stack, findings }: ShownRecovery, after: StackState, planned: readonly ResolvedResource[], project: string): string {
  const known = new Set((after.deployment.resources ?? []).map(({ urn }) => urn));
  const missing = planned.filter((resource) => !known.has(urnOf(resource, { stack, project }))).length;
  const next = missing === 0 ? "an update, which finds every planned resource in the state" : `an update, which makes the ${missing} of ${planned.length} planned resources that are missing`;
  const waits = findings.filter((finding) => isTold(finding) && (finding.kind === "underWay" || finding.kind === "foreign")).length;
  return `Next: ${next}.${waits === 0 ? "" : ` ${waits} in the table above ${waits === 1 ? "needs" : "need"} a look first.`}`;
}
