/**
 * Writes `rehearsal/rest/wireNames.generated.json`: where ARM's JSON holds what azure-native has at the top of an object. Read out of the mappers of
 * Microsoft's own clients, for every shape of `rehearsal/azureTypes.generated.json` that they know. Run it after `generateAzureTypes.ts`.
 *
 * A shape that ARM writes with `properties` has the names that stand beside it (`beside`); a name that ARM spells otherwise is `renamed`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { rehearsedTypes } from "../rehearsal/resourceTypes.ts";
import type { WireNames } from "../rehearsal/rest/wireFormat.ts";
import { readTypeSlice, type TypeSlice } from "./generateAzureTypes.ts";

/** What a client's mapper says of a type, as far as it is read here. */
interface MapperType {
  readonly name: string;
  readonly className?: string;
  readonly modelProperties?: Readonly<Record<string, { readonly serializedName: string; readonly type: MapperType }>>;
  readonly element?: { readonly type: MapperType };
  readonly value?: { readonly type: MapperType };
}

type Mappers = Readonly<Record<string, { readonly type: MapperType }>>;

interface Client {
  readonly package: string;
  readonly file: string;
}

/** The clients by azure-native's module; a module without one keeps to ARM's common envelope. */
const clients: Readonly<Record<string, Client>> = {
  compute: { package: "@azure/arm-compute", file: "dist/esm/models/mappers.js" },
  keyvault: { package: "@azure/arm-keyvault", file: "dist/esm/models/mappers.js" },
  network: { package: "@azure/arm-network", file: "dist-esm/src/models/mappers.js" },
  resources: { package: "@azure/arm-resources", file: "dist/esm/models/mappers.js" },
  storage: { package: "@azure/arm-storage", file: "dist/esm/models/mappers.js" },
};

/** What the generated file holds. */
export interface WireSlice {
  readonly packages: readonly string[];
  readonly shapes: Readonly<Record<string, WireNames>>;
}

const require = createRequire(import.meta.url);
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
  return { packages: modules.map((module) => `${clients[module]!.package} ${versionOf(clients[module]!.package)}`), shapes: Object.fromEntries(found) };
}

if (import.meta.main) {
  const slice = await readWireSlice();
  writeFileSync(target, `${JSON.stringify(slice, undefined, 1)}\n`);
  console.log(`${Object.keys(slice.shapes).length} shapes of ${slice.packages.join(", ")}`);
}

/** The package's own exports hide its mappers, so they are read by their file. */
async function mappersOf({ package: name, file }: Client): Promise<Mappers> {
  return (await import(join(packageFolder(name), file))) as Mappers;
}

function packageFolder(name: string): string {
  const folder = (require.resolve.paths(name) ?? []).map((path) => join(path, name)).find((path) => readable(join(path, "package.json")));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}

function readable(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(packageFolder(name), "package.json"), "utf8")) as { version: string }).version;
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

function innermost(type: MapperType | undefined): MapperType | undefined {
  const inner = type?.element?.type ?? type?.value?.type;
  return inner === undefined ? type : innermost(inner);
}

/** Clients and azure-native name a property alike, or both by ARM's word. */
function wireProperty(name: string, { modelProperties = {} }: MapperType): { readonly path: readonly string[]; readonly type: MapperType } | undefined {
  const entries = Object.entries(modelProperties).map(([own, { serializedName, type }]) => ({ own, path: serializedName.split("."), type }));
  return entries.find(({ own }) => own === name) ?? entries.find(({ path }) => path.at(-1)?.toLowerCase() === name.toLowerCase());
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
