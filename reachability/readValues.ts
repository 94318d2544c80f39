/** Stands where an input has a value that nobody can read yet: unknown at preview, or encrypted in a state. */
export const unreadable = Symbol("unreadable");

/** Inputs as plain data: records without a prototype, `unreadable` for what is not known. */
export type Plain = string | number | boolean | null | typeof unreadable | PlainList | PlainRecord;
export type PlainList = readonly Plain[];
export interface PlainRecord {
  readonly [key: string]: Plain | undefined;
}

/** What the engine writes for a text that does not exist yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine writes for a value that does not exist yet, one for each kind. Source: pulumi/pulumi sdk/go/common/resource/plugin/rpc.go. */
const unknownMarks: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  unknownText,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The key that says that a record is not a record but a wrapped value, and what it may say. Source: pulumi/pulumi sdk/nodejs/runtime/rpc.ts. */
const wrapperKey = "4dabf18193072939515e22adb298388d";
const secretWrapper = "1b47061264138c4ac30d75fd1eb44270";
const resourceWrapper = "5cf8f73096256a8f31e491e813e4eb8e";
const outputWrapper = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Deeper than any Azure resource: what lies below is not read. */
const deepest = 40;

/**
 * Inputs as plain data, whatever they came as. A key whose value is `undefined` is taken as unknown: previews write it so.
 * Cycles, what lies too deep and what is no data (functions, dates, maps) become unreadable; nothing is thrown.
 */
export function plain(value: unknown): Plain {
  return plainBelow(value, 0, new Map());
}

type Seen = Map<object, Plain>;

function plainBelow(value: unknown, depth: number, seen: Seen): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return unknownMarks.has(value) ? unreadable : value;
  if (typeof value !== "object" || depth > deepest) return unreadable;
  const before = seen.get(value);
  if (before !== undefined) return before;
  // Until it is read, it is unreadable to what lies below it: a cycle ends here.
  seen.set(value, unreadable);
  const read = plainObject(value, depth, seen);
  seen.set(value, read);
  return read;
}

function plainObject(value: object, depth: number, seen: Seen): Plain {
  try {
    if (Array.isArray(value)) return Array.from(value, (item) => plainBelow(item, depth + 1, seen));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return unreadable;
    // A symbol marks a value of a planner's own, for example a password that is yet to be generated.
    if (Object.getOwnPropertySymbols(value).length > 0) return unreadable;
    if (Object.hasOwn(value, wrapperKey)) return unwrapped(value as Readonly<Record<string, unknown>>, depth, seen);
    const record = Object.create(null) as Record<string, Plain>;
    for (const [key, item] of Object.entries(value)) record[key] = plainBelow(item, depth + 1, seen);
    return record;
  } catch {
    // A proxy or a getter that refuses to answer.
    return unreadable;
  }
}

function unwrapped(value: Readonly<Record<string, unknown>>, depth: number, seen: Seen): Plain {
  const wrapper = value[wrapperKey];
  if (wrapper === resourceWrapper) return plainBelow(value["id"], depth + 1, seen);
  if ((wrapper === outputWrapper || wrapper === secretWrapper) && Object.hasOwn(value, "value")) return plainBelow(value["value"], depth + 1, seen);
  // Exported with its secrets shown, a state holds them as JSON text.
  if (wrapper === secretWrapper && typeof value["plaintext"] === "string") return plainBelow(JSON.parse(value["plaintext"]), depth + 1, seen);
  return unreadable;
}

export function isRecord(value: Plain | undefined): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that was looked for. `malformed`: Azure would refuse it; else it only is not known yet. */
export type Read<Value> = { readonly kind: "absent" } | { readonly kind: "known"; readonly value: Value } | { readonly kind: "unknown"; readonly malformed: boolean; readonly reason: string };

/** A record of inputs and where it lies in them. */
export interface Section {
  readonly values: PlainRecord;
  /** For example `ipConfigurations[0].subnet`; empty for the inputs themselves. */
  readonly path: string;
}

export function below(section: Section, key: string): string {
  return section.path === "" ? key : `${section.path}.${key}`;
}

function read<Value>(value: Plain | undefined, expected: string, convert: (value: Plain) => Value | undefined): Read<Value> {
  if (value === undefined || value === null) return { kind: "absent" };
  if (value === unreadable) return { kind: "unknown", malformed: false, reason: "is not known" };
  const converted = convert(value);
  return converted === undefined ? { kind: "unknown", malformed: true, reason: `is not ${expected}` } : { kind: "known", value: converted };
}

const asText = (value: Plain) => (typeof value === "string" ? value : undefined);
const asBoolean = (value: Plain) => (typeof value === "boolean" ? value : undefined);
const asList = (value: Plain): PlainList | undefined => (Array.isArray(value) ? (value as PlainList) : undefined);
const asRecord = (value: Plain) => (isRecord(value) ? value : undefined);

function asWholeNumber(value: Plain): number | undefined {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** Text; an empty one counts as absent, since Azure answers empty text where nothing was said. */
export function textAt(section: Section, key: string): Read<string> {
  const found = read(section.values[key], "text", asText);
  return found.kind === "known" && found.value === "" ? { kind: "absent" } : found;
}

export function wholeNumberAt(section: Section, key: string): Read<number> {
  return read(section.values[key], "a whole number", asWholeNumber);
}

export function booleanAt(section: Section, key: string): Read<boolean> {
  return read(section.values[key], "true or false", asBoolean);
}

export function sectionAt(section: Section, key: string): Read<Section> {
  return inSection(read(section.values[key], "a record", asRecord), below(section, key));
}

/** The entries of a list; each is read by itself. */
export function sectionsAt(section: Section, key: string): Read<readonly { readonly path: string; readonly section: Read<Section> }[]> {
  const list = read(section.values[key], "a list", asList);
  if (list.kind !== "known") return list;
  const entries = list.value.map((item, index) => {
    const path = `${below(section, key)}[${index}]`;
    return { path, section: inSection(read(item, "a record", asRecord), path) };
  });
  return { kind: "known", value: entries };
}

/** A list of texts; each is read by itself. */
export function textsAt(section: Section, key: string): Read<readonly { readonly path: string; readonly text: Read<string> }[]> {
  const list = read(section.values[key], "a list", asList);
  if (list.kind !== "known") return list;
  return { kind: "known", value: list.value.map((item, index) => ({ path: `${below(section, key)}[${index}]`, text: read(item, "text", asText) })) };
}

function inSection(found: Read<PlainRecord>, path: string): Read<Section> {
  return found.kind === "known" ? { kind: "known", value: { values: found.value, path } } : found;
}
