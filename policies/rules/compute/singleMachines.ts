import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";

const limit = "servers one by one, each a VirtualMachine of azure-native, which is what the rules can judge";

function scaleSet(name: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "azure-native:compute:VirtualMachineScaleSet", name, inputs };
}

/** T3.1-3: what is declared in another form would be judged by no rule about machines. */
export const singleMachines: ResourceRule = {
  id: "LC202",
  name: "servers-are-declared-one-by-one",
  group: "specification",
  clauses: ["T3.1-3", "T3.1.3-1"],
  proposals: [],
  synopsis: "Every server is a virtual machine of its own, declared with azure-native: neither a member of a scale set nor another provider's.",
  why: "A scale set makes, names and removes machines as it likes, while TSS knows servers by name and keeps files on them; and another provider writes a machine in words that no rule reads.",
  fix: "declare each server as compute.VirtualMachine of azure-native, or through the package's Server component",
  scope: "resource",
  types: [
    "compute:VirtualMachineScaleSet", "azurefleet:Fleet", "azure:VirtualMachine", "azure:WindowsVirtualMachine", "azure:LinuxVirtualMachine", "azure:ScaleSet",
    "azure:WindowsVirtualMachineScaleSet", "azure:LinuxVirtualMachineScaleSet", "azure:OrchestratedVirtualMachineScaleSet",
  ],
  *check(resource) {
    // A flexible set without a profile only keeps machines apart that are resources of their own.
    if (resource.type === "compute:VirtualMachineScaleSet" && !resource.inputs.has("virtualMachineProfile")) return;
    yield fault(resource, resource.type === "compute:VirtualMachineScaleSet" ? "virtualMachineProfile.hardwareProfile" : "", limit);
  },
  good: [{ title: "a set that only keeps machines apart", resources: [scaleSet("apart", { orchestrationMode: "Flexible", platformFaultDomainCount: 1 })], findings: [] }],
  bad: [
    { title: "a scale set, flexible or not", resources: [scaleSet("set", { orchestrationMode: "Flexible", virtualMachineProfile: { osProfile: { computerNamePrefix: "app" } } })], findings: [{ resource: "set", path: "virtualMachineProfile.hardwareProfile", limit }] },
    {
      title: "a machine of the classic provider",
      resources: [{ type: "azure:compute/windowsVirtualMachine:WindowsVirtualMachine", name: "app", inputs: { size: "Standard_B1s" } }],
      findings: [{ resource: "app", path: "", limit }],
    },
  ],
};
