import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "./cli.ts";
import { summarise } from "./operations.ts";
import { failureOf, runProcess, type ProcessOutcome } from "./runProcess.ts";

/** A stack of a project as the Pulumi CLI knows it, wherever its user keeps the state (`pulumi login`). */
export interface ProjectStack {
  readonly engine: Engine;
  /** Folder with Pulumi.yaml and the stack's file. */
  readonly folder: string;
  readonly stack: string;
  /** Added to the environment of the CLI: another backend, passphrase, providers that run already. */
  readonly environment?: Readonly<Record<string, string>>;
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

/** A state as the CLI exports it; secrets stay encrypted. */
export interface ExportedState {
  readonly resources: readonly StateResource[];
  /** URNs of what was under way when a run died: it may be there or not. */
  readonly pending: readonly string[];
}

/** What a read of Azure finds of a resource of the state. Secrets are replaced by the engine's `[secret]`. */
export interface ReadResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  /** As the state has it. */
  readonly before: ReadProperties;
  /** As Azure has it; none: it is gone. */
  readonly now?: ReadProperties;
}

export interface ReadProperties {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The state of a stack cannot be read, or Azure cannot: the message holds the engine's own errors. */
export class StackNotReadError extends Error {
  /** There is no such stack where the CLI looks for it. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.name = "StackNotReadError";
    this.isMissing = isMissing;
  }
}

const exportTimeout = 120_000;

/** @throws StackNotReadError */
export async function exportState(stack: ProjectStack): Promise<ExportedState> {
  const { deployment } = JSON.parse(await exportedText(stack)) as { deployment: { resources?: readonly (Partial<StateResource> & Pick<StateResource, "urn" | "type">)[]; pending_operations?: readonly { resource: { urn: string } }[] } | null };
  return {
    resources: (deployment?.resources ?? []).map((resource) => ({ ...bareResource, ...resource })),
    pending: (deployment?.pending_operations ?? []).map(({ resource }) => resource.urn),
  };
}

/**
 * What `pulumi stack export` prints. Asks the CLI itself: the Automation API's export would decrypt the secrets.
 *
 * @throws StackNotReadError where the CLI cannot read it, or there is none
 */
export async function exportedText(stack: ProjectStack): Promise<string> {
  const answer = await runPulumi(stack, ["stack", "export"], exportTimeout);
  const failure = failureOf(answer);
  if (failure === undefined && answer.kind === "exited") return answer.stdout;
  throw new StackNotReadError(`The state of ${stack.stack} cannot be read: ${failure ?? "no answer"}`, /no stack named/.test(failure ?? ""));
}

/** What the state leaves out where it is empty. */
const bareResource = { inputs: {}, outputs: {}, dependencies: [], propertyDependencies: {}, protect: false };

/** A large stack, asked of an Azure that throttles. */
const readTimeout = 30 * 60_000;

/**
 * Has the engine read every resource of the state from Azure, as a refresh does, and leaves the state as it is.
 *
 * @throws StackNotReadError with the engine's own errors
 */
export async function readFromAzure(stack: ProjectStack): Promise<readonly ReadResource[]> {
  const { events, failure } = await runWithEvents(stack, ["refresh", "--preview-only"], readTimeout);
  if (failure !== undefined) throw new StackNotReadError(`${stack.stack} cannot be read from Azure:\n${failure}`, false);
  return events.flatMap(readResource);
}

/** Runs an operation of the engine on a stack: its events, and its own errors where it failed. */
export async function runWithEvents(stack: ProjectStack, words: readonly string[], timeoutMilliseconds: number): Promise<{ readonly events: readonly EngineEvent[]; readonly failure?: string }> {
  const folder = await mkdtemp(join(tmpdir(), "lifecare-events-"));
  try {
    const log = join(folder, "events");
    const answer = await runPulumi(stack, [...words, "--suppress-progress", "--color", "never", "--event-log", log], timeoutMilliseconds);
    const events = parseEvents(await readFile(log, "utf8").catch(() => ""));
    const errors = summarise(events, 0).diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const failure = errors.length > 0 ? errors.join("\n") : (printedErrors(answer) ?? failureOf(answer));
    return { events, ...(failure === undefined ? {} : { failure }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A log may be cut off where the CLI's own output is whole. */
function printedErrors(answer: ProcessOutcome): string | undefined {
  if (answer.kind !== "exited" || answer.code === 0) return undefined;
  const lines = `${answer.stderr}\n${answer.stdout}`.split("\n").filter((line) => /\berror:/.test(line));
  return lines.length === 0 ? undefined : lines.map((line) => line.trim()).join("\n");
}

/**
 * Runs the CLI on a stack; it never asks.
 *
 * @param words without `--stack`
 * @param input what it reads from its standard input
 */
export function runPulumi({ engine, folder, stack, environment }: ProjectStack, words: readonly string[], timeoutMilliseconds: number, input?: string): Promise<ProcessOutcome> {
  return runProcess({
    command: engine.executable,
    arguments: [...words, "--stack", stack, "--non-interactive"],
    folder,
    // The event log is an option for tools: without the second variable the CLI does not know it.
    environment: { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_COMMANDS: "true", ...environment },
    timeoutMilliseconds,
    ...(input === undefined ? {} : { input }),
  });
}

/** One event to a line; a line that was cut off when the engine died is left out. */
function parseEvents(text: string): readonly EngineEvent[] {
  return text.split("\n").flatMap((line): readonly EngineEvent[] => {
    try {
      return line === "" ? [] : [JSON.parse(line) as EngineEvent];
    } catch {
      return [];
    }
  });
}

/** Components and providers are no resources of Azure's. */
function readResource({ resOutputsEvent: event }: EngineEvent): readonly ReadResource[] {
  if (event === undefined) return [];
  const { urn, type, op, old, new: now } = event.metadata;
  if (old === undefined || old.custom !== true || type.startsWith("pulumi:")) return [];
  const gone = op === "delete" || now === undefined;
  return [{ urn, type, id: old.id, before: propertiesOf(old), ...(gone ? {} : { now: propertiesOf(now) }) }];
}

function propertiesOf({ inputs, outputs }: { readonly inputs?: ReadProperties["inputs"]; readonly outputs?: ReadProperties["outputs"] }): ReadProperties {
  return { inputs: inputs ?? {}, outputs: outputs ?? {} };
}
