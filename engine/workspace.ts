import { dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, type EngineEvent, type OutputMap, type PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "./cli.ts";
import { nameOf, summarise, type Diagnostic, type RunSummary } from "./operations.ts";
import { exportState, type StateResource } from "./projectStack.ts";
import { copyStackFile, environmentOf, openStackFolder } from "./stackFolder.ts";

export interface OpenStackOptions {
  readonly engine: Engine;
  /** Holds state, passphrase and working copies; made where absent. */
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
  /** The stack file of the repository: copied, never written to. */
  readonly stackFile: string;
  /** Makes its resources anew at each call, and returns the exports. */
  readonly program: PulumiFn;
  /** Providers that already run: `azure-native:PORT,random:PORT`. None: the engine starts real ones. */
  readonly debugProviders?: string;
  /** Added to the environment of the engine. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type { StateResource } from "./projectStack.ts";

export interface RunOptions {
  readonly onEvent?: (event: EngineEvent) => void;
  readonly policyPacks?: readonly string[];
  readonly policyPackConfigs?: readonly string[];
  /** URNs to be replaced although nothing differs. */
  readonly replace?: readonly string[];
}

/** A stack on the real engine, its state in a local folder. */
export interface RunningStack {
  readonly preview: (options?: RunOptions) => Promise<RunSummary>;
  readonly up: (options?: RunOptions) => Promise<RunSummary>;
  readonly refresh: (options?: RunOptions) => Promise<RunSummary>;
  readonly destroy: (options?: RunOptions) => Promise<RunSummary>;
  readonly outputs: () => Promise<OutputMap>;
  /** The resources as the state holds them; secrets stay encrypted. */
  readonly resources: () => Promise<readonly StateResource[]>;
  /** Takes away the lock of a run that died. Only where no other run can be under way. */
  readonly unlock: () => Promise<void>;
}

/** A run of the engine failed; the message holds the engine's own errors, `summary` what was done until then. */
export class EngineRunError extends Error {
  readonly summary: RunSummary;

  constructor(run: string, summary: RunSummary, cause: unknown) {
    const errors = summary.diagnostics.filter((diagnostic) => diagnostic.severity === "error").map(describeDiagnostic);
    super(`${run} failed:\n${(errors.length > 0 ? errors : [shortMessage(cause)]).join("\n")}`, { cause });
    this.name = "EngineRunError";
    this.summary = summary;
  }
}

/** Opens a stack, or makes it, by the Automation API with an inline program: no language host is needed. */
export async function openStack(options: OpenStackOptions): Promise<RunningStack> {
  const folder = await openStackFolder(options.folder);
  const workFolder = await copyStackFile(folder, options.stack, options.stackFile);
  const environment = { ...environmentOf(folder, options.debugProviders), ...options.environment };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: options.stack, projectName: options.project, program: options.program },
    {
      workDir: workFolder,
      pulumiCommand: await pulumiCommandOf(options.engine),
      pulumiHome: folder.home,
      projectSettings: { name: options.project, runtime: "nodejs", backend: { url: folder.backend } },
      envVars: environment,
    },
  );
  return {
    preview: (given) => recorded("preview", given, (all) => stack.preview(all)),
    up: (given) => recorded("up", given, (all) => stack.up(all)),
    refresh: (given) => recorded("refresh", given, ({ onEvent }) => stack.refresh({ onEvent })),
    destroy: (given) => recorded("destroy", given, ({ onEvent }) => stack.destroy({ onEvent })),
    outputs: () => stack.outputs(),
    resources: async () => (await exportState({ engine: options.engine, folder: workFolder, stack: options.stack, environment })).resources,
    unlock: () => stack.cancel(),
  };
}

interface GivenOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly policyPacks?: string[];
  readonly policyPackConfigs?: string[];
  readonly replace?: string[];
}

async function recorded(run: string, options: RunOptions = {}, work: (given: GivenOptions) => Promise<unknown>): Promise<RunSummary> {
  const events: EngineEvent[] = [];
  const started = performance.now();
  const given: GivenOptions = {
    onEvent: (event) => {
      // The SDK's debug messages repeat whole answers of providers, secrets in plain text; its types do not know the word.
      if ((event.diagnosticEvent?.severity as string | undefined) === "debug") return;
      events.push(event);
      options.onEvent?.(event);
    },
    ...(options.policyPacks === undefined ? {} : { policyPacks: [...options.policyPacks] }),
    ...(options.policyPackConfigs === undefined ? {} : { policyPackConfigs: [...options.policyPackConfigs] }),
    ...(options.replace === undefined ? {} : { replace: [...options.replace] }),
  };
  try {
    await withShortTraces(() => work(given));
  } catch (error) {
    throw new EngineRunError(run, summarise(events, performance.now() - started), error);
  }
  return summarise(events, performance.now() - started);
}

let runsUnderWay = 0;
let usualLimit = Error.stackTraceLimit;

/** The SDK writes down where it made each of its promises, which takes a fifth of a run's time; the place alone is enough while runs are under way. */
async function withShortTraces<Result>(work: () => Promise<Result>): Promise<Result> {
  if (runsUnderWay === 0) usualLimit = Error.stackTraceLimit;
  runsUnderWay += 1;
  Error.stackTraceLimit = 1;
  try {
    return await work();
  } finally {
    runsUnderWay -= 1;
    if (runsUnderWay === 0) Error.stackTraceLimit = usualLimit;
  }
}

function pulumiCommandOf(engine: Engine): Promise<PulumiCommand> {
  // What was found on PATH may be a link or a wrapper: it is called by its name.
  return engine.way === "path" ? PulumiCommand.get() : PulumiCommand.get({ root: dirname(dirname(engine.executable)) });
}

function describeDiagnostic({ urn, message }: Diagnostic): string {
  return urn === undefined ? message : `${nameOf(urn)}: ${message}`;
}

const linesOfUnknownFailure = 12;

/** The Automation API's own message repeats the whole output. */
function shortMessage(cause: unknown): string {
  const lines = (cause instanceof Error ? cause.message : String(cause)).split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, linesOfUnknownFailure).join("\n");
}
