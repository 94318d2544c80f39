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
const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${group}`;
const storeFolder = mkdtempSync(join(tmpdir(), "rest-face-"));
const { face, call, compute, network, resources, vaults } = await openMicrosoftClients(subscriptionId, { storeFolder, pageSize: 2 });

beforeAll(async () => {
  await resources.resourceGroups.createOrUpdate(group, { location: "Sweden Central", tags: { owner: "it" } });
});
afterAll(async () => {
  await face.stop();
  rmSync(storeFolder, { recursive: true, force: true });
});

const rule = (name: string, priority: number, port: string) =>
  ({ name, priority, access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "10.0.0.0/8", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: port }) as const;

describe("What Microsoft's clients make", () => {
  test("is answered as they wrote it, with what Azure adds", async () => {
    const made = await network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, "nsg-core", { location, securityRules: [rule("https", 200, "443")] }, quickly);
    expect(made).toMatchObject({ id: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-core`, location, provisioningState: "Succeeded" });
    expect(made.securityRules).toMatchObject([{ name: "https", priority: 200, destinationPortRange: "443", provisioningState: "Succeeded" }]);
    expect(made.defaultSecurityRules?.map(({ name }) => name)).toContain("DenyAllInBound");
    expect(await network.networkSecurityGroups.get(group, "nsg-core")).toEqual(made);
  });

  test("stands as azure-native's providers have it: properties at the top, none twice", () => {
    const stored = new ResourceStore(storeFolder).get(`${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-core/securityRules/https`);
    expect(stored?.properties).toMatchObject({ priority: 200, destinationPortRange: "443" });
    expect(stored?.properties).not.toHaveProperty("properties");
  });

  test("takes a while: it is under way until it has been looked at", async () => {
    const path = `${groupId}/providers/Microsoft.Network/routeTables/rt-slow`;
    const made = await call("PUT", path, { body: JSON.stringify({ location, properties: {} }) });
    expect([made.status, made.body]).toMatchObject([201, { properties: { provisioningState: "Creating" } }]);
    const operation = new URL(String(made.headers["azure-asyncoperation"])).pathname;
    const seen = [await call("GET", operation), await call("GET", path), await call("GET", operation), await call("GET", path)];
    expect(seen.map(({ body }) => body)).toMatchObject([
      { status: "InProgress" },
      { properties: { provisioningState: "Creating" } },
      { status: "Succeeded" },
      { properties: { provisioningState: "Succeeded" } },
    ]);
  });

  test("is listed page by page, of a group, of the subscription and below a parent", async () => {
    for (const port of ["80", "81", "82"]) await network.securityRules.beginCreateOrUpdateAndWait(group, "nsg-core", `web-${port}`, rule(`web-${port}`, 300 + Number(port), port), quickly);
    expect((await all(network.securityRules.list(group, "nsg-core"))).map(({ name }) => name)).toEqual(["https", "web-80", "web-81", "web-82"]);
    expect((await all(network.networkSecurityGroups.listAll())).map(({ name }) => name)).toEqual(["nsg-core"]);
    expect((await all(resources.resources.listByResourceGroup(group))).map(({ type }) => type)).toEqual(["Microsoft.Network/networkSecurityGroups", "Microsoft.Network/routeTables"]);
    expect((await all(resources.resources.list({ filter: "resourceType eq 'Microsoft.Network/routeTables'" }))).map(({ name }) => name)).toEqual(["rt-slow"]);
    expect((await all(resources.resourceGroups.list({ filter: "tagName eq 'owner' and tagValue eq 'it'" }))).map(({ name }) => name)).toEqual([group]);
    expect(await all(resources.resourceGroups.list({ filter: "tagName eq 'owner' and tagValue eq 'hr'" }))).toEqual([]);
  });

  test("is the same whatever the case of an id", async () => {
    expect((await network.networkSecurityGroups.get("RG-TEST", "NSG-Core")).id).toBe(`${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-core`);
    const lower = await call("GET", `${groupId.toLowerCase()}/providers/microsoft.network/networksecuritygroups/nsg-core`);
    expect([lower.status, lower.body]).toMatchObject([200, { type: "Microsoft.Network/networkSecurityGroups" }]);
  });

  test("changes in part by PATCH, and goes by DELETE", async () => {
    await network.networkSecurityGroups.updateTags(group, "nsg-core", { tags: { owner: "it" } });
    expect(await network.networkSecurityGroups.get(group, "nsg-core")).toMatchObject({ tags: { owner: "it" }, securityRules: { length: 4 } });
    await network.routeTables.beginDeleteAndWait(group, "rt-slow", quickly);
    expect(await refusalOf(network.routeTables.get(group, "rt-slow"))).toBe("404 ResourceNotFound");
    expect((await call("DELETE", `${groupId}/providers/Microsoft.Network/routeTables/rt-slow`)).status).toBe(204);
  });
});

describe("A machine", () => {
  beforeAll(async () => {
    await network.virtualNetworks.beginCreateOrUpdateAndWait(group, "vnet", { location, addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: [{ name: "core", addressPrefix: "10.0.1.0/24", defaultOutboundAccess: false }] }, quickly);
    const subnet = await network.subnets.get(group, "vnet", "core");
    const nic = await network.networkInterfaces.beginCreateOrUpdateAndWait(group, "nic", { location, ipConfigurations: [{ name: "ip", subnet: { id: subnet.id! } }] }, quickly);
    await compute.virtualMachines.beginCreateOrUpdateAndWait(group, "core1", {
      location,
      hardwareProfile: { vmSize: "Standard_D4s_v5" },
      identity: { type: "SystemAssigned" },
      osProfile: { computerName: "core1", adminUsername: "local", adminPassword: "Hemligt-och-langt-7" },
      networkProfile: { networkInterfaces: [{ id: nic.id! }] },
      storageProfile: {
        imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" },
        osDisk: { createOption: "FromImage" },
      },
    }, quickly);
  });

  test("has an address of its subnet, and never shows its password", async () => {
    expect((await network.networkInterfaces.get(group, "nic")).ipConfigurations).toMatchObject([{ privateIPAddress: "10.0.1.4" }]);
    const shown = JSON.stringify([await compute.virtualMachines.get(group, "core1"), new ResourceStore(storeFolder).all()]);
    expect(shown).toContain("local");
    expect(shown).not.toContain("Hemligt");
  });

  test("has extensions, whose protected settings nobody sees again", async () => {
    const settings = { publisher: "Microsoft.Azure.Security", typeHandlerVersion: "1.3", settings: { shown: 1 }, protectedSettings: { key: "Hemligt-8" } };
    await compute.virtualMachineExtensions.beginCreateOrUpdateAndWait(group, "core1", "antimalware", { location, typePropertiesType: "IaaSAntimalware", ...settings }, quickly);
    const read = await compute.virtualMachineExtensions.get(group, "core1", "antimalware");
    expect(read).toMatchObject({ publisher: "Microsoft.Azure.Security", settings: { shown: 1 } });
    expect(JSON.stringify([read, new ResourceStore(storeFolder).all()])).not.toContain("Hemligt");
  });

  test("runs until somebody stops it, which is no part of what it is", async () => {
    const state = async () => (await compute.virtualMachines.instanceView(group, "core1")).statuses?.map(({ code }) => code).at(-1);
    const before = await compute.virtualMachines.get(group, "core1");
    expect(await state()).toBe("PowerState/running");
    await compute.virtualMachines.beginDeallocateAndWait(group, "core1", quickly);
    expect(await state()).toBe("PowerState/deallocated");
    expect((await compute.virtualMachines.get(group, "core1", { expand: "instanceView" })).instanceView?.statuses?.at(-1)?.displayStatus).toBe("VM deallocated");
    expect(await compute.virtualMachines.get(group, "core1")).toEqual(before);
    await compute.virtualMachines.beginStartAndWait(group, "core1", quickly);
    expect(await state()).toBe("PowerState/running");
  });

  test("counts against the quota of its series", async () => {
    writeSubscriptionFacts(new ResourceStore(storeFolder), subscriptionId, { quotas: { [location]: { standardDSv5Family: 6, cores: 40 } } });
    const usage = (await all(compute.usageOperations.list(location))).filter(({ currentValue }) => currentValue > 0);
    expect(usage.map(({ name, currentValue, limit }) => [name.value, currentValue, limit])).toEqual([["cores", 4, 40], ["standardDSv5Family", 4, 6]]);
    const larger = { ...(await compute.virtualMachines.get(group, "core1")), hardwareProfile: { vmSize: "Standard_D8s_v5" } };
    expect(await refusalOf(compute.virtualMachines.beginCreateOrUpdateAndWait(group, "core1", larger, quickly))).toBe("409 OperationNotAllowed");
    writeSubscriptionFacts(new ResourceStore(storeFolder), subscriptionId, {});
  });

  test("is refused what Azure fixes at birth, and deletes nothing that it has in use", async () => {
    const machine = await compute.virtualMachines.get(group, "core1");
    const renamed = { ...machine, osProfile: { ...machine.osProfile, computerName: "core2" } };
    expect(await refusalOf(compute.virtualMachines.beginCreateOrUpdateAndWait(group, "core1", renamed, quickly))).toBe("409 PropertyChangeNotAllowed");
    expect(await refusalOf(network.networkInterfaces.beginDeleteAndWait(group, "nic", quickly))).toBe("400 NicInUse");
    expect(await refusalOf(network.virtualNetworks.beginDeleteAndWait(group, "vnet", quickly))).toBe("400 InUseSubnetCannotBeDeleted");
  });
});

describe("A vault", () => {
  const properties = { tenantId: subscriptionId, sku: { family: "A", name: "standard" } as const, enableRbacAuthorization: true };

  test("says that its name is being registered, takes secrets and gives none back", async () => {
    const vault = await vaults.vaults.beginCreateOrUpdateAndWait(group, "kv-rest-face", { location, properties }, quickly);
    expect(vault.properties).toMatchObject({ vaultUri: "https://kv-rest-face.vault.azure.net/", provisioningState: "Succeeded" });
    await vaults.secrets.createOrUpdate(group, "kv-rest-face", "sql", { properties: { value: "Hemligt-7", attributes: { expires: new Date("2030-01-01") } } });
    const secret = await vaults.secrets.get(group, "kv-rest-face", "sql");
    expect(secret.properties.attributes?.expires?.toISOString()).toBe("2030-01-01T00:00:00.000Z");
    expect(JSON.stringify([secret, new ResourceStore(storeFolder).all()])).not.toContain("Hemligt");
  });

  test("has a name that nobody else can have, not even when it is deleted, until it is purged", async () => {
    const availability = async (name: string) => {
      const { nameAvailable, reason } = await vaults.vaults.checkNameAvailability({ name, type: "Microsoft.KeyVault/vaults" });
      return nameAvailable === true ? "free" : reason;
    };
    expect([await availability("kv-rest-face"), await availability("kv-other"), await availability("1")]).toEqual(["AlreadyExists", "free", "AccountNameInvalid"]);
    await vaults.vaults.delete(group, "kv-rest-face");
    expect((await all(vaults.vaults.listDeleted())).map(({ name }) => name)).toEqual(["kv-rest-face"]);
    expect(await refusalOf(vaults.vaults.beginCreateOrUpdateAndWait(group, "kv-rest-face", { location, properties }, quickly))).toBe("409 ConflictError");
    await vaults.vaults.beginPurgeDeletedAndWait("kv-rest-face", location, quickly);
    expect(await availability("kv-rest-face")).toBe("free");
  });
});

test("A resource group takes along whatever lies in it", async () => {
  await resources.resourceGroups.beginDeleteAndWait(group, quickly);
  expect(await resources.resourceGroups.checkExistence(group)).toEqual({ body: false });
  expect(new ResourceStore(storeFolder).below(groupId)).toEqual([]);
  expect(await refusalOf(compute.virtualMachines.get(group, "core1"))).toBe("404 ResourceGroupNotFound");
});
