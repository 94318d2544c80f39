import { isRecord, unreadable, type Plain, type PlainRecord } from "../reachability/readValues.ts";

/** A rule asked for a value that nobody can read yet, or that is not of the kind that Azure takes: its verdict there is unknown. */
export class NotKnown extends Error {
  readonly path: string;
  readonly reason: string;
  /** Label of the resource whose value it is; `undefined` where the judge knows better: of the one that it is about. */
  readonly resource: string | undefined;

  constructor(path: string, reason: string, resource?: string) {
    super(`${path} ${reason}`);
    this.name = "NotKnown";
    this.path = path;
    this.reason = reason;
    this.resource = resource;
  }
}

/** What is read, or what stands for it where it is not known. */
export function orNotKnown<Value, Other>(read: () => Value, otherwise: (error: NotKnown) => Other): Value | Other {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return otherwise(error);
  }
}

/** Told of each property that a rule reads, with its path inside the inputs. */
export type OnRead = (path: string) => void;

/**
 * A record of a resource's inputs (or what stands where one should be), read by paths such as `hardwareProfile.vmSize`. What is absent is `undefined`; what is not known, or of another kind
 * than asked for, throws `NotKnown`, so that no rule can take it for something else.
 */
export class View {
  /** Where the record lies in the inputs; empty for the inputs themselves. */
  readonly path: string;
  readonly #values: Plain;
  readonly #resource: string;
  readonly #onRead: OnRead;

  /** @param resource label of the resource whose inputs they are */
  constructor(values: Plain, resource: string, path = "", onRead: OnRead = () => undefined) {
    this.#values = values;
    this.#resource = resource;
    this.path = path;
    this.#onRead = onRead;
  }

  /** Path inside the inputs of a property of this record, for findings. */
  at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** What to throw where nobody can read what stands at a path. */
  notKnown(path: string, reason: string): NotKnown {
    return new NotKnown(this.at(path), reason, this.#resource);
  }

  /** Text; an empty one is absent, since Azure answers empty text where nothing was said. */
  text(path: string): string | undefined {
    const value = this.#read(path, "text", (found) => (typeof found === "string" ? found : undefined));
    return value === "" ? undefined : value;
  }

  /** Whether a text stands at a path that matches a pattern. */
  matches(path: string, pattern: RegExp): boolean {
    const text = this.text(path);
    return text !== undefined && pattern.test(text);
  }

  number(path: string): number | undefined {
    return this.#read(path, "a number", (found) => {
      const number = typeof found === "string" && /^-?\d{1,15}(?:\.\d+)?$/.test(found) ? Number(found) : found;
      return typeof number === "number" && Number.isFinite(number) ? number : undefined;
    });
  }

  boolean(path: string): boolean | undefined {
    return this.#read(path, "true or false", (found) => (typeof found === "boolean" ? found : undefined));
  }

  /** A text, a number or a truth, as text in lower case: for settings that some write as a word, and some not. */
  word(path: string): string | undefined {
    return this.#read(path, "a word", (found) => (["string", "number", "boolean"].includes(typeof found) ? String(found).toLowerCase() : undefined));
  }

  record(path: string): View | undefined {
    const value = this.#read(path, "a record", (found) => (isRecord(found) ? found : undefined));
    return value === undefined ? undefined : new View(value, this.#resource, this.at(path), this.#onRead);
  }

  /** The records of a list; none where it is absent. An entry that is not known throws when it is read. */
  records(path: string): readonly View[] {
    return this.#list(path).map((entry, index) => new View(entry, this.#resource, `${this.at(path)}[${index}]`, this.#onRead));
  }

  /** The texts of a list; none where it is absent. */
  texts(path: string): readonly string[] {
    return this.#list(path).map((entry, index) => {
      if (typeof entry !== "string") throw this.notKnown(`${path}[${index}]`, entry === unreadable ? "is not known" : "is not text");
      return entry;
    });
  }

  /** Names of the properties of a record at a path that are there, known or not. */
  keys(path: string): readonly string[] {
    const value = this.#read(path, "a record", (found) => (isRecord(found) ? found : undefined));
    return Object.keys(value ?? {}).filter((key) => value![key] !== undefined && value![key] !== null);
  }

  /** Whether anything is said at a path; what is not known yet is something. @throws NotKnown where what would hold it is not known */
  has(path: string): boolean {
    this.#onRead(this.at(path));
    const value = this.#raw(path);
    if (value === unreadable && this.#raw(path.slice(0, Math.max(0, path.lastIndexOf(".")))) === unreadable) throw this.notKnown(path, "is not known");
    return value !== undefined && value !== null;
  }

  /** Whether nothing stands at a path, for showing it; no rule decides by it. */
  isAbsent(path: string): boolean {
    const value = this.#rawOrUndefined(path);
    return value === undefined || value === null;
  }

  /** The record as it is, what is not known included: for what reads every property, whatever it is called. */
  plain(): Plain {
    return this.#values;
  }

  /** The value as it is, for showing it; `undefined` where it is not known. */
  shown(path: string): unknown {
    const value = this.#rawOrUndefined(path);
    return value === unreadable ? undefined : value;
  }

  #list(path: string): readonly Plain[] {
    return this.#read(path, "a list", (found) => (Array.isArray(found) ? (found as readonly Plain[]) : undefined)) ?? [];
  }

  #read<Value>(path: string, kind: string, convert: (found: Plain) => Value | undefined): Value | undefined {
    this.#onRead(this.at(path));
    const found = this.#raw(path);
    if (found === undefined || found === null) return undefined;
    if (found === unreadable) throw this.notKnown(path, "is not known");
    const value = convert(found);
    if (value === undefined) throw this.notKnown(path, `is not ${kind}`);
    return value;
  }

  #rawOrUndefined(path: string): Plain | undefined {
    try {
      return this.#raw(path);
    } catch {
      return undefined;
    }
  }

  #raw(path: string): Plain | undefined {
    let found: Plain | undefined = this.#values;
    for (const step of stepsOf(path)) {
      if (found === unreadable) return unreadable;
      if (found === undefined || found === null) return undefined;
      if (typeof step === "number" ? !Array.isArray(found) : !isRecord(found)) throw this.notKnown(path, "lies in something of another kind");
      found = Object.hasOwn(found as object, step) ? (found as PlainRecord)[step] : undefined;
    }
    return found;
  }
}

function stepsOf(path: string): readonly (string | number)[] {
  // Most paths lead through no list, and rules read many.
  if (!path.includes("[")) return path.split(".").filter((key) => key !== "");
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index === undefined ? key! : Number(index)));
}
