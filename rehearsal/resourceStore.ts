import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isObject, type Properties } from "./propertyValues.ts";
import { StoreError, type StoreProblem } from "./storeError.ts";

/** One resource as it stands in the rehearsed Azure. */
export interface StoredResource {
  /** ARM id in the case in which it was created. */
  readonly id: string;
  /** ARM type, for example `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** How often it was written, from 1. */
  readonly revision: number;
  /** What Azure answers besides ids of children; never a write-only property. */
  readonly properties: Properties;
  /** Inline children in the order in which they were given, by property. */
  readonly order?: Readonly<Record<string, readonly string[]>>;
}

/** A file that was read: every write makes a new file, so that number, time and size of it tell whether it is still the same. */
interface ReadFile {
  readonly version: string;
  readonly resource: StoredResource;
}

/** A file system tells times apart by a few milliseconds only: what was written more recently may be written again unseen. */
const settledAfterMilliseconds = 50;

/** A folder that was listed: its time tells whether anything was added, removed or renamed in it. */
interface ListedFolder {
  readonly version: string;
  readonly names: readonly string[];
}

const fileName = "resource.json";
const removedFolder = ".removed";

/**
 * The folder that the rehearsed Azure lives in: one JSON file for each resource, below folders that mirror its ARM id in lower case. A
 * child lies below its parent, so that removing a folder removes what ARM would. Writing is atomic (a finished file is linked or renamed
 * into place), so that a killed process and several processes at once leave whole files only. No call waits: in one process no two
 * calls overlap.
 */
export class ResourceStore {
  readonly #folder: string;
  readonly #read = new Map<string, ReadFile>();
  readonly #listed = new Map<string, ListedFolder>();
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** The resource with this id, whatever its case. */
  get(id: string): StoredResource | undefined {
    return this.#resource(join(this.#folderOf(id), fileName));
  }

  has(id: string): boolean {
    return existsSync(join(this.#folderOf(id), fileName));
  }

  /** Adds a resource; false where one with this id is there already. */
  add(resource: StoredResource): boolean {
    const folder = this.#folderOf(resource.id);
    mkdirSync(folder, { recursive: true });
    const draft = this.#draft(folder, resource);
    try {
      linkSync(draft, join(folder, fileName));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  replace(resource: StoredResource): void {
    const folder = this.#folderOf(resource.id);
    mkdirSync(folder, { recursive: true });
    renameSync(this.#draft(folder, resource), join(folder, fileName));
  }

  /** Removes a resource and everything below it; false where there was none. */
  remove(id: string): boolean {
    const folder = this.#folderOf(id);
    if (!existsSync(join(folder, fileName))) return false;
    const removed = join(this.#folder, removedFolder, `${process.pid}-${this.#written++}-${shortHash(id)}`);
    mkdirSync(join(this.#folder, removedFolder), { recursive: true });
    renameSync(folder, removed);
    rmSync(removed, { recursive: true, force: true });
    return true;
  }

  /** Resources directly below a parent whose last type segment is `segment`, by name. */
  children(id: string, segment: string): readonly StoredResource[] {
    return this.#in(join(this.#folderOf(id), safeName(segment)));
  }

  /** Every resource of a subscription's type that lies in a resource group (extensions apart), by id. */
  ofType(subscriptionId: string, type: string): readonly StoredResource[] {
    const groups = join(this.#folder, "subscriptions", safeName(subscriptionId), "resourcegroups");
    const [namespace = "", outer = "", ...inner] = type.split("/").map(safeName);
    const below = (folder: string) => this.#names(folder).map((name) => join(folder, name));
    let folders = below(groups).map((group) => join(group, "providers", namespace, outer));
    for (const segment of inner) folders = folders.flatMap(below).map((parent) => join(parent, segment));
    return folders.flatMap((folder) => this.#in(folder));
  }

  /** Subscriptions that hold or held anything, in lower case. */
  subscriptionIds(): readonly string[] {
    return this.#names(join(this.#folder, "subscriptions")).map(decodeURIComponent);
  }

  /** Every resource, by id. */
  all(): readonly StoredResource[] {
    return this.#allIn(this.#folder);
  }

  /** @throws StoreError naming every file that is not whole */
  requireWhole(): void {
    const problems = filesIn(this.#folder).flatMap((path) => {
      try {
        const resource = this.#resource(path);
        return resource === undefined || join(this.#folderOf(resource.id), fileName) === path ? [] : [misplaced(path, resource)];
      } catch (error) {
        if (error instanceof StoreError) return error.problems;
        throw error;
      }
    });
    if (problems.length > 0) throw new StoreError(problems);
  }

  /** A resource and everything below it, extensions too, by id. */
  below(id: string): readonly StoredResource[] {
    const folder = this.#folderOf(id);
    return existsSync(folder) ? this.#allIn(folder) : [];
  }

  #in(folder: string): readonly StoredResource[] {
    const resources = this.#names(folder).map((name) => this.#resource(join(folder, name, fileName)));
    return resources.filter((resource) => resource !== undefined);
  }

  /** Names in a folder that holds folders alone, in order; it is listed again when anybody, in whatever process, added or removed one. */
  #names(folder: string): readonly string[] {
    const found = statSync(folder, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return [];
    const version = `${found.ino} ${found.mtimeNs}`;
    const known = this.#listed.get(folder);
    if (known?.version === version) return known.names;
    const names = readdirSync(folder).sort();
    if (hasSettled(found.mtimeMs)) this.#listed.set(folder, { version, names });
    return names;
  }

  /** What lies in a file; it is read once and again only when somebody, in whatever process, wrote it anew. */
  #resource(path: string): StoredResource | undefined {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    const known = this.#read.get(path);
    if (found === undefined) {
      if (known !== undefined) this.#read.delete(path);
      return undefined;
    }
    const version = `${found.ino} ${found.mtimeNs} ${found.size}`;
    if (known?.version === version) return known.resource;
    const resource = readResource(path);
    if (resource !== undefined && hasSettled(found.mtimeMs)) this.#read.set(path, { version, resource });
    else this.#read.delete(path);
    return resource;
  }

  #allIn(folder: string): readonly StoredResource[] {
    const found = filesIn(folder).map((path) => this.#resource(path)).filter((resource) => resource !== undefined);
    return found.sort((left, right) => (left.id.toLowerCase() < right.id.toLowerCase() ? -1 : 1));
  }

  #folderOf(id: string): string {
    return join(this.#folder, ...id.split("/").filter((segment) => segment !== "").map(safeName));
  }

  #draft(folder: string, resource: StoredResource): string {
    const path = join(folder, `.${process.pid}-${this.#written++}.draft`);
    writeFileSync(path, `${JSON.stringify(sorted(resource), undefined, 2)}\n`, { mode: 0o600 });
    return path;
  }
}

function misplaced(path: string, { id }: StoredResource): StoreProblem {
  return { path, value: id, limit: "the resource whose id leads here", fix: `delete ${dirname(path)}: it was moved or copied` };
}

/** @throws StoreError where the file is not what this class writes */
function readResource(path: string): StoredResource | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const resource = resourceIn(text);
  if (resource !== undefined) return resource;
  throw new StoreError([{ path, value: `${Buffer.byteLength(text)} bytes`, limit: "a resource, whole: this file was cut off or changed", fix: `delete ${dirname(path)} (the resource is then gone, with all below it), or the whole store to start afresh` }]);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function resourceIn(text: string): StoredResource | undefined {
  try {
    const value = JSON.parse(text) as Partial<StoredResource> | null;
    const isWhole = typeof value?.id === "string" && typeof value.type === "string" && Number.isInteger(value.revision) && isObject(value.properties);
    return isWhole ? (value as StoredResource) : undefined;
  } catch {
    return undefined;
  }
}

function hasSettled(milliseconds: bigint): boolean {
  return Date.now() - Number(milliseconds) > settledAfterMilliseconds;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === removedFolder ? [] : filesIn(join(folder, entry.name));
    return entry.name === fileName ? [join(folder, entry.name)] : [];
  });
}

/** A path segment that every file system takes: lower case, anything unusual percent-encoded, never `.`, `..` or a draft's name. */
function safeName(segment: string): string {
  const encoded = encodeURIComponent(segment.toLowerCase()).replaceAll("*", "%2A").replace(/^\./, "%2E").replace(/\.$/, "%2E");
  const name = encoded === fileName ? "%72esource.json" : encoded;
  return basename(name.length > 200 ? `${name.slice(0, 160)}-${shortHash(segment.toLowerCase())}` : name);
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Keys in order, so that the same resource is the same file. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
