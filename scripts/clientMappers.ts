import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What a client's mapper says of a type, as far as it is read here. */
export interface MapperType {
  readonly name: string;
  readonly className?: string;
  readonly modelProperties?: Readonly<Record<string, MapperProperty>>;
  /** Of an `Enum`, which is closed. */
  readonly allowedValues?: readonly string[];
  readonly element?: { readonly type: MapperType };
  readonly value?: { readonly type: MapperType };
}

export interface MapperProperty {
  readonly serializedName: string;
  readonly type: MapperType;
  readonly required?: boolean;
  readonly constraints?: Readonly<Record<string, unknown>>;
}

export type Mappers = Readonly<Record<string, { readonly type: MapperType }>>;

export interface Client {
  readonly package: string;
  readonly file: string;
}

/** The clients by azure-native's module; a module without one keeps to ARM's common envelope. */
export const clients: Readonly<Record<string, Client>> = {
  compute: { package: "@azure/arm-compute", file: "dist/esm/models/mappers.js" },
  features: { package: "@azure/arm-features", file: "dist-esm/src/models/mappers.js" },
  keyvault: { package: "@azure/arm-keyvault", file: "dist/esm/models/mappers.js" },
  network: { package: "@azure/arm-network", file: "dist-esm/src/models/mappers.js" },
  resources: { package: "@azure/arm-resources", file: "dist/esm/models/mappers.js" },
  storage: { package: "@azure/arm-storage", file: "dist/esm/models/mappers.js" },
};

const require = createRequire(import.meta.url);

/** The package's own exports hide its mappers, so they are read by their file. */
export async function mappersOf({ package: name, file }: Client): Promise<Mappers> {
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

export function clientVersion(name: string): string {
  return (JSON.parse(readFileSync(join(packageFolder(name), "package.json"), "utf8")) as { version: string }).version;
}

export function innermost(type: MapperType | undefined): MapperType | undefined {
  const inner = type?.element?.type ?? type?.value?.type;
  return inner === undefined ? type : innermost(inner);
}

/** Clients and azure-native name a property alike, or both by ARM's word. */
export function wireProperty(name: string, { modelProperties = {} }: MapperType): (MapperProperty & { readonly path: readonly string[] }) | undefined {
  const entries = Object.entries(modelProperties).map(([own, property]) => ({ ...property, own, path: property.serializedName.split(".") }));
  return entries.find(({ own }) => own === name) ?? entries.find(({ path }) => path.at(-1)?.toLowerCase() === name.toLowerCase());
}
