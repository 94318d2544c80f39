export type Path = readonly PropertyKey[];

/** A path as the reader of the stack file writes it: `lifecare:machines[2].size`. */
export function pathText(path: Path): string {
  return path.map((step, index) => stepText(step, index === 0)).join("");
}

function stepText(step: PropertyKey, first: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  const key = String(step);
  if (first) return key;
  return /^[\p{L}_][\p{L}\p{N}_:-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The value at a path of plain data; `undefined` where the path leads nowhere. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
