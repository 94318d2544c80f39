import { linkSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ResourceStore } from "./resourceStore.ts";
import { StoreError } from "./storeError.ts";
import { lockStore } from "./storeLock.ts";

/** A rehearsed Azure that this process has for itself. */
export interface OpenStore {
  readonly store: ResourceStore;
  /** Lets other processes have it. */
  readonly close: () => void;
}

/** Changes when older or newer releases would misread what lies in the folder. */
const format = 1;

const markName = ".rehearsal.json";

/** What lies in the folder of a store that was written before stores were marked, or by hand. */
const ownNames: ReadonlySet<string> = new Set(["subscriptions", ".removed"]);

/**
 * Opens the rehearsed Azure in a folder, or begins one where there is nothing. Every file is read once, so that a store that is not whole is refused before
 * anything is asked of it.
 *
 * @throws StoreError where it is another's, of another format, or not whole: nothing has been changed then
 */
export function openStore(folder: string): OpenStore {
  mkdirSync(folder, { recursive: true });
  const unlock = lockStore(folder);
  try {
    requireFormat(folder);
    const store = new ResourceStore(folder);
    store.requireWhole();
    mark(folder);
    return { store, close: unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

function requireFormat(folder: string): void {
  const path = join(folder, markName);
  const names = readdirSync(folder).filter((name) => !name.startsWith(".rehearsal.lock"));
  if (!names.includes(markName)) {
    const [foreign] = names.filter((name) => !ownNames.has(name));
    if (foreign === undefined) return;
    throw new StoreError([{ path: folder, value: foreign, limit: "an empty folder, or one in which nothing but a rehearsed Azure lies", fix: "name another folder" }]);
  }
  const found = formatIn(readFileSync(path, "utf8"));
  if (found === format) return;
  const limit = found === undefined ? "the mark of a rehearsed Azure, whole" : `a store of format ${format}, which this release writes`;
  throw new StoreError([{ path, value: found, limit, fix: found === undefined ? "delete the folder to start afresh" : "use the release that wrote it, or delete the folder to start afresh" }]);
}

function formatIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, like every file of a store. */
function mark(folder: string): void {
  const draft = join(folder, `.rehearsal.lock.mark-${process.pid}`);
  writeFileSync(draft, `${JSON.stringify({ format })}\n`);
  try {
    linkSync(draft, join(folder, markName));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
