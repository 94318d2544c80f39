import { linkSync, readFileSync, realpathSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "./storeError.ts";

/** The process that rehearses in a folder. */
interface Owner {
  readonly pid: number;
  /** When it was started, as the system counts; the same number is given to another process one day. Null where the system does not tell. */
  readonly started: string | null;
}

const lockName = ".rehearsal.lock";

/** Folders that this process has, and how often. */
const held = new Map<string, number>();

/**
 * Takes a folder for this process: several rehearsals in it share the folder, another process is refused. A lock whose owner has died is taken over.
 *
 * @returns gives the folder back
 * @throws StoreError where another process rehearses there
 */
export function lockStore(folder: string): () => void {
  const place = realpathSync(folder);
  if (!held.has(place)) acquire(place);
  held.set(place, (held.get(place) ?? 0) + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = held.get(place)! - 1;
    if (left > 0) return void held.set(place, left);
    held.delete(place);
    removeIfThere(join(place, lockName));
  };
}

function acquire(place: string): void {
  const path = join(place, lockName);
  const own: Owner = { pid: process.pid, started: startOf(process.pid) ?? null };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(own)}\n`, { mode: 0o600 });
  try {
    while (!linked(draft, path)) removeDead(path);
  } finally {
    unlinkSync(draft);
  }
}

/** @throws StoreError unless whoever took the lock has died */
function removeDead(path: string): void {
  const text = readIfThere(path);
  if (text === undefined) return;
  const owner = ownerIn(text);
  if (owner === undefined || isAlive(owner)) throw inUse(path, owner);
  // Whoever else finds the dead one's lock may have taken it over meanwhile: then it is put back.
  const aside = `${path}.${process.pid}.dead`;
  if (!renamed(path, aside)) return;
  const isStillDead = readIfThere(aside) === text;
  if (!isStillDead) linked(aside, path);
  unlinkSync(aside);
}

function inUse(path: string, owner: Owner | undefined): StoreError {
  const fix = `end that process, or rehearse in another folder; where no such process rehearses, delete ${path}`;
  return new StoreError([{ path, value: owner?.pid ?? "unreadable", limit: owner === undefined ? "one process that rehearses here" : `one process that rehearses here; process ${owner.pid} does`, fix }]);
}

function ownerIn(text: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Owner>;
    return Number.isInteger(pid) && pid! > 0 && (started === null || typeof started === "string") ? { pid: pid!, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const startedNow = startOf(pid);
  return started === null || startedNow === undefined || startedNow === started;
}

/** Linux tells it in the 22nd field, of which the second may hold anything within parentheses. */
function startOf(pid: number): string | undefined {
  return readIfThere(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ")[19];
}

function linked(from: string, to: string): boolean {
  return ifNot("EEXIST", () => linkSync(from, to));
}

function renamed(from: string, to: string): boolean {
  return ifNot("ENOENT", () => renameSync(from, to));
}

function removeIfThere(path: string): void {
  ifNot("ENOENT", () => unlinkSync(path));
}

function readIfThere(path: string): string | undefined {
  let text: string | undefined;
  return ifNot("ENOENT", () => void (text = readFileSync(path, "utf8"))) ? text : undefined;
}

/** Whether it was done; false where it failed for that reason. */
function ifNot(code: string, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}
