import { dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, type EngineEvent, type OutputMap, type PulumiFn, type Stack } from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "./cli.ts";
import { summarise, type Diagnostic, type RunSummary } from "./operations.ts";
import { copyStackFile, openStackFolder } from "./stackFolder.ts";

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

/** What the state knows of a resource. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[] | null>>;
  readonly protect: boolean;
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
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: options.stack, projectName: options.project, program: options.program },
    {
      workDir: workFolder,
      pulumiCommand: await pulumiCommandOf(options.engine),
      pulumiHome: folder.home,
      projectSettings: { name: options.project, runtime: "nodejs", backend: { url: folder.backend } },
      envVars: {
        PULUMI_BACKEND_URL: folder.backend,
        PULUMI_CONFIG_PASSPHRASE: folder.passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: options.debugProviders === undefined ? "false" : "true",
        ...(options.debugProviders === undefined ? {} : { PULUMI_DEBUG_PROVIDERS: options.debugProviders }),
        ...options.environment,
      },
    },
  );
  return running(stack);
}

function running(stack: Stack): RunningStack {
  return {
    preview: (options) => recorded("preview", options, (given) => stack.preview(given)),
    up: (options) => recorded("up", options, (given) => stack.up(given)),
    refresh: (options) => recorded("refresh", options, ({ onEvent }) => stack.refresh({ onEvent })),
    destroy: (options) => recorded("destroy", options, ({ onEvent }) => stack.destroy({ onEvent })),
    outputs: () => stack.outputs(),
    resources: async () => resourcesOf(await stack.exportStack()),
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
      events.push(event);
      options.onEvent?.(event);
    },
    ...(options.policyPacks === undefined ? {} : { policyPacks: [...options.policyPacks] }),
    ...(options.policyPackConfigs === undefined ? {} : { policyPackConfigs: [...options.policyPackConfigs] }),
    ...(options.replace === undefined ? {} : { replace: [...options.replace] }),
  };
  try {
    await work(given);
  } catch (error) {
    throw new EngineRunError(run, summarise(events, performance.now() - started), error);
  }
  return summarise(events, performance.now() - started);
}

function resourcesOf(deployment: { readonly deployment: { readonly resources?: readonly Partial<StateResource>[] } }): readonly StateResource[] {
  return (deployment.deployment.resources ?? []).map((resource) => ({
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    ...(resource as Pick<StateResource, "urn" | "type">),
  }));
}

function pulumiCommandOf(engine: Engine): Promise<PulumiCommand> {
  // What was found on PATH may be a link or a wrapper: it is called by its name.
  return engine.way === "path" ? PulumiCommand.get() : PulumiCommand.get({ root: dirname(dirname(engine.executable)) });
}

function describeDiagnostic({ urn, message }: Diagnostic): string {
  return urn === undefined ? message : `${urn.slice(urn.lastIndexOf("::") + 2)}: ${message}`;
}

const linesOfUnknownFailure = 12;

/** The Automation API's own message repeats the whole output. */
function shortMessage(cause: unknown): string {
  const lines = (cause instanceof Error ? cause.message : String(cause)).split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, linesOfUnknownFailure).join("\n");
}
