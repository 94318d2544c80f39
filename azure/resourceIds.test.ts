import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, parseResourceId, resourceId, sameId } from "./resourceIds.ts";

const scope = { subscriptionId: "00000000-0000-4000-8000-000000000001", resourceGroupName: "rg-ank-prod" };
const network = { type: "Microsoft.Network/virtualNetworks", names: ["vnet-ank-prod"] };

describe("An ARM id", () => {
  it("of a resource names subscription, group, provider, type and name", () => {
    expect(resourceId(scope, network)).toBe(
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ank-prod/providers/Microsoft.Network/virtualNetworks/vnet-ank-prod",
    );
  });

  it("of a nested resource alternates types and names", () => {
    const subnet = { type: "Microsoft.Network/virtualNetworks/subnets", names: ["vnet-ank-prod", "snet-core"] };
    expect(resourceId(scope, subnet)).toBe(resourceId(scope, network, "subnets/snet-core"));
  });

  it("of the resource group carries no provider", () => {
    const id = resourceId(scope, { type: "Microsoft.Resources/resourceGroups", names: ["rg-ank-prod"] });
    expect(id).toBe("/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ank-prod");
    expect(parseResourceId(id)).toEqual({ ...scope, type: "Microsoft.Resources/resourceGroups", names: ["rg-ank-prod"] });
  });

  it("is refused where the names do not fit the type", () => {
    expect(() => resourceId(scope, { type: "Microsoft.Network/virtualNetworks/subnets", names: ["vnet"] })).toThrow(RangeError);
    expect(() => resourceId(scope, { type: "virtualNetworks", names: [] })).toThrow(RangeError);
  });

  it("is read back as it was built", () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.-]{0,20}$/).filter((text) => text.toLowerCase() !== "providers");
    const pairs = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(word, pairs, (namespace, segments) => {
        const address = { type: [namespace, ...segments.map(([type]) => type)].join("/"), names: segments.map(([, name]) => name) };
        fc.pre(address.type !== "Microsoft.Resources/resourceGroups");
        expect(parseResourceId(resourceId(scope, address))).toEqual({ ...scope, ...address });
      }),
    );
  });

  it("of a role assignment on a vault is read as the assignment", () => {
    const vault = resourceId(scope, { type: "Microsoft.KeyVault/vaults", names: ["kv"] });
    expect(parseResourceId(`${vault}/providers/Microsoft.Authorization/roleAssignments/1234`)).toEqual({
      ...scope,
      type: "Microsoft.Authorization/roleAssignments",
      names: ["1234"],
    });
  });

  it("of a subscription's own resource has no group", () => {
    expect(parseResourceId("/subscriptions/s/providers/Microsoft.Network/azureFirewallFqdnTags/WindowsUpdate")).toEqual({
      subscriptionId: "s",
      type: "Microsoft.Network/azureFirewallFqdnTags",
      names: ["WindowsUpdate"],
    });
  });

  it.each([
    "",
    "vnet-ank-prod",
    "/subscriptions",
    "/subscriptions/s/resourceGroups",
    "/subscriptions/s/resourceGroups/g/providers",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks",
    "/subscriptions/s//resourceGroups/g",
    "/subscriptions/s/resourceGroups/g/virtualNetworks/v",
    "https://management.azure.com/subscriptions/s",
  ])("is not what «%s» is", (text) => {
    expect(parseResourceId(text)).toBeUndefined();
  });

  it("is the same in any case", () => {
    const id = resourceId(scope, network);
    expect(sameId(id, id.toUpperCase())).toBe(true);
    expect(sameId(id, `${id}2`)).toBe(false);
  });

  it("lies within its parent, its group and its subscription, but not within a name that merely begins alike", () => {
    const id = resourceId(scope, network);
    expect(isWithin(`${id}/subnets/core`, id.toLowerCase())).toBe(true);
    expect(isWithin(id, "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/RG-ANK-PROD")).toBe(true);
    expect(isWithin(id, "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ank")).toBe(false);
    expect(isWithin(`${id}2`, id)).toBe(false);
  });
});
