import { describe, expect, it } from "vitest";
import { readTypeSlice } from "../scripts/generateAzureTypes.ts";
import committed from "./azureTypes.generated.json" with { type: "json" };
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { pathInputs } from "./resourceAddress.ts";
import { rehearsedTypes, resolveType } from "./resourceTypes.ts";

/** The property at a path of the table, or undefined where the shape has none. */
function propertyAt(properties: ShapedProperties, path: string): Shape | undefined {
  const [name = "", ...rest] = path.split(".");
  const shape = properties.get(name.replace("[]", ""))?.shape;
  const inner = name.endsWith("[]") && shape?.kind === "list" ? shape.items : shape;
  if (rest.length === 0 || inner === undefined) return inner;
  return inner.kind === "object" ? propertyAt(objectShape(inner.type), rest.join(".")) : undefined;
}

describe("the table of rehearsed types, read against the azure-native package", () => {
  it("has the shapes that the installed package declares", () => {
    expect(committed).toEqual(readTypeSlice());
  });

  it.each(rehearsedTypes)("$token is a type of the package under that token", async ({ token }) => {
    const [, module = "", name = ""] = token.split(":");
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const exported = (await import(`@pulumi/azure-native/${module}/${file}`)) as Record<string, { __pulumiType: string }>;
    expect(exported[name]?.__pulumiType).toBe(token);
  });

  it.each(rehearsedTypes)("$token takes the inputs of its path: the parents' names required, its own optional", (type) => {
    const { inputs } = resourceShape(type.token);
    const own = type.names.at(-1) ?? "";
    for (const input of pathInputs(type)) {
      expect(inputs.get(input)?.shape, input).toEqual({ kind: "string" });
      expect(inputs.get(input)?.required, input).toBe(input !== own);
    }
    const bodyNames = [...inputs.keys()].filter((input) => input.endsWith("Name") && inputs.get(input)?.required === true);
    expect(bodyNames.filter((input) => !pathInputs(type).includes(input))).toEqual([]);
  });

  it.each(rehearsedTypes)("$token has a name for each segment of its ARM type", ({ armType, names }) => {
    expect(armType.split("/").length - 1).toBe(names.length);
  });

  it.each(rehearsedTypes)("$token replaces, hides and fixes only inputs that exist", (type) => {
    const { inputs } = resourceShape(type.token);
    for (const path of [...type.replacing, ...(type.writeOnly ?? []), ...(type.fixed ?? [])]) {
      expect(propertyAt(inputs, path), path).toBeDefined();
    }
  });

  it.each(rehearsedTypes.filter(({ children }) => children !== undefined))("$token has its children as input and as types of their own", (type) => {
    const { inputs, outputs } = resourceShape(type.token);
    for (const { property, segment } of type.children ?? []) {
      expect(inputs.get(property)?.shape.kind).toBe("list");
      expect(outputs.get(property)?.shape.kind).toBe("list");
      expect(rehearsedTypes.map(({ armType }) => armType)).toContain(`${type.armType}/${segment}`);
    }
  });
});

describe("type tokens", () => {
  it("of an API version are the same type, with that version", () => {
    const resolved = resolveType("azure-native:network/v20240501:VirtualNetwork");
    expect(resolved?.type.token).toBe("azure-native:network:VirtualNetwork");
    expect(resolved?.apiVersion).toBe("2024-05-01");
    expect(resolveType("azure-native:network/v20240101preview:VirtualNetwork")?.apiVersion).toBe("2024-01-01-preview");
  });

  it("that are not in the table resolve to nothing", () => {
    expect(resolveType("azure-native:maps:Account")).toBeUndefined();
    expect(resolveType("aws:s3:Bucket")).toBeUndefined();
  });
});
