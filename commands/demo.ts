import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { Listr, type ListrTaskWrapper, type ListrRendererFactory } from "listr2";
import { ensureEngine } from "../engine/cli.ts";
import { requireNoChanges, type RunSummary } from "../engine/operations.ts";
import type { RunningStack, RunOptions } from "../engine/workspace.ts";
import { startRehearsal } from "../rehearsal/startRehearsal.ts";
import { escapeTerminal } from "../reports/escape.ts";
import { standingReport, timesTable, describeCounts, type RunTime, type StandingFacts } from "../reports/standingReport.ts";
import { verdictText } from "../reports/proofReport.ts";
import { plainText, renderText, textTable } from "../reports/text.ts";
import { describeVerdict } from "../proof/describeVerdict.ts";
import { findDifferences } from "../proof/prove.ts";
import { describeStep } from "./engine.ts";
import { evaluate } from "../policies/evaluate.ts";
import { policyText } from "../reports/policyReport.ts";
import { shownEvaluation } from "./check.ts";
import { factsOfStack, packFolder, writePackConfiguration } from "./policyConfig.ts";
import type { ExitCode, Output } from "./output.ts";
import { openRehearsedStack, whileAlone, type RehearsalPlace } from "./rehearsedStack.ts";
import { loadStack, requireExpectation, requireNetwork } from "./stackSource.ts";
import { standingOf } from "./standing.ts";

/** The order in which the vendor updates (S4.5-1): the training environment first. */
const stacks = ["utb", "prod"] as const;

interface Standing {
  readonly stack: string;
  readonly facts: StandingFacts;
}

type Task = ListrTaskWrapper<unknown, ListrRendererFactory, ListrRendererFactory>;

/**
 * Proves and provisions UTB, then PROD, onto the rehearsal Azure: preview, up, and a second up that must change nothing, each gated by the policy pack. State and rehearsal store live in `.lifecare`
 * below the project; run again, it finds everything in place.
 *
 * @throws Error where a run fails or the second up changes something
 */
export async function demo(output: Output): Promise<ExitCode> {
  const folder = join(process.cwd(), ".lifecare");
  return whileAlone(folder, output, () => provision(folder, output));
}

async function provision(folder: string, output: Output): Promise<ExitCode> {
  const engine = await ensureEngine({ onStep: (step) => output.notice(`${describeStep(step)}\n`) });
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  const run: DemoRun = { folder, engine, debugProviders: rehearsal.debugProviders, interactive: output.interactive, times: [], standing: [], failures: [] };
  try {
    await new Listr(
      stacks.map((stack) => ({ title: stack.toUpperCase(), task: (_: unknown, task: Task) => task.newListr(stackTasks(stack, run)) })),
      { concurrent: false, renderer: output.interactive ? "default" : "simple", rendererOptions: { collapseSubtasks: false } },
    ).run();
  } catch (error) {
    output.notice(`${escapeTerminal(`What an update leaves behind that was killed, \`npm run lifecare -- recover --rehearsal --stack utb\` (or prod) takes over; or delete ${folder} to start afresh.`)}\n`);
    throw run.failures[0] ?? error;
  } finally {
    await rehearsal.stop();
  }
  for (const { stack, facts } of run.standing) output.result(`\n${renderText(standingReport(stack, facts), output.style)}`);
  output.result(`\n${textTable(timesTable(run.times), output.style)}\n`);
  return 0;
}

interface DemoRun extends RehearsalPlace {
  /** Somebody watches the resources being counted. */
  readonly interactive: boolean;
  readonly times: RunTime[];
  readonly standing: Standing[];
  /** Told in full after the progress, which has room for one line. */
  readonly failures: unknown[];
}

/** The steps for one stack, each timed. */
function stackTasks(stack: string, run: DemoRun) {
  let running: RunningStack;
  let gated: RunOptions = {};
  const step = (title: string, work: (options: RunOptions) => Promise<RunSummary>, judge: (summary: RunSummary) => void = () => undefined) => ({
    title,
    task: async (_: unknown, task: Task) => {
      try {
        const summary = await work(run.interactive ? { ...gated, onEvent: progress(task) } : gated);
        run.times.push({ stack, run: title, outcome: describeCounts(summary.counts), durationMilliseconds: summary.durationMilliseconds });
        judge(summary);
        task.title = `${title}: ${describeCounts(summary.counts)} (${(summary.durationMilliseconds / 1000).toFixed(1)} s)`;
      } catch (error) {
        run.failures.push(error);
        throw new Error("see below", { cause: error });
      }
    },
  });
  const inProcess = (title: string, judge: () => string) => ({
    title,
    task: (_: unknown, task: Task) => {
      try {
        const started = performance.now();
        const outcome = judge();
        run.times.push({ stack, run: title, outcome, durationMilliseconds: performance.now() - started });
        task.title = `${title}: ${outcome}`;
      } catch (error) {
        run.failures.push(error);
        throw new Error("see below", { cause: error });
      }
    },
  });
  return [
    inProcess("proof", () => prove(stack)),
    inProcess("rules", () => holdRules(stack)),
    {
      title: "open",
      task: async () => {
        running = await openRehearsedStack(stack, run);
        const configuration = join(run.folder, `policies.${stack}.json`);
        await writePackConfiguration({ stack }, configuration);
        gated = { policyPacks: [packFolder], policyPackConfigs: [configuration] };
      },
    },
    step("preview", (options) => running.preview(options)),
    step("up", (options) => running.up(options)),
    step("second up", (options) => running.up(options), requireNoChanges),
    {
      title: "read what stands",
      task: async () => {
        run.standing.push({ stack, facts: standingOf(await running.resources()) });
      },
    },
  ];
}

/**
 * Before anything exists: what the plan's resources let through is what the specification opens.
 *
 * @throws Error with the verdict where it is not so
 */
function prove(stack: string): string {
  const loaded = loadStack({ stack });
  const verdict = describeVerdict(findDifferences(requireNetwork(loaded), requireExpectation(loaded), loaded.sources));
  if (verdict.status !== "proved") throw new Error(verdictText(loaded.name, verdict, plainText));
  return `proved: ${verdict.flows} flows open, nothing else, between ${verdict.pairs} pairs of places`;
}

/**
 * Before anything exists: the plan's resources hold every mandatory rule of the policy pack.
 *
 * @throws Error with what is found where it is not so
 */
function holdRules(stack: string): string {
  const { resources, name } = loadStack({ stack });
  const evaluation = evaluate(resources, factsOfStack(stack));
  const shown = shownEvaluation(evaluation);
  if (evaluation.status !== "holds") throw new Error(policyText(name, shown, plainText));
  const advised = shown.findings.length;
  return `none mandatory broken, of ${shown.rules} judged${advised === 0 ? "" : `; ${advised} advised (lifecare check --stack ${stack})`}`;
}

function progress(task: Task): (event: EngineEvent) => void {
  let steps = 0;
  return (event) => {
    if (event.resourcePreEvent === undefined) return;
    steps += 1;
    task.output = `${steps} resources`;
  };
}
