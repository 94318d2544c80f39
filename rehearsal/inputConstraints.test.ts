import { describe, expect, it } from "vitest";
import { readConstraintSlice } from "../scripts/generateInputConstraints.ts";
import { objectShape, resourceShape, type Shape } from "./azureTypes.ts";
import { constraintsOf, shapeFault, type PropertyConstraint } from "./inputConstraints.ts";
import slice from "./inputConstraints.generated.json" with { type: "json" };
import type { Properties, PropertyValue } from "./propertyValues.ts";
import { rehearsedTypes, type RehearsedType } from "./resourceTypes.ts";

/** A place in a resource's inputs, and how to make inputs that hold a value there and whatever is required around it. */
interface Place {
  readonly type: RehearsedType;
  readonly path: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly constraint: PropertyConstraint;
  readonly inputsWith: (value: PropertyValue | undefined) => Properties;
}

function requiredOf(owner: string, shape: ReadonlyMap<string, { readonly shape: Shape; readonly required: boolean }>): Properties {
  const needed = [...shape].filter(([name, { required }]) => required || constraintsOf(owner)[name]?.required === true);
  return Object.fromEntries(needed.map(([name, property]) => [name, sample(property.shape, constraintsOf(owner)[name])]));
}

function sample(shape: Shape, constraint: PropertyConstraint = {}): PropertyValue {
  switch (shape.kind) {
    case "string":
      return constraint.values?.[0] ?? "any";
    case "number":
      return constraint.minimum ?? 1;
    case "boolean":
      return true;
    case "constant":
      return shape.value;
    case "list":
      return [];
    case "object":
      return requiredOf(shape.type, objectShape(shape.type));
    case "alternatives":
      return sample(shape.shapes[0]!);
    default:
      return {};
  }
}

function placesOf(type: RehearsedType): readonly Place[] {
  const found: Place[] = [];
  const visit = (owner: string, shape: ReturnType<typeof objectShape>, path: string, wrap: (inner: Properties) => Properties, within: readonly string[]): void => {
    for (const [name, { shape: propertyShape, required }] of shape) {
      const rest = Object.fromEntries(Object.entries(requiredOf(owner, shape)).filter(([other]) => other !== name));
      const inputsWith = (value: PropertyValue | undefined) => wrap(value === undefined ? rest : { ...rest, [name]: value });
      const innerPath = path === "" ? name : `${path}.${name}`;
      const constraint = constraintsOf(owner)[name] ?? {};
      found.push({ type, path: innerPath, shape: propertyShape, required: required || constraint.required === true, constraint, inputsWith });
      if (propertyShape.kind === "object" && !within.includes(propertyShape.type) && within.length < 5) visit(propertyShape.type, objectShape(propertyShape.type), innerPath, inputsWith, [...within, propertyShape.type]);
      const items = propertyShape.kind === "list" ? propertyShape.items : undefined;
      if (items?.kind === "object" && !within.includes(items.type) && within.length < 5) visit(items.type, objectShape(items.type), `${innerPath}[0]`, (inner) => inputsWith([inner]), [...within, items.type]);
    }
  };
  visit(type.token, resourceShape(type.token).inputs, "", (inner) => inner, []);
  return found;
}

describe.each(rehearsedTypes)("inputs of $token", (type) => {
  const places = placesOf(type);

  it("are taken where they hold no more than what is required", () => {
    expect(shapeFault(type, requiredOf(type.token, resourceShape(type.token).inputs))).toBeUndefined();
  });

  it("are refused at the very place where something required is missing, whatever its depth", () => {
    const required = places.filter((place) => place.required);
    expect(required.length > 0).toBe(type.token !== "azure-native:resources:ResourceGroup");
    for (const place of required) expect({ place: place.path, fault: shapeFault(type, place.inputsWith(undefined)) }).toMatchObject({ fault: { path: place.path, kind: "missing" } });
  });

  it("take each value of an enumeration in any case, and no other", () => {
    for (const place of places.filter(({ constraint }) => constraint.values !== undefined)) {
      const listed = (value: string): PropertyValue => (place.shape.kind === "list" ? [value] : value);
      for (const value of place.constraint.values ?? []) expect({ place: place.path, fault: shapeFault(type, place.inputsWith(listed(value.toUpperCase()))) }).toEqual({ place: place.path, fault: undefined });
      const fault = shapeFault(type, place.inputsWith(listed("Planted-5ecret")));
      expect(fault).toMatchObject({ kind: "value" });
      expect(fault?.path.startsWith(place.path)).toBe(true);
      expect(JSON.stringify(fault)).not.toContain("Planted");
    }
  });

  it("take a number at its bounds, and none beyond", () => {
    for (const place of places) {
      for (const [bound, step] of [[place.constraint.minimum, -1], [place.constraint.maximum, 1]] as const) {
        if (bound === undefined) continue;
        expect({ place: place.path, fault: shapeFault(type, place.inputsWith(bound)) }).toEqual({ place: place.path, fault: undefined });
        expect(shapeFault(type, place.inputsWith(bound + step))).toMatchObject({ path: place.path, kind: "value" });
      }
    }
  });
});

describe("the generated slice", () => {
  it("is what the installed packages say, each type with its source", async () => {
    expect(await readConstraintSlice()).toEqual(slice);
    expect(Object.values(slice.types).filter(({ source }) => !/^@(?:azure\/arm-\w+|pulumi\/azure-native) \d/.test(source))).toEqual([]);
  });

  it("has Microsoft's models for network, compute, key vault, storage and features", () => {
    const sources = Object.entries(slice.types).filter(([owner]) => owner.includes(":")).map(([owner, { source }]) => `${owner.split(":")[1]} ${source.split(" ")[0]}`);
    expect([...new Set(sources)].sort()).toEqual(["authorization @pulumi/azure-native", "compute @azure/arm-compute", "features @azure/arm-features", "keyvault @azure/arm-keyvault", "managedidentity @pulumi/azure-native", "network @azure/arm-network", "resources @pulumi/azure-native", "sqlvirtualmachine @pulumi/azure-native", "storage @azure/arm-storage"]);
  });
});
