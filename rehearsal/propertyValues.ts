import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** A property as the engine sends it, without secret wrappers; `unknownValue` stands for what is not known at preview. */
export type PropertyValue = null | boolean | number | string | readonly PropertyValue[] | Properties;
export interface Properties {
  readonly [name: string]: PropertyValue;
}

/** What the engine writes on the wire for a value that only an update will know (Pulumi SDK, `rpc.unknownValue`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isObject(value: PropertyValue | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

export function objectAt(value: PropertyValue | undefined, key: string): Properties {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

export function listAt(value: PropertyValue | undefined, key: string): readonly PropertyValue[] {
  const inner = isObject(value) ? value[key] : undefined;
  return isArray(inner) ? inner : [];
}

export function textAt(value: PropertyValue | undefined, key: string): string | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === "string" ? inner : undefined;
}

/** The value at a path of names (`osProfile.computerName`). */
export function valueAt(value: PropertyValue | undefined, path: string): PropertyValue | undefined {
  return path.split(".").reduce<PropertyValue | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** True where the value or anything inside it is unknown. */
export function containsUnknown(value: PropertyValue | undefined): boolean {
  if (value === unknownValue) return true;
  if (isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** Wraps a value so that the engine encrypts it in the state. */
export function secret(value: PropertyValue): Properties {
  return { [signatureKey]: secretSignature, value };
}

/**
 * Reads a Struct as azure-native does: nulls are left out, secrets are unwrapped (a provider that does not accept secrets gets them
 * plain, and the engine marks the outputs of the same name again).
 */
export function fromStruct(struct: Struct | undefined): Properties {
  if (struct === undefined) return {};
  const plain = plainValue(struct.toJavaScript() as PropertyValue);
  return isObject(plain) ? plain : {};
}

function plainValue(value: PropertyValue): PropertyValue {
  if (isArray(value)) return value.filter((item) => item !== null).map(plainValue);
  if (!isObject(value)) return value;
  if (value[signatureKey] === secretSignature) return plainValue(value["value"] ?? null);
  const entries = Object.entries(value).map(([name, inner]) => [name, plainValue(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== null));
}

export function toStruct(properties: Properties): Struct {
  return structs.Struct.fromJavaScript(properties as Parameters<typeof structs.Struct.fromJavaScript>[0]);
}

/** Equal in content; the order of keys is of no account. */
export function sameValue(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  if (left === right) return true;
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => name in right && sameValue(left[name], right[name]));
}
