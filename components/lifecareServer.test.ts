import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../environment/problem.ts";
import { type DatabaseServerRequest, type RoleServerRequest, ServerRole } from "../environment/requests.ts";
import { recordRegistrations, valueOf } from "../tests/recordRegistrations.ts";
import { ApplicationServer, ComputeServer, CoreServer, DatabaseServer, IntranetWebServer, LifecareServer, WebServer } from "./index.ts";

const subscriptionId = "00000000-0000-4000-8000-00000000000b";
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-foreign-7f3a/providers`;
const subnetId = `${group}/Microsoft.Network/virtualNetworks/vnet-foreign/subnets/servers`;

/** What a developer of another stack says, whose resource group has an automatic name. */
const asked = (): RoleServerRequest => ({
  subscriptionId,
  resourceGroupName: pulumi.output("rg-foreign-7f3a"),
  location: "swedencentral",
  customer: "ank",
  environment: "prod",
  computerName: "ankserver01",
  subnetId: pulumi.output(subnetId),
  windowsServer: "2022",
  administratorPassword: pulumi.secret("only-a-test-password"),
  timeZone: "Europe/Stockholm",
});

const database: DatabaseServerRequest["database"] = { collation: "Finnish_Swedish_CI_AS", edition: "Standard", licence: "AHUB", version: "2022", expectedGiB: 120 };

const machineOf = (registrations: readonly { type: string; inputs: object }[]) =>
  registrations.find(({ type }) => type === "azure-native:compute:VirtualMachine")!.inputs as { hardwareProfile: { vmSize: string }; tags: Record<string, string>; storageProfile: { dataDisks: { managedDisk: { id: string } }[] }; networkProfile: { networkInterfaces: { id: string }[] }; osProfile: { computerName: string } };
const inputsOf = (registrations: readonly { type: string; inputs: object }[], type: string) => registrations.filter((registration) => registration.type === type).map(({ inputs }) => inputs as Record<string, unknown>);

describe("each preset registers itself and its role, with the floors of the vendor's table", () => {
  // vCPU and GiB of memory of the size, GiB of the program disk: T3.1.3-2, T3.1.5-1, T3.1.7-1.
  test.each([
    ["CoreServer", CoreServer, "core", { vCpu: 4, memory: 16, disk: 100 }],
    ["ApplicationServer", ApplicationServer, "application", { vCpu: 4, memory: 16, disk: 100 }],
    ["IntranetWebServer", IntranetWebServer, "intranetWeb", { vCpu: 4, memory: 12, disk: 50 }],
    ["WebServer", WebServer, "web", { vCpu: 4, memory: 12, disk: 50 }],
    ["ComputeServer", ComputeServer, "compute", { vCpu: 2, memory: 16, disk: 40 }],
  ] as const)("%s", async (name, Preset, role, floor) => {
    const { registrations } = await recordRegistrations(() => new Preset("server", asked()));
    expect(registrations[0]).toMatchObject({ type: `lifecare:index:${name}`, name: "server" });
    expect(machineOf(registrations).tags["lifecare-roles"]).toBe(role);
    expect(sizes[machineOf(registrations).hardwareProfile.vmSize]).toSatisfy((size: { vCpu: number; memory: number }) => size.vCpu >= floor.vCpu && size.memory >= floor.memory);
    const [disk] = inputsOf(registrations, "azure-native:compute:Disk");
    expect(disk!["diskSizeGB"]).toBeGreaterThanOrEqual(floor.disk);
    expect(inputsOf(registrations, "azure-native:sqlvirtualmachine:SqlVirtualMachine")).toEqual([]);
  });

  test("DatabaseServer, with SQL Server's registration and three disks (T3.1.4-2, T3.1.4-6)", async () => {
    const { registrations } = await recordRegistrations(() => new DatabaseServer("server", { ...asked(), database }));
    expect(registrations[0]).toMatchObject({ type: "lifecare:index:DatabaseServer", name: "server" });
    expect(machineOf(registrations).tags["lifecare-roles"]).toBe("database");
    const disks = inputsOf(registrations, "azure-native:compute:Disk");
    expect(disks.map((disk) => disk["diskName"])).toEqual(["ankserver01-data", "ankserver01-log", "ankserver01-tempdb"]);
    expect(disks[0]!["diskSizeGB"]).toBeGreaterThanOrEqual(500);
    expect(inputsOf(registrations, "azure-native:sqlvirtualmachine:SqlVirtualMachine")).toMatchObject([{ virtualMachineResourceId: `${group}/Microsoft.Compute/virtualMachines/ankserver01` }]);
  });
});

/** Azure's own figures for the sizes that the defaults choose. */
const sizes: Readonly<Record<string, { readonly vCpu: number; readonly memory: number }>> = {
  Standard_D4s_v5: { vCpu: 4, memory: 16 },
  Standard_E2s_v5: { vCpu: 2, memory: 16 },
};

describe("a server in somebody else's network", () => {
  test("names its own resources in the group that the program made, whatever its name becomes", async () => {
    const { registrations, result } = await recordRegistrations(() => new CoreServer("server", asked()));
    const machine = machineOf(registrations);
    expect(machine.networkProfile.networkInterfaces[0]!.id).toBe(`${group}/Microsoft.Network/networkInterfaces/ankserver01-nic`);
    expect(machine.storageProfile.dataDisks[0]!.managedDisk.id).toBe(`${group}/Microsoft.Compute/disks/ankserver01-program`);
    expect(inputsOf(registrations, "azure-native:network:NetworkInterface")).toMatchObject([{ resourceGroupName: "rg-foreign-7f3a", ipConfigurations: [{ subnet: { id: subnetId }, privateIPAllocationMethod: "Dynamic" }] }]);
    expect(await valueOf(result.computerName)).toBe("ankserver01");
    expect(await valueOf(result.size)).toBe("Standard_D4s_v5");
  });

  test("answers the address that was asked for, or the one that Azure gave", async () => {
    const given = { "azure-native:network:NetworkInterface": { ipConfigurations: [{ privateIPAddress: "10.9.0.7" }] } };
    const chosen = await recordRegistrations(() => new CoreServer("server", { ...asked(), address: "10.9.0.20" }), given);
    const dynamic = await recordRegistrations(() => new CoreServer("server", asked()), given);
    expect(await valueOf(chosen.result.address)).toBe("10.9.0.20");
    expect(await valueOf(dynamic.result.address)).toBe("10.9.0.7");
  });

  test("carries several roles, the larger floor deciding, and the sum where intranet web joins application (T3.1-3, T3.1.5-2)", async () => {
    const { registrations } = await recordRegistrations(() => new LifecareServer("server", { ...asked(), roles: [ServerRole.Application, ServerRole.IntranetWeb] }));
    expect(machineOf(registrations)).toMatchObject({ tags: { "lifecare-roles": "application intranetWeb" }, hardwareProfile: { vmSize: "Standard_E4s_v5" } });
  });
});

describe("arguments that break a clause", () => {
  /** Every problem at once, and nothing registered. */
  async function refused(create: () => unknown): Promise<ProblemError> {
    let thrown: unknown;
    const { registrations } = await recordRegistrations(() => {
      try {
        create();
      } catch (error) {
        thrown = error;
      }
    });
    expect(registrations).toEqual([]);
    expect(thrown).toBeInstanceOf(ProblemError);
    return thrown as ProblemError;
  }

  test("are all named at once: path, value, limit, clause and fix", async () => {
    const { problems, message } = await refused(() => new DatabaseServer("server", {
      ...asked(),
      computerName: "1-name-that-is-too-long",
      size: "Standard_B1s",
      windowsServer: "2012",
      timeZone: "Europe/Stokholm",
      availabilityZone: "4",
      address: "10.9.0.300",
      database: { ...database, port: 80, version: "2014" },
    }));
    const found = Object.fromEntries(problems.map((problem) => [problem.path, problem]));
    expect(Object.keys(found).sort()).toEqual(["args.address", "args.availabilityZone", "args.computerName", "args.database.port", "args.database.version", "args.size", "args.timeZone", "args.windowsServer"]);
    expect(found["args.computerName"]).toMatchObject({ value: "1-name-that-is-too-long", clause: "T3.1.3-1", fix: expect.stringContaining("15") });
    expect(found["args.windowsServer"]).toMatchObject({ value: "2012", clause: "T8.1-1", limit: expect.stringContaining("2022") });
    expect(found["args.timeZone"]).toMatchObject({ value: "Europe/Stokholm", fix: "did you mean Europe/Stockholm?" });
    expect(found["args.database.port"]).toMatchObject({ value: 80, clause: "T4.3-M" });
    for (const { limit, fix } of problems) expect([limit, fix].every((text) => text.length > 0)).toBe(true);
    for (const path of Object.keys(found)) expect(message).toContain(path);
  });

  test("are named for a machine below the floor of its role, in vCPU and memory (T3.1.3-2)", async () => {
    const { problems } = await refused(() => new CoreServer("server", { ...asked(), size: "Standard_D2s_v5" }));
    expect(problems.map(({ path, value, clause }) => ({ path, value, clause }))).toContainEqual({ path: "args.size", value: "Standard_D2s_v5", clause: "T3.1.3-2" });
  });

  test("are named for disks below the floor, that share a unit, or that PROD does not take", async () => {
    const disk = { purpose: "program", lun: 0, sizeGiB: 64, storageAccountType: "StandardSSD_LRS", caching: "None" } as const;
    const { problems } = await refused(() => new CoreServer("server", { ...asked(), disks: [disk, { ...disk, purpose: "data", sizeGiB: 512 }] }));
    const paths = problems.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["args.disks[0].sizeGiB", "args.disks[0].storageAccountType", "args.disks[1].lun", "args.disks[1].storageAccountType"]));
    expect(problems.find(({ path }) => path === "args.disks[0].sizeGiB")).toMatchObject({ value: 64, clause: "T3.1.3-2" });
  });

  test("are named for the web role beside another: it is always alone (T3.1.5-3)", async () => {
    const { problems } = await refused(() => new LifecareServer("server", { ...asked(), roles: [ServerRole.Web, ServerRole.Application] }));
    expect(problems.map(({ path, clause }) => ({ path, clause }))).toContainEqual({ path: "args.roles", clause: "T3.1.5-3" });
  });

  test("are named for a database role without its settings, and for settings without the role", async () => {
    const without = await refused(() => new LifecareServer("server", { ...asked(), roles: [ServerRole.Database] }));
    const needless = await refused(() => new LifecareServer("server", { ...asked(), roles: [ServerRole.Core], database }));
    expect(without.problems.map(({ path }) => path)).toEqual(["args.database"]);
    expect(needless.problems.map(({ path }) => path)).toEqual(["args.database"]);
  });

  test("never show the password", async () => {
    const { message } = await refused(() => new CoreServer("server", { ...asked(), administratorPassword: "Pl4in-text-by-mistake", size: "Standard_B1s" }));
    expect(message).not.toContain("Pl4in-text-by-mistake");
  });
});
