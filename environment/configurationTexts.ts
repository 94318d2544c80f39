import * as z from "zod";
import { withoutWrapper } from "./configurationFields.ts";
import { configurationSchema } from "./configurationSchema.ts";

/**
 * The map that `parseConfiguration` takes, from the one that the engine hands to a program: every value is a text, lists and
 * maps are JSON in it. Secret values stay closed.
 *
 * @param texts all configuration values by full key (`runtime.allConfig()` of the Pulumi SDK)
 * @param isSecret whether the stack file marks a key's value as secret (`runtime.isConfigSecret`)
 */
export function configurationFromPulumi(texts: Readonly<Record<string, string>>, isSecret: (key: string) => boolean): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, isSecret(key) ? { secure: "" } : valueOf(key, text)]));
}

function valueOf(key: string, text: string): unknown {
  if (isText(key)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" || typeof value === "boolean" ? value : text;
  } catch {
    return text;
  }
}

const textKeys = new Set(Object.entries(configurationSchema.shape).filter(([, schema]) => isTextSchema(schema)).map(([key]) => key));

function isText(key: string): boolean {
  return textKeys.has(key);
}

function isTextSchema(schema: z.ZodType): boolean {
  const inner = withoutWrapper(schema);
  if (inner !== undefined) return isTextSchema(inner);
  return schema instanceof z.ZodString || schema instanceof z.ZodGUID || schema instanceof z.ZodEnum;
}
