import { roleTag } from "../../../proof/machineRoles.ts";
import { roles } from "../../../specification/vocabulary.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { isRole, roleWordsOf } from "../machines.ts";
import { roleTags, sampleMachine } from "../samples.ts";

const words = `one or more of ${roles.join(", ")}`;
const ownKind = "machines one by one, of azure-native's type VirtualMachine, which the rules can judge";

/** T3.1-3: without its roles nobody can say what a machine must have. */
export const saysItsRoles: ResourceRule = {
  id: "LC202",
  name: "machines-say-their-roles",
  group: "specification",
  clauses: ["T3.1-3", "T2.2-1"],
  proposals: ["P-46"],
  synopsis: "Every machine says, by its tag or by the pack's configuration, which of the vendor's server types it is.",
  why: "Floors, ports, names and the order in which servers start follow from the server type; a machine without one is no part of the product, which its servers are to be dedicated to.",
  fix: `give the machine the tag ${roleTag}, or name its roles in the pack's configuration`,
  scope: "resource",
  types: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet", "azure:WindowsVirtualMachine", "azure:VirtualMachine", "azure:LinuxVirtualMachine", "azure:WindowsVirtualMachineScaleSet", "azure:ScaleSet"],
  *check(machine, facts) {
    if (machine.type !== "compute:VirtualMachine") {
      // A flexible set without a profile only groups machines that are resources of their own.
      if (machine.type !== "compute:VirtualMachineScaleSet" || machine.inputs.record("virtualMachineProfile") !== undefined) yield fault(machine, "", ownKind, { fix: "declare each server as a VirtualMachine of azure-native" });
      return;
    }
    const said = roleWordsOf(machine, facts);
    const strange = said.filter((word) => !isRole(word));
    if (said.length === 0) yield fault(machine, `tags.${roleTag}`, `${words}; none is said`);
    else if (strange.length > 0) yield fault(machine, `tags.${roleTag}`, `${words}, separated by blanks`);
  },
  good: [
    { title: "two roles by tag", resources: [sampleMachine("app", { tags: roleTags("application intranetWeb") })], findings: [] },
    { title: "by computer name in the pack's configuration", resources: [sampleMachine("app", { osProfile: { computerName: "ANKAPP01" } })], facts: { roles: { ankapp01: ["application"] } }, findings: [] },
    { title: "by logical name in the pack's configuration", resources: [sampleMachine("app", { tags: { team: "other" } })], facts: { roles: { app: ["application"] } }, findings: [] },
    { title: "a set that only groups machines", resources: [{ type: "azure-native:compute:VirtualMachineScaleSet", name: "group", inputs: { orchestrationMode: "Flexible", platformFaultDomainCount: 1 } }], findings: [] },
  ],
  bad: [
    { title: "no tag", resources: [sampleMachine("app", { tags: { team: "other" } })], findings: [{ resource: "app", path: `tags.${roleTag}`, limit: `${words}; none is said` }] },
    { title: "a tag of blanks", resources: [sampleMachine("app", { tags: roleTags("  ") })], findings: [{ resource: "app", path: `tags.${roleTag}`, limit: `${words}; none is said` }] },
    { title: "a word that is no role, in another case", resources: [sampleMachine("app", { tags: roleTags("core Application") })], findings: [{ resource: "app", path: `tags.${roleTag}`, limit: `${words}, separated by blanks` }] },
    { title: "roles of another machine in the configuration", resources: [sampleMachine("app", { osProfile: { computerName: "ankapp02" } })], facts: { roles: { ankapp01: ["application"] } }, findings: [{ resource: "app", path: `tags.${roleTag}`, limit: `${words}; none is said` }] },
    {
      title: "a scale set, and a machine of another provider",
      resources: [
        { type: "azure-native:compute:VirtualMachineScaleSet", name: "set", inputs: { virtualMachineProfile: { osProfile: { computerNamePrefix: "app" } }, tags: roleTags("application") } },
        { type: "azure:compute/windowsVirtualMachine:WindowsVirtualMachine", name: "classic", inputs: { size: "Standard_B1s", tags: roleTags("application") } },
      ],
      findings: [
        { resource: "set", path: "", limit: ownKind },
        { resource: "classic", path: "", limit: ownKind },
      ],
    },
  ],
};
