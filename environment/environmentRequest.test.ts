import { describe, expect, it } from "vitest";
import { parseConfiguration } from "./configuration.ts";
import { readStackFile } from "./configurationFile.ts";
import { requestOfStackMap, stackMapOf, type EnvironmentRequest } from "./environmentRequest.ts";

describe.each(["Pulumi.prod.yaml", "Pulumi.utb.yaml"])("%s as component arguments", (file) => {
  const { config } = readStackFile(file);

  it("is the same configuration as the file", () => {
    expect(parseConfiguration(stackMapOf(requestOfStackMap(config))).configuration).toEqual(parseConfiguration(config).configuration);
  });

  it("comes back as it went", () => {
    const request = requestOfStackMap(config);
    expect(requestOfStackMap(stackMapOf(request))).toEqual(request);
  });
});

describe("component arguments", () => {
  it("that were left out are no keys: the configuration's defaults stand for them", () => {
    const request = { azure: { location: "swedencentral" }, protectData: undefined } as unknown as EnvironmentRequest;
    expect(stackMapOf(request)).toEqual({ "azure-native:location": "swedencentral" });
  });

  it("without a place are told of what is missing, not of a crash", () => {
    expect(() => parseConfiguration(stackMapOf({} as EnvironmentRequest))).toThrow(/azure-native:location/);
  });

  it("take nothing of other programs' keys in the stack", () => {
    expect(requestOfStackMap({ "other:key": "x", "lifecare:environment": "utb" })).toEqual({ azure: {}, environment: "utb" });
  });
});
