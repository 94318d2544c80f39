import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { all, openMicrosoftClients, quickly, refusalOf } from "../../tests/microsoftClients.ts";
import { ResourceStore } from "../resourceStore.ts";
import { writeSubscriptionFacts } from "../subscriptionFacts.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const location = "swedencentral";
const group = "rg-test";
const storeFolder = mkdtempSync(join(tmpdir(), "rest-face-"));
const { face, compute, features, resources, vaults } = await openMicrosoftClients(subscriptionId, { storeFolder, pageSize: 2 });

beforeAll(async () => {
  await resources.resourceGroups.createOrUpdate(group, { location: "Sweden Central", tags: { owner: "it" } });
});
afterAll(async () => {
  await face.stop();
  rmSync(storeFolder, { recursive: true, force: true });
});

describe("A subscription", () => {
  test("has providers that are registered and unregistered", async () => {
    const state = async () => (await resources.providers.get("Microsoft.KeyVault")).registrationState;
    expect(await state()).toBe("Registered");
    await resources.providers.unregister("Microsoft.KeyVault");
    expect(await state()).toBe("NotRegistered");
    const vault = { location, properties: { tenantId: subscriptionId, sku: { family: "A", name: "standard" } as const } };
    expect(await refusalOf(vaults.vaults.beginCreateOrUpdateAndWait(group, "kv-unregistered", vault, quickly))).toBe("409 MissingSubscriptionRegistration");
    await resources.providers.register("Microsoft.KeyVault");
    expect([await state(), await state(), await state()]).toEqual(["Registering", "Registered", "Registered"]);
    expect((await all(resources.providers.list())).map(({ namespace }) => namespace)).toContain("Microsoft.Compute");
  });

  test("has features whose registration takes a while", async () => {
    writeSubscriptionFacts(new ResourceStore(storeFolder), subscriptionId, { features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } });
    const state = async () => (await features.features.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state;
    expect(await state()).toBe("NotRegistered");
    await features.features.register("Microsoft.Compute", "EncryptionAtHost");
    expect(["Registering", "Registered"]).toContain(await state());
    await state();
    expect(await state()).toBe("Registered");
    expect((await all(features.features.listAll())).map(({ name }) => name)).toEqual(["Microsoft.Compute/EncryptionAtHost"]);
    const ofRegistration = async () => (await features.subscriptionFeatureRegistrations.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state;
    expect(await ofRegistration()).toBe("Registered");
    await features.subscriptionFeatureRegistrations.delete("Microsoft.Compute", "EncryptionAtHost");
    expect([await state(), await ofRegistration()]).toEqual(["NotRegistered", "NotRegistered"]);
    await features.subscriptionFeatureRegistrations.createOrUpdate("Microsoft.Compute", "EncryptionAtHost", { subscriptionFeatureRegistrationType: {} });
    expect(await ofRegistration()).toMatch(/^Register(?:ing|ed)$/);
    expect(await refusalOf(features.features.get("Microsoft.Compute", "NoSuchFeature"))).toBe("404 FeatureNotFound");
  });

  test("has sizes with their series, zones and restrictions, and images", async () => {
    writeSubscriptionFacts(new ResourceStore(storeFolder), subscriptionId, { restrictedSizes: [{ size: "Standard_D2s_v5", location }, { size: "Standard_D4s_v5", location, zones: ["3"] }] });
    const sizes = new Map((await all(compute.resourceSkus.list({ filter: `location eq '${location}'` }))).map((size) => [size.name, size]));
    expect(sizes.get("Standard_D8s_v5")).toMatchObject({ family: "standardDSv5Family", locationInfo: [{ zones: ["1", "2", "3"] }], restrictions: [] });
    expect(sizes.get("Standard_D2s_v5")?.restrictions).toMatchObject([{ type: "Location", reasonCode: "NotAvailableForSubscription" }]);
    expect(sizes.get("Standard_D4s_v5")?.restrictions).toMatchObject([{ type: "Zone", restrictionInfo: { zones: ["3"] } }]);
    expect((await compute.virtualMachineImages.listSkus(location, "MicrosoftWindowsServer", "WindowsServer")).map(({ name }) => name)).toContain("2022-datacenter-g2");
    expect(await compute.virtualMachineImages.list(location, "MicrosoftWindowsServer", "WindowsServer", "2022-datacenter-g2")).toHaveLength(1);
    expect(await refusalOf(compute.virtualMachineImages.list(location, "MicrosoftWindowsServer", "WindowsServer", "2012-r2"))).toBe("404 ImageNotFound");
  });
});
