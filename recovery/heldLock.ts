import type { LockReading, StackLock } from "../engine/stackLocks.ts";

/** What can be known of whoever holds a stack. */
export type LockVerdict =
  | { readonly kind: "free" }
  /** Every holder ran on this machine and runs no more. */
  | { readonly kind: "dead"; readonly locks: readonly StackLock[] }
  /** At least one holder runs on this machine. */
  | { readonly kind: "alive"; readonly locks: readonly StackLock[] }
  /** A holder on another machine, or one that the backend does not name. */
  | { readonly kind: "unknown"; readonly locks: readonly StackLock[] };

/** What this machine knows of itself. */
export interface ThisMachine {
  readonly host: string;
  readonly runs: (process: number) => boolean;
}

export function judgeLocks(reading: LockReading, machine: ThisMachine): LockVerdict {
  if (reading.kind === "free") return reading;
  const { locks } = reading;
  const here = locks.filter(({ host }) => host === machine.host);
  if (here.some(({ process }) => machine.runs(process))) return { kind: "alive", locks: here.filter(({ process }) => machine.runs(process)) };
  return { kind: locks.length > 0 && here.length === locks.length ? "dead" : "unknown", locks };
}
