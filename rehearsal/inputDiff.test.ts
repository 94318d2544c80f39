import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputChanges } from "./inputDiff.ts";
import type { Properties } from "./propertyValues.ts";

const changes = (before: Properties, after: Properties, replacing: readonly string[] = []) =>
  Object.fromEntries(inputChanges(before, after, new Set(replacing)));

describe("what differs between two sets of inputs", () => {
  it("is named by the path as Pulumi writes it", () => {
    const before = { hardwareProfile: { vmSize: "a" }, rules: [{ name: "r", port: "1" }], tags: { a: "1" } };
    const after = { hardwareProfile: { vmSize: "b" }, rules: [{ name: "r", port: "2" }, { name: "s", port: "3" }], tags: {} };
    expect(changes(before, after)).toEqual({
      "hardwareProfile.vmSize": { kind: "update", replaces: false },
      "rules[0].port": { kind: "update", replaces: false },
      "rules[1]": { kind: "add", replaces: false },
      "tags.a": { kind: "delete", replaces: false },
    });
  });

  it("replaces where the property is replacing, the inside of a replacing object included", () => {
    const before = { virtualNetworkName: "a", sku: { name: "Basic", tier: "Regional" } };
    const after = { virtualNetworkName: "b", sku: { name: "Standard", tier: "Regional" } };
    expect(changes(before, after, ["virtualNetworkName", "sku"])).toEqual({
      virtualNetworkName: { kind: "update", replaces: true },
      "sku.name": { kind: "update", replaces: true },
    });
  });

  it("takes no account of the case and blanks of a location, of the case of a resource group, of the provider's own marks", () => {
    const before = { location: "Sweden Central", resourceGroupName: "RG-core", __createBeforeDelete: true };
    expect(changes(before, { location: "swedencentral", resourceGroupName: "rg-Core" }, ["location", "resourceGroupName"])).toEqual({});
  });

  it("takes account of case in every other input, ids too", () => {
    expect(changes({ id: "/subscriptions/A" }, { id: "/subscriptions/a" })).toEqual({ id: { kind: "update", replaces: false } });
  });

  it("is nothing for the same inputs, whatever they are", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(tie("any"), { maxLength: 3 }), fc.dictionary(fc.string(), tie("any"), { maxKeys: 3 })),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (inputs) => {
        expect(inputChanges(inputs as Properties, structuredClone(inputs) as Properties, new Set(Object.keys(inputs))).size).toBe(0);
      }),
    );
  });
});
