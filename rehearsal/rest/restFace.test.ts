import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComputeManagementClient } from "@azure/arm-compute";
import { FeatureClient } from "@azure/arm-features";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ResourceStore } from "../resourceStore.ts";
import { rehearsedTypes } from "../resourceTypes.ts";
import { writeSubscriptionFacts } from "../subscriptionFacts.ts";
import { startRestFace, type RestFace } from "./startRestFace.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const location = "swedencentral";
const group = "rg-test";
const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${group}`;

/** Clients wait two seconds between looks where they are not told otherwise. */
const quickly = { updateIntervalInMs: 1 };

let storeFolder: string;
let face: RestFace;
let network: NetworkManagementClient;
let compute: ComputeManagementClient;
let resources: ResourceManagementClient;
let vaults: KeyVaultManagementClient;

beforeAll(async () => {
  storeFolder = mkdtempSync(join(tmpdir(), "rest-face-"));
  face = await startRestFace({ storeFolder, pageSize: 2 });
  network = new NetworkManagementClient(face.credential, subscriptionId, face.clientOptions);
  compute = new ComputeManagementClient(face.credential, subscriptionId, face.clientOptions);
  resources = new ResourceManagementClient(face.credential, subscriptionId, face.clientOptions);
  vaults = new KeyVaultManagementClient(face.credential, subscriptionId, face.clientOptions);
  await resources.resourceGroups.createOrUpdate(group, { location: "Sweden Central", tags: { owner: "it" } });
});
afterAll(async () => {
  await face.stop();
  rmSync(storeFolder, { recursive: true, force: true });
});

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: { readonly error?: { readonly code: string; readonly message: string; readonly target?: string }; readonly value?: readonly unknown[] };
}

/** A call without any client, to see what is on the wire. */
async function raw(method: string, path: string, { headers = {}, body, version = "?api-version=2024-05-01" }: { headers?: Record<string, string>; body?: string; version?: string } = {}): Promise<Raw> {
  const { token } = await face.credential.getToken();
  return new Promise((resolve, reject) => {
    const call = request(`${face.endpoint}${path}${version}`, { method, ca: face.certificate, headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }), ...headers } }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += String(part)));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text === "" ? {} : (JSON.parse(text) as Raw["body"]) }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

/** The code and status of what a client was refused. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "taken",
    (error: unknown) => `${(error as { statusCode?: number }).statusCode} ${(error as { code?: string }).code}`,
  );
}

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
    const made = await raw("PUT", path, { body: JSON.stringify({ location, properties: {} }) });
    expect([made.status, made.body]).toMatchObject([201, { properties: { provisioningState: "Creating" } }]);
    const operation = new URL(String(made.headers["azure-asyncoperation"])).pathname;
    const seen = [await raw("GET", operation), await raw("GET", path), await raw("GET", operation), await raw("GET", path)];
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
    const lower = await raw("GET", `${groupId.toLowerCase()}/providers/microsoft.network/networksecuritygroups/nsg-core`);
    expect([lower.status, lower.body]).toMatchObject([200, { type: "Microsoft.Network/networkSecurityGroups" }]);
  });

  test("changes in part by PATCH, and goes by DELETE", async () => {
    await network.networkSecurityGroups.updateTags(group, "nsg-core", { tags: { owner: "it" } });
    expect(await network.networkSecurityGroups.get(group, "nsg-core")).toMatchObject({ tags: { owner: "it" }, securityRules: { length: 4 } });
    await network.routeTables.beginDeleteAndWait(group, "rt-slow", quickly);
    expect(await refusalOf(network.routeTables.get(group, "rt-slow"))).toBe("404 ResourceNotFound");
    expect((await raw("DELETE", `${groupId}/providers/Microsoft.Network/routeTables/rt-slow`)).status).toBe(204);
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
    const { features, subscriptionFeatureRegistrations: registrations } = new FeatureClient(face.credential, subscriptionId, face.clientOptions);
    const state = async () => (await features.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state;
    expect(await state()).toBe("NotRegistered");
    await features.register("Microsoft.Compute", "EncryptionAtHost");
    expect(["Registering", "Registered"]).toContain(await state());
    await state();
    expect(await state()).toBe("Registered");
    expect((await all(features.listAll())).map(({ name }) => name)).toEqual(["Microsoft.Compute/EncryptionAtHost"]);
    const ofRegistration = async () => (await registrations.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state;
    expect(await ofRegistration()).toBe("Registered");
    await registrations.delete("Microsoft.Compute", "EncryptionAtHost");
    expect([await state(), await ofRegistration()]).toEqual(["NotRegistered", "NotRegistered"]);
    await registrations.createOrUpdate("Microsoft.Compute", "EncryptionAtHost", { subscriptionFeatureRegistrationType: {} });
    expect(await ofRegistration()).toMatch(/^Register(?:ing|ed)$/);
    expect(await refusalOf(features.get("Microsoft.Compute", "NoSuchFeature"))).toBe("404 FeatureNotFound");
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

describe("What is refused", () => {
  const path = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-core`;

  test("without the token that was handed out", async () => {
    for (const authorization of ["", "Bearer another", `Bearer ${"x".repeat(43)}`]) {
      const { status, body } = await raw("GET", path, { headers: { Authorization: authorization } });
      expect([status, body.error?.code]).toEqual([401, "AuthenticationFailed"]);
    }
  });

  test("without an api-version, with a wrong one, and with a body that is no JSON object, of which nothing is repeated", async () => {
    const codes = [await raw("GET", path, { version: "" }), await raw("GET", path, { version: "?api-version=latest" }), await raw("PUT", path, { body: "{ secret" }), await raw("PUT", path, { body: "[]" })];
    expect(codes.map(({ status, body }) => `${status} ${body.error?.code}`)).toEqual(["400 MissingApiVersionParameter", "400 InvalidApiVersionParameter", "400 InvalidRequestContent", "400 InvalidRequestContent"]);
    expect(JSON.stringify(codes)).not.toContain("secret");
  });

  test("what is not there, in the words for group, parent, resource and type", async () => {
    expect(await refusalOf(network.networkSecurityGroups.get("rg-none", "nsg-core"))).toBe("404 ResourceGroupNotFound");
    expect(await refusalOf(network.securityRules.get(group, "nsg-none", "https"))).toBe("404 ParentResourceNotFound");
    expect(await refusalOf(network.networkSecurityGroups.get(group, "nsg-none"))).toBe("404 ResourceNotFound");
    expect(await refusalOf(all(network.networkSecurityGroups.list("rg-none")))).toBe("404 ResourceGroupNotFound");
    expect(await refusalOf(network.loadBalancers.get(group, "lb"))).toBe("404 InvalidResourceType");
    expect(await refusalOf(network.networkSecurityGroups.beginCreateOrUpdateAndWait("rg-none", "nsg", { location }, quickly))).toBe("404 ResourceGroupNotFound");
    expect([(await raw("HEAD", groupId)).status, (await raw("HEAD", `${groupId}-none`)).status]).toEqual([204, 404]);
    expect((await raw("PUT", `${groupId}/providers/Microsoft.Network/routeTables/rt`, { body: "{}" })).body.error).toMatchObject({ code: "LocationRequired", target: "location" });
    expect((await raw("POST", path)).status).toBe(405);
  });

  test("what somebody else changed since it was read, by If-Match, and what is there already, by If-None-Match", async () => {
    const { etag } = await network.networkSecurityGroups.get(group, "nsg-core");
    const write = (headers: Record<string, string>) =>
      network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, "nsg-core", { location, securityRules: [rule("https", 200, "443")] }, { ...quickly, requestOptions: { customHeaders: headers } });
    expect(await refusalOf(write({ "If-Match": etag! }))).toBe("taken");
    expect(await refusalOf(write({ "If-Match": etag! }))).toBe("412 PreconditionFailed");
    expect(await refusalOf(write({ "If-None-Match": "*" }))).toBe("412 PreconditionFailed");
    expect(await refusalOf(write({ "If-Match": "*" }))).toBe("taken");
    expect((await raw("DELETE", path, { headers: { "If-Match": etag! } })).status).toBe(412);
    const now = await raw("GET", path);
    expect(now.body).toMatchObject({ etag: now.headers["etag"] });
  });

  test("a group that was read before somebody added a rule to it by itself", async () => {
    const read = await network.networkSecurityGroups.get(group, "nsg-core");
    await network.securityRules.beginCreateOrUpdateAndWait(group, "nsg-core", "added", rule("added", 400, "8443"), quickly);
    const write = network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, "nsg-core", read, { ...quickly, requestOptions: { customHeaders: { "If-Match": read.etag! } } });
    expect(await refusalOf(write)).toBe("412 PreconditionFailed");
    expect((await network.securityRules.get(group, "nsg-core", "added")).destinationPortRange).toBe("8443");
  });

  test("what a lock holds; locks are listed where they hang", async () => {
    const lock = `${path}/providers/Microsoft.Authorization/locks/keep`;
    expect((await raw("PUT", lock, { body: JSON.stringify({ properties: { level: "CanNotDelete" } }) })).status).toBe(201);
    expect(await refusalOf(network.networkSecurityGroups.beginDeleteAndWait(group, "nsg-core", quickly))).toBe("409 ScopeLocked");
    for (const scope of [path, groupId, `/subscriptions/${subscriptionId}`]) {
      expect((await raw("GET", `${scope}/providers/Microsoft.Authorization/locks`)).body.value).toMatchObject([{ id: lock, properties: { level: "CanNotDelete" } }]);
    }
    expect((await raw("DELETE", lock)).status).toBe(200);
  });

  test("whatever is asked: never a failure of this interface itself, always with a code", async () => {
    const words = ["subscriptions", subscriptionId, "resourceGroups", group, "providers", "Microsoft.Network", "networkSecurityGroups", "nsg-core", "securityRules", "https", "Microsoft.Compute", "virtualMachines", "core1"];
    const others = ["Microsoft.Authorization", "locks", "usages", "instanceView", "start", "resources", "features", "register", "operations", "skus", "locations", "x", "-", "..", "%2e%2e", "%2F", "%00", "ö", "'", "a b"];
    const segments = fc.array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...others)), { maxLength: 10 });
    const beginning = fc.constantFrom("", groupId, `${groupId}/providers`, path, `/subscriptions/${subscriptionId}/providers`);
    const body = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)), fc.constant(JSON.stringify({ location, properties: { securityRules: [{}], subnets: [null], x: [1] } })));
    const query = fc.constantFrom("", "&$top=0", "&$top=x", "&$skiptoken=-1", "&$skiptoken=99", "&$filter=location%20eq%20'x'", "&$expand=instanceView");
    const asked = fc.tuple(fc.constantFrom("GET", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS"), beginning, segments, body, query);
    await fc.assert(
      fc.asyncProperty(asked, async ([method, start, rest, sent, more]) => {
        const wanted = `${start}/${rest.map((word) => (word.startsWith("%") || word === ".." ? word : encodeURIComponent(word))).join("/")}`;
        const { status, body: answered } = await raw(method, wanted, { version: `?api-version=2024-05-01${more}`, ...(sent === undefined ? {} : { body: sent }) });
        expect({ status, answered }).toSatisfy(() => status < 500);
        if (status >= 400 && method !== "HEAD") expect(answered.error?.code).toMatch(/^\w+$/);
      }),
      { numRuns: 400 },
    );
  });

  test("whatever is written: any JSON at any property is taken or refused", async () => {
    const properties = ["addressSpace", "addressPrefix", "creationData", "diskSizeGB", "hardwareProfile", "identity", "ipConfigurations", "networkProfile", "networkSecurityGroup", "osProfile", "routes", "rules", "securityRules", "sku", "storageProfile", "subnets", "tenantId", "zones"];
    const inner = fc.dictionary(fc.constantFrom("id", "name", "properties", "subnet", "osDisk", "dataDisks", "networkInterfaces", "addressPrefixes", "priority", "vmSize", "type"), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 });
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), inner, fc.array(inner, { maxLength: 3 }), fc.array(fc.record({ name: fc.constantFrom("a", "b"), properties: inner }), { maxLength: 3 }));
    const written = fc.dictionary(fc.constantFrom(...properties), value, { maxKeys: 5 });
    const types = rehearsedTypes.filter(({ below, names }) => below === "resourceGroup" && names.length === 1).map(({ armType }) => armType);
    const asked = fc.tuple(fc.constantFrom("PUT", "PATCH"), fc.constantFrom(...types), fc.constantFrom("one", "nsg-core"), written, fc.dictionary(fc.constantFrom("tags", "sku", "zones", "identity"), value, { maxKeys: 2 }));
    await fc.assert(
      fc.asyncProperty(asked, async ([method, type, name, inside, beside]) => {
        const { status, body } = await raw(method, `${groupId}/providers/${type}/${name}`, { body: JSON.stringify({ location, ...beside, properties: inside }) });
        expect({ status, body }).toSatisfy(() => status < 500);
      }),
      { numRuns: 200 },
    );
  });

  test("an operation that is not known; every answer can be followed up by its ids", async () => {
    const { status, headers } = await raw("GET", `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/x/operations/none`, { headers: { "x-ms-correlation-request-id": "correlation" } });
    expect(status).toBe(404);
    expect(headers["x-ms-correlation-request-id"]).toBe("correlation");
    expect(headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
