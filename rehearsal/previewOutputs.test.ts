import { describe, expect, it } from "vitest";
import { resourceShape } from "./azureTypes.ts";
import { previewOutputs } from "./previewOutputs.ts";
import { isObject, listAt, objectAt, unknownValue, type Properties } from "./propertyValues.ts";

const network = (inputs: Properties): Properties => previewOutputs(inputs, resourceShape("azure-native:network:VirtualNetwork").outputs);

describe("outputs at preview", () => {
  it("echo what the inputs say and the response has", () => {
    const outputs = network({ location: "swedencentral", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, enableDdosProtection: false });
    expect(outputs).toMatchObject({ location: "swedencentral", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, enableDdosProtection: false });
  });

  it("are unknown for every other property of the response, also those that Azure would leave out", () => {
    const outputs = network({});
    expect(outputs["etag"]).toBe(unknownValue);
    expect(outputs["subnets"]).toBe(unknownValue);
    expect(outputs["encryption"]).toBe(unknownValue);
    expect(Object.keys(outputs).sort()).toEqual([...resourceShape("azure-native:network:VirtualNetwork").outputs.keys()].sort());
  });

  it("are unknown inside nested objects and lists too: a subnet without a route table has an unknown one", () => {
    const [subnet] = listAt(network({ subnets: [{ name: "core", addressPrefix: "10.0.1.0/24" }] }), "subnets");
    expect(isObject(subnet) && subnet).toMatchObject({ name: "core", addressPrefix: "10.0.1.0/24", routeTable: unknownValue, id: unknownValue });
  });

  it("leave out what is no property of the response: names in the path, write-only settings", () => {
    const outputs = previewOutputs(
      { vmName: "core1", osProfile: { adminPassword: "planted" }, hardwareProfile: { vmSize: "Standard_D4s_v5" } },
      resourceShape("azure-native:compute:VirtualMachine").outputs,
    );
    expect(outputs).not.toHaveProperty("vmName");
    expect(objectAt(outputs, "hardwareProfile")["vmSize"]).toBe("Standard_D4s_v5");
  });

  it("are unknown where an input is of another kind than the response", () => {
    expect(network({ flowTimeoutInMinutes: "ten" })["flowTimeoutInMinutes"]).toBe(unknownValue);
  });

  it("keep maps and unknown values inside them", () => {
    expect(network({ tags: { owner: "it", cost: unknownValue } })["tags"]).toEqual({ owner: "it", cost: unknownValue });
  });
});
