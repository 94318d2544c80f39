import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network/index.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/index.js";
import { RandomPassword } from "@pulumi/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DatabaseServer } from "../../components/index.ts";
import { changesOf, nameOf } from "../../engine/operations.ts";
import { EngineRunError, openStack, type RunningStack, type StateResource } from "../../engine/workspace.ts";
import { startRehearsal, type Rehearsal } from "../../rehearsal/startRehearsal.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

const subscriptionId = "00000000-0000-4000-8000-00000000000c";

/** Somebody else's stack, which knows nothing of ours: a group with an automatic name, a network of its own, one database server. */
function foreignProgram(size: string | undefined) {
  const group = new ResourceGroup("shared", { location: "swedencentral" });
  const network = new VirtualNetwork("network", { resourceGroupName: group.name, location: "swedencentral", addressSpace: { addressPrefixes: ["10.9.0.0/16"] } });
  const subnet = new Subnet("servers", { resourceGroupName: group.name, virtualNetworkName: network.name, addressPrefix: "10.9.1.0/24" });
  const password = new RandomPassword("administrator", { length: 32 });
  const database = new DatabaseServer("database", {
    subscriptionId,
    resourceGroupName: group.name,
    location: "swedencentral",
    customer: "ank",
    environment: "prod",
    computerName: "ankshared01",
    subnetId: subnet.id,
    size,
    windowsServer: "2022",
    administratorPassword: password.result,
    timeZone: "Europe/Stockholm",
    database: { collation: "Finnish_Swedish_CI_AS", edition: "Standard", licence: "AHUB", version: "2022", expectedGiB: 120 },
  });
  return { machineId: database.machineId, address: database.address, size: database.size };
}

describeWithEngine("a database server in a stack that uses nothing else of ours", (engine) => {
  let folder: string;
  let rehearsal: Rehearsal;
  let stack: RunningStack;
  let size: string | undefined;
  const previewed = new Map<string, string>();
  let standing: readonly StateResource[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-foreign-"));
    rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
    const stackFile = join(folder, "Pulumi.dev.yaml");
    await writeFile(stackFile, `config:\n  azure-native:subscriptionId: ${subscriptionId}\n`);
    stack = await openStack({ engine, folder, project: "foreign", stack: "dev", stackFile, program: async () => foreignProgram(size), debugProviders: rehearsal.debugProviders });
    const remember = (event: EngineEvent) => {
      const told = event.resourcePreEvent?.metadata;
      if (told !== undefined) previewed.set(nameOf(told.urn), JSON.stringify(told.new?.inputs ?? {}));
    };
    await stack.preview({ onEvent: remember });
    await stack.up();
    standing = await stack.resources();
  });
  afterAll(async () => {
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const of = (name: string) => standing.find(({ urn }) => nameOf(urn) === name)!;
  const needsOf = (name: string) => [...new Set([...of(name).dependencies, ...Object.values(of(name).propertyDependencies).flatMap((urns) => urns ?? [])])].map(nameOf).sort();

  test("comes up with its disks and SQL Server's registration, below its own component", () => {
    const own = standing.filter(({ parent }) => parent?.endsWith("::database"));
    expect(own.map(({ urn }) => nameOf(urn)).sort()).toEqual(["database-data-disk", "database-database-registration", "database-log-disk", "database-machine", "database-network-interface", "database-tempdb-disk"]);
    expect(standing.find(({ urn }) => nameOf(urn) === "database")).toMatchObject({ type: "lifecare:index:DatabaseServer" });
  });

  test("is named by ids in the group whose name only Azure's provider made", async () => {
    const group = String(of("shared").outputs["name"]);
    expect(group).toMatch(/^shared[0-9a-f]{8}$/);
    const machine = of("database-machine").inputs as { networkProfile: { networkInterfaces: { id: string }[] }; storageProfile: { dataDisks: { managedDisk: { id: string } }[] } };
    expect(machine.networkProfile.networkInterfaces.map(({ id }) => id)).toEqual([of("database-network-interface").id]);
    expect(machine.storageProfile.dataDisks.map(({ managedDisk }) => managedDisk.id)).toEqual(["data", "log", "tempdb"].map((purpose) => of(`database-${purpose}-disk`).id));
    expect(of("database-database-registration").inputs["virtualMachineResourceId"]).toBe(of("database-machine").id);
    expect(of("database-machine").id).toContain(`/resourceGroups/${group}/`);
    const outputs = await stack.outputs();
    expect(outputs["machineId"]!.value).toBe(of("database-machine").id);
    expect(outputs["address"]!.value).toBe("10.9.1.4");
    expect(outputs["size"]!.value).toBe(of("database-machine").outputs["hardwareProfile"] && (of("database-machine").outputs["hardwareProfile"] as { vmSize: string }).vmSize);
  });

  test("depends on what it names, in this stack and in its own component", () => {
    expect(needsOf("database-network-interface")).toEqual(["servers", "shared"]);
    expect(needsOf("database-data-disk")).toEqual(["shared"]);
    expect(needsOf("database-machine")).toEqual(["administrator", "database-data-disk", "database-log-disk", "database-network-interface", "database-tempdb-disk", "shared"]);
    expect(needsOf("database-database-registration")).toEqual(["database-machine", "shared"]);
  });

  test("is protected with its disks, as everything that holds data is", () => {
    for (const name of ["database-machine", "database-data-disk", "database-log-disk", "database-tempdb-disk"]) expect(of(name).protect).toBe(true);
  });

  test("was previewed with what is known before the group has its name: size, disks and port", () => {
    expect(previewed.get("database-machine")).toContain("Standard_");
    expect(previewed.get("database-data-disk")).toContain('"diskSizeGB":');
    expect(previewed.get("database-database-registration")).toContain('"port":1433');
  });

  test("changes nothing the second time", async () => {
    expect(changesOf(await stack.up())).toEqual([]);
  });

  test("is refused below the vendor's floor before anything is registered, with clause and fix (T3.1.4-2)", async () => {
    size = "Standard_D2s_v5";
    const refusal = await stack.preview().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EngineRunError);
    expect((refusal as EngineRunError).message).toMatch(/The arguments of ankshared01 cannot be used:/);
    expect((refusal as EngineRunError).message).toMatch(/args\.size = "Standard_D2s_v5": .*\[T3\.1\.4-2\]\. Fix: /);
  });
});
