import { pathText, type Path } from "./configurationPath.ts";
import type { Problem } from "./problem.ts";

const deepest = 16;
const mostValues = 20_000;
const longestText = 10_000;

export type PlainMap = { readonly [key: string]: unknown };

/**
 * A copy of the input in which nothing can surprise: own enumerable properties of plain maps and arrays, texts, finite
 * numbers and booleans. Whatever else there is (functions, cycles, accessors that throw, keys that reach for a prototype)
 * is a problem with its path.
 */
export function copyOfPlainData(input: unknown): { readonly data: PlainMap; readonly problems: readonly Problem[] } {
  const copier = { problems: [] as Problem[], values: 0, ancestors: [] as object[] };
  const data = copyValue(input, [], copier);
  if (copier.problems.length > 0) return { data: {}, problems: copier.problems };
  if (isMap(data)) return { data, problems: [] };
  return { data: {}, problems: [problem([], data, "a map of configuration keys", "give the map that stands under `config:` in the stack file")] };
}

interface Copier {
  readonly problems: Problem[];
  readonly ancestors: object[];
  values: number;
}

function copyValue(value: unknown, path: Path, copier: Copier): unknown {
  copier.values++;
  if (copier.values === mostValues + 1) copier.problems.push(problem([], undefined, `at most ${mostValues} values in all`, "leave out what is not this stack's configuration"));
  if (copier.values > mostValues) return undefined;
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (typeof value === "string" && value.length <= longestText) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "object") return copyContainer(value, path, copier);
  copier.problems.push(typeof value === "string"
    ? problem(path, value.slice(0, 100), `at most ${longestText} characters`, "shorten it")
    : problem(path, String(typeof value), "a text, a finite number, true, false, a list or a map", "write it as the stack file would have it"));
  return undefined;
}

function copyContainer(value: object, path: Path, copier: Copier): unknown {
  if (path.length >= deepest || copier.ancestors.includes(value)) {
    copier.problems.push(problem(path, undefined, `values nested at most ${deepest} deep, without cycles`, "write the value as the stack file would have it"));
    return undefined;
  }
  copier.ancestors.push(value);
  try {
    return Array.isArray(value)
      ? Array.from({ length: Math.min(value.length, mostValues + 1) }, (_, index) => copyValue(value[index], [...path, index], copier))
      : copyMap(value, path, copier);
  } catch {
    copier.problems.push(problem(path, undefined, "a value that can be read", "write the value as the stack file would have it"));
    return undefined;
  } finally {
    copier.ancestors.pop();
  }
}

const dangerousKeys: readonly string[] = ["__proto__", "constructor", "prototype"];

function copyMap(value: object, path: Path, copier: Copier): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
  if (!plain) {
    copier.problems.push(problem(path, Object.prototype.toString.call(value), "a text, a finite number, true, false, a list or a map", "write it as the stack file would have it"));
    return undefined;
  }
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (dangerousKeys.includes(key)) {
      copier.problems.push(problem([...path, key], undefined, "no key of this name", "leave it out"));
      continue;
    }
    const item = copyValue((value as Record<string, unknown>)[key], [...path, key], copier);
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

export function isMap(value: unknown): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problem(path: Path, value: unknown, limit: string, fix: string): Problem {
  return { path: path.length === 0 ? "config" : pathText(path), value, limit, fix };
}
