import { distance } from "fastest-levenshtein";
import type { PlainMap } from "./configurationData.ts";
import { isEncrypted, masked, withoutSecrets } from "./configurationMasking.ts";
import { unavailableOption } from "./configurationOptions.ts";
import { configurationSchema } from "./configurationSchema.ts";
import type { Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

const ownNamespace = "lifecare:";
const ownKeys = Object.keys(configurationSchema.shape);

/** Whether a key is this program's to judge: all of its namespace, and the keys of others that it needs. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(ownNamespace) || ownKeys.includes(key);
}

/**
 * The part of a stack's configuration that is this program's. Unknown keys of the namespace `lifecare` are problems;
 * keys of other namespaces are ignored, unless one looks like a key that is missing.
 */
export function withoutForeignKeys(stack: PlainMap): { readonly data: PlainMap; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const data: Record<string, unknown> = {};
  const absent = ownKeys.filter((key) => !Object.hasOwn(stack, key));
  for (const [key, value] of Object.entries(stack)) {
    if (ownKeys.includes(key)) data[key] = value;
    else if (key.startsWith(ownNamespace)) problems.push(unknownKey(key, value, key.slice(0, 200), ownKeys));
    else {
      const meant = absent.find((candidate) => distance(key.slice(0, 200).toLowerCase(), candidate.toLowerCase()) <= 2);
      if (meant !== undefined) problems.push(unknownKey(key, value, key, [meant]));
    }
  }
  return { data, problems };
}

/** The problem of a key that the schema does not have: an option that is not offered yet, a misspelling, or nothing known. */
export function unknownKey(path: string, value: unknown, key: string, known: readonly string[]): Problem {
  const shown = isEncrypted(value) ? masked : withoutSecrets(value, key);
  const option = unavailableOption(path);
  if (option !== undefined) return { path, value: shown, limit: option.reason, clause: option.clause, fix: "leave it out" };
  const meant = suggestion(key, known);
  const fix = meant === undefined ? `leave it out; known here: ${known.join(", ")}` : `did you mean ${meant}?`;
  return { path, value: shown, limit: "a key that the configuration knows", fix };
}
