import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { compareSync } from "bcryptjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromStruct, toStruct, unknownValue, type Properties } from "./propertyValues.ts";
import { startRehearsal, type Rehearsal } from "./startRehearsal.ts";

const { ResourceProviderClient } = services as unknown as { ResourceProviderClient: grpc.ServiceClientConstructor };
const urn = (type: string, name = "main"): string => `urn:pulumi:dev::test::${type}::${name}`;

let folder = "";
let rehearsal: Rehearsal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  rehearsal = await startRehearsal({ storeFolder: join(folder, "store") });
});
afterEach(async () => {
  await rehearsal.stop();
  rmSync(folder, { recursive: true, force: true });
});

function portOf(provider: "azure-native" | "random"): number {
  return Number(new Map(rehearsal.debugProviders.split(",").map((entry) => entry.split(":") as [string, string])).get(provider));
}

/** What lies in a store, its mark and lock apart. */
const made = (store: string) => readdirSync(join(folder, store)).filter((name) => !name.startsWith(".rehearsal."));

/** Calls one method over the wire, as the engine does. */
async function call<T>(provider: "azure-native" | "random", method: string, request: unknown): Promise<T> {
  const client = new ResourceProviderClient(`127.0.0.1:${portOf(provider)}`, grpc.credentials.createInsecure());
  try {
    return await new Promise<T>((resolve, reject) => {
      const invoke = (client as unknown as Record<string, (message: unknown, answer: (error: Error | null, response: T) => void) => void>)[method];
      invoke?.call(client, request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  } finally {
    client.close();
  }
}

type Created = InstanceType<typeof messages.CreateResponse>;

async function createRandom(type: string, inputs: Properties, preview = false): Promise<{ id: string; outputs: Properties; raw: string }> {
  const request = new messages.CreateRequest().setUrn(urn(type)).setProperties(toStruct(inputs)).setPreview(preview);
  const response = await call<Created>("random", "create", request);
  return { id: response.getId(), outputs: fromStruct(response.getProperties()), raw: JSON.stringify(response.getProperties()?.toJavaScript()) };
}

describe("a rehearsal on the wire", () => {
  it("names its providers with a port each, as the engine wants them", () => {
    expect(rehearsal.debugProviders).toMatch(/^azure-native:\d+,random:\d+$/);
  });

  it("is reached from this machine only", async () => {
    const outside = Object.values(networkInterfaces()).flat().find((address) => address?.family === "IPv4" && !address.internal)?.address;
    const open = (host: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect(portOf("azure-native"), host, () => resolve(socket.destroy() !== undefined)).on("error", () => resolve(false));
      });
    expect(await open("127.0.0.1")).toBe(true);
    if (outside !== undefined) expect(await open(outside)).toBe(false);
  });

  it("says the version of the npm packages", async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../node_modules/@pulumi/azure-native/package.json"), "utf8")) as { version: string };
    const info = await call<{ getVersion(): string }>("azure-native", "getPluginInfo", new (await import("google-protobuf/google/protobuf/empty_pb.js")).default.Empty());
    expect(info.getVersion()).toBe(version);
  });

  it("promises what the real provider promises: previews, and no secrets", async () => {
    const response = await call<InstanceType<typeof messages.ConfigureResponse>>("azure-native", "configure", new messages.ConfigureRequest());
    expect(response.getSupportspreview()).toBe(true);
    expect(response.getAcceptsecrets()).toBe(false);
    expect(response.getAcceptoutputs()).toBe(false);
  });

  it("refuses an unknown type and an unknown function by name", async () => {
    const check = new messages.CheckRequest().setUrn(urn("azure-native:maps:Account"));
    await expect(call("azure-native", "check", check)).rejects.toThrow(/azure-native:maps:Account is not among the rehearsed types: add a row/);
    const random = new messages.CheckRequest().setUrn(urn("random:index/randomShuffle:RandomShuffle"));
    await expect(call("random", "check", random)).rejects.toThrow(/random:index\/randomShuffle:RandomShuffle is not among the rehearsed types/);
    const invoke = new messages.InvokeRequest().setTok("azure-native:network:getVirtualNetwork");
    await expect(call("azure-native", "invoke", invoke)).rejects.toThrow(/azure-native:network:getVirtualNetwork is not rehearsed/);
  });

  it("answers getClientConfig", async () => {
    const request = new messages.InvokeRequest().setTok("azure-native:authorization:getClientConfig");
    const response = await call<InstanceType<typeof messages.InvokeResponse>>("azure-native", "invoke", request);
    expect(fromStruct(response.getReturn())).toMatchObject({ subscriptionId: expect.any(String), tenantId: expect.any(String) });
  });

  it("lets several stand in one process, each with its own Azure", async () => {
    const other = await startRehearsal({ storeFolder: join(folder, "other") });
    expect(other.debugProviders).not.toBe(rehearsal.debugProviders);
    const request = new messages.CreateRequest()
      .setUrn(urn("azure-native:resources:ResourceGroup"))
      .setProperties(toStruct({ resourceGroupName: "core", location: "swedencentral" }));
    await call("azure-native", "create", request);
    await other.stop();
    expect(made("store")).toEqual(["subscriptions"]);
    expect(made("other")).toEqual([]);
    expect(rehearsal.calls.of("create")).toBe(1);
    expect(other.calls.of("create")).toBe(0);
    await expect(call("azure-native", "create", request)).rejects.toThrow(/cannot create already existing resource/);
  });
});

describe("random values on the wire", () => {
  const password = "random:index/randomPassword:RandomPassword";

  it("are unknown at preview, their settings known", async () => {
    const { id, outputs } = await createRandom(password, { length: 15, special: false }, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({ length: 15, special: false, upper: true, minUpper: 0, result: unknownValue, bcryptHash: unknownValue });
  });

  it("are drawn as asked, a password and its hash wrapped as secrets", async () => {
    const { id, outputs, raw } = await createRandom(password, { length: 15, overrideSpecial: "!", minSpecial: 2 });
    const result = String(outputs["result"]);
    expect(id).toBe("none");
    expect(result).toMatch(/^[A-Za-z0-9!]{15}$/);
    expect(compareSync(result, String(outputs["bcryptHash"]))).toBe(true);
    expect(raw.match(/1b47061264138c4ac30d75fd1eb44270/g)).toHaveLength(2);
  });

  it("leave nothing in the store", async () => {
    await createRandom(password, { length: 15 });
    expect(made("store")).toEqual([]);
  });

  it("have ids as the real provider gives them", async () => {
    const uuid = await createRandom("random:index/randomUuid:RandomUuid", {});
    expect(uuid.outputs["result"]).toBe(uuid.id);
    const number = await createRandom("random:index/randomInteger:RandomInteger", { min: 1, max: 9 });
    expect(number.id).toBe(String(number.outputs["result"]));
    const pet = await createRandom("random:index/randomPet:RandomPet", {});
    expect(pet.id).toMatch(/^[a-z]+-[a-z]+$/);
    const text = await createRandom("random:index/randomString:RandomString", { length: 4, special: false });
    expect(text.id).toBe(text.outputs["result"]);
    const bytes = await createRandom("random:index/randomId:RandomId", { byteLength: 4 });
    expect(bytes.outputs["b64Url"]).toBe(bytes.id);
  });

  it("are drawn anew when any input changes, the new one before the old one goes", async () => {
    const request = new messages.DiffRequest()
      .setUrn(urn(password))
      .setId("none")
      .setOldInputs(toStruct({ length: 15, keepers: { purpose: "sql" } }))
      .setNews(toStruct({ length: 15, keepers: { purpose: "other" } }));
    const response = await call<InstanceType<typeof messages.DiffResponse>>("random", "diff", request);
    expect(response.getReplacesList()).toEqual(["keepers.purpose"]);
    expect(response.getDeletebeforereplace()).toBe(false);
  });
});
