import { note, type Gaps } from "./readGaps.ts";
import { isRecord, plain, unreadable, type Plain, type PlainRecord, type Section } from "./readValues.ts";
import { isKind, parseTypeToken, type KindName, type TypeToken } from "./readKinds.ts";

/** A resource as a plan, a preview or a state gives it. */
export interface ReadableResource {
  readonly type: string;
  /** Logical name; where it is left out, the last part of the URN. */
  readonly name?: string;
  readonly urn?: string;
  /** ARM id, where it is known. */
  readonly id?: string;
  readonly inputs?: unknown;
  /** What Azure answered: asked only for addresses that Azure chose, and where the resource is another stack's. */
  readonly outputs?: unknown;
  /** Logical names or URNs. */
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  /** Read, not managed, by the stack. */
  readonly external?: boolean;
  /** Replaced, and waiting to be deleted. */
  readonly delete?: boolean;
  /** Was being made, changed or deleted when a run died. */
  readonly interrupted?: boolean;
  /** A component has no inputs that Azure sees. */
  readonly custom?: boolean;
}

/** A resource whose shape holds: what is left to doubt are its inputs. */
export interface Stated {
  /** Logical name. */
  readonly name: string;
  /** What findings call it: the URN where there is one, else the logical name. */
  readonly label: string;
  readonly urn?: string;
  readonly token: TypeToken;
  readonly kind?: KindName;
  /** In lower case. */
  readonly id?: string;
  readonly inputs: Section;
  readonly outputs: Section;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Anything as resources; what is none of them is a gap that may concern everything. */
export function statedResources(values: unknown, gaps: Gaps): readonly Stated[] {
  const list = plain(values);
  if (!Array.isArray(list)) {
    note({ gaps, resource: "resources", concerns: [] }, undefined, "are not a list");
    return [];
  }
  return (list as readonly Plain[]).map((value, index) => stated(value, index, gaps)).filter((resource) => resource !== undefined);
}

function stated(value: Plain, index: number, gaps: Gaps): Stated | undefined {
  const everything = { gaps, resource: `resources[${index}]`, concerns: [] };
  if (!isRecord(value)) return void note(everything, undefined, "is not a resource");
  const urn = textOf(value["urn"]);
  const name = textOf(value["name"]) ?? urn?.slice(urn.lastIndexOf("::") + 2);
  const token = parseTypeToken(textOf(value["type"]) ?? "");
  if (token === undefined) return void note(everything, "type", "is not a type of Pulumi");
  if (name === undefined) return void note(everything, "name", "is missing");
  const id = textOf(value["id"])?.toLowerCase().replace(/\/+$/, "");
  if (value["custom"] === false) return undefined;
  const label = urn ?? name;
  if (value["delete"] === true) {
    if (takesPart(token)) note({ gaps, resource: label, concerns: id === undefined ? [] : [id] }, undefined, "was replaced and is waiting to be deleted: it may still be there");
    return undefined;
  }
  if (value["interrupted"] === true) {
    if (takesPart(token)) note({ gaps, resource: label, concerns: id === undefined ? [] : [id] }, undefined, "was under way when a run died: it may be there or not");
    return undefined;
  }
  return {
    name,
    label,
    ...(urn === undefined ? {} : { urn }),
    token,
    ...(token.provider === "azure-native" && isKind(token.name) ? { kind: token.name } : {}),
    ...(id === undefined || id === "" ? {} : { id }),
    inputs: inputsOf(value, { ...everything, resource: label }),
    outputs: { values: isRecord(value["outputs"]) ? value["outputs"] : empty, path: "outputs" },
    dependencies: textsOf(value["dependencies"]),
    propertyDependencies: dependenciesOf(value["propertyDependencies"]),
  };
}

function takesPart({ name }: TypeToken): boolean {
  return isKind(name) || name.startsWith("network:");
}

const empty: PlainRecord = Object.create(null) as PlainRecord;

function inputsOf(value: PlainRecord, place: Parameters<typeof note>[0]): Section {
  const inputs = value["inputs"] ?? empty;
  if (!isRecord(inputs)) {
    note(place, "inputs", inputs === unreadable ? "are not known" : "are not a record");
    return { values: empty, path: "" };
  }
  // What another stack manages was only looked at: what Azure answered is all there is to know.
  const outputs = value["external"] === true && isRecord(value["outputs"]) ? value["outputs"] : empty;
  return { values: Object.assign(Object.create(null), outputs, inputs) as PlainRecord, path: "" };
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textsOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Plain[]).filter((item) => typeof item === "string") : [];
}

function dependenciesOf(value: Plain | undefined): Readonly<Record<string, readonly string[]>> {
  const record = Object.create(null) as Record<string, readonly string[]>;
  if (isRecord(value)) for (const [key, names] of Object.entries(value)) record[key] = textsOf(names);
  return record;
}
