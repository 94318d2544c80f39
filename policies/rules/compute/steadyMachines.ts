import { family, findSize } from "../../../azure/virtualMachineSizes.ts";
import { growthSteps } from "../../../specification/limits.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { rolesOf } from "../machines.ts";
import { roleTags, sampleMachine } from "../samples.ts";

const regular = "Regular: what Azure takes back when it likes is neither available nor a host that is not over-committed";

/** T6.5-1, T3.1-2: Spot machines run on what is left over. */
export const noEviction: ResourceRule = {
  id: "LC216",
  name: "machines-are-not-evicted",
  group: "specification",
  clauses: ["T6.5-1", "T3.1-2"],
  proposals: ["P-47"],
  synopsis: "No machine runs on capacity that Azure may take back (Spot).",
  why: "Azure stops a Spot machine with half a minute's notice when somebody else pays for the capacity, and promises no availability at all.",
  fix: "leave priority out, or say Regular",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/spot-vms"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const priority = machine.inputs.text("priority");
    if (priority !== undefined && priority.toLowerCase() !== "regular") yield fault(machine, "priority", regular);
  },
  good: [{ title: "by default, and said", resources: [sampleMachine("core", {}), sampleMachine("app", { priority: "Regular" })], findings: [] }],
  bad: [{ title: "Spot, and its older name", resources: [sampleMachine("core", { priority: "Spot" }), sampleMachine("app", { priority: "Low" })], findings: [{ resource: "core", path: "priority", limit: regular }, { resource: "app", path: "priority", limit: regular }] }],
};

const path = "hardwareProfile.vmSize";
const top = Math.max(...growthSteps.value);
const ladder = `a size whose family reaches ${top} vCPUs with no fewer disks, the same disk controllers and the same kind of temporary disk (T3.1-1)`;

/** P-49, T3.1-1: from 2 to 4 to 8 processors without a new machine. */
export const growsInPlace: ResourceRule = {
  id: "LC217",
  name: "machines-can-grow-to-eight-processors",
  group: "hardening",
  clauses: ["T3.1-1"],
  proposals: ["P-49"],
  synopsis: "Every machine can grow to eight vCPUs within its family, without being made anew.",
  why: "A machine cannot be resized from a family with a temporary disk to one without, nor from SCSI to NVMe: Azure refuses, and only then.",
  fix: "choose a size of a family that the catalogue knows, such as Dsv5 or Esv5",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/sizes/resize-vm"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const size = findSize(machine.inputs.text(path));
    const grown = size === undefined ? undefined : family(size.family).find(({ vCpu }) => vCpu >= Math.max(top, size.vCpu));
    const isSameKind = size !== undefined && grown !== undefined && grown.maximumDataDisks >= size.maximumDataDisks && grown.temporaryDiskGiB > 0 === size.temporaryDiskGiB > 0 && size.diskControllers.every((one) => grown.diskControllers.includes(one));
    if (!isSameKind) yield fault(machine, path, ladder);
  },
  good: [{ title: "with and without a temporary disk, already there, and the largest of its family", resources: ["Standard_D4s_v5", "Standard_E2ds_v5", "Standard_E16s_v6", "Standard_D96s_v5"].map((vmSize) => sampleMachine(vmSize, { hardwareProfile: { vmSize } })), findings: [] }],
  bad: [{ title: "a family that nobody knows", resources: [sampleMachine("core", { hardwareProfile: { vmSize: "Standard_NV4as_v4" } })], findings: [{ resource: "core", path, limit: ladder }] }],
};

const alone = "a machine of its own for the compute server (T3.1.7-1)";

/** T3.1.7-1: planning computes for minutes on end. */
export const ownComputeServer: ResourceRule = {
  id: "LC218",
  name: "compute-server-has-its-own-machine",
  group: "hardening",
  clauses: ["T3.1.7-1"],
  proposals: [],
  synopsis: "The compute server shares its machine with no other server type.",
  why: "Planning takes all the processor that it gets, from whoever stands on the same machine.",
  fix: "give the compute role a machine of its own",
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine, facts) {
    const held = rolesOf(machine, facts) ?? [];
    if (held.includes("compute") && held.length > 1) yield fault(machine, "tags.lifecare-roles", alone);
  },
  good: [{ title: "alone", resources: [sampleMachine("compute", { tags: roleTags("compute") }), sampleMachine("app", { tags: roleTags("application core") })], findings: [] }],
  bad: [{ title: "with the application server", resources: [sampleMachine("app", { tags: roleTags("application compute") })], findings: [{ resource: "app", path: "tags.lifecare-roles", limit: alone }] }],
};
