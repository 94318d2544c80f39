import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentedChoices } from "../specification/flows.ts";
import { readFacts, type Facts } from "../policies/facts.ts";
import { factsInForce } from "./factsInForce.ts";
import { judgePackConfiguration } from "./packConfiguration.ts";

const asOf = "2026-10-01";
const exemption = { rule: "LC201", resource: "machine", category: "waiver", reason: "the vendor has looked at it", reference: "case 17", approver: "Anna", expires: "2026-12-31" };
const place = (name: string) => ({ name, value: name, path: `lifecare:vendor.${name}` });
const configuration = {
  environment: "prod",
  locations: ["swedencentral"],
  roles: { SQL01: ["database"], APP01: ["core", "application"] },
  expectation: { choices: { ...documentedChoices, databasePort: 1433, clientPorts: "listed", intranetRedirect: false, recyclingOverHttp: false, plaintextMessaging: false, legacyWeb: false, eventServicePort: 8731, careModule: true, feedback: true, databaseVendorAccess: false }, clientNetworks: [{ name: "hall", value: "10.20.0.0/16", path: "a" }], vendorHosts: [place("packages.example.se")], socialInsuranceHosts: [] },
  exemptions: [exemption],
};

function facts(value: unknown = configuration): Facts {
  const read = readFacts(value, asOf);
  if (read.kind === "unusable") throw new Error(JSON.stringify(read.problems));
  return read.facts;
}

const judged = (value: unknown) => {
  const result = judgePackConfiguration(value, facts());
  return result.kind === "unusable" ? "unusable" : result.refusals.map(({ path }) => path);
};

describe("a configuration of the pack that is brought along", () => {
  test.each<readonly [string, unknown, readonly string[] | "unusable"]>([
    ["says what is in force", { lifecare: configuration }, []],
    ["says so with the level that is in force", { lifecare: { ...configuration, enforcementLevel: "mandatory" }, all: "mandatory" }, []],
    ["says nothing", {}, []],
    ["has no exemptions", { lifecare: { ...configuration, exemptions: [] } }, []],
    ["lets an exemption end earlier", { lifecare: { ...configuration, exemptions: [{ ...exemption, expires: "2026-11-01" }] } }, []],
    ["makes the policy advice", { lifecare: "advisory" }, ["lifecare.enforcementLevel"]],
    ["switches the policy off", { lifecare: "disabled" }, ["lifecare.enforcementLevel"]],
    ["switches everything off", { all: "disabled" }, ["all"]],
    ["makes everything advice", { all: { enforcementLevel: "advisory" } }, ["all"]],
    ["lowers the level inside its record", { lifecare: { ...configuration, enforcementLevel: "advisory" } }, ["lifecare.enforcementLevel"]],
    ["gives one rule a level", { "LC201-no-burstable-size": "advisory" }, ["LC201-no-burstable-size.enforcementLevel", "LC201-no-burstable-size"]],
    ["names the policy in other case", { Lifecare: "mandatory" }, ["Lifecare"]],
    ["makes the database server something cheaper", { lifecare: { ...configuration, roles: { ...configuration.roles, SQL01: ["compute"] } } }, ["lifecare.roles.SQL01"]],
    ["takes a role away", { lifecare: { ...configuration, roles: { ...configuration.roles, APP01: ["core"] } } }, ["lifecare.roles.APP01"]],
    ["forgets the expectation", { lifecare: { ...configuration, expectation: undefined } }, ["lifecare.expectation"]],
    ["forgets a part of the expectation", { lifecare: { ...configuration, expectation: { ...configuration.expectation, vendorHosts: undefined } } }, ["lifecare.expectation.vendorHosts"]],
    ["expects one client network more", { lifecare: { ...configuration, expectation: { ...configuration.expectation, clientNetworks: [...configuration.expectation.clientNetworks, place("0.0.0.0/0")] } } }, ["lifecare.expectation.clientNetworks[1]"]],
    ["says that it is UTB", { lifecare: { ...configuration, environment: "utb" } }, ["lifecare.environment"]],
    ["allows another region", { lifecare: { ...configuration, locations: ["swedencentral", "eastus"] } }, ["lifecare.locations"]],
    ["allows every region", { lifecare: { ...configuration, locations: undefined } }, ["lifecare.locations"]],
    ["exempts another resource", { lifecare: { ...configuration, exemptions: [exemption, { ...exemption, resource: "other" }] } }, ["lifecare.exemptions"]],
    ["exempts from another rule", { lifecare: { ...configuration, exemptions: [{ ...exemption, rule: "LC001" }] } }, ["lifecare.exemptions"]],
    ["exempts for longer", { lifecare: { ...configuration, exemptions: [{ ...exemption, expires: "2099-01-01" }] } }, ["lifecare.exemptions"]],
    ["names another approver", { lifecare: { ...configuration, exemptions: [{ ...exemption, approver: "Mallory" }] } }, ["lifecare.exemptions"]],
    ["has a key too many", { lifecare: { ...configuration, disabled: true } }, "unusable"],
    ["has a level that is none", { lifecare: { enforcementLevel: "off" } }, "unusable"],
    ["is a list", [], "unusable"],
    ["is a text", "advisory", "unusable"],
    ["holds a list", { lifecare: [] }, "unusable"],
    ["holds nothing", { lifecare: null }, "unusable"],
    ["holds exemptions that are none", { lifecare: { ...configuration, exemptions: [{}] } }, "unusable"],
  ])("that %s", (_, value, expected) => {
    expect(judged(JSON.parse(JSON.stringify(value)))).toEqual(expected);
  });

  test("is refused whatever single value of it is changed, except where in a file something stands", () => {
    const paths = leaves(configuration).filter((path) => path.at(-1) !== "path");
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant("2099-01-01"), fc.constant([])), (path, value) => {
        const changed = structuredClone(configuration);
        const parent = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], changed) as Record<string, unknown>;
        fc.pre(JSON.stringify(parent[path.at(-1)!]) !== JSON.stringify(value));
        parent[path.at(-1)!] = value;
        expect(judged({ lifecare: changed })).not.toEqual([]);
      }),
    );
  });
});

function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [path];
}

describe("the facts in force", () => {
  const none = { kind: "none", reason: "nobody has approved" } as const;
  const approved = { kind: "approved", by: "anna" } as const;
  const wider = facts({ ...configuration, environment: "utb", exemptions: [exemption, { ...exemption, resource: "other" }] });

  test("are the base branch's until an owner has approved", () => {
    const { facts: inForce, configuration: whose, exemptions } = factsInForce({ base: facts(), head: wider, configurationApproval: none, exemptionsApproval: none });
    expect(inForce).toEqual(facts());
    expect([whose.kind, exemptions.kind]).toEqual(["base", "base"]);
  });

  test("are the change's file by file, as far as each file's owner has approved", () => {
    expect(factsInForce({ base: facts(), head: wider, configurationApproval: none, exemptionsApproval: approved }).facts).toEqual({ ...facts(), exemptions: wider.exemptions });
    expect(factsInForce({ base: facts(), head: wider, configurationApproval: approved, exemptionsApproval: none }).facts).toEqual({ ...wider, exemptions: facts().exemptions });
    expect(factsInForce({ base: facts(), head: wider, configurationApproval: approved, exemptionsApproval: approved }).facts).toEqual(wider);
  });

  test("hold an exemption no longer that the change takes away", () => {
    const { facts: inForce, exemptions } = factsInForce({ base: facts(), head: facts({ ...configuration, exemptions: [] }), configurationApproval: none, exemptionsApproval: none });
    expect(inForce.exemptions).toEqual([]);
    expect(exemptions.kind).toBe("same");
  });

  test("say nothing of a stack that the base branch does not have", () => {
    const { facts: inForce } = factsInForce({ head: facts(), configurationApproval: none, exemptionsApproval: none });
    expect(inForce.expectation).toBeUndefined();
    expect(inForce.environment).toBeUndefined();
    expect(inForce.exemptions).toEqual([]);
  });
});
