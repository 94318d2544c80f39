import { describe, expect, it } from "vitest";
import { importedInputs, refreshedInputs } from "./refreshedInputs.ts";
import type { Properties } from "./propertyValues.ts";
import { resolveType, type RehearsedType } from "./resourceTypes.ts";

function typeOf(token: string): RehearsedType {
  const type = resolveType(token)?.type;
  if (type === undefined) throw new Error(token);
  return type;
}

const network = typeOf("azure-native:network:VirtualNetwork");
const inputs: Properties = { resourceGroupName: "core", virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, tags: { owner: "it" } };
const outputs: Properties = { ...inputs, etag: "1", enableDdosProtection: false, privateEndpointVNetPolicies: "Disabled", subnets: [] };

describe("inputs after a refresh", () => {
  it("are unchanged where Azure changed nothing, whatever defaults it answers", () => {
    expect(refreshedInputs(network, inputs, outputs, { ...outputs, etag: "2" })).toEqual(inputs);
  });

  it("take what was changed in Azure, and only that", () => {
    const changed = { ...outputs, enableDdosProtection: true, tags: { owner: "it", cost: "42" } };
    expect(refreshedInputs(network, inputs, outputs, changed)).toEqual({ ...inputs, enableDdosProtection: true, tags: { owner: "it", cost: "42" } });
  });

  it("lose what was taken away in Azure", () => {
    const { tags: _, ...withoutTags } = outputs;
    expect(refreshedInputs(network, inputs, outputs, withoutTags)).not.toHaveProperty("tags");
  });

  it("keep a write-only property that Azure never answers", () => {
    const secret = typeOf("azure-native:keyvault:Secret");
    const given: Properties = { vaultName: "safe", secretName: "sql", properties: { value: "planted", contentType: "text" } };
    const before: Properties = { properties: { contentType: "text", secretUri: "u" } };
    expect(refreshedInputs(secret, given, before, before)).toEqual(given);
    expect(refreshedInputs(secret, given, before, { properties: { contentType: "other", secretUri: "u" } })).toEqual({
      ...given,
      properties: { value: "planted", contentType: "other" },
    });
  });

  it("take no children that the program does not give inline", () => {
    expect(refreshedInputs(network, inputs, outputs, { ...outputs, subnets: [{ name: "standalone" }] })).toEqual(inputs);
    const inline = { ...inputs, subnets: [{ name: "web", addressPrefix: "10.0.1.0/24" }] };
    const before = { ...outputs, subnets: [{ name: "web", addressPrefix: "10.0.1.0/24", purpose: "a" }] };
    const changed = { ...before, subnets: [{ name: "web", addressPrefix: "10.0.9.0/24", purpose: "b" }] };
    expect(refreshedInputs(network, inline, before, changed)).toEqual({ ...inline, subnets: [{ name: "web", addressPrefix: "10.0.9.0/24" }] });
  });
});

describe("inputs of an imported resource", () => {
  const id = "/subscriptions/s/resourceGroups/core/providers/Microsoft.Network/virtualNetworks/main";

  it("are its names and what Azure answers, without what is read-only or empty", () => {
    expect(importedInputs(network, id, { ...outputs, name: "main", type: "t" })).toEqual({
      resourceGroupName: "core",
      virtualNetworkName: "main",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      tags: { owner: "it" },
      enableDdosProtection: false,
      privateEndpointVNetPolicies: "Disabled",
    });
  });

  it("are refused for an id of another type", () => {
    expect(() => importedInputs(network, `${id}/subnets/web`, {})).toThrow(/is not an id of azure-native:network:VirtualNetwork/);
  });
});
