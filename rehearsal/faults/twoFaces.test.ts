import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openMicrosoftClients, quickly, refusalOf, type MicrosoftClients } from "../../tests/microsoftClients.ts";
import { azureProvider } from "../azureProvider.ts";
import type { Properties } from "../propertyValues.ts";
import type { ProviderSession } from "../provider.ts";
import { ResourceStore } from "../resourceStore.ts";
import { Faults } from "./faults.ts";
import { parseFault } from "./parseFault.ts";
import { PartialFailure } from "./partialFailure.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";
const group = `/subscriptions/${subscriptionId}/resourceGroups/core`;
const location = "swedencentral";
const table = (name: string) => `${group}/providers/Microsoft.Network/routeTables/${name}`;

let folder = "";
let store: ResourceStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "faults-"));
  store = new ResourceStore(folder);
  store.add({ id: group, type: "Microsoft.Resources/resourceGroups", revision: 1, properties: { location } });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultsOf(...texts: readonly string[]): Faults {
  return new Faults(
    texts.map((text) => {
      const parsed = parseFault(text);
      if (parsed.kind === "unusable") throw new Error(text);
      return parsed.fault;
    }),
  );
}

describe("azure-native", () => {
  const type = "azure-native:network:RouteTable";

  function session(faults: Faults): ProviderSession {
    return azureProvider(store, "3.28.0", faults, [1, 1, 1]).configure({ subscriptionId });
  }
  const create = (faults: Faults, inputs: Properties = { routeTableName: "routes" }, token = type) =>
    Promise.resolve(session(faults).create({ type: token, name: "routes", inputs: { resourceGroupName: "core", location, ...inputs }, preview: false }));

  it("hands on a code of Azure in its own words, with the fault behind it as a hint", async () => {
    await expect(create(faultsOf("error=AuthorizationFailed"))).rejects.toMatchObject({ message: expect.stringMatching(/^Status=403 Code="AuthorizationFailed" Message="/), hint: "the fault error=AuthorizationFailed, which was asked for" });
    expect(store.has(table("routes"))).toBe(false);
  });

  it.each(["throttle=0", "error=ServiceUnavailable", "error=AnotherOperationInProgress", "cut=before", "cut=after"])("asks three times more where %s befalls a create, then gives up", async (effect) => {
    const passing = faultsOf(`${effect}@create#1-3`);
    await expect(create(passing)).resolves.toMatchObject({ id: table("routes") });
    expect(passing.happened.length).toBe(3);
    const lasting = faultsOf(`${effect}@create#1-`);
    await expect(create(lasting, { routeTableName: "second" })).rejects.toThrow(/Code="(?:TooManyRequests|ServiceUnavailable|AnotherOperationInProgress)"|connection reset by peer/);
    expect(lasting.happened.length).toBe(4);
    // What was cut off afterwards is done, and nobody knows.
    expect(store.has(table("second"))).toBe(effect === "cut=after");
  });

  it("gives up at once where the refusal does not pass, or is to last longer than it waits", async () => {
    for (const text of ["error=QuotaExceeded", "throttle=121"]) {
      const faults = faultsOf(text);
      await expect(create(faults)).rejects.toThrow("Status=");
      expect(faults.happened.length).toBe(1);
    }
  });

  it("keeps what was accepted and ended badly, and mends it by an update", async () => {
    const failed = await create(faultsOf("error=AllocationFailed@poll")).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PartialFailure);
    expect(failed).toMatchObject({ id: table("routes"), outputs: { provisioningState: "Failed" }, message: expect.stringContaining("AllocationFailed") });
    const inputs = { resourceGroupName: "core", location, routeTableName: "routes" };
    const outputs = await session(faultsOf()).update({ type, name: "routes", id: table("routes"), inputsBefore: inputs, inputs, outputsBefore: {}, preview: false });
    expect(outputs).toMatchObject({ provisioningState: "Succeeded" });
  });

  it("loses what was accepted where the connection stays away", async () => {
    await expect(create(faultsOf("cut@poll#1-", "cut@read#2-"))).rejects.toThrow("resource partially created but read failed");
    expect(store.has(table("routes"))).toBe(true);
  });

  it("finds another operation in progress where two slow writes to one network meet, and asks again", async () => {
    await create(faultsOf(), { virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } }, "azure-native:network:VirtualNetwork");
    const faults = faultsOf("slow=100ms@create:Subnet");
    const provider = azureProvider(store, "3.28.0", faults, [300, 1, 1]).configure({ subscriptionId });
    const subnet = (name: string, addressPrefix: string) =>
      Promise.resolve(provider.create({ type: "azure-native:network:Subnet", name, inputs: { resourceGroupName: "core", virtualNetworkName: "main", subnetName: name, addressPrefix }, preview: false }));
    const made = await Promise.all([subnet("web", "10.0.1.0/24"), subnet("app", "10.0.2.0/24")]);
    expect(made.map(({ id }) => store.has(id))).toEqual([true, true]);
    // Three requests for two subnets: one of them was refused.
    expect(faults.happened.length).toBe(3);
  });

  it("deletes again what it heard nothing of", async () => {
    await create(faultsOf());
    const faults = faultsOf("cut@delete#1-3", "throttle=0@poll#1");
    await session(faults).delete({ type, name: "routes", id: table("routes") });
    expect([faults.happened.length, store.has(table("routes"))]).toEqual([4, false]);
  });
});

describe("Microsoft's clients", () => {
  let clients: MicrosoftClients;

  async function open(...texts: readonly string[]): Promise<Faults> {
    const faults = faultsOf(...texts);
    clients = await openMicrosoftClients(subscriptionId, { storeFolder: folder, faults }, { retryOptions: { retryDelayInMs: 1, maxRetryDelayInMs: 1 } });
    return faults;
  }
  afterEach(() => clients.face.stop());
  const put = (name: string) => clients.network.routeTables.beginCreateOrUpdateAndWait("core", name, { location }, quickly);

  it("see a code of Azure, and nothing of it is done", async () => {
    await open("error=RequestDisallowedByPolicy@create:RouteTable");
    expect(await refusalOf(put("routes"))).toBe("403 RequestDisallowedByPolicy");
    expect(store.has(table("routes"))).toBe(false);
  });

  it.each(["throttle=0", "error=InternalServerError", "cut=before", "cut=after"])("ask three times more where %s befalls a create, then give up", async (effect) => {
    const faults = await open(`${effect}@create#1-3`, `${effect}@any:NetworkSecurityGroup#1-`);
    await expect(put("routes")).resolves.toMatchObject({ name: "routes", provisioningState: "Succeeded" });
    const passed = faults.happened.length;
    await expect(clients.network.networkSecurityGroups.beginCreateOrUpdateAndWait("core", "web", { location }, quickly)).rejects.toThrow();
    // After a lost answer the second PUT is no create any more: Azure had made it.
    expect([passed, faults.happened.length - passed]).toEqual([effect === "cut=after" ? 1 : 3, 4]);
  });

  it("wait as long as they are told", async () => {
    await open("throttle=1@create#1");
    const started = performance.now();
    await put("routes");
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it("learn of the bad end of an operation when they look at it; the resource says so until it is written again", async () => {
    await open("error=AllocationFailed@poll#1");
    await expect(put("routes")).rejects.toMatchObject({ message: expect.stringContaining("capacity") });
    expect((await clients.network.routeTables.get("core", "routes")).provisioningState).toBe("Failed");
    expect((await put("routes")).provisioningState).toBe("Succeeded");
  });

  it("look again where the connection drops in the middle of an operation, and lose sight of it where it stays away", async () => {
    const faults = await open("cut@poll#2", "cut@poll#5-");
    await expect(put("routes")).resolves.toMatchObject({ provisioningState: "Succeeded" });
    expect(faults.happened.length).toBe(1);
    await expect(put("second")).rejects.toThrow();
    expect(store.has(table("second"))).toBe(true);
  });

  it("lose sight of a deletion in the same way", async () => {
    await open("cut=before@poll#4-");
    await put("routes");
    await expect(clients.network.routeTables.beginDeleteAndWait("core", "routes", quickly)).rejects.toThrow();
    expect(store.has(table("routes"))).toBe(false);
  });

  it("find nobody where the interface has crashed", async () => {
    await open("crash=after@create");
    await expect(put("routes")).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket/);
    expect(store.has(table("routes"))).toBe(true);
    await expect(clients.network.routeTables.get("core", "routes")).rejects.toThrow("ECONNREFUSED");
  });

  it("are refused a second write to a network while the first is under way", async () => {
    await open();
    await clients.network.virtualNetworks.beginCreateOrUpdateAndWait("core", "main", { location, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } }, quickly);
    const path = (name: string) => `${group}/providers/Microsoft.Network/virtualNetworks/main/subnets/${name}`;
    const subnet = (name: string, addressPrefix: string) => clients.call("PUT", path(name), { body: JSON.stringify({ properties: { addressPrefix } }) });
    expect((await subnet("web", "10.0.1.0/24")).status).toBe(201);
    expect((await subnet("app", "10.0.2.0/24")).body.error?.code).toBe("AnotherOperationInProgress");
    await clients.network.subnets.get("core", "main", "web");
    expect((await subnet("app", "10.0.2.0/24")).status).toBe(201);
  });
});
