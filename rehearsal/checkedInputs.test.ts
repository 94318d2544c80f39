import { describe, expect, it } from "vitest";
import { checkFailures, createBeforeDelete, withDefaults } from "./checkedInputs.ts";
import { unknownValue, type Properties } from "./propertyValues.ts";
import type { CheckRequest, Naming } from "./provider.ts";
import { resolveType, type ResolvedType } from "./resourceTypes.ts";

function typeOf(token: string): ResolvedType {
  const type = resolveType(token);
  if (type === undefined) throw new Error(token);
  return type;
}

const network = typeOf("azure-native:network:VirtualNetwork");
const subnet = typeOf("azure-native:network:Subnet");
const assignment = typeOf("azure-native:authorization:RoleAssignment");

function checked(type: ResolvedType, inputs: Properties, options: { before?: Properties; seed?: string; naming?: Naming; location?: string } = {}): Properties {
  const { before = {}, seed = "seed", naming = { kind: "default" }, location } = options;
  const request: CheckRequest = { type: type.type.token, name: "main", before, inputs, randomSeed: Buffer.from(seed), naming };
  return withDefaults(type, request, location, (group) => (group === "core" ? "norwayeast" : undefined));
}

describe("a name that the program does not give", () => {
  it("is the logical name and eight digits that follow from the update's seed, for a resource of the first level", () => {
    const made = checked(network, {})["virtualNetworkName"];
    expect(made).toMatch(/^main[0-9a-f]{8}$/);
    expect(checked(network, {})["virtualNetworkName"]).toBe(made);
    expect(checked(network, {}, { seed: "other" })["virtualNetworkName"]).not.toBe(made);
    expect(checked(network, {})[createBeforeDelete]).toBe(true);
  });

  it("is the logical name for a nested resource and a UUID for a role assignment", () => {
    expect(checked(subnet, {})).toMatchObject({ subnetName: "main" });
    expect(checked(subnet, {})).not.toHaveProperty(createBeforeDelete);
    expect(checked(assignment, {})["roleAssignmentName"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("stays what it was", () => {
    const before = { virtualNetworkName: "main12345678", [createBeforeDelete]: true };
    expect(checked(network, {}, { before, seed: "other" })).toMatchObject(before);
  });

  it("follows the stack's naming configuration", () => {
    expect(checked(network, {}, { naming: { kind: "proposed", name: "main-dev" } })["virtualNetworkName"]).toBe("main-dev");
    expect(checked(assignment, {}, { naming: { kind: "proposed", name: "main-dev" } })["roleAssignmentName"]).not.toBe("main-dev");
    expect(checked(assignment, {}, { naming: { kind: "enforced", name: "main-dev" } })["roleAssignmentName"]).toBe("main-dev");
    expect(checkFailures(network, checked(network, { resourceGroupName: "core" }, { naming: { kind: "disabled" } }))).toEqual([
      "missing required property 'virtualNetworkName'",
    ]);
  });

  it("is never put in the place of one that is given", () => {
    expect(checked(network, { virtualNetworkName: "hub" })["virtualNetworkName"]).toBe("hub");
  });
});

describe("a location that the program does not give", () => {
  it("is the earlier one, then the configured one, then the resource group's", () => {
    const inputs = { resourceGroupName: "core" };
    expect(checked(network, inputs)["location"]).toBe("norwayeast");
    expect(checked(network, inputs, { location: "swedencentral" })["location"]).toBe("swedencentral");
    expect(checked(network, inputs, { location: "swedencentral", before: { location: "westeurope" } })["location"]).toBe("westeurope");
  });

  it("is unknown as long as the resource group's name is", () => {
    expect(checked(network, { resourceGroupName: unknownValue })["location"]).toBe(unknownValue);
  });

  it("is missed by types that need one", () => {
    const machine = typeOf("azure-native:compute:VirtualMachine");
    expect(checkFailures(machine, checked(machine, { resourceGroupName: "elsewhere" }))).toEqual([
      "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
    ]);
    expect(checkFailures(network, checked(network, { resourceGroupName: "elsewhere" }))).toEqual([]);
  });
});

describe("the API version", () => {
  it("is the package's own, or the token's", () => {
    expect(checked(network, {})["azureApiVersion"]).toBe("2024-05-01");
    expect(checked(typeOf("azure-native:network/v20230201:VirtualNetwork"), {})["azureApiVersion"]).toBe("2023-02-01");
  });
});

describe("a check fails", () => {
  it("where a required property is missing, nested ones by their path", () => {
    const inputs = { resourceGroupName: "core", location: "x", vmName: "m", identity: {}, osProfile: { secrets: [{}] } };
    const disk = typeOf("azure-native:compute:Disk");
    expect(checkFailures(disk, { ...inputs, diskName: "d" })).toEqual(["missing required property 'creationData'"]);
    expect(checkFailures(disk, { ...inputs, diskName: "d", creationData: {} })).toEqual(["missing required property 'creationData.createOption'"]);
  });

  it("where a value is of another kind", () => {
    const inputs = { resourceGroupName: "core", virtualNetworkName: "n", addressSpace: { addressPrefixes: "10.0.0.0/16" }, flowTimeoutInMinutes: "4", tags: { a: "b" } };
    expect(checkFailures(network, inputs)).toEqual([
      "'addressSpace.addressPrefixes' should be of type 'array' but got a string",
      "'flowTimeoutInMinutes' should be of type 'number' but got a string",
    ]);
  });

  it("never for what is not known yet", () => {
    expect(checkFailures(network, { resourceGroupName: unknownValue, virtualNetworkName: "n", addressSpace: unknownValue, subnets: unknownValue })).toEqual([]);
  });
});
