import { dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, type EngineEvent, type OutputMap, type PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "./cli.ts";
import { nameOf, summarise, type Diagnostic, type RunSummary } from "./operations.ts";
import { failureOf, runProcess } from "./runProcess.ts";
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
  /** Reads every resource from Azure and tells what differs from the state, which stays as it is. */
  readonly previewRefresh: (options?: RunOptions) => Promise<RunSummary>;
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
  const environment = {
    PULUMI_BACKEND_URL: folder.backend,
    PULUMI_CONFIG_PASSPHRASE: folder.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(options.debugProviders === undefined ? {} : attachedProviders(options.debugProviders)),
    ...options.environment,
  };
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
    previewRefresh: (given) => recorded("preview of a refresh", given, ({ onEvent }) => stack.previewRefresh({ onEvent })),
    destroy: (given) => recorded("destroy", given, ({ onEvent }) => stack.destroy({ onEvent })),
    outputs: () => stack.outputs(),
    resources: () => exportedResources(options, workFolder, { ...environment, PULUMI_HOME: folder.home }),
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
    await work(given);
  } catch (error) {
    throw new EngineRunError(run, summarise(events, performance.now() - started), error);
  }
  return summarise(events, performance.now() - started);
}

const exportTimeout = 60_000;

/** Asks the CLI itself: the Automation API's export would decrypt the secrets. */
async function exportedResources({ engine, stack }: OpenStackOptions, folder: string, environment: Record<string, string>): Promise<readonly StateResource[]> {
  const words = ["stack", "export", "--stack", stack, "--non-interactive"];
  const answer = await runProcess({ command: engine.executable, arguments: words, folder, environment, timeoutMilliseconds: exportTimeout });
  const failure = failureOf(answer);
  if (failure !== undefined || answer.kind !== "exited") throw new Error(`The state of ${stack} cannot be read: ${failure ?? "no answer"}`);
  const exported = JSON.parse(answer.stdout) as { deployment: { resources?: readonly (Partial<StateResource> & Pick<StateResource, "urn" | "type">)[] } };
  return (exported.deployment.resources ?? []).map((resource) => ({ ...bareResource, ...resource }));
}

/** What the state leaves out where it is empty. */
const bareResource = { inputs: {}, outputs: {}, dependencies: [], propertyDependencies: {}, protect: false };

/** Providers that run already are the only ones: nothing is to be downloaded. */
function attachedProviders(debugProviders: string): Record<string, string> {
  return { PULUMI_DEBUG_PROVIDERS: debugProviders, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
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
