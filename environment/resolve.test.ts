import { describe, expect, it } from "vitest";
import { idOf, secretOf, type PlannedResource } from "./planned.ts";
import { parentAddress, resolveResources } from "./resolve.ts";

const scope = { subscriptionId: "s", resourceGroupName: "g" };
const group: PlannedResource = { type: "t:Group", name: "group", arm: { type: "Microsoft.Resources/resourceGroups", names: ["g"] }, inputs: {}, clauses: [] };
const network: PlannedResource = { type: "t:Network", name: "network", arm: { type: "Microsoft.Network/virtualNetworks", names: ["vnet"] }, inputs: {}, clauses: [] };
const password: PlannedResource = { type: "t:Password", name: "password", inputs: {}, clauses: [] };

function resolved(...table: PlannedResource[]) {
  const resources = resolveResources(table.map((planned) => ({ component: "test", componentTypes: ["test:index:Test"], planned })), scope);
  return Object.fromEntries(resources.map((resource) => [resource.name, resource]));
}

describe("a table of planned resources, resolved,", () => {
  it("has every id written out, below a resource too", () => {
    const { card } = resolved(group, network, { ...password, name: "card", inputs: { nested: [{ id: idOf("network", "subnets/core") }] } });
    expect(card!.inputs).toEqual({ nested: [{ id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/core" }] });
  });

  it("names what an input names, what was said to come first and all that a resource lives in, sorted and once", () => {
    const secret: PlannedResource = { type: "t:Secret", name: "secret", arm: { type: "Microsoft.Network/virtualNetworks/things", names: ["VNET", "x"] }, after: ["password"], inputs: { value: secretOf("password", "result"), again: idOf("network") }, clauses: [] };
    expect(resolved(group, network, password, secret)["secret"]!.dependencies).toEqual(["group", "network", "password"]);
  });

  it("lets what has no parent of its own live in the resource group, and the group in nothing", () => {
    const { network: found, group: top } = resolved(group, network);
    expect([found!.dependencies, top!.dependencies]).toEqual([["group"], []]);
  });

  it("lets a resource live alone where no group is planned: a component used by itself", () => {
    expect(resolved(network)["network"]!.dependencies).toEqual([]);
  });

  it("keeps what exists only later as what it is", () => {
    const { user } = resolved(password, { ...password, name: "user", inputs: { value: secretOf("password", "result"), none: null, list: ["a", 1] } });
    expect(user!.inputs).toMatchObject({ value: { resource: "password", property: "result", secret: true }, none: null, list: ["a", 1] });
  });

  it("is refused where an input names what nobody planned: a planner's mistake", () => {
    expect(() => resolved(group, { ...network, inputs: { id: idOf("elsewhere") } })).toThrow("network names elsewhere, which nobody planned");
  });
});

describe("the address one level up", () => {
  it("is the parent's type and name", () => {
    expect(parentAddress({ type: "Microsoft.KeyVault/vaults/secrets", names: ["v", "s"] })).toEqual({ type: "Microsoft.KeyVault/vaults", names: ["v"] });
  });

  it("is none for what stands in the group itself", () => {
    expect(parentAddress({ type: "Microsoft.KeyVault/vaults", names: ["v"] })).toBeUndefined();
  });
});
