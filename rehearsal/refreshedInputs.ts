import { resourceShape, type ShapedProperties } from "./azureTypes.ts";
import { project } from "./projection.ts";
import { isArray, isObject, sameValue, type Properties, type PropertyValue } from "./propertyValues.ts";
import { inputsFromId, pathInputs } from "./resourceAddress.ts";
import type { RehearsedType } from "./resourceTypes.ts";

/**
 * The inputs after a refresh: what changed in Azure since the last update is put into the inputs, everything else of them stays, so that
 * Azure's defaults are no changes. Children that the program does not give inline are left out. Source: pulumi-azure-native, `provider.Read`.
 */
export function refreshedInputs(type: RehearsedType, inputs: Properties, outputsBefore: Properties, outputs: Properties): Properties {
  const shape = bodyShape(type);
  const standalone = (type.children ?? []).filter(({ property }) => inputs[property] === undefined).map(({ property }) => property);
  const now = Object.fromEntries(Object.entries(outputs).filter(([name]) => !standalone.includes(name)));
  const before = Object.fromEntries(Object.entries(outputsBefore).filter(([name]) => !standalone.includes(name)));
  return withDifference(inputs, project(before, shape), project(now, shape));
}

/** The inputs that would have made an imported resource: its names, and what Azure answers without empty lists and objects. */
export function importedInputs(type: RehearsedType, id: string, outputs: Properties): Properties {
  const { id: _, ...body } = project(outputs, bodyShape(type));
  const kept = Object.entries(body).map(([name, value]) => [name, withoutEmpty(value)] as const);
  return { ...Object.fromEntries(kept.filter((entry): entry is readonly [string, PropertyValue] => entry[1] !== undefined)), ...inputsFromId(type, id) };
}

function bodyShape(type: RehearsedType): ShapedProperties {
  const path = new Set(pathInputs(type));
  return new Map([...resourceShape(type.token).inputs].filter(([name]) => !path.has(name)));
}

function withDifference(base: Properties, before: Properties, now: Properties): Properties {
  const result: Record<string, PropertyValue> = { ...base };
  for (const name of Object.keys(before)) if (!(name in now)) delete result[name];
  for (const [name, value] of Object.entries(now)) {
    if (sameValue(before[name], value)) continue;
    result[name] = valueWithDifference(result[name], before[name], value);
  }
  return result;
}

function valueWithDifference(base: PropertyValue | undefined, before: PropertyValue | undefined, now: PropertyValue): PropertyValue {
  if (isObject(base) && isObject(before) && isObject(now)) return withDifference(base, before, now);
  if (!isArray(base) || !isArray(before) || !isArray(now)) return now;
  return now.map((item, index) => {
    if (index >= base.length || index >= before.length) return item;
    return sameValue(before[index], item) ? (base[index] ?? item) : valueWithDifference(base[index], before[index], item);
  });
}

function withoutEmpty(value: PropertyValue): PropertyValue | undefined {
  if (isArray(value)) {
    const items = value.map(withoutEmpty).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withoutEmpty(inner)] as const);
  const kept = entries.filter((entry): entry is readonly [string, PropertyValue] => entry[1] !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
