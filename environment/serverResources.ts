import type { DiskArgs, VirtualMachineArgs } from "@pulumi/azure-native/compute/index.js";
import type { NetworkInterfaceArgs } from "@pulumi/azure-native/network/index.js";
import type { SqlVirtualMachineArgs } from "@pulumi/azure-native/sqlvirtualmachine/index.js";
import type { Input } from "@pulumi/pulumi";
import { findSize } from "../azure/virtualMachineSizes.ts";
import type { Role } from "../specification/vocabulary.ts";
import { placed, type Surroundings } from "./networkResources.ts";
import type { AttachedDisk, Availability, PlannedServer } from "./plan.ts";
import { idOf, type PlannedOptions, type PlannedResource } from "./planned.ts";
import { rebuildTagName, roleTag } from "./tags.ts";

/** How SQL Server is registered on the machine that holds the database role. */
export interface DatabaseRegistration {
  /** Static port of the default instance (T 4.3). */
  readonly port: number;
  readonly collation: string;
  readonly edition: "Standard" | "Enterprise";
  readonly licence: "PAYG" | "AHUB";
  /** Upper limit of SQL Server's memory, in MiB; the rest is the operating system's. */
  readonly maximumMemoryMiB: number;
}

/** One machine decided in every detail, with what only its surroundings know. */
export interface ServerDesign extends Surroundings {
  readonly computerName: string;
  readonly roles: readonly Role[];
  readonly size: string;
  readonly operatingSystemDisk: { readonly sizeGiB: number; readonly storageAccountType: AttachedDisk["storageAccountType"] };
  readonly disks: readonly AttachedDisk[];
  readonly image: PlannedServer["image"];
  readonly subnetId: Input<string>;
  /** Static private address; left out, Azure chooses one. */
  readonly address?: string;
  readonly availability: Exclude<Availability, { kind: "set" }> | { readonly kind: "set"; readonly id: Input<string> };
  readonly administrator: { readonly name: string; readonly password: Input<string> };
  /** Windows' name of the time zone. */
  readonly timeZone: string;
  /** Windows licences of one's own (Azure Hybrid Benefit). */
  readonly ownWindowsLicence: boolean;
  readonly database?: DatabaseRegistration;
  /** Logical names that the machine waits for: without routes and firewall rules it starts without licence and updates. */
  readonly after?: readonly string[];
  /** What is protected from deletion and replacement: data disks, and the machine where its roles hold data. */
  readonly protect: "nothing" | "disks" | "disksAndMachine";
  /** A new token replaces the machine. */
  readonly rebuild?: { readonly token: string; readonly done: boolean };
}

export function serverNames(prefix: string) {
  return {
    networkInterface: `${prefix}-network-interface`,
    machine: `${prefix}-machine`,
    database: `${prefix}-database-registration`,
    disk: (purpose: AttachedDisk["purpose"]) => `${prefix}-${purpose}-disk`,
  };
}

/**
 * The resources of one machine: network interface, data disks, virtual machine and, for the database role, its registration.
 *
 * @param prefix what the logical names begin with
 */
export function serverResources(prefix: string, design: ServerDesign): readonly PlannedResource[] {
  return [
    networkInterface(prefix, design),
    ...design.disks.map((disk) => dataDisk(prefix, disk, design)),
    virtualMachine(prefix, design),
    ...(design.database === undefined ? [] : [databaseRegistration(prefix, design, design.database)]),
  ];
}

function networkInterface(prefix: string, design: ServerDesign): PlannedResource<NetworkInterfaceArgs> {
  const name = `${design.computerName}-nic`;
  const accelerated = findSize(design.size)?.acceleratedNetworking === "supported";
  return {
    type: "azure-native:network:NetworkInterface",
    name: serverNames(prefix).networkInterface,
    arm: { type: "Microsoft.Network/networkInterfaces", names: [name] },
    inputs: {
      ...placed(design),
      networkInterfaceName: name,
      // Sizes that require accelerated networking do not take the setting.
      ...(accelerated ? { enableAcceleratedNetworking: true } : {}),
      ipConfigurations: [
        {
          name: "primary",
          primary: true,
          privateIPAddressVersion: "IPv4",
          ...(design.address === undefined
            ? { privateIPAllocationMethod: "Dynamic" }
            : { privateIPAllocationMethod: "Static", privateIPAddress: design.address }),
          subnet: { id: design.subnetId },
        },
      ],
    },
    clauses: ["T3.1-3", "T12.3-1"],
  };
}

function dataDisk(prefix: string, disk: AttachedDisk, design: ServerDesign): PlannedResource<DiskArgs> {
  return {
    type: "azure-native:compute:Disk",
    name: serverNames(prefix).disk(disk.purpose),
    arm: { type: "Microsoft.Compute/disks", names: [diskName(disk, design)] },
    inputs: {
      ...placed(design),
      ...zoned(design),
      diskName: diskName(disk, design),
      creationData: { createOption: "Empty" },
      diskSizeGB: disk.sizeGiB,
      sku: { name: disk.storageAccountType },
      networkAccessPolicy: "DenyAll",
      publicNetworkAccess: "Disabled",
    },
    options: { protect: design.protect !== "nothing", replaceOnChanges: ["zones"], deleteBeforeReplace: true },
    clauses: design.roles.includes("database") ? ["T3.1.4-2", "T3.1.4-6"] : ["T3.1.3-2", "T3.1.5-1"],
  };
}

function diskName(disk: AttachedDisk, design: ServerDesign): string {
  return `${design.computerName}-${disk.purpose}`;
}

function virtualMachine(prefix: string, design: ServerDesign): PlannedResource<VirtualMachineArgs> {
  const names = serverNames(prefix);
  return {
    type: "azure-native:compute:VirtualMachine",
    name: names.machine,
    arm: { type: "Microsoft.Compute/virtualMachines", names: [design.computerName] },
    ...(design.after === undefined ? {} : { after: design.after }),
    inputs: {
      ...placed(design),
      ...zoned(design),
      tags: { ...design.tags, ...roleTag(design.roles), ...(design.rebuild === undefined ? {} : { [rebuildTagName]: design.rebuild.token }) },
      vmName: design.computerName,
      identity: { type: "SystemAssigned" },
      hardwareProfile: { vmSize: design.size },
      ...(design.availability.kind === "set" ? { availabilitySet: { id: design.availability.id } } : {}),
      ...(design.ownWindowsLicence ? { licenseType: "Windows_Server" } : {}),
      securityProfile: {
        securityType: "TrustedLaunch",
        uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        encryptionAtHost: true,
      },
      storageProfile: storageProfile(prefix, design),
      osProfile: operatingSystemProfile(design),
      networkProfile: { networkInterfaces: [{ id: idOf(names.networkInterface), primary: true, deleteOption: "Detach" }] },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
    options: machineOptions(design),
    clauses: ["T2.1-1", "T3.1-3", "T3.1.3-1", "T8.2-1"],
  };
}

function storageProfile(prefix: string, design: ServerDesign): VirtualMachineArgs["storageProfile"] {
  return {
    imageReference: { ...design.image },
    osDisk: {
      name: `${design.computerName}-os`,
      createOption: "FromImage",
      caching: "ReadWrite",
      diskSizeGB: design.operatingSystemDisk.sizeGiB,
      managedDisk: { storageAccountType: design.operatingSystemDisk.storageAccountType },
      deleteOption: "Delete",
    },
    dataDisks: design.disks.map((disk) => ({
      name: diskName(disk, design),
      lun: disk.lun,
      createOption: "Attach",
      caching: disk.caching,
      managedDisk: { id: idOf(serverNames(prefix).disk(disk.purpose)) },
      deleteOption: "Detach",
    })),
  };
}

function operatingSystemProfile(design: ServerDesign): VirtualMachineArgs["osProfile"] {
  return {
    computerName: design.computerName,
    adminUsername: design.administrator.name,
    adminPassword: design.administrator.password,
    windowsConfiguration: {
      provisionVMAgent: true,
      // Cannot change later. Together with the three settings below nothing is installed and nothing restarts but by a schedule.
      enableAutomaticUpdates: true,
      timeZone: design.timeZone,
      patchSettings: {
        patchMode: "AutomaticByPlatform",
        assessmentMode: "AutomaticByPlatform",
        automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true, rebootSetting: "Never" },
      },
    },
  };
}

/** What Azure refuses to change on a machine that exists and that a running machine can do without: only a replacement takes it. */
const fixedAtBirth = ["osProfile.adminPassword", "osProfile.adminUsername", "osProfile.customData", "osProfile.windowsConfiguration.timeZone", "storageProfile.imageReference"];

/** What Azure refuses to change too, but what the machine would be wrong without; azure-native previews it as an update. */
const placeAndName = ["zones", "availabilitySet", "osProfile.computerName"];

/**
 * A rebuild is a change of its tag: the engine's own replacement trigger does nothing where none was set before, which is the
 * case of every first rebuild. The tag stays when the rebuild is done and may go later: neither replaces anything.
 */
function machineOptions(design: ServerDesign): PlannedOptions {
  const rebuilding = design.rebuild !== undefined && !design.rebuild.done;
  return {
    protect: design.protect === "disksAndMachine" && !rebuilding,
    ignoreChanges: fixedAtBirth,
    replaceOnChanges: rebuilding ? [...placeAndName, `tags.${rebuildTagName}`] : placeAndName,
    // Old and new one have the same name; the provider asks for it only where the replacement is its own decision.
    deleteBeforeReplace: true,
  };
}

function databaseRegistration(prefix: string, design: ServerDesign, database: DatabaseRegistration): PlannedResource<SqlVirtualMachineArgs> {
  const names = serverNames(prefix);
  return {
    type: "azure-native:sqlvirtualmachine:SqlVirtualMachine",
    name: names.database,
    arm: { type: "Microsoft.SqlVirtualMachine/sqlVirtualMachines", names: [design.computerName] },
    inputs: {
      ...placed(design),
      sqlVirtualMachineName: design.computerName,
      virtualMachineResourceId: idOf(names.machine),
      sqlServerLicenseType: database.licence,
      sqlImageSku: database.edition,
      serverConfigurationsManagementSettings: {
        sqlConnectivityUpdateSettings: { connectivityType: "PRIVATE", port: database.port },
        sqlInstanceSettings: { collation: database.collation, maxServerMemoryMB: database.maximumMemoryMiB },
      },
      // The disks of a machine that was rebuilt are in use already: they are never configured anew.
      ...(design.rebuild === undefined ? { storageConfigurationSettings: newDisks(design) } : {}),
    },
    // The disks are configured once, when SQL Server is registered.
    options: { ignoreChanges: ["storageConfigurationSettings"] },
    clauses: ["T3.1.4-6", "T8.2-2"],
  };
}

/** Formats the disks, and puts data, log and temporary database on those that are theirs. */
function newDisks(design: ServerDesign): SqlVirtualMachineArgs["storageConfigurationSettings"] {
  const folder = (purpose: AttachedDisk["purpose"]) => {
    const disk = design.disks.find((candidate) => candidate.purpose === purpose)!;
    return { luns: [disk.lun], defaultFilePath: `${driveLetters[purpose]}:\\${purpose}` };
  };
  return {
    diskConfigurationType: "NEW",
    storageWorkloadType: "OLTP",
    sqlDataSettings: folder("data"),
    sqlLogSettings: folder("log"),
    sqlTempDbSettings: folder("tempdb"),
  };
}

/** E: is left alone: Windows may give it to a DVD drive or a temporary disk. */
const driveLetters: Readonly<Record<AttachedDisk["purpose"], string>> = { program: "H", data: "F", log: "G", tempdb: "T" };

function zoned(design: ServerDesign): { zones?: string[] } {
  return design.availability.kind === "zone" ? { zones: [design.availability.zone] } : {};
}
