import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fromStruct, toStruct, type Properties } from "../propertyValues.ts";
import { ResourceStore } from "../resourceStore.ts";
import { startRehearsal, type Rehearsal } from "../startRehearsal.ts";
import { Faults } from "./faults.ts";
import { parseFault } from "./parseFault.ts";

const { ResourceProviderClient } = services as unknown as { ResourceProviderClient: new (address: string, credentials: grpc.ChannelCredentials) => grpc.Client };
type Create = (request: unknown, answer: (error: grpc.ServiceError | null) => void) => void;

let folder = "";
let rehearsal: Rehearsal;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wire-"))));
afterEach(async () => {
  await rehearsal.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(text: string): Promise<(module: string, inputs: Properties) => Promise<grpc.ServiceError | null>> {
  const parsed = parseFault(text);
  rehearsal = await startRehearsal({ storeFolder: folder, faults: new Faults(parsed.kind === "fault" ? [parsed.fault] : []) });
  const client = new ResourceProviderClient(`127.0.0.1:${/azure-native:(\d+)/.exec(rehearsal.debugProviders)?.[1]}`, grpc.credentials.createInsecure());
  return (type, inputs) =>
    new Promise((resolve) => {
      const request = new messages.CreateRequest().setUrn(`urn:pulumi:stack::project::azure-native:${type}::name`).setProperties(toStruct({ location: "swedencentral", resourceGroupName: "core", ...inputs }));
      (client as unknown as { create: Create }).create(request, resolve);
    });
}

const table = { routeTableName: "routes" };

it("tells the engine what stands of a resource that came to no good end, and why", async () => {
  const create = await start("error=AllocationFailed@poll");
  await create("resources:ResourceGroup", {});
  const error = await create("network:RouteTable", table);
  const [packed] = error!.metadata.get("grpc-status-details-bin");
  const [any] = statusMessages.Status.deserializeBinary(Uint8Array.from(packed as Buffer)).getDetailsList();
  expect(any!.getTypeUrl()).toBe("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  const detail = messages.ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
  expect(detail.getId()).toMatch(/routeTables\/routes$/);
  expect(fromStruct(detail.getProperties())).toMatchObject({ provisioningState: "Failed", name: "routes" });
  expect(fromStruct(detail.getInputs())).toMatchObject(table);
  expect(detail.getReasonsList()).toEqual([`${error!.details}`]);
  expect(error!.details).toMatch(/AllocationFailed.*\nRehearsal: the fault error=AllocationFailed@poll, which was asked for$/s);
});

it.each(["before", "after"])("dies without an answer where a crash is asked for, %s the work; nobody answers any more, and it can still be stopped", async (moment) => {
  const create = await start(`crash=${moment}@create:RouteTable`);
  await create("resources:ResourceGroup", {});
  expect([grpc.status.CANCELLED, grpc.status.UNAVAILABLE]).toContain((await create("network:RouteTable", table))?.code);
  expect((await create("network:RouteTable", { routeTableName: "second" }))?.code).toBe(grpc.status.UNAVAILABLE);
  const standing = new ResourceStore(folder).all().map(({ id }) => id.split("/").at(-1));
  expect(standing.sort()).toEqual(moment === "after" ? ["core", "routes"] : ["core"]);
});
