/**
 * Inputs as asked for, with Azure's values where it has others. What Azure adds by itself was not asked for and is left out; what it does not give back
 * (passwords) stays as asked for.
 */
export function inputsAsFound(asked: unknown, found: unknown): unknown {
  if (found === undefined || isEncrypted(asked)) return asked;
  if (Array.isArray(asked) && Array.isArray(found)) return listAsFound(asked, found);
  if (isObject(asked) && isObject(found)) return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, inputsAsFound(value, Object.hasOwn(found, name) ? found[name] : undefined)]));
  return isSameText(asked, found) ? asked : found;
}

/** Items of the same name belong together, else those at the same place. Where items are missing or new, the list is Azure's. */
function listAsFound(asked: readonly unknown[], found: readonly unknown[]): readonly unknown[] {
  if (asked.length !== found.length) return found;
  const named = new Map(found.flatMap((item) => (isObject(item) && typeof item["name"] === "string" ? [[item["name"].toLowerCase(), item]] : [])));
  if (named.size !== found.length) return asked.map((item, index) => inputsAsFound(item, found[index]));
  const pairs = asked.map((item) => [item, isObject(item) && typeof item["name"] === "string" ? named.get(item["name"].toLowerCase()) : undefined] as const);
  return pairs.some(([, other]) => other === undefined) ? found : pairs.map(([item, other]) => inputsAsFound(item, other));
}

/** Where two values of the same shape differ, as `securityRules[3].access`; never the values. */
export function differingPaths(asked: unknown, found: unknown, path = ""): readonly string[] {
  if (asked === found) return [];
  if (Array.isArray(asked) && Array.isArray(found) && asked.length === found.length) return asked.flatMap((item, index) => differingPaths(item, found[index], `${path}[${index}]`));
  if (isObject(asked) && isObject(found)) return Object.keys(asked).flatMap((name) => differingPaths(asked[name], found[name], path === "" ? name : `${path}.${name}`));
  return [path];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The engine's mark of a value that is not what it looks like: a secret, an output, an asset. */
function isEncrypted(value: unknown): boolean {
  return isObject(value) && "4dabf18193072939515e22adb298388d" in value;
}

/** Azure writes names and ids in a case of its own. */
function isSameText(asked: unknown, found: unknown): boolean {
  return asked === found || (typeof asked === "string" && typeof found === "string" && asked.toLowerCase() === found.toLowerCase());
}
