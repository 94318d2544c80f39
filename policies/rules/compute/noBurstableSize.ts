import { findSize } from "../../../azure/virtualMachineSizes.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { sampleMachine } from "../samples.ts";

/** T3.1-2: hosts are not over-committed. */
export const noBurstableSize: ResourceRule = {
  id: "LC201",
  name: "machines-are-not-burstable",
  group: "specification",
  clauses: ["T3.1-2"],
  proposals: ["P-23"],
  synopsis: "No machine has a burstable size.",
  why: "A burstable machine works on borrowed processor time, and stands still when its credit is spent: to the product that is an over-committed host.",
  fix: "choose a size of the D or E family with the vendor's minimum",
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const size = machine.inputs.text("hardwareProfile.vmSize");
    if (size === undefined) yield fault(machine, "hardwareProfile.vmSize", "a size that the catalogue knows; none is said");
    else if (/^(?:Standard|Basic)_B\d/i.test(size)) yield fault(machine, "hardwareProfile.vmSize", "a size that is not burstable");
    else if (findSize(size) === undefined) yield fault(machine, "hardwareProfile.vmSize", "a size that the catalogue knows: of any other nobody can tell whether it is burstable");
  },
  good: [{ title: "general purpose", resources: [{ type: "azure-native:compute:VirtualMachine", name: "machine", inputs: { hardwareProfile: { vmSize: "Standard_D4s_v5" } } }], findings: [] }],
  bad: [
    { title: "a size that nobody has measured", resources: [sampleMachine("machine", { hardwareProfile: { vmSize: "Standard_D4s_v99" } })], findings: [{ resource: "machine", path: "hardwareProfile.vmSize", limit: "a size that the catalogue knows: of any other nobody can tell whether it is burstable" }] },
    { title: "a size that only ends like a burstable one", resources: [sampleMachine("machine", { hardwareProfile: { vmSize: "NonStandard_B4ms" } })], findings: [{ resource: "machine", path: "hardwareProfile.vmSize", limit: "a size that the catalogue knows: of any other nobody can tell whether it is burstable" }] },
    { title: "no size", resources: [sampleMachine("machine", {})], findings: [{ resource: "machine", path: "hardwareProfile.vmSize", limit: "a size that the catalogue knows; none is said" }] },
    {
      title: "burstable",
      resources: [{ type: "azure-native:compute:VirtualMachine", name: "machine", inputs: { hardwareProfile: { vmSize: "Standard_B4ms" } } }],
      findings: [{ resource: "machine", path: "hardwareProfile.vmSize", limit: "a size that is not burstable" }],
    },
  ],
};
