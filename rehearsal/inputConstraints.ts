import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import slice from "./inputConstraints.generated.json" with { type: "json" };
import { isArray, isObject, type Properties, type PropertyValue } from "./propertyValues.ts";
import type { RehearsedType } from "./resourceTypes.ts";

/** What an input may be besides what its kind allows (see `scripts/generateInputConstraints.ts`). Bounds are included. */
export interface PropertyConstraint {
  /** Though azure-native's declarations do not say so. */
  readonly required?: true;
  /** Compared without case, as Azure does; of a list, each item. */
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly longest?: number;
  readonly pattern?: string;
}

/** What is wrong with one input. */
export interface ShapeFault {
  /** For example `osProfile.windowsConfiguration.patchSettings.patchMode`. */
  readonly path: string;
  readonly kind: "missing" | "kind" | "value";
  /** In words; never the value of what was given. */
  readonly expected: string;
}

const constraintsByOwner = slice.types as unknown as Readonly<Record<string, { readonly source: string; readonly properties: Readonly<Record<string, PropertyConstraint>> }>>;

/** Constraints of a resource (by token) or of a nested type (`network.SubnetArgs`), by property. */
export function constraintsOf(owner: string): Readonly<Record<string, PropertyConstraint>> {
  return constraintsByOwner[owner]?.properties ?? {};
}

/** What the first fault of the inputs is; undefined where they have the shape that Azure asks for. Properties that the shape lacks are left alone: azure-native never sends them. */
export function shapeFault(type: RehearsedType, inputs: Properties): ShapeFault | undefined {
  return objectFault("", type.token, resourceShape(type.token).inputs, inputs);
}

function objectFault(path: string, owner: string, shape: ShapedProperties, value: Properties): ShapeFault | undefined {
  const inside = (name: string) => (path === "" ? name : `${path}.${name}`);
  const missing = requiredOf(owner, shape).find((name) => value[name] === undefined);
  if (missing !== undefined) return { path: inside(missing), kind: "missing", expected: "a value" };
  const constraints = constraintsOf(owner);
  for (const [name, inner] of Object.entries(value)) {
    const property = shape.get(name);
    if (property === undefined) continue;
    const constraint = constraints[name];
    const fault = valueFault(inside(name), property.shape, inner) ?? (constraint === undefined ? undefined : constraintFault(inside(name), constraint, inner));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const requiredByOwner = new Map<string, readonly string[]>();

function requiredOf(owner: string, shape: ShapedProperties): readonly string[] {
  const known = requiredByOwner.get(owner);
  if (known !== undefined) return known;
  const constraints = constraintsOf(owner);
  const required = [...shape].filter(([name, property]) => property.required || constraints[name]?.required === true).map(([name]) => name);
  requiredByOwner.set(owner, required);
  return required;
}

function valueFault(path: string, shape: Shape, value: PropertyValue): ShapeFault | undefined {
  switch (shape.kind) {
    case "any":
      return undefined;
    case "string":
    case "number":
    case "boolean":
      return typeof value === shape.kind ? undefined : { path, kind: "kind", expected: `a ${shape.kind}` };
    case "constant":
      return typeof value === "string" && value.toLowerCase() === shape.value.toLowerCase() ? undefined : { path, kind: "value", expected: shape.value };
    case "list":
      // A set of strings is a list in azure-native and a map in ARM (`userAssignedIdentities`).
      if (!isArray(value)) return isObject(value) ? undefined : { path, kind: "kind", expected: "an array" };
      return firstFault(value.map((item, index) => [`${path}[${index}]`, item] as const), shape.items);
    case "map":
      if (!isObject(value)) return isArray(value) ? undefined : { path, kind: "kind", expected: "an object" };
      return firstFault(Object.entries(value).map(([name, item]) => [`${path}.${name}`, item] as const), shape.values);
    case "object":
      return isObject(value) ? objectFault(path, shape.type, objectShape(shape.type), value) : { path, kind: "kind", expected: "an object" };
    case "alternatives":
      return alternativeFault(path, shape.shapes, value);
  }
}

function firstFault(items: readonly (readonly [string, PropertyValue])[], shape: Shape): ShapeFault | undefined {
  for (const [path, item] of items) {
    const fault = valueFault(path, shape, item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Where one alternative fits, nothing is wrong; otherwise the fault of the one whose kind was named (`ruleCollectionType`). */
function alternativeFault(path: string, shapes: readonly Shape[], value: PropertyValue): ShapeFault | undefined {
  const faults = shapes.map((shape) => valueFault(path, shape, value));
  if (faults.some((fault) => fault === undefined)) return undefined;
  return shapes.map((shape, index) => (isNamedBy(shape, value) ? faults[index] : undefined)).find((fault) => fault !== undefined) ?? faults[0];
}

function isNamedBy(shape: Shape, value: PropertyValue): boolean {
  if (shape.kind !== "object" || !isObject(value)) return false;
  const constants = [...objectShape(shape.type)].filter(([, property]) => property.shape.kind === "constant");
  return constants.length > 0 && constants.every(([name, property]) => property.shape.kind === "constant" && value[name] === property.shape.value);
}

function constraintFault(path: string, constraint: PropertyConstraint, value: PropertyValue): ShapeFault | undefined {
  if (isArray(value)) {
    const index = value.findIndex((item) => constraintFault(path, constraint, item) !== undefined);
    return index < 0 ? undefined : constraintFault(`${path}[${index}]`, constraint, value[index]!);
  }
  const { values, minimum, maximum, longest, pattern } = constraint;
  const fault = (expected: string): ShapeFault => ({ path, kind: "value", expected });
  if (typeof value === "string") {
    if (values !== undefined && !values.some((one) => one.toLowerCase() === value.toLowerCase())) return fault(`one of ${values.join(", ")}`);
    if (longest !== undefined && value.length > longest) return fault(`at most ${longest} characters`);
    if (pattern !== undefined && !new RegExp(pattern).test(value)) return fault(`text like ${pattern}`);
  }
  if (typeof value !== "number") return undefined;
  if (minimum !== undefined && value < minimum) return fault(`at least ${minimum}`);
  return maximum !== undefined && value > maximum ? fault(`at most ${maximum}`) : undefined;
}
