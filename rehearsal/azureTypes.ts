import slice from "./azureTypes.generated.json" with { type: "json" };

/** What a property may hold, read from azure-native's declarations (see `scripts/generateAzureTypes.ts`). */
export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "any" }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "object"; readonly type: string }
  | { readonly kind: "list"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  | { readonly kind: "alternatives"; readonly shapes: readonly Shape[] };

export interface ShapedProperty {
  readonly shape: Shape;
  readonly required: boolean;
}

export type ShapedProperties = ReadonlyMap<string, ShapedProperty>;

export interface ResourceShape {
  /** API version that the package's unversioned type speaks, for example `2024-05-01`. */
  readonly apiVersion: string;
  readonly inputs: ShapedProperties;
  readonly outputs: ShapedProperties;
}

type WrittenProperties = Readonly<Record<string, string>>;

const resources = new Map<string, ResourceShape>();
const objects = new Map<string, ShapedProperties>();
const writtenTypes = slice.types as unknown as Readonly<Record<string, WrittenProperties>>;
const writtenResources = slice.resources as unknown as Readonly<
  Record<string, { readonly apiVersion: string; readonly inputs: WrittenProperties; readonly outputs: WrittenProperties }>
>;

/** The package and version that the shapes come from. */
export const shapesOf: string = slice.package;

/** The shape of a rehearsed type; throws where the generated slice lacks it. */
export function resourceShape(token: string): ResourceShape {
  const known = resources.get(token);
  if (known !== undefined) return known;
  const written = writtenResources[token];
  if (written === undefined) throw new Error(`azureTypes.generated.json has no ${token}: run node scripts/generateAzureTypes.ts`);
  const shape = { apiVersion: written.apiVersion, inputs: propertiesOf(written.inputs), outputs: propertiesOf(written.outputs) };
  resources.set(token, shape);
  return shape;
}

/** The properties of a nested type such as `network.SubnetResponse`. */
export function objectShape(type: string): ShapedProperties {
  const known = objects.get(type);
  if (known !== undefined) return known;
  const written = writtenTypes[type];
  if (written === undefined) throw new Error(`azureTypes.generated.json has no ${type}: run node scripts/generateAzureTypes.ts`);
  const shape = propertiesOf(written);
  objects.set(type, shape);
  return shape;
}

function propertiesOf(written: WrittenProperties): ShapedProperties {
  return new Map(
    Object.entries(written).map(([name, shape]) => {
      const required = !name.endsWith("?");
      return [required ? name : name.slice(0, -1), { shape: readShape(shape), required }];
    }),
  );
}

function readShape(written: string): Shape {
  if (written.includes("|")) return { kind: "alternatives", shapes: written.split("|").map(readShape) };
  if (written.endsWith("[]")) return { kind: "list", items: readShape(written.slice(0, -2)) };
  if (written.endsWith("{}")) return { kind: "map", values: readShape(written.slice(0, -2)) };
  if (written.startsWith("=")) return { kind: "constant", value: JSON.parse(written.slice(1)) as string };
  if (written === "string" || written === "number" || written === "boolean" || written === "any") return { kind: written };
  return { kind: "object", type: written };
}
