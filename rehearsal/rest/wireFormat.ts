import { isWithin } from "../../azure/resourceIds.ts";
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "../azureTypes.ts";
import { isArray, isObject, objectAt, type Properties, type PropertyValue } from "../propertyValues.ts";
import type { RehearsedType } from "../resourceTypes.ts";
import slice from "./wireNames.generated.json" with { type: "json" };

/** Where ARM's JSON holds what azure-native has at the top of an object (see `scripts/generateWireNames.ts`). */
export interface WireNames {
  /** Names that stand beside `properties`, which holds all others; absent where ARM writes no `properties` of its own. */
  readonly beside?: readonly string[];
  /** Names that ARM spells otherwise. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const wireNames = slice.shapes as Readonly<Record<string, WireNames | undefined>>;

/** The clients and versions that the names come from. */
export const wireNamesOf: readonly string[] = slice.packages;

/** ARM's common envelope. Source: azure-rest-api-specs, common-types, `Resource`. */
const envelope = ["etag", "extendedLocation", "id", "identity", "kind", "location", "managedBy", "name", "plan", "sku", "systemData", "tags", "type", "zones"];

const common: WireNames = { beside: envelope };
const plain: WireNames = {};

/** What azure-native answers of a resource, as ARM's JSON says it. */
export function toWire(type: RehearsedType, outputs: Properties): Properties {
  return objectToWire(namesOf(type), resourceShape(type.token).outputs, outputs);
}

/**
 * ARM's JSON as the inputs of azure-native, without those of the path. What the inputs lack is left out: Azure takes what it answered
 * itself, and ignores what only it may say. Of another resource that is named inside (an interface's subnet), its id alone counts.
 *
 * @param id of the resource itself: what lies below it is its own
 */
export function fromWire(type: RehearsedType, id: string, body: Properties): Properties {
  const { type: _, ...rest } = body;
  const names = namesOf(type);
  // A machine's extension has a type of its own in `properties`; the one beside it is ARM's.
  const ownType = names.beside === undefined ? undefined : objectAt(body, "properties")["type"];
  const named = ownType === undefined ? rest : { ...rest, type: ownType };
  const { inputs } = resourceShape(type.token);
  // What azure-native takes with `properties` and answers flat (a vault's key) is taken as ARM writes it.
  const taken = names.beside !== undefined && inputs.has("properties") ? { ...names, beside: [...names.beside, "properties"] } : names;
  return objectFromWire(taken, inputs, named, id);
}

/** A type that no client is read for keeps to the envelope, unless azure-native shows ARM's `properties` itself. */
function namesOf({ token }: RehearsedType): WireNames {
  return wireNames[token] ?? (resourceShape(token).outputs.has("properties") ? plain : common);
}

function objectToWire({ beside, renamed = {} }: WireNames, shape: ShapedProperties, value: Properties): Properties {
  const top: Record<string, PropertyValue> = {};
  const inside: Record<string, PropertyValue> = {};
  for (const [name, inner] of Object.entries(value)) {
    const written = mapped(shape.get(name)?.shape, inner, objectToWire);
    const stands = beside === undefined || beside.includes(name) || name === "id" || name === "systemData" ? top : inside;
    stands[renamed[name] ?? name] = written;
  }
  return beside === undefined ? top : { ...top, properties: inside };
}

function objectFromWire({ beside, renamed = {} }: WireNames, shape: ShapedProperties, body: Properties, ownId: string): Properties {
  const inside = beside === undefined ? body : objectAt(body, "properties");
  const mapping: ObjectMapping = (names, innerShape, inner) => (namesOther(names, inner, ownId) ? { id: inner["id"]! } : objectFromWire(names, innerShape, inner, ownId));
  const read: Record<string, PropertyValue> = {};
  for (const [name, { shape: inner }] of shape) {
    const from = beside === undefined || beside.includes(name) ? body : inside;
    const value = from[renamed[name] ?? name];
    if (value !== undefined && value !== null) read[name] = mapped(inner, value, mapping);
  }
  return read;
}

/** What has both name and id is a resource or a part of one: not this one's, where the id lies elsewhere. */
function namesOther({ beside = [] }: WireNames, value: Properties, ownId: string): boolean {
  const id = value["id"];
  return typeof id === "string" && beside.includes("id") && beside.includes("name") && !isWithin(id, ownId);
}

type ObjectMapping = (names: WireNames, shape: ShapedProperties, value: Properties) => Properties;

function mapped(shape: Shape | undefined, value: PropertyValue, mapping: ObjectMapping): PropertyValue {
  switch (shape?.kind) {
    case "object":
      return isObject(value) ? mapping(wireNames[shape.type] ?? plain, objectShape(shape.type), value) : value;
    case "list":
      if (isArray(value)) return value.map((item) => mapped(shape.items, item, mapping));
      // A set of strings is a map of empty objects in ARM (`userAssignedIdentities`).
      return isObject(value) ? Object.keys(value).sort() : value;
    case "map":
      return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(shape.values, inner, mapping)])) : value;
    default:
      return value;
  }
}
