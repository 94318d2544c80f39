import type { Part } from "../specification/register.ts";

/** What a value has to be: this text (numbers and booleans as they are written), of this form, or within this limit. */
export type Wanted = string | RegExp | { readonly atLeast: number } | { readonly atMost: number };

/** A property of a planned resource's inputs; `[]` stands for each entry of a list. Any resource of any plan will do. */
export interface PlannedProperty {
  readonly kind: "resource";
  /** Module and name without the provider, as rules say it: `compute:VirtualMachine`; `plan` is the plan itself, as `lifecare plan --format json` prints it. */
  readonly type: string;
  /** For example `securityRules[].name`. */
  readonly path: string;
  /** Left out: any value. */
  readonly value?: Wanted;
  /** Only in resources in which this holds as well. */
  readonly where?: { readonly path: string; readonly value: Wanted };
}

/** A path of the stack file, as its schema says it: `lifecare:usage.users`, `lifecare:approvals[].version`. */
export interface SchemaPath {
  readonly kind: "input";
  readonly path: string;
}

/** A setting inside the guest, by its id. */
export interface GuestSetting {
  readonly kind: "setting";
  readonly id: string;
}

/** A schedule, alert or runbook, by its name; its command has been run. */
export interface Routine {
  readonly kind: "routine";
  readonly name: string;
}

/** A heading of a page of this repository. */
export interface PageAnchor {
  readonly kind: "page";
  readonly file: string;
  /** As GitHub makes it of the heading: `where-everything-lives`. */
  readonly anchor: string;
}

export type Evidence = PlannedProperty | SchemaPath | GuestSetting | Routine | PageAnchor;

interface EvidenceByPart {
  readonly B: PlannedProperty;
  readonly I: SchemaPath;
  readonly H: GuestSetting;
  readonly O: Routine;
  readonly D: PageAnchor;
}

/** What fulfils the parts of one requirement, all of it together; G stands in the rules themselves. */
export type Fulfilment = { readonly [Kind in keyof EvidenceByPart]?: readonly EvidenceByPart[Kind][] };

/** Where evidence is looked for. Values alone: who asks has planned the stacks, read the pages and run the commands. */
export interface Ground {
  /** Resources of all plans, and each plan itself under the type `plan`. */
  readonly resources: readonly { readonly type: string; readonly inputs: unknown }[];
  /** JSON Schema of the stack file. */
  readonly schema: object;
  /** Text of each page by its path in the repository. */
  readonly pages: ReadonlyMap<string, string>;
  readonly settings: ReadonlySet<string>;
  readonly routines: ReadonlySet<string>;
}

/** Whether a piece of evidence is there. */
export function isFound(evidence: Evidence, ground: Ground): boolean {
  switch (evidence.kind) {
    case "resource":
      return ground.resources.some(({ type, inputs }) => withoutProvider(type) === evidence.type && showsProperty(inputs, evidence));
    case "input":
      return isInSchema(ground.schema, `config.${evidence.path}`);
    case "setting":
      return ground.settings.has(evidence.id);
    case "routine":
      return ground.routines.has(evidence.name);
    case "page":
      return anchorsOf(ground.pages.get(evidence.file) ?? "").has(evidence.anchor);
  }
}

/** Evidence in a few words. */
export function describeEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case "resource": {
      const { type, path, value, where } = evidence;
      return `${type} ${path}${value === undefined ? "" : ` ${describeWanted(value)}`}${where === undefined ? "" : ` (where ${where.path} ${describeWanted(where.value)})`}`;
    }
    case "input":
      return evidence.path;
    case "setting":
      return `setting ${evidence.id}`;
    case "routine":
      return evidence.name;
    case "page":
      return `${evidence.file}#${evidence.anchor}`;
  }
}

/** What fulfils each kind of part, for whoever has to name it. */
export const evidenceWanted: Readonly<Record<Part, string>> = {
  B: "a property of a planned resource",
  G: "a rule that stops its bad samples, or the reason why there is none",
  H: "a setting inside the guest",
  O: "a schedule, an alert or a runbook whose command runs",
  I: "a path of the stack file",
  D: "a heading of a page",
};

/** `azure-native:compute:VirtualMachine` is `compute:VirtualMachine`, `random:index/randomPassword:RandomPassword` is `random:RandomPassword`. */
export function withoutProvider(type: string): string {
  const [provider = "", module = "", name] = type.split(":");
  if (name === undefined) return type;
  return provider === "azure-native" ? `${module.split("/")[0]}:${name}` : `${provider}:${name}`;
}

function showsProperty(inputs: unknown, { path, value, where }: PlannedProperty): boolean {
  if (where !== undefined && !valuesAt(inputs, where.path).some((found) => isWanted(found, where.value))) return false;
  return valuesAt(inputs, path).some((found) => value === undefined || isWanted(found, value));
}

/** All values at a path, those of every entry where it goes through lists; nothing that is absent. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  return path.split(".").reduce<readonly unknown[]>(
    (found, step) => {
      const key = step.replace(/\[\]$/, "");
      const inner = found.flatMap((record) => (isRecord(record) && Object.hasOwn(record, key) ? [record[key]] : []));
      return (step.endsWith("[]") ? inner.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])) : inner).filter((one) => one !== undefined && one !== null);
    },
    [value],
  );
}

function isWanted(found: unknown, wanted: Wanted): boolean {
  if (typeof wanted === "string") return !isRecord(found) && String(found) === wanted;
  if (wanted instanceof RegExp) return typeof found === "string" && wanted.test(found);
  if (typeof found !== "number") return false;
  return "atLeast" in wanted ? found >= wanted.atLeast : found <= wanted.atMost;
}

function describeWanted(wanted: Wanted): string {
  if (typeof wanted === "string") return `= ${wanted}`;
  if (wanted instanceof RegExp) return `like ${wanted.source}`;
  return "atLeast" in wanted ? `≥ ${wanted.atLeast}` : `≤ ${wanted.atMost}`;
}

function isInSchema(schema: unknown, path: string): boolean {
  const end = path.split(".").reduce<unknown>((record, step) => {
    const list = step.endsWith("[]");
    const [inner] = valuesAt(record, `properties.${list ? step.slice(0, -2) : step}`);
    return list ? valuesAt(inner, "items")[0] : inner;
  }, schema);
  return isRecord(end);
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.replace(/^(`{3,}|~{3,}).*?^\1/gms, "").matchAll(/^#{1,6} +(.*?) *#*$/gm);
  const anchors = new Set<string>();
  for (const [, heading = ""] of headings) {
    const anchor = heading.toLowerCase().replace(/[^\p{L}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-");
    let [unique, count] = [anchor, 0];
    while (anchors.has(unique)) unique = `${anchor}-${(count += 1)}`;
    anchors.add(unique);
  }
  return anchors;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
