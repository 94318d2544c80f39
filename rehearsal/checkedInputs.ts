import { createHash } from "node:crypto";
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import type { CheckRequest } from "./provider.ts";
import { containsUnknown, isArray, isObject, textAt, unknownValue, type Properties, type PropertyValue } from "./propertyValues.ts";
import type { ResolvedType } from "./resourceTypes.ts";

/** Marks a made-up name, for which azure-native creates the replacement before it deletes. */
export const createBeforeDelete = "__createBeforeDelete";

/**
 * The inputs with azure-native's defaults: a name where none is given, the location of configuration or resource group, the API version.
 * `locationOf` answers a resource group's location. Source: pulumi-azure-native, `provider.applyDefaults`.
 */
export function withDefaults(
  { type, apiVersion }: ResolvedType,
  request: CheckRequest,
  configuredLocation: string | undefined,
  locationOf: (resourceGroupName: string) => string | undefined,
): Properties {
  const inputs: Record<string, PropertyValue> = { ...request.inputs };
  const nameInput = type.names.at(-1) ?? "";
  if (inputs[nameInput] === undefined) Object.assign(inputs, automaticName(type.automaticName, nameInput, request));
  const shape = resourceShape(type.token);
  if (inputs["location"] === undefined && shape.inputs.has("location")) {
    const location = defaultLocation(request.before, inputs, configuredLocation, locationOf);
    if (location !== undefined) inputs["location"] = location;
  }
  inputs["azureApiVersion"] ??= apiVersion ?? shape.apiVersion;
  return inputs;
}

function automaticName(strategy: "random" | "copy" | "uuid", nameInput: string, { before, naming, name, randomSeed }: CheckRequest): Properties {
  const earlier = before[nameInput];
  if (earlier !== undefined) {
    return { [nameInput]: earlier, ...(before[createBeforeDelete] === true ? { [createBeforeDelete]: true } : {}) };
  }
  if (naming.kind === "disabled") return {};
  if (naming.kind === "enforced") return { [nameInput]: naming.name, [createBeforeDelete]: true };
  if (naming.kind === "proposed" && strategy !== "uuid") return { [nameInput]: naming.name, [createBeforeDelete]: true };
  if (strategy === "copy") return { [nameInput]: name };
  const digits = createHash("sha256").update(randomSeed).update(name).digest("hex");
  const made = strategy === "random" ? `${name}${digits.slice(0, 8)}` : uuidOf(digits);
  return { [nameInput]: made, [createBeforeDelete]: true };
}

function uuidOf(digits: string): string {
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join("-");
}

function defaultLocation(
  before: Properties,
  inputs: Properties,
  configured: string | undefined,
  locationOf: (resourceGroupName: string) => string | undefined,
): string | undefined {
  const earlier = textAt(before, "location") ?? configured;
  if (earlier !== undefined) return earlier;
  const group = inputs["resourceGroupName"];
  if (containsUnknown(group)) return unknownValue;
  return typeof group === "string" ? locationOf(group) : undefined;
}

/** What azure-native finds wrong with inputs before it asks Azure: required properties and kinds of values. */
export function checkFailures({ type }: ResolvedType, inputs: Properties): readonly string[] {
  const shape = resourceShape(type.token);
  const missing = [type.names.at(-1) ?? "", ...(shape.outputs.get("location")?.required === true ? ["location"] : [])];
  const failures = missing
    .filter((name) => shape.inputs.has(name) && inputs[name] === undefined)
    .map((name) => `missing required property '${name}'${name === "location" ? locationAdvice : ""}`);
  return [...failures, ...objectFailures("", shape.inputs, inputs)];
}

const locationAdvice = ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.";

function objectFailures(path: string, shape: ShapedProperties, value: Properties): readonly string[] {
  const failures: string[] = [];
  for (const [name, { shape: propertyShape, required }] of shape) {
    const innerPath = path === "" ? name : `${path}.${name}`;
    const inner = value[name];
    if (inner === undefined && required) failures.push(`missing required property '${innerPath}'`);
    if (inner !== undefined) failures.push(...valueFailures(innerPath, propertyShape, inner));
  }
  return failures;
}

function valueFailures(path: string, shape: Shape, value: PropertyValue): readonly string[] {
  if (value === unknownValue || shape.kind === "any" || shape.kind === "alternatives") return [];
  if (isArray(value)) return listFailures(path, shape, value);
  if (isObject(value)) return shape.kind === "object" ? objectFailures(path, objectShape(shape.type), value) : [];
  if (typeof value === "string") return shape.kind === "string" || shape.kind === "constant" ? [] : [wrongKind(path, shape, "a string")];
  if (typeof value === "number") return shape.kind === "number" ? [] : [wrongKind(path, shape, "a number")];
  return [];
}

function listFailures(path: string, shape: Shape, value: readonly PropertyValue[]): readonly string[] {
  if (shape.kind !== "list") return [wrongKind(path, shape, "an array")];
  return value.flatMap((item, index) => valueFailures(`${path}[${index}]`, shape.items, item));
}

const wordFor: Readonly<Record<Shape["kind"], string>> = {
  any: "any",
  boolean: "boolean",
  constant: "string",
  list: "array",
  map: "object",
  alternatives: "object",
  number: "number",
  object: "object",
  string: "string",
};

function wrongKind(path: string, shape: Shape, got: string): string {
  return `'${path}' should be of type '${wordFor[shape.kind]}' but got ${got}`;
}
