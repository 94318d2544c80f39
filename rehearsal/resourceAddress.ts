import { parseResourceId, resourceGroupType, resourceId } from "../azure/resourceIds.ts";
import { textAt, type Properties } from "./propertyValues.ts";
import type { RehearsedType } from "./resourceTypes.ts";

/** Inputs that make up the path of the ARM id; changing one of them replaces the resource. */
export function pathInputs(type: RehearsedType): readonly string[] {
  return [...leadingInputs(type), ...type.names.filter((name) => type.given?.[name] === undefined)];
}

function leadingInputs(type: RehearsedType): readonly string[] {
  if (type.below === "resourceGroup") return ["resourceGroupName"];
  return type.below === "scope" ? ["scope"] : [];
}

/**
 * The ARM id that the inputs of a resource give it.
 * @throws Error where an input of the path is missing
 */
export function idFromInputs(type: RehearsedType, inputs: Properties, subscriptionId: string): string {
  const named = (input: string): string => {
    const value = type.given?.[input] ?? textAt(inputs, input);
    if (value === undefined) throw new Error(`expected string value for path parameter '${input}'`);
    return value;
  };
  const names = type.names.map(named);
  if (type.below === "scope") return `/${named("scope").replace(/^\/+|\/+$/g, "")}/providers/${typeAndNames(type.armType, names)}`;
  if (type.below === "subscription" && type.armType !== resourceGroupType) return `/subscriptions/${subscriptionId}/providers/${typeAndNames(type.armType, names)}`;
  const resourceGroupName = type.below === "resourceGroup" ? named("resourceGroupName") : (names[0] ?? "");
  return resourceId({ subscriptionId, resourceGroupName }, { type: type.armType, names });
}

function typeAndNames(armType: string, names: readonly string[]): string {
  const [namespace, ...segments] = armType.split("/");
  return [namespace, ...segments.flatMap((segment, index) => [segment, names[index] ?? ""])].join("/");
}

/** The inputs that an ARM id says: names, resource group or scope. Throws where the id is not of that type. */
export function inputsFromId(type: RehearsedType, id: string): Properties {
  const parsed = parseResourceId(id);
  if (parsed === undefined || parsed.type.toLowerCase() !== type.armType.toLowerCase() || parsed.names.length !== type.names.length) {
    throw new Error(`'${id}' is not an id of ${type.token}`);
  }
  const named = type.names.map((input, index) => [input, parsed.names[index] ?? ""] as const);
  const names = Object.fromEntries(named.filter(([input]) => type.given?.[input] === undefined));
  if (type.below === "scope") return { scope: scopeOf(id), ...names };
  return type.below === "resourceGroup" ? { resourceGroupName: parsed.resourceGroupName ?? "", ...names } : names;
}

/** What an extension resource such as a lock hangs on, without the leading slash: as azure-native writes it. */
export function scopeOf(id: string): string {
  return id.slice(0, id.toLowerCase().lastIndexOf("/providers/")).replace(/^\//, "");
}

/** The id one level up, for a nested type; undefined for a type that stands by itself. */
export function parentId(id: string): string | undefined {
  const parsed = parseResourceId(id);
  if (parsed === undefined || parsed.names.length < 2) return undefined;
  return id.split("/").slice(0, -2).join("/");
}

export function resourceName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
