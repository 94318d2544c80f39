import { runPulumi, type ProjectStack } from "./projectStack.ts";
import { failureOf } from "./runProcess.ts";
import { mustSucceed } from "./stackState.ts";

/** Who holds a stack, as the backend tells it. */
export interface StackLock {
  readonly user: string;
  readonly host: string;
  readonly process: number;
  /** ISO 8601. */
  readonly since: string;
}

export type LockReading =
  | { readonly kind: "free" }
  /** Without a holder where the backend names none (Pulumi Cloud). */
  | { readonly kind: "locked"; readonly locks: readonly StackLock[] };

const nobody = "lifecare:lock:Nobody::nobody";

const shortly = 120_000;

/**
 * Who holds the stack. The CLI has no word for that question, so it is asked to refresh a resource that no stack has, with a preview first: it names who
 * holds the lock, or refuses the target in the preview and leaves nothing behind.
 *
 * @throws Error where the CLI says something else
 */
export async function readLocks(stack: ProjectStack): Promise<LockReading> {
  const outcome = await runPulumi(stack, ["refresh", "--yes", "--suppress-progress", "--target", `urn:pulumi:${stack.stack}::lifecare::${nobody}`], shortly);
  const text = outcome.kind === "exited" ? `${outcome.stderr}\n${outcome.stdout}` : "";
  if (/currently locked by|another update is currently in progress/i.test(text)) return { kind: "locked", locks: locksIn(text) };
  if (text.includes(nobody)) return { kind: "free" };
  throw new Error(`Nobody can say who holds ${stack.stack}: ${failureOf(outcome) ?? "the CLI did not answer that"}`);
}

function locksIn(text: string): readonly StackLock[] {
  const found = text.matchAll(/created by (.*)@(\S+) \(pid (\d+)\) at (\S+)/g);
  return [...found].map(([, user = "", host = "", process = "", since = ""]) => ({ user, host, process: Number(process), since }));
}

/** Takes every lock of the stack away. Only where no other run can be under way. */
export async function takeLocks(stack: ProjectStack): Promise<void> {
  await mustSucceed(stack, ["cancel", "--yes"], `The lock of ${stack.stack} cannot be taken away`);
}
