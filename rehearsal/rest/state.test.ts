import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StorageManagementClient } from "@azure/arm-storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMicrosoftClients, quickly, refusalOf } from "../../tests/microsoftClients.ts";
import { ResourceStore } from "../resourceStore.ts";
import { writeSubscriptionFacts } from "../subscriptionFacts.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const group = "rg-state";
const storeFolder = mkdtempSync(join(tmpdir(), "rest-state-"));
const { face, features, resources, vaults } = await openMicrosoftClients(subscriptionId, { storeFolder });
const storage = new StorageManagementClient(face.credential, subscriptionId, face.clientOptions);

beforeAll(async () => {
  await resources.resourceGroups.createOrUpdate(group, { location: "swedencentral" });
});
afterAll(async () => {
  await face.stop();
  rmSync(storeFolder, { recursive: true, force: true });
});

describe("What keeps a state", () => {
  test("is an account with a container, as Microsoft's client writes and reads them", async () => {
    const account = { location: "swedencentral", kind: "StorageV2", sku: { name: "Standard_ZRS" }, allowSharedKeyAccess: false, minimumTlsVersion: "TLS1_2" };
    await storage.storageAccounts.beginCreateAndWait(group, "ststate1", account, quickly);
    expect(await storage.storageAccounts.getProperties(group, "ststate1")).toMatchObject({ sku: { name: "Standard_ZRS", tier: "Standard" }, allowSharedKeyAccess: false, minimumTlsVersion: "TLS1_2", primaryEndpoints: { blob: "https://ststate1.blob.core.windows.net/" } });
    await storage.blobContainers.create(group, "ststate1", "pulumi", { publicAccess: "None" });
    await storage.blobServices.setServiceProperties(group, "ststate1", { isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 30 } });
    expect(await storage.blobServices.getServiceProperties(group, "ststate1")).toMatchObject({ isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 30 } });
    expect(await storage.blobContainers.get(group, "ststate1", "pulumi")).toMatchObject({ publicAccess: "None", hasLegalHold: false });
    expect(await refusalOf(storage.blobContainers.create(group, "stabsent", "pulumi", {}))).toBe("404 ParentResourceNotFound");
    expect(await refusalOf(storage.storageAccounts.beginCreateAndWait(group, "ST-State", account, quickly))).toBe("400 AccountNameInvalid");
  });

  test("is a key that is made once and answered as it is afterwards", async () => {
    await vaults.vaults.beginCreateOrUpdateAndWait(group, "kv-state", { location: "swedencentral", properties: { tenantId: subscriptionId, sku: { family: "A", name: "standard" } } }, quickly);
    const made = await vaults.keys.createIfNotExist(group, "kv-state", "pulumi", { properties: { kty: "RSA", keySize: 3072, keyOps: ["encrypt", "decrypt"] } });
    expect(made).toMatchObject({ kty: "RSA", keySize: 3072, keyOps: ["encrypt", "decrypt"], keyUri: "https://kv-state.vault.azure.net/keys/pulumi" });
    const again = await vaults.keys.createIfNotExist(group, "kv-state", "pulumi", { properties: { kty: "RSA", keySize: 2048 } });
    expect([again.keySize, again.keyUriWithVersion]).toEqual([3072, made.keyUriWithVersion]);
  });

  test("may need a feature whose registration takes a while, and is given back with it", async () => {
    writeSubscriptionFacts(new ResourceStore(storeFolder), subscriptionId, { features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } });
    const state = async () => (await features.features.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state;
    await features.subscriptionFeatureRegistrations.createOrUpdate("Microsoft.Compute", "EncryptionAtHost", { subscriptionFeatureRegistrationType: {} });
    expect([await state(), await state(), await state()].at(-1)).toBe("Registered");
    await features.subscriptionFeatureRegistrations.delete("Microsoft.Compute", "EncryptionAtHost");
    expect(await state()).toBe("NotRegistered");
  });
});
