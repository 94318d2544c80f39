import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError } from "../environment/problem.ts";
import { findDrift } from "../drift/findDrift.ts";
import { judgeDrift } from "../drift/judgement.ts";
import { ensureEngine, type EngineStep } from "../engine/cli.ts";
import { exportState, readFromAzure, StackNotReadError, type ExportedState, type ProjectStack, type ReadResource } from "../engine/projectStack.ts";
import { escapeTerminal } from "../reports/escape.ts";
import { driftReport, type ShownDrift } from "../reports/driftReport.ts";
import { renderJson } from "../reports/json.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { renderText } from "../reports/text.ts";
import { shownEvaluation } from "./check.ts";
import { describeStep } from "./engine.ts";
import type { ExitCode, Output } from "./output.ts";
import { factsOfStack } from "./policyConfig.ts";
import { openPlace, rehearsalFolder } from "./stackPlace.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface DriftOptions {
  readonly stack: string;
  readonly format: "text" | "json" | "markdown";
  /** Folder in which the stack was rehearsed, `true` for the demo's; left out: the project's own backend. */
  readonly rehearsal?: string | true;
  /** File of exemptions, for what the drift breaks. */
  readonly exemptions?: string;
}

/**
 * Tells where Azure is not what the stack made of it, and what that breaks. Neither Azure nor the state is changed.
 *
 * @throws ProblemError where the input cannot be used
 */
export async function drift(options: DriftOptions, output: Output): Promise<ExitCode> {
  const prepare = planned(options);
  const prepareEngine = () => ensureEngine({ onStep: (step) => isSlow(step) && output.notice(`${describeStep(step)}\n`) });
  const place = await openPlace(options.stack, options.rehearsal === true ? rehearsalFolder : options.rehearsal, prepareEngine);
  try {
    const shown = prepare(await readStack(place.stack));
    output.result(rendered(shown, options.format, output));
    return exitCodes[shown.status];
  } catch (error) {
    if (!(error instanceof StackNotReadError) || error.isMissing) throw problemOf(error, options.stack);
    output.notice(`${error.message.split("\n").map(escapeTerminal).join("\n")}\nNothing is known of its drift.\n`);
    return 3;
  } finally {
    await place.close();
  }
}

/** What is there already is used without a word. */
function isSlow({ way, state }: EngineStep): boolean {
  return state === "trying" && (way === "installer" || way === "build");
}

const exitCodes: Readonly<Record<ShownDrift["status"], ExitCode>> = { none: 0, drift: 1, unknown: 3 };

/** A stack as state and Azure tell it. */
export interface ReadFromBoth {
  readonly state: ExportedState;
  readonly found: readonly ReadResource[];
}

/** Reads state and Azure, one after the other. */
export async function readStack(stack: ProjectStack): Promise<ReadFromBoth> {
  const state = await exportState(stack);
  return { state, found: await readFromAzure(stack) };
}

/**
 * What is planned for a stack, waiting for what is found: a configuration that cannot be used is refused before anything is read.
 *
 * @throws ProblemError with everything that cannot be used; what it answers throws one where nothing was ever brought up
 */
export function planned({ stack, exemptions }: Pick<DriftOptions, "stack" | "exemptions">): (read: ReadFromBoth) => ShownDrift {
  const { configuration } = readConfiguration(stackFilePath(stack));
  const plan = planEnvironment(configuration);
  const facts = factsOfStack(stack, exemptions);
  return ({ state, found }) => {
    const expected = state.resources.filter(({ type, id }) => id !== undefined && !type.startsWith("pulumi:")).map(({ urn }) => urn);
    if (expected.length + state.pending.length === 0) throw unusable(stack, "a stack that was brought up: its state is empty", "run `pulumi up` first, or log in to where its state is (`pulumi login`)");
    const findings = findDrift({ plan, expected, found, pending: state.pending });
    const status = findings.some(({ kind }) => kind !== "unknown") ? "drift" : findings.length > 0 ? "unknown" : "none";
    return { stack: stack.toUpperCase(), status, resources: found.filter(({ id }) => id.startsWith("/")).length, findings, breaks: shownEvaluation(judgeDrift(state.resources, found, facts)) };
  };
}

function rendered(shown: ShownDrift, format: DriftOptions["format"], { style }: Output): string {
  if (format === "json") return renderJson(shown);
  return format === "markdown" ? renderMarkdown(driftReport(shown)) : renderText(driftReport(shown), style);
}

function problemOf(error: unknown, stack: string): unknown {
  if (!(error instanceof StackNotReadError)) return error;
  return unusable(stack, "a stack of the backend that `pulumi whoami --verbose` names", "log in to where its state is (`pulumi login`), or add --rehearsal");
}

function unusable(stack: string, limit: string, fix: string): ProblemError {
  return new ProblemError("Nothing can be read:", [{ path: "--stack", value: stack, limit, fix }]);
}
