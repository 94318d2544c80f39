import { describe, expect, test } from "vitest";
import { documentedChoices } from "../specification/flowChoices.ts";
import { bareFacts, readFacts } from "./facts.ts";

const asOf = "2026-01-15";
const expectation = { choices: documentedChoices, clientNetworks: [], vendorHosts: [], socialInsuranceHosts: [] };
const exemption = { rule: "LC201", resource: "app01", category: "waiver", reason: "Agreed until the next procurement", reference: "TE-2026-17", approver: "Anna Ek", expires: "2026-06-30" };
const whole = { environment: "prod", roles: { app01: ["application", "intranetWeb"] }, expectation, locations: ["swedencentral"], exemptions: [exemption] };

describe("the pack's configuration", () => {
  test("is taken as it is written", () => {
    expect(readFacts(whole, asOf)).toStrictEqual({ kind: "facts", facts: { ...whole, missingExpectation: [], asOf } });
  });
  test("is empty where nothing is said, and then nothing is filled in", () => {
    for (const nothing of [undefined, null, {}]) expect(readFacts(nothing, asOf)).toStrictEqual({ kind: "facts", facts: bareFacts(asOf) });
    expect(bareFacts(asOf)).toEqual({ roles: {}, missingExpectation: ["expectation"], exemptions: [], asOf });
  });
  test("names what of an expectation is missing, and uses none of it", () => {
    const { vendorHosts: _, ...partly } = expectation;
    const read = readFacts({ expectation: { ...partly, choices: { ...documentedChoices, databasePort: 0 } } }, asOf);
    expect(read).toStrictEqual({ kind: "facts", facts: { ...bareFacts(asOf), missingExpectation: ["expectation.choices.databasePort", "expectation.vendorHosts"] } });
  });
  test.each([
    ["what is no record", [], "(configuration)"],
    ["a key too many", { disabled: true }, "(configuration)"],
    ["an environment that does not exist", { environment: "test" }, "environment"],
    ["a role that does not exist", { roles: { app01: ["core", "frontend"] } }, "roles.app01.1"],
    ["a machine without roles", { roles: { app01: [] } }, "roles.app01"],
    ["a region in the portal's spelling", { locations: ["Sweden Central"] }, "locations.0"],
    ["no regions", { locations: [] }, "locations"],
    ["an exemption without a resource", { exemptions: [{ ...exemption, resource: "" }] }, "exemptions.0.resource"],
  ])("is not used where it holds %s", (_, configuration, path) => {
    expect(readFacts(configuration, asOf)).toEqual({ kind: "unusable", problems: [{ path, limit: expect.stringMatching(/./) }] });
  });
  test("tells all its problems at once", () => {
    expect(readFacts({ environment: "test", locations: [] }, asOf)).toMatchObject({ problems: [{ path: "environment" }, { path: "locations" }] });
  });
});
