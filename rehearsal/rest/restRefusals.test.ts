import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { all, openMicrosoftClients, quickly, refusalOf } from "../../tests/microsoftClients.ts";
import { rehearsedTypes } from "../resourceTypes.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const location = "swedencentral";
const group = "rg-test";
const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${group}`;
const storeFolder = mkdtempSync(join(tmpdir(), "rest-face-"));
const { face, call, network, resources } = await openMicrosoftClients(subscriptionId, { storeFolder, pageSize: 2 });

const rule = (name: string, priority: number, port: string) =>
  ({ name, priority, access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "10.0.0.0/8", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: port }) as const;

beforeAll(async () => {
  await resources.resourceGroups.createOrUpdate(group, { location: "Sweden Central", tags: { owner: "it" } });
  await network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, "nsg-core", { location, securityRules: [rule("https", 200, "443")] }, quickly);
});
afterAll(async () => {
  await face.stop();
  rmSync(storeFolder, { recursive: true, force: true });
});

describe("What is refused", () => {
  const path = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-core`;

  test("without the token that was handed out", async () => {
    for (const authorization of ["", "Bearer another", `Bearer ${"x".repeat(43)}`]) {
      const { status, body } = await call("GET", path, { headers: { Authorization: authorization } });
      expect([status, body.error?.code]).toEqual([401, "AuthenticationFailed"]);
    }
  });

  test("without an api-version, with a wrong one, and with a body that is no JSON object, of which nothing is repeated", async () => {
    const codes = [await call("GET", path, { query: "" }), await call("GET", path, { query: "?api-version=latest" }), await call("PUT", path, { body: "{ secret" }), await call("PUT", path, { body: "[]" })];
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
    expect([(await call("HEAD", groupId)).status, (await call("HEAD", `${groupId}-none`)).status]).toEqual([204, 404]);
    expect((await call("PUT", `${groupId}/providers/Microsoft.Network/routeTables/rt`, { body: "{}" })).body.error).toMatchObject({ code: "LocationRequired", target: "location" });
    expect((await call("POST", path)).status).toBe(405);
  });

  test("what somebody else changed since it was read, by If-Match, and what is there already, by If-None-Match", async () => {
    const { etag } = await network.networkSecurityGroups.get(group, "nsg-core");
    const write = (headers: Record<string, string>) =>
      network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, "nsg-core", { location, securityRules: [rule("https", 200, "443")] }, { ...quickly, requestOptions: { customHeaders: headers } });
    expect(await refusalOf(write({ "If-Match": etag! }))).toBe("taken");
    expect(await refusalOf(write({ "If-Match": etag! }))).toBe("412 PreconditionFailed");
    expect(await refusalOf(write({ "If-None-Match": "*" }))).toBe("412 PreconditionFailed");
    expect(await refusalOf(write({ "If-Match": "*" }))).toBe("taken");
    expect((await call("DELETE", path, { headers: { "If-Match": etag! } })).status).toBe(412);
    const now = await call("GET", path);
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
    expect((await call("PUT", lock, { body: JSON.stringify({ properties: { level: "CanNotDelete" } }) })).status).toBe(201);
    expect(await refusalOf(network.networkSecurityGroups.beginDeleteAndWait(group, "nsg-core", quickly))).toBe("409 ScopeLocked");
    for (const scope of [path, groupId, `/subscriptions/${subscriptionId}`]) {
      expect((await call("GET", `${scope}/providers/Microsoft.Authorization/locks`)).body.value).toMatchObject([{ id: lock, properties: { level: "CanNotDelete" } }]);
    }
    expect((await call("DELETE", lock)).status).toBe(200);
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
        const { status, body: answered } = await call(method, wanted, { query: `?api-version=2024-05-01${more}`, ...(sent === undefined ? {} : { body: sent }) });
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
        const { status, body } = await call(method, `${groupId}/providers/${type}/${name}`, { body: JSON.stringify({ location, ...beside, properties: inside }) });
        expect({ status, body }).toSatisfy(() => status < 500);
      }),
      { numRuns: 200 },
    );
  });

  test("an operation that is not known; every answer can be followed up by its ids", async () => {
    const { status, headers } = await call("GET", `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/x/operations/none`, { headers: { "x-ms-correlation-request-id": "correlation" } });
    expect(status).toBe(404);
    expect(headers["x-ms-correlation-request-id"]).toBe("correlation");
    expect(headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
