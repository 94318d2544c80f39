import { exportedText, runPulumi, type ProjectStack } from "./projectStack.ts";
import { failureOf } from "./runProcess.ts";

/** A stack's whole state as `pulumi stack export` prints it: secrets stay encrypted, and what is not named here is handed on as it is. */
export interface StackState {
  readonly version: number;
  readonly deployment: Deployment;
}

export interface Deployment {
  /** Who encrypts the secrets: `passphrase` with a salt, or `cloud` with a key service's address. */
  readonly secrets_providers?: { readonly type: string; readonly state?: Readonly<Record<string, unknown>> };
  /** In an order in which each comes after what it depends on. */
  readonly resources?: readonly StateEntry[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** One resource of the state. */
export interface StateEntry {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** URN and id of its provider, joined by `::`. */
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** URNs. */
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly protect?: boolean;
  /** The old one of a replacement, to be deleted by the next update. */
  readonly delete?: boolean;
  /** Deleted for a replacement that has not been made yet. */
  readonly pendingReplacement?: boolean;
  /** Why the resource is there and not finished: the next update states it again. */
  readonly initErrors?: readonly string[];
}

/** What the engine was doing to a resource when it was killed. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, … */
  readonly type: string;
  readonly resource: StateEntry;
}

const shortly = 120_000;

/** @throws StackNotReadError where the CLI cannot read it, or there is none */
export async function readState(stack: ProjectStack): Promise<StackState> {
  const { version, deployment } = JSON.parse(await exportedText(stack)) as { version: number; deployment: Deployment | null };
  return { version, deployment: deployment ?? {} };
}

/**
 * Puts another state in its place. The CLI holds the lock meanwhile, checks that the state hangs together, and drops operations that are pending.
 *
 * @throws Error where the CLI refuses it
 */
export async function writeState(stack: ProjectStack, state: StackState): Promise<void> {
  await mustSucceed(stack, ["stack", "import"], `The state of ${stack.stack} cannot be written`, JSON.stringify(state));
}

/** @throws Error with the CLI's last words */
export async function mustSucceed(stack: ProjectStack, words: readonly string[], title: string, input?: string): Promise<void> {
  const failure = failureOf(await runPulumi(stack, words, shortly, input));
  if (failure !== undefined) throw new Error(`${title}: ${failure}`);
}
