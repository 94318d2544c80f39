import { describe, expect, it, test } from "vitest";
import { refusals, secretStoreRequest } from "../tests/sampleRequests.ts";
import { isOutput } from "./planned.ts";
import { secretStoreResources } from "./secretResources.ts";
import { plannedSecrets } from "./secrets.ts";
import { designSecretStore } from "./secretStoreDesign.ts";

const design = designSecretStore(secretStoreRequest);
const resources = secretStoreResources("lifecare", design);
const inputsOf = (type: string) => resources.filter((resource) => resource.type.endsWith(type)).map((resource) => resource.inputs as Record<string, unknown>);

describe("the passwords of an environment", () => {
  it("are one for the product, one for the installer, and one for each machine", () => {
    expect(plannedSecrets(["a", "b"]).map(({ name, purpose }) => `${name} ${purpose}`)).toEqual([
      "database-application databaseLogin",
      "database-installer databaseInstaller",
      "administrator-a machineAdministrator",
      "administrator-b machineAdministrator",
    ]);
  });

  it("have 15 characters where the product takes no more (T3.1.4-1), and 32 where Windows takes 123", () => {
    expect(plannedSecrets(["a"]).map(({ length }) => length)).toEqual([15, 15, 32]);
  });

  it("do not depend on the order in which machines are named", () => {
    const reversed = designSecretStore({ ...secretStoreRequest, computerNames: secretStoreRequest.computerNames.toReversed() });
    expect(reversed).toEqual(design);
  });

  it("satisfy the complexity that SQL Server and Windows ask for: three kinds of characters at least", () => {
    for (const inputs of inputsOf("RandomPassword")) expect(inputs).toMatchObject({ minLower: 2, minUpper: 2, minNumeric: 2, minSpecial: 1 });
  });

  it("have no character that ends a connection string, or that a shell, XML or JSON reads", () => {
    for (const inputs of inputsOf("RandomPassword")) expect(inputs["overrideSpecial"]).toMatch(/^[-_.]+$/);
  });

  it("reach the vault as the result of the generator, never as text", () => {
    const values = inputsOf(":Secret").map((inputs) => (inputs["properties"] as { value: unknown }).value);
    expect(values.map(isOutput)).toEqual([true, true, true, true]);
  });
});

describe("the vault", () => {
  it("cannot be emptied, purged or reached over a network", () => {
    expect(inputsOf(":Vault")[0]!["properties"]).toMatchObject({
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      enablePurgeProtection: true,
      publicNetworkAccess: "Disabled",
      networkAcls: { bypass: "None", defaultAction: "Deny" },
    });
  });

  it("is protected unless the customer says otherwise", () => {
    expect([design.protect, designSecretStore({ ...secretStoreRequest, protectData: false }).protect]).toEqual([true, false]);
  });

  it("takes its secrets along when it is deleted", () => {
    expect(resources.filter(({ type }) => type.endsWith(":Secret")).map(({ options }) => options?.deletedWith)).toEqual(Array(4).fill("lifecare-vault"));
  });
});

describe("a secret store is refused", () => {
  test.each<[string, object, string, unknown]>([
    ["with a vault name of 25 characters", { vaultName: "kv-ankeborg-production-01x" }, "args.vaultName", "kv-ankeborg-production-01x"],
    ["with a vault name that begins with a digit", { vaultName: "1-vault" }, "args.vaultName", "1-vault"],
    ["with a computer name that is none", { computerNames: ["ankprodapp01", "ank_prod"] }, "args.computerNames[1]", "ank_prod"],
    ["with an unknown environment", { environment: "PROD" }, "args.environment", "PROD"],
  ])("%s", (_, changes, path, value) => {
    expect(refusals(() => designSecretStore({ ...secretStoreRequest, ...changes }))).toMatchObject([{ path, value }]);
  });
});
