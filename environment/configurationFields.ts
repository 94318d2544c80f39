import * as z from "zod";
import type { Clause } from "../specification/vocabulary.ts";

/** What the schema knows about one field besides its type: the words of errors and of the editor's help. */
export interface FieldFacts {
  readonly title: string;
  /** What the value is and who decides it, with its unit. */
  readonly description: string;
  /** What is allowed, as a noun phrase: "a whole number from 1 to 200". */
  readonly limit: string;
  readonly clause?: Clause;
  /** How to mend it; without one, the reader is told to state a value within the limit. */
  readonly fix?: string;
}

const factsOfFields = z.registry<FieldFacts>();

/** Attaches facts to a schema; title and description also reach the JSON Schema. */
export function field<T extends z.ZodType>(schema: T, facts: FieldFacts): T {
  const clause = facts.clause === undefined ? "" : ` Clause ${facts.clause}.`;
  const annotated = schema.meta({ ...schema.meta(), title: facts.title, description: `${facts.description} Allowed: ${facts.limit}.${clause}` });
  factsOfFields.add(annotated, facts);
  return annotated;
}

/** Facts of a schema; `undefined` for the containers between fields. */
export function factsOf(schema: z.ZodType): FieldFacts | undefined {
  return factsOfFields.get(schema);
}

/** A wrapper removed: the schema that stands behind an optional, a default or a read-only marker. */
export function withoutWrapper(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) return schema.unwrap() as z.ZodType;
  return undefined;
}

export function wholeNumber(minimum: number, maximum: number) {
  return z.number().int().min(minimum).max(maximum);
}

export function number(minimum: number, maximum: number) {
  return z.number().min(minimum).max(maximum);
}

/** Adds a custom issue whose words come from the check itself rather than from the field. */
export function refuse(context: z.RefinementCtx, words: Partial<Pick<FieldFacts, "limit" | "clause" | "fix">>): void {
  context.addIssue({ code: "custom", message: words.limit, params: words });
}
