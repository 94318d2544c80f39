import { nameFault, windowsComputerName } from "../../../azure/naming.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule, type StackRule } from "../../rule.ts";
import { computerNameOf } from "../machines.ts";
import { sampleMachine } from "../samples.ts";

const path = "osProfile.computerName";
const bySystem = "a name that is said: the one inside a disk that is attached cannot be read";

/** P-24: the NetBIOS name is what TSS and the application servers find each other by. */
export const netbiosNames: ResourceRule = {
  id: "LC206",
  name: "computer-names-are-netbios-names",
  group: "specification",
  clauses: ["T3.1.3-1"],
  proposals: ["P-24"],
  synopsis: "Every machine has a computer name of at most 15 letters, digits and hyphens that does not begin with a digit.",
  why: "TSS and the application servers find each other by NetBIOS name, which Windows cuts off after 15 characters.",
  fix: "say osProfile.computerName, shorter and beginning with a letter; a machine that stands already has to be made anew",
  sources: [windowsComputerName.source],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const name = computerNameOf(machine);
    if (name === undefined) return void (yield fault(machine, path, bySystem));
    const wrong = nameFault(name, windowsComputerName);
    if (wrong !== undefined) yield fault(machine, machine.inputs.has(path) ? path : "vmName", wrong);
  },
  good: [
    { title: "fifteen characters", resources: [sampleMachine("core", { osProfile: { computerName: "ank-prod-core01" } })], findings: [] },
    { title: "named by the machine", resources: [sampleMachine("core", { vmName: "ANKCORE01", osProfile: { adminUsername: "operator" } })], findings: [] },
  ],
  bad: [
    { title: "sixteen characters", resources: [sampleMachine("core", { vmName: "core", osProfile: { computerName: "ank-prod-core-01" } })], findings: [{ resource: "core", path, limit: "1 to 15 characters, not 16" }] },
    { title: "a digit first", resources: [sampleMachine("core", { osProfile: { computerName: "1core" } })], findings: [{ resource: "core", path, limit: windowsComputerName.characters }] },
    { title: "an underscore, in the machine's own name", resources: [sampleMachine("core", { vmName: "core_01" })], findings: [{ resource: "core", path: "vmName", limit: windowsComputerName.characters }] },
    { title: "a hyphen last", resources: [sampleMachine("core", { osProfile: { computerName: "core-" } })], findings: [{ resource: "core", path, limit: windowsComputerName.characters }] },
    { title: "no name at all", resources: [sampleMachine("core", { storageProfile: { osDisk: { createOption: "Attach" } } })], findings: [{ resource: "core", path, limit: bySystem }] },
  ],
};

/** P-24: a NetBIOS name names one machine. */
export const uniqueNames: StackRule = {
  id: "LC207",
  name: "computer-names-are-unique",
  group: "specification",
  clauses: ["T3.1.3-1"],
  proposals: ["P-24"],
  synopsis: "No two machines of a stack have the same computer name, in whatever case.",
  why: "Servers that are looked up by NetBIOS name are mistaken for each other when two answer to it; Azure lets them stand in two resource groups side by side.",
  fix: "give each machine a name of its own",
  scope: "stack",
  *check(stack) {
    const holders = new Map<string, string>();
    yield* each(
      stack.of("compute:VirtualMachine"),
      function* (machine) {
        const name = computerNameOf(machine)?.toLowerCase();
        if (name === undefined) return;
        const holder = holders.get(name);
        if (holder === undefined) holders.set(name, machine.name);
        else yield fault(machine, machine.inputs.has(path) ? path : "vmName", `a computer name of its own: ${holder} has it too`);
      },
    );
  },
  good: [{ title: "two machines", resources: [sampleMachine("one", { osProfile: { computerName: "ankapp01" } }), sampleMachine("other", { vmName: "ankapp02" })], findings: [] }, { title: "two without a name, which are another rule's", resources: [sampleMachine("one", {}), sampleMachine("other", {})], findings: [] }],
  bad: [
    {
      title: "the same in another case, in another group",
      resources: [sampleMachine("one", { resourceGroupName: "a", osProfile: { computerName: "ankapp01" } }), sampleMachine("other", { resourceGroupName: "b", vmName: "ANKAPP01" })],
      findings: [{ resource: "other", path: "vmName", limit: "a computer name of its own: one has it too" }],
    },
  ],
};
