import { attached, disk, idOf, machine, network, nic, type Case } from "./testWorld.ts";

const size = (vmSize: string) => ({ hardwareProfile: { vmSize } });
const encrypted = { securityProfile: { encryptionAtHost: true } };
const platformPatched = (enableAutomaticUpdates: boolean) => ({ osProfile: { computerName: "core1", windowsConfiguration: { enableAutomaticUpdates, patchSettings: { patchMode: "AutomaticByPlatform" } } } });
const set = { availabilitySet: { id: idOf("Microsoft.Compute/availabilitySets/set") } };

/** Mistakes in machines and disks, by the id of the behaviour that stops them. */
export const machineCases = {
  "machine-shape": { mistake: (world) => world.create("compute:Disk", { diskName: "data", diskSizeGB: 32 }), mended: (world) => world.create("compute:Disk", disk("data")) },
  "machine-reference": {
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", { networkProfile: { networkInterfaces: [{ id: idOf("Microsoft.Network/networkInterfaces/one") }] } })),
    mended: (world) => {
      network(world);
      world.create("network:NetworkInterface", nic("one"));
      world.create("compute:VirtualMachine", machine("core1", { networkProfile: { networkInterfaces: [{ id: idOf("Microsoft.Network/networkInterfaces/ONE") }] } }));
    },
  },
  "machine-fixed": {
    prepare: (world) => world.create("compute:VirtualMachine", machine("core1", { zones: ["1"] })),
    mistake: (world) => world.update("compute:VirtualMachine", machine("core1", { zones: ["2"] })),
    mended: (world) => world.update("compute:VirtualMachine", machine("core1", { zones: ["1"], tags: { owner: "it" } })),
  },
  "resize-temporary-disk": {
    prepare: (world) => world.create("compute:VirtualMachine", machine("core1")),
    mistake: (world) => world.update("compute:VirtualMachine", machine("core1", size("Standard_D4ds_v5"))),
    mended: (world) => world.update("compute:VirtualMachine", machine("core1", size("Standard_D8s_v5"))),
  },
  "resize-controller": {
    prepare: (world) => world.create("compute:VirtualMachine", machine("core1")),
    mistake: (world) => world.update("compute:VirtualMachine", machine("core1", size("Standard_D4s_v6"))),
    mended: (world) => world.update("compute:VirtualMachine", machine("core1", size("Standard_E4s_v5"))),
  },
  "data-disk-count": {
    prepare: (world) => {
      for (let index = 0; index < 5; index++) world.create("compute:Disk", disk(`d${index}`));
    },
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", { ...size("Standard_D2s_v5"), storageProfile: attached("d0", "d1", "d2", "d3", "d4") })),
    mended: (world) => world.create("compute:VirtualMachine", machine("core1", { ...size("Standard_D2s_v5"), storageProfile: attached("d0", "d1", "d2", "d3") })),
  },
  "disk-slot": {
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", { storageProfile: { dataDisks: [{ lun: 1, createOption: "Empty" }, { lun: 1, createOption: "Empty" }] } })),
    mended: (world) => world.create("compute:VirtualMachine", machine("core1", { storageProfile: { dataDisks: [{ lun: 1, createOption: "Empty" }, { lun: 2, createOption: "Empty" }] } })),
  },
  "disk-owned": {
    prepare: (world) => {
      world.create("compute:Disk", disk("data"));
      world.create("compute:VirtualMachine", machine("core1", { storageProfile: attached("data") }));
    },
    mistake: (world) => world.create("compute:VirtualMachine", machine("core2", { storageProfile: attached("data") })),
    mended: (world) => {
      world.update("compute:VirtualMachine", machine("core1", { storageProfile: attached("data") }));
      world.update("compute:VirtualMachine", machine("core1", { storageProfile: attached() }));
      world.create("compute:VirtualMachine", machine("core2", { storageProfile: attached("data") }));
    },
  },
  "disk-zone": {
    prepare: (world) => world.create("compute:Disk", disk("data", { zones: ["1"] })),
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", { zones: ["2"], storageProfile: attached("data") })),
    mended: (world) => world.create("compute:VirtualMachine", machine("core1", { zones: ["1"], storageProfile: attached("data") })),
  },
  "disk-in-use": {
    prepare: (world) => {
      world.create("compute:Disk", disk("data"));
      world.create("compute:VirtualMachine", machine("core1", { storageProfile: attached("data") }));
    },
    mistake: (world) => world.remove("compute:Disk", disk("data")),
    mended: (world) => {
      world.remove("compute:VirtualMachine", machine("core1"));
      world.remove("compute:Disk", disk("data"));
    },
  },
  "disk-shrink": {
    prepare: (world) => world.create("compute:Disk", disk("data")),
    mistake: (world) => world.update("compute:Disk", disk("data", { diskSizeGB: 64 })),
    mended: (world) => world.update("compute:Disk", disk("data", { diskSizeGB: 256 })),
  },
  "set-in-use": {
    prepare: (world) => {
      world.create("compute:AvailabilitySet", { availabilitySetName: "set" });
      world.create("compute:VirtualMachine", machine("core1", set));
    },
    mistake: (world) => world.remove("compute:AvailabilitySet", { availabilitySetName: "set" }),
    mended: (world) => {
      world.remove("compute:VirtualMachine", machine("core1"));
      world.remove("compute:AvailabilitySet", { availabilitySetName: "set" });
    },
  },
  "patch-mode": { mistake: (world) => world.create("compute:VirtualMachine", machine("core1", platformPatched(false))), mended: (world) => world.create("compute:VirtualMachine", machine("core1", platformPatched(true))) },
  "feature-unregistered": {
    prepare: (world) => world.entitle({ features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } }),
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", encrypted)),
    mended: (world) => {
      world.entitle({ features: { "Microsoft.Compute/EncryptionAtHost": { state: "Registered" } } });
      world.create("compute:VirtualMachine", machine("core1", encrypted));
    },
  },
  quota: {
    prepare: (world) => {
      world.entitle({ quotas: { "Sweden Central": { standardDSv5Family: 10 } } });
      world.create("compute:VirtualMachine", machine("core1", size("Standard_D4s_v5")));
    },
    mistake: (world) => world.create("compute:VirtualMachine", machine("core2", size("Standard_D8s_v5"))),
    mended: (world) => {
      world.create("compute:VirtualMachine", machine("core2", size("Standard_D4s_v5")));
      world.create("compute:VirtualMachine", machine("core3", size("Standard_E8s_v5")));
    },
  },
  "terms-unaccepted": {
    prepare: (world) => world.entitle({ purchasePlans: { "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2": { publisher: "contoso", product: "hardened", name: "plan", accepted: false } } }),
    mistake: (world) => world.create("compute:VirtualMachine", machine("app1")),
    mended: (world) => {
      world.entitle({ purchasePlans: { "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2": { publisher: "contoso", product: "hardened", name: "plan", accepted: true } } });
      world.create("compute:VirtualMachine", machine("app1"));
    },
  },
  "size-unavailable": {
    prepare: (world) => world.entitle({ restrictedSizes: [{ size: "Standard_D4s_v5", location: "swedencentral", zones: ["3"] }] }),
    mistake: (world) => world.create("compute:VirtualMachine", machine("core1", { zones: ["3"] })),
    mended: (world) => world.create("compute:VirtualMachine", machine("core1", { zones: ["1"] })),
  },
} as const satisfies Readonly<Record<string, Case>>;
