import { hostname } from "node:os";
import { ensureEngine } from "../engine/cli.ts";
import { StackNotReadError, type ProjectStack } from "../engine/projectStack.ts";
import { runsPulumi } from "../engine/runningProcess.ts";
import { readLocks } from "../engine/stackLocks.ts";
import { readState, type StackState } from "../engine/stackState.ts";
import { destroyResources, removeStack } from "../engine/takeDown.ts";
import { ProblemError } from "../environment/problem.ts";
import { judgeLocks } from "../recovery/heldLock.ts";
import { planTeardown, type TeardownPlan } from "../recovery/teardownPlan.ts";
import { escapeTerminal } from "../reports/escape.ts";
import { describeHolder } from "../reports/recoveryReport.ts";
import { teardownReport } from "../reports/teardownReport.ts";
import { renderText } from "../reports/text.ts";
import { askAtTerminal, confirmed, type Ask } from "./confirm.ts";
import { describeStep } from "./engine.ts";
import type { ExitCode, Output } from "./output.ts";
import { openPlace, rehearsalFolder } from "./stackPlace.ts";

export interface TeardownOptions {
  readonly stack: string;
  /** Folder in which the stack was rehearsed, `true` for the demo's; left out: the project's own backend. */
  readonly rehearsal?: string | true;
  readonly yes?: boolean;
  /** The stack's name, typed by whoever takes production down. */
  readonly confirm?: string;
  readonly removeStack?: boolean;
}

/**
 * Takes a stack down: tells what goes and in which order, asks, then sets protection aside for one run and deletes. Production goes only where its name is typed.
 *
 * @returns 0 nothing of it stands; 1 it stopped, an update holds the stack, or nobody said yes
 * @throws ProblemError where the input cannot be used
 */
export async function teardown(options: TeardownOptions, output: Output): Promise<ExitCode> {
  const prepareEngine = () => ensureEngine({ onStep: (step) => (step.state === "refused" ? undefined : output.notice(`${describeStep(step)}\n`)) });
  const place = await openPlace(options.stack, options.rehearsal === true ? rehearsalFolder : options.rehearsal, prepareEngine);
  try {
    return await takeDown(place.stack, options, output, askAtTerminal(output));
  } finally {
    await place.close();
  }
}

/** The same on a stack that is open. */
export async function takeDown(stack: ProjectStack, options: Omit<TeardownOptions, "stack" | "rehearsal">, output: Output, ask?: Ask): Promise<ExitCode> {
  const name = escapeTerminal(stack.stack);
  const state = await stateOf(stack);
  if (state === undefined) {
    output.result(`There is nothing to take down: no stack ${name}.\n`);
    return 0;
  }
  if (!(await isFree(stack, state, output))) return 1;
  const plan = planTeardown(stack.stack, state);
  if (plan !== undefined) {
    output.result(renderText(teardownReport(plan, options.removeStack === true ? "remove the stack" : "keep the stack"), output.style));
    if (!(await isWanted(plan, options, ask))) {
      output.notice("Nothing was done.\n");
      return 1;
    }
    const started = performance.now();
    await destroyResources(stack);
    const left = planTeardown(stack.stack, await readState(stack));
    if (left !== undefined) throw new Error(`${left.resources} resources of ${stack.stack} are left in its state.`);
    output.result(`\nTaken down in ${((performance.now() - started) / 1000).toFixed(1)} s: nothing of ${name} stands.\n`);
  } else output.result(`There is nothing to take down: no resource of ${name} stands.\n`);
  if (options.removeStack === true) {
    await removeStack(stack);
    output.result(`The stack ${name} is removed.\n`);
  }
  return 0;
}

async function stateOf(stack: ProjectStack): Promise<StackState | undefined> {
  try {
    return await readState(stack);
  } catch (error) {
    if (error instanceof StackNotReadError && error.isMissing) return undefined;
    throw error;
  }
}

/** What a killed update may have made unseen would be left in Azure. */
async function isFree(stack: ProjectStack, { deployment }: StackState, output: Output): Promise<boolean> {
  const locks = judgeLocks(await readLocks(stack), { host: hostname(), runs: runsPulumi });
  const pending = deployment.pending_operations?.length ?? 0;
  if (locks.kind === "free" && pending === 0) return true;
  const holders = locks.kind === "free" ? [] : locks.locks.map(describeHolder).map(escapeTerminal);
  const reason = locks.kind === "alive" ? "an update is running" : locks.kind === "free" ? `an update ended early and left ${pending} operations open` : "an update holds it";
  output.notice(`Nothing was done: ${[reason, ...holders].join(", ")}. ${locks.kind === "alive" ? "Let it end first" : `First: lifecare recover --stack ${escapeTerminal(stack.stack)}`}.\n`);
  return false;
}

/** @throws ProblemError where production's name was not typed, or another one */
async function isWanted({ stack, isProduction }: TeardownPlan, { yes, confirm }: Pick<TeardownOptions, "yes" | "confirm">, ask: Ask | undefined): Promise<boolean> {
  if (confirm !== undefined && confirm !== stack) throw new ProblemError("Nothing was done:", [{ path: "--confirm", value: confirm, limit: "the name of the stack that is to go", fix: `type ${stack}, or name another stack` }]);
  if (confirm === stack) return true;
  if (!isProduction) return confirmed(`Take ${escapeTerminal(stack)} down?`, yes, ask);
  if (ask === undefined) throw new ProblemError("Nothing was done:", [{ path: "--confirm", value: undefined, limit: "production is taken down only by somebody who types its name", fix: `say --confirm ${stack}` }]);
  return (await ask(`This is production. Type its name, ${escapeTerminal(stack)}, to take it down: `)).trim() === stack;
}
