import type { DiskArgs, VirtualMachineArgs } from "@pulumi/azure-native/compute/index.js";
import type { NetworkInterfaceArgs } from "@pulumi/azure-native/network/index.js";
import type { SqlVirtualMachineArgs } from "@pulumi/azure-native/sqlvirtualmachine/index.js";
import { describe, expect, it, test } from "vitest";
import { databaseRequest, serverRequest } from "../tests/sampleRequests.ts";
import type { PlannedResource } from "./planned.ts";
import type { ServerRequest } from "./requests.ts";
import { designServer } from "./serverDesign.ts";
import { serverResources } from "./serverResources.ts";

function resourcesOf(changes: Partial<ServerRequest> = {}, request = serverRequest): readonly PlannedResource[] {
  return serverResources("server", designServer({ ...request, ...changes }));
}

function inputs<Inputs>(table: readonly PlannedResource[], type: string): readonly Inputs[] {
  return table.filter((resource) => resource.type.endsWith(`:${type}`)).map((resource) => resource.inputs as Inputs);
}

const machine = (changes: Partial<ServerRequest> = {}, request = serverRequest) => inputs<VirtualMachineArgs>(resourcesOf(changes, request), "VirtualMachine")[0]!;
const card = (changes: Partial<ServerRequest> = {}) => inputs<NetworkInterfaceArgs>(resourcesOf(changes), "NetworkInterface")[0]!;

describe("a virtual machine", () => {
  it("starts securely and is encrypted at its host", () => {
    expect(machine().securityProfile).toEqual({ securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true }, encryptionAtHost: true });
  });

  it("is patched by a schedule only and never restarts by itself: the settings that Update Manager demands together", () => {
    expect(machine().osProfile).toMatchObject({
      windowsConfiguration: {
        provisionVMAgent: true,
        enableAutomaticUpdates: true,
        patchSettings: { patchMode: "AutomaticByPlatform", assessmentMode: "AutomaticByPlatform", automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true, rebootSetting: "Never" } },
      },
    });
  });

  it("has one name in Azure and in Windows", () => {
    expect([machine().vmName, machine().osProfile]).toMatchObject(["ankprodapp01", { computerName: "ankprodapp01" }]);
  });

  it("attaches its disks, which outlive it, and takes only the operating system's with it", () => {
    expect(machine().storageProfile).toMatchObject({ osDisk: { createOption: "FromImage", deleteOption: "Delete" }, dataDisks: [{ createOption: "Attach", deleteOption: "Detach", lun: 0 }] });
  });

  it("says its roles separated by blanks, which no role contains", () => {
    expect(machine({ roles: ["intranetWeb", "application"] }).tags).toMatchObject({ "lifecare-roles": "application intranetWeb", "lifecare-customer": "ank", "lifecare-environment": "prod" });
  });

  it("brings licences of one's own only where they are stated", () => {
    expect([machine().licenseType, machine({ ownWindowsLicence: true }).licenseType]).toEqual([undefined, "Windows_Server"]);
  });

  test.each<[string, Partial<ServerRequest>, object]>([
    ["stands in no zone and no set by itself", {}, { zones: undefined, availabilitySet: undefined }],
    ["stands in the zone that is asked for", { availabilityZone: "2" }, { zones: ["2"], availabilitySet: undefined }],
    ["stands in the set that is asked for", { availabilitySetId: "/set" }, { zones: undefined, availabilitySet: { id: "/set" } }],
  ])("%s", (_, changes, expected) => {
    const { zones, availabilitySet } = machine(changes);
    expect({ zones, availabilitySet }).toEqual(expected);
  });

  it("leaves alone after its birth what Azure refuses to change", () => {
    const { options } = resourcesOf().find(({ type }) => type.endsWith(":VirtualMachine"))!;
    expect(options?.ignoreChanges).toEqual(expect.arrayContaining(["osProfile.adminPassword", "osProfile.adminUsername", "storageProfile.imageReference"]));
  });

  it("gives up its protection while it is rebuilt, and has it again when that is done", () => {
    const protectedWhen = (rebuild?: ServerRequest["rebuild"]) => resourcesOf(rebuild === undefined ? {} : { rebuild }).find(({ type }) => type.endsWith(":VirtualMachine"))!.options?.protect;
    expect([protectedWhen(), protectedWhen({ token: "a" }), protectedWhen({ token: "a", done: "a" }), protectedWhen({ token: "b", done: "a" })]).toEqual([true, false, true, false]);
  });
});

describe("a network interface", () => {
  it("has the address that is asked for, and Azure's choice where none is", () => {
    const configuration = (changes: Partial<ServerRequest>) => (card(changes).ipConfigurations as object[])[0];
    expect(configuration({ address: "10.80.4.4" })).toMatchObject({ privateIPAllocationMethod: "Static", privateIPAddress: "10.80.4.4" });
    expect(configuration({})).toMatchObject({ privateIPAllocationMethod: "Dynamic" });
    expect(configuration({})).not.toHaveProperty("privateIPAddress");
  });

  it("asks for accelerated networking where the size only supports it: sizes that require it do not take the setting", () => {
    expect([card({ size: "Standard_D4s_v5" }).enableAcceleratedNetworking, card({ size: "Standard_D4s_v6" }).enableAcceleratedNetworking]).toEqual([undefined, true]);
  });
});

describe("a data disk", () => {
  it("can be read over no network, and stands in its machine's zone", () => {
    const [disk] = inputs<DiskArgs>(resourcesOf({ availabilityZone: "3" }), "Disk");
    expect(disk).toMatchObject({ creationData: { createOption: "Empty" }, networkAccessPolicy: "DenyAll", publicNetworkAccess: "Disabled", zones: ["3"], sku: { name: "Premium_LRS" } });
  });
});

describe("SQL Server's registration", () => {
  const registration = (changes: Partial<ServerRequest> = {}) => inputs<SqlVirtualMachineArgs>(resourcesOf(changes, databaseRequest), "SqlVirtualMachine")[0]!;

  it("is made for the database role only", () => {
    expect(inputs(resourcesOf(), "SqlVirtualMachine")).toEqual([]);
  });

  it("lays data, log and tempdb on the disks with their unit numbers", () => {
    const { dataDisks } = machine({}, databaseRequest).storageProfile as unknown as { dataDisks: { lun: number; name: string; caching: string }[] };
    expect(dataDisks.map(({ lun, name, caching }) => `${lun} ${name} ${caching}`)).toEqual(["0 ankprodsql01-data ReadOnly", "1 ankprodsql01-log None", "2 ankprodsql01-tempdb ReadOnly"]);
    expect(registration().storageConfigurationSettings).toMatchObject({ diskConfigurationType: "NEW", sqlDataSettings: { luns: [0] }, sqlLogSettings: { luns: [1] }, sqlTempDbSettings: { luns: [2] } });
  });

  it("opens the instance to the private network on its static port, and makes no login of its own", () => {
    const { sqlConnectivityUpdateSettings } = registration().serverConfigurationsManagementSettings as unknown as { sqlConnectivityUpdateSettings: object };
    expect(sqlConnectivityUpdateSettings).toEqual({ connectivityType: "PRIVATE", port: 1433 });
  });

  it("leaves patching to Update Manager and backup to Azure Backup, which take no second one beside them", () => {
    expect(Object.keys(registration())).not.toEqual(expect.arrayContaining(["autoPatchingSettings"]));
    expect(Object.keys(registration())).not.toEqual(expect.arrayContaining(["autoBackupSettings"]));
  });

  it("formats no disk of a machine that was rebuilt", () => {
    expect(registration({ rebuild: { token: "a", done: "a" } }).storageConfigurationSettings).toBeUndefined();
  });
});
