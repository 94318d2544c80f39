import * as z from "zod";
import { factsOf, withoutWrapper, type FieldFacts } from "./configurationFields.ts";
import { isEncrypted, masked, withoutSecrets } from "./configurationMasking.ts";
import { unknownKey } from "./configurationKeys.ts";
import { pathText, valueAt, type Path } from "./configurationPath.ts";
import { configurationSchema, type ParsedStack } from "./configurationSchema.ts";
import type { PlainMap } from "./configurationData.ts";
import type { Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

type Issue = z.core.$ZodIssue;

/** The schema library's issues in this house's words, each field once for each limit. */
export function problemsOfIssues(issues: readonly Issue[], data: PlainMap): readonly Problem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, data));
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.limit]), problem])).values()];
}

function problemsOfIssue(issue: Issue, data: PlainMap): readonly Problem[] {
  const encrypted = encryptedAncestor(data, issue.path);
  if (encrypted !== undefined) return [encryptedProblem(encrypted)];
  if (issue.code !== "unrecognized_keys") return [fieldProblem(issue, data)];
  const { schema } = schemaAt(issue.path);
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return issue.keys.map((key) => unknownKey(pathText([...issue.path, key]), valueAt(data, [...issue.path, key]), key, known));
}

function encryptedAncestor(data: PlainMap, path: Path): Path | undefined {
  for (let length = 1; length <= path.length; length++) {
    if (isEncrypted(valueAt(data, path.slice(0, length)))) return path.slice(0, length);
  }
  return undefined;
}

function encryptedProblem(path: Path): Problem {
  const key = pathText(path);
  return { path: key, value: masked, limit: "a value in plain text: nothing in this configuration is secret, passwords are generated", fix: "set it again without --secret" };
}

function fieldProblem(issue: Issue, data: PlainMap): Problem {
  const { schema, facts } = schemaAt(issue.path);
  const value = valueAt(data, issue.path);
  const own = issue.code === "custom" ? (issue.params ?? {}) as Partial<FieldFacts> : {};
  return {
    path: pathText(issue.path),
    value: withoutSecrets(value),
    limit: own.limit ?? facts?.limit ?? issue.message,
    clause: own.clause ?? facts?.clause,
    fix: own.fix ?? fixFor(schema, facts, value),
  };
}

function fixFor(schema: z.ZodType | undefined, facts: FieldFacts | undefined, value: unknown): string {
  const allowed = facts?.limit ?? "what the schema allows";
  if (value === undefined) return facts?.fix ?? `state it. ${facts?.description ?? allowed}`;
  if (schema instanceof z.ZodEnum && typeof value === "string") {
    const meant = suggestion(value, schema.options.map(String));
    if (meant !== undefined) return `did you mean ${meant}?`;
  }
  if (schema instanceof z.ZodNumber && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return "write the number without quotes";
  if (schema instanceof z.ZodString && (typeof value === "number" || typeof value === "boolean")) return `write it in quotes: "${value}"`;
  return facts?.fix ?? `state ${allowed}`;
}

/** The schema at a path, its wrappers removed, and the facts that stand nearest. */
function schemaAt(path: Path): { readonly schema: z.ZodType | undefined; readonly facts: FieldFacts | undefined } {
  let { schema, facts } = unwrapped(configurationSchema, undefined);
  for (const step of path) {
    const next = schema === undefined ? undefined : below(schema, step);
    if (next === undefined) return { schema: undefined, facts };
    ({ schema, facts } = unwrapped(next, facts));
  }
  return { schema, facts };
}

function unwrapped(schema: z.ZodType, inherited: FieldFacts | undefined): { readonly schema: z.ZodType; readonly facts: FieldFacts | undefined } {
  const facts = factsOf(schema) ?? inherited;
  const inner = withoutWrapper(schema);
  return inner === undefined ? { schema, facts } : unwrapped(inner, facts);
}

function below(schema: z.ZodType, step: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, step)) return schema.shape[step as string] as z.ZodType;
  return undefined;
}

type DeepPartial<T> = T extends readonly (infer Element)[] ? readonly (DeepPartial<Element> | undefined)[]
  : T extends object ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
  : T;

/** What of a configuration could be parsed, field by field: checks between fields run on it whatever else is broken. */
export type PartialStack = DeepPartial<ParsedStack>;

/** The fields that parse by themselves, with defaults; broken ones are left out (in lists: `undefined`). */
export function partOf(data: PlainMap): PartialStack {
  return (partly(configurationSchema, data) ?? {}) as PartialStack;
}

function partly(schema: z.ZodType, value: unknown): unknown {
  const inner = withoutWrapper(schema);
  if (inner !== undefined && value !== undefined) return partly(inner, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map((item) => partly(schema.element as z.ZodType, item));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const map = value as PlainMap;
    if (schema instanceof z.ZodObject) return partlyMap(fieldsOf(schema, map).map(([key, field]) => [key, partly(field, map[key])]));
    if (schema instanceof z.ZodRecord) return partlyMap(Object.entries(map).map(([key, item]) => [key, partly(schema.valueType as z.ZodType, item)]));
  }
  return schema.safeParse(value).data;
}

/** The fields of a map; beside a key that nobody knows, which may be a misspelt one, no default is taken for granted. */
function fieldsOf(schema: z.ZodObject, map: PlainMap): readonly (readonly [string, z.ZodType])[] {
  const fields = Object.entries(schema.shape) as [string, z.ZodType][];
  const misspelt = Object.keys(map).some((key) => !Object.hasOwn(schema.shape, key));
  return misspelt ? fields.filter(([key]) => Object.hasOwn(map, key)) : fields;
}

function partlyMap(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
