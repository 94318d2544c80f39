import { largestCachedDiskGiB } from "../../../azure/managedDisks.ts";
import { findSize, type VirtualMachineSize } from "../../../azure/virtualMachineSizes.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import { possibleTargets, type Resource, type Stack } from "../../stack.ts";
import type { View } from "../../view.ts";
import { azure, id, machine } from "./samples.ts";

const controller = (size: VirtualMachineSize) => `${size.diskControllers.join(" or ")}: ${size.name} has no other disk controller`;
const count = (size: VirtualMachineSize) => `at most ${size.maximumDataDisks} data disks on ${size.name}`;
const lun = (size: VirtualMachineSize) => `a number from 0 to ${size.maximumDataDisks - 1} that no other disk of the machine has`;
const own = (holder: string) => `a disk of its own: it is attached to ${holder} already`;
const uncached = "None: disks of this kind cannot be cached";
const tooLarge = `None: disks of more than ${largestCachedDiskGiB} GiB cannot be cached`;

const size = { hardwareProfile: { vmSize: "Standard_D4s_v5" } };
const disk = (name: string, inputs: object) => azure("compute:Disk", name, { diskName: name, ...inputs }, { id: id("Microsoft.Compute/disks", name) });
const attached = (name: string, more: object = {}) => ({ createOption: "Attach", managedDisk: { id: id("Microsoft.Compute/disks", name) }, ...more });
const nine = Array.from({ length: 9 }, (_, index) => ({ lun: index, createOption: "Empty" }));

/** azure.md §7, 9: a size takes only so many disks, by its own controller, and only some can be cached. */
export const machineDisks: StackRule = {
  id: "LC504",
  name: "sizes-take-the-disks-of-their-machines",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A machine has a disk controller that its size has, no more data disks than its size takes, each at a number of its own and attached to no other machine, and caches no disk that cannot be cached.",
  why: "The size's limits are known to Azure alone: a preview passes a ninth disk on a size with eight, SCSI on a size that has NVMe only, two disks at one number, and a cache for Premium SSD v2, Ultra or very large disks.",
  fix: "take a larger size of the family, or fewer disks; leave diskControllerType out, and set caching to None",
  sources: ["MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes", "articles/virtual-machines/disks-types.md", "articles/virtual-machines/premium-storage-performance.md"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("compute:VirtualMachine"), (one) => machineFaults(stack, one));
    const holders = new Map<Resource, string>();
    yield* each(stack.of("compute:VirtualMachine"), (one) => sharedFaults(stack, one, holders));
  },
  good: [
    { title: "two disks, of which one is cached", resources: [machine({ ...size, storageProfile: { dataDisks: [attached("data", { lun: 0, caching: "ReadOnly" }), attached("log", { lun: 7, caching: "None" })] } }), disk("data", { sku: { name: "Premium_LRS" }, diskSizeGB: 1024 }), disk("log", { sku: { name: "PremiumV2_LRS" }, diskSizeGB: 8192 })], findings: [] },
    { title: "NVMe on a size that has it", resources: [machine({ hardwareProfile: { vmSize: "Standard_E4s_v6" }, storageProfile: { diskControllerType: "NVMe" } })], findings: [] },
    { title: "SCSI on a size that has NVMe as well", resources: [machine({ hardwareProfile: { vmSize: "Standard_E4bds_v5" }, storageProfile: { diskControllerType: "SCSI" } })], findings: [] },
    { title: "as many disks as the size takes, one of them as large as can be cached, one uncached that cannot be", resources: [machine({ ...size, storageProfile: { dataDisks: [...nine.slice(0, 6), { lun: 6, createOption: "Empty", caching: "ReadOnly", diskSizeGB: largestCachedDiskGiB }, { lun: 7, createOption: "Empty", managedDisk: { storageAccountType: "UltraSSD_LRS" } }] } })], findings: [] },
    { title: "a disk that two machines may share", resources: [machine({ storageProfile: { dataDisks: [attached("data", { lun: 0 })] } }), machine({ storageProfile: { dataDisks: [attached("data", { lun: 0 })] } }, { name: "other", id: id("Microsoft.Compute/virtualMachines", "other") }), disk("data", { maxShares: 2 })], findings: [] },
  ],
  bad: [
    {
      title: "a disk of two machines",
      resources: [machine({ vmName: "one", storageProfile: { dataDisks: [attached("data", { lun: 0 })] } }), { ...machine({ vmName: "other", storageProfile: { dataDisks: [attached("DATA", { lun: 0 })] } }), name: "other", id: id("Microsoft.Compute/virtualMachines", "other") }, disk("data", { diskSizeGB: 128 })],
      findings: [{ resource: "other", path: "storageProfile.dataDisks[0].managedDisk.id", limit: own("machine") }],
    },
    { title: "SCSI on a size with NVMe alone", resources: [machine({ hardwareProfile: { vmSize: "Standard_E4s_v6" }, storageProfile: { diskControllerType: "SCSI" } })], findings: [{ resource: "machine", path: "storageProfile.diskControllerType", limit: "NVMe: Standard_E4s_v6 has no other disk controller" }] },
    { title: "a controller that no size has", resources: [machine({ hardwareProfile: { vmSize: "Standard_E4bds_v5" }, storageProfile: { diskControllerType: "IDE" } })], findings: [{ resource: "machine", path: "storageProfile.diskControllerType", limit: "SCSI or NVMe: Standard_E4bds_v5 has no other disk controller" }] },
    { title: "nine disks on a size with eight", resources: [machine({ ...size, storageProfile: { dataDisks: nine } })], findings: [{ resource: "machine", path: "storageProfile.dataDisks", limit: "at most 8 data disks on Standard_D4s_v5" }, { resource: "machine", path: "storageProfile.dataDisks[8].lun", limit: "a number from 0 to 7 that no other disk of the machine has" }] },
    { title: "two disks at one number", resources: [machine({ ...size, storageProfile: { dataDisks: [{ lun: 1, createOption: "Empty" }, { lun: 1, createOption: "Empty" }] } })], findings: [{ resource: "machine", path: "storageProfile.dataDisks[1].lun", limit: "a number from 0 to 7 that no other disk of the machine has" }] },
    {
      title: "caches for what cannot be cached, in the machine's own words and by reference",
      resources: [machine({ ...size, storageProfile: { dataDisks: [{ lun: 0, createOption: "Empty", caching: "ReadOnly", managedDisk: { storageAccountType: "UltraSSD_LRS" } }, attached("v2", { lun: 1, caching: "ReadWrite" }), attached("large", { lun: 2, caching: "ReadOnly" })] } }), disk("v2", { sku: { name: "PremiumV2_LRS" } }), disk("large", { sku: { name: "Premium_LRS" }, diskSizeGB: 4096 })],
      findings: [
        { resource: "machine", path: "storageProfile.dataDisks[0].caching", limit: uncached },
        { resource: "machine", path: "storageProfile.dataDisks[1].caching", limit: uncached },
        { resource: "machine", path: "storageProfile.dataDisks[2].caching", limit: tooLarge },
      ],
    },
    { title: "no number, and one below all", resources: [machine({ ...size, storageProfile: { dataDisks: [{ createOption: "Empty" }, { lun: -1, createOption: "Empty" }] } })], findings: [0, 1].map((index) => ({ resource: "machine", path: `storageProfile.dataDisks[${index}].lun`, limit: "a number from 0 to 7 that no other disk of the machine has" })) },
  ],
};

function* machineFaults(stack: Stack, one: Resource): Iterable<Fault> {
  const said = (path: string, limit: string) => fault(one, path, limit);
  const known = findSize(one.inputs.text("hardwareProfile.vmSize"));
  const disks = one.inputs.records("storageProfile.dataDisks");
  yield* each(disks, (attachment) => cacheFaults(stack, one, attachment));
  // Whether a size that the catalogue does not have may be taken is another rule's.
  if (known === undefined) return;
  const asked = one.inputs.text("storageProfile.diskControllerType");
  if (asked !== undefined && !known.diskControllers.some((has) => has === asked)) yield said("storageProfile.diskControllerType", controller(known));
  if (disks.length > known.maximumDataDisks) yield said("storageProfile.dataDisks", count(known));
  const taken = new Set<number | undefined>();
  for (const attachment of disks) {
    const number = attachment.number("lun");
    if (number === undefined || number < 0 || number >= known.maximumDataDisks || taken.has(number)) yield said(attachment.at("lun"), lun(known));
    taken.add(number);
  }
}

/** Where a disk is one of several, which of them a preview cannot tell, it may be its own. */
function* sharedFaults(stack: Stack, one: Resource, holders: Map<Resource, string>): Iterable<Fault> {
  for (const attachment of one.inputs.records("storageProfile.dataDisks")) {
    const target = stack.target(one, attachment, "managedDisk", ["compute:Disk"]);
    if (target.kind !== "resource") continue;
    const holder = holders.get(target.resource);
    if (holder !== undefined && (target.resource.inputs.number("maxShares") ?? 1) === 1) yield fault(one, attachment.at("managedDisk.id"), own(holder));
    holders.set(target.resource, one.name);
  }
}

function* cacheFaults(stack: Stack, one: Resource, attachment: View): Iterable<Fault> {
  if ([undefined, "None"].includes(attachment.text("caching"))) return;
  const behind = possibleTargets(stack.target(one, attachment, "managedDisk", ["compute:Disk"]));
  const kinds = [attachment.text("managedDisk.storageAccountType"), ...behind.map(({ inputs }) => inputs.text("sku.name"))];
  const sizes = [attachment.number("diskSizeGB"), ...behind.map(({ inputs }) => inputs.number("diskSizeGB"))];
  const said = (limit: string) => fault(one, attachment.at("caching"), limit);
  if (kinds.some((kind) => kind === "PremiumV2_LRS" || kind === "UltraSSD_LRS")) yield said(uncached);
  else if (sizes.some((gibibytes) => (gibibytes ?? 0) > largestCachedDiskGiB)) yield said(tooLarge);
}
