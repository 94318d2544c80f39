import { describe, expect, test } from "vitest";
import type { SecretStoreRequest } from "../environment/requests.ts";
import { recordRegistrations, valueOf } from "../tests/recordRegistrations.ts";
import { SecretStore } from "./index.ts";

const asked: SecretStoreRequest = {
  subscriptionId: "00000000-0000-4000-8000-00000000000b",
  resourceGroupName: "rg-foreign-7f3a",
  location: "swedencentral",
  tenantId: "00000000-0000-4000-8000-00000000000a",
  customer: "ank",
  environment: "prod",
  vaultName: "kv-ank-prod-7f3a",
  computerNames: ["anksql01", "ankcore01"],
};

const generated = { "random:index/randomPassword:RandomPassword": { result: "generated" } };
const recorded = (change: Partial<SecretStoreRequest> = {}) => recordRegistrations(() => new SecretStore("secrets", { ...asked, ...change }), generated);

describe("a secret store alone", () => {
  test("generates one password for each login and machine, at most 15 characters for the product's logins (T3.1.4-1, T12.6-1)", async () => {
    const { registrations, result } = await recorded();
    expect(registrations[0]).toMatchObject({ type: "lifecare:index:SecretStore", name: "secrets" });
    const passwords = registrations.filter(({ type }) => type.startsWith("random:"));
    expect(Object.fromEntries(passwords.map(({ name, inputs }) => [name, inputs["length"]]))).toEqual({
      "secrets-database-application-password": 15,
      "secrets-database-installer-password": 15,
      "secrets-administrator-ankcore01-password": 32,
      "secrets-administrator-anksql01-password": 32,
    });
    expect([...(await valueOf(result.secretNames))].sort()).toEqual(["administrator-ankcore01", "administrator-anksql01", "database-application", "database-installer"]);
  });

  test("closes its vault to all networks and never lets it be purged", async () => {
    const { registrations } = await recorded();
    const { properties } = registrations.find(({ type }) => type === "azure-native:keyvault:Vault")!.inputs as { properties: object };
    expect(properties).toMatchObject({ publicNetworkAccess: "Disabled", networkAcls: { defaultAction: "Deny", bypass: "None" }, enableRbacAuthorization: true, enableSoftDelete: true, enablePurgeProtection: true });
  });

  test("gives a machine's password to the program, and has none among its outputs", async () => {
    const { result } = await recorded();
    expect(await valueOf(result.administratorPassword("anksql01"))).toBe("generated");
    expect(Object.keys(result).filter((key) => /password/i.test(key))).toEqual([]);
    expect(await valueOf(result.secretNames)).not.toContain("generated");
  });

  test("asks for the same resources whatever the order of machines", async () => {
    const names = async (computerNames: string[]) => (await recorded({ computerNames })).registrations.map(({ name }) => name).sort();
    expect(await names(["ankcore01", "anksql01"])).toEqual(await names(["anksql01", "ankcore01", "anksql01"]));
  });
});
