/**
 * Writes `rehearsal/rest/wireNames.generated.json`: where ARM's JSON holds what azure-native has at the top of an object. Read out of the mappers of
 * Microsoft's own clients, for every shape of `rehearsal/azureTypes.generated.json` that they know. Run it after `generateAzureTypes.ts`.
 *
 * A shape that ARM writes with `properties` has the names that stand beside it (`beside`); a name that ARM spells otherwise is `renamed`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rehearsedTypes } from "../rehearsal/resourceTypes.ts";
import type { WireNames } from "../rehearsal/rest/wireFormat.ts";
import { clients, clientVersion, innermost, mappersOf, wireProperty, type Mappers, type MapperType } from "./clientMappers.ts";
import { readTypeSlice, type TypeSlice } from "./generateAzureTypes.ts";

/** What the generated file holds. */
export interface WireSlice {
  readonly packages: readonly string[];
  readonly shapes: Readonly<Record<string, WireNames>>;
}

const target = join(import.meta.dirname, "..", "rehearsal", "rest", "wireNames.generated.json");

/** The slice as the installed clients have it. */
export async function readWireSlice(): Promise<WireSlice> {
  const slice = readTypeSlice();
  const shapes = new Map<string, WireNames | undefined>();
  const modules = [...new Set(rehearsedTypes.map(({ token }) => token.split(":")[1] ?? ""))].filter((module) => clients[module] !== undefined).sort();
  for (const module of modules) {
    const mappers = await mappersOf(clients[module]!);
    for (const { token } of rehearsedTypes.filter((type) => type.token.startsWith(`azure-native:${module}:`))) readResource(token, mappers, slice, shapes);
  }
  const found = [...shapes].filter((entry): entry is [string, WireNames] => entry[1] !== undefined).sort(([left], [right]) => (left < right ? -1 : 1));
  return { packages: modules.map((module) => `${clients[module]!.package} ${clientVersion(clients[module]!.package)}`), shapes: Object.fromEntries(found) };
}

if (import.meta.main) {
  const slice = await readWireSlice();
  writeFileSync(target, `${JSON.stringify(slice, undefined, 1)}\n`);
  console.log(`${Object.keys(slice.shapes).length} shapes of ${slice.packages.join(", ")}`);
}

function readResource(token: string, mappers: Mappers, slice: TypeSlice, shapes: Map<string, WireNames | undefined>): void {
  const { inputs, outputs } = slice.resources[token]!;
  const mapper = mappers[token.split(":")[2] ?? ""];
  if (mapper === undefined) return;
  readShape(token, { ...outputs, ...inputs }, mapper.type, mappers, slice, shapes);
  readInner(inputs, mapper.type, mappers, slice, shapes);
  readInner(outputs, mapper.type, mappers, slice, shapes);
}

function readShape(name: string, properties: Record<string, string>, type: MapperType, mappers: Mappers, slice: TypeSlice, shapes: Map<string, WireNames | undefined>): void {
  if (shapes.has(name)) return;
  shapes.set(name, wireNamesOf(properties, type));
  readInner(properties, type, mappers, slice, shapes);
}

function readInner(properties: Record<string, string>, type: MapperType, mappers: Mappers, slice: TypeSlice, shapes: Map<string, WireNames | undefined>): void {
  for (const [written, shape] of Object.entries(properties)) {
    const inner = innermost(wireProperty(plainName(written), type)?.type);
    const composite = inner?.name === "Composite" ? mappers[inner.className ?? ""] : undefined;
    const alternatives = composite === undefined ? [] : shape.replace(/(?:\[\]|\{\})+$/, "").split("|");
    for (const alternative of alternatives) {
      const known = slice.types[alternative];
      if (known !== undefined && composite !== undefined) readShape(alternative, known, composite.type, mappers, slice, shapes);
    }
  }
}

function plainName(written: string): string {
  return written.replace(/\?$/, "");
}

function wireNamesOf(properties: Record<string, string>, type: MapperType): WireNames | undefined {
  const found = Object.keys(properties).map(plainName).flatMap((name) => {
    const path = wireProperty(name, type)?.path;
    return path === undefined ? [] : [{ name, path }];
  });
  const isInside = ({ path }: { readonly path: readonly string[] }) => path.length > 1 && path[0] === "properties";
  const renamed = Object.fromEntries(found.filter(({ name, path }) => path.at(-1) !== name).map(({ name, path }) => [name, path.at(-1)!]));
  const beside = found.some(isInside) ? [...new Set(found.filter((one) => !isInside(one)).map(({ name }) => name))].sort() : undefined;
  if (beside === undefined && Object.keys(renamed).length === 0) return undefined;
  return { ...(beside === undefined ? {} : { beside }), ...(Object.keys(renamed).length === 0 ? {} : { renamed }) };
}
