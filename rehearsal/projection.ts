import { objectShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { isArray, isObject, type Properties, type PropertyValue } from "./propertyValues.ts";

/**
 * Keeps what another shape has too: from inputs what Azure answers, from outputs what could be inputs. Sets of strings that Azure
 * answers as maps (`userAssignedIdentities`) become what the other side has.
 */
export function project(properties: Properties, shape: ShapedProperties): Properties {
  const kept: Record<string, PropertyValue> = {};
  for (const [name, property] of shape) {
    const value = properties[name];
    if (value !== undefined) kept[name] = projectValue(value, property.shape);
  }
  return kept;
}

function projectValue(value: PropertyValue, shape: Shape): PropertyValue {
  switch (shape.kind) {
    case "object":
      return isObject(value) ? project(value, objectShape(shape.type)) : value;
    case "list":
      if (isArray(value)) return value.map((item) => projectValue(item, shape.items));
      return isObject(value) ? Object.keys(value).sort() : value;
    case "map":
      return isArray(value) ? stringSet(value) : projectMap(value, shape.values);
    default:
      return value;
  }
}

function projectMap(value: PropertyValue, values: Shape): PropertyValue {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, projectValue(inner, values)]));
}

function stringSet(value: readonly PropertyValue[]): Properties {
  return Object.fromEntries(value.filter((item) => typeof item === "string").map((item) => [item, {}]));
}

/** Leaves out the properties at these paths (`osProfile.adminPassword`, `a[].b`). */
export function without(properties: Properties, paths: readonly string[]): Properties {
  return paths.reduce<Properties>((rest, path) => withoutPath(rest, path.split(".")), properties);
}

function withoutPath(properties: Properties, [head = "", ...rest]: readonly string[]): Properties {
  const name = head.replace(/\[\]$/, "");
  const { [name]: value, ...others } = properties;
  if (value === undefined || rest.length === 0) return others;
  if (isArray(value)) return { ...others, [name]: value.map((item) => (isObject(item) ? withoutPath(item, rest) : item)) };
  return { ...others, [name]: isObject(value) ? withoutPath(value, rest) : value };
}
