import { findSize } from "../../../azure/virtualMachineSizes.ts";
import { advisedMemoryFor, floorFor } from "../../../specification/serverTypes.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import { rolesOf, titleOf } from "../machines.ts";
import { roleTags, sampleMachine } from "../samples.ts";

const path = "hardwareProfile.vmSize";
const ofTheCatalogue = "a size that the catalogue knows: of any other nobody can tell what it has";

interface Capacity {
  readonly vCpu: number;
  readonly memoryGiB: number;
  /** What decides the number of vCPUs. */
  readonly processorPath: string;
}

/** What Azure gives a machine: its size, less what the machine does without. `undefined` where the size is not in the catalogue. */
function capacityOf({ inputs }: Resource): Capacity | undefined {
  const size = findSize(inputs.text(path));
  if (size === undefined) return undefined;
  const narrowed = inputs.number("hardwareProfile.vmSizeProperties.vCPUsAvailable");
  // Without hyper-threading a core is one vCPU, not two.
  const perCore = inputs.number("hardwareProfile.vmSizeProperties.vCPUsPerCore");
  const vCpu = Math.min(narrowed ?? size.vCpu, perCore === 1 ? size.vCpu / 2 : size.vCpu);
  return { vCpu, memoryGiB: size.memoryGiB, processorPath: vCpu === size.vCpu ? path : "hardwareProfile.vmSizeProperties" };
}

/** P-20, P-22: the vendor's floors, read as in `specification/serverTypes.ts`. */
export const processorsAndMemory: ResourceRule = {
  id: "LC203",
  name: "machines-have-the-processors-and-memory-of-their-roles",
  group: "specification",
  clauses: ["T3.1.3-2", "T3.1.4-2", "T3.1.5-1", "T3.1.5-2", "T3.1.7-1"],
  proposals: ["P-20", "P-22"],
  synopsis: "Every machine has at least the vCPUs and the memory that the vendor names for its server types; where the intranet web role shares the application server, the memory of both.",
  why: "The vendor supports no installation below its minimum, which is for a single subsystem already.",
  fix: "choose a larger size of the same family",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/vm-customization"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine, facts) {
    const held = rolesOf(machine, facts);
    if (held === undefined) return;
    const has = capacityOf(machine);
    if (has === undefined) return void (yield fault(machine, path, ofTheCatalogue));
    const floor = floorFor(held);
    const [clause] = floor.clauses;
    if (has.vCpu < floor.vCpu) yield fault(machine, has.processorPath, `at least ${floor.vCpu} vCPUs for ${titleOf(held)} (${clause}); it has ${has.vCpu}`, { clause: clause! });
    const memoryClause = floor.clauses.at(-1)!;
    if (has.memoryGiB < floor.memoryGiB) yield fault(machine, path, `at least ${floor.memoryGiB} GiB of memory for ${titleOf(held)} (${memoryClause}); it has ${has.memoryGiB} GiB`, { clause: memoryClause });
  },
  good: [
    { title: "exactly the floor", resources: [sampleMachine("core", { tags: roleTags("core"), hardwareProfile: { vmSize: "Standard_D4s_v5" } })], findings: [] },
    { title: "the compute server with two vCPUs, in another case", resources: [sampleMachine("compute", { tags: roleTags("compute"), hardwareProfile: { vmSize: "standard_e2S_v5" } })], findings: [] },
    { title: "core and application share a machine: the larger floor", resources: [sampleMachine("both", { tags: roleTags("application core"), hardwareProfile: { vmSize: "Standard_D4s_v5" } })], findings: [] },
    { title: "intranet web on the application server: 28 GiB", resources: [sampleMachine("both", { tags: roleTags("application intranetWeb"), hardwareProfile: { vmSize: "Standard_E4s_v5" } })], findings: [] },
    { title: "a larger size of which half the vCPUs are used", resources: [sampleMachine("sql", { hardwareProfile: { vmSize: "Standard_E8s_v5", vmSizeProperties: { vCPUsAvailable: 8, vCPUsPerCore: 1 } } })], facts: { roles: { sql: ["database"] } }, findings: [] },
  ],
  bad: [
    {
      title: "two vCPUs and 8 GiB for the core server",
      resources: [sampleMachine("core", { tags: roleTags("core"), hardwareProfile: { vmSize: "Standard_D2s_v5" } })],
      findings: [
        { resource: "core", path, limit: "at least 4 vCPUs for core server (T3.1.3-2); it has 2" },
        { resource: "core", path, limit: "at least 16 GiB of memory for core server (T3.1.3-2); it has 8 GiB" },
      ],
    },
    {
      title: "too little memory for the compute server",
      resources: [sampleMachine("compute", { tags: roleTags("compute"), hardwareProfile: { vmSize: "Standard_D2s_v5" } })],
      findings: [{ resource: "compute", path, limit: "at least 16 GiB of memory for compute server (T3.1.7-1); it has 8 GiB" }],
    },
    {
      title: "intranet web on the application server with the memory of one",
      resources: [sampleMachine("both", { tags: roleTags("application intranetWeb"), hardwareProfile: { vmSize: "Standard_D4s_v5" } })],
      findings: [{ resource: "both", path, limit: "at least 28 GiB of memory for application server and intranet web server (T3.1.5-2); it has 16 GiB" }],
    },
    {
      title: "vCPUs taken away from a size that has them",
      resources: [sampleMachine("web", { tags: roleTags("web"), hardwareProfile: { vmSize: "Standard_D8s_v5", vmSizeProperties: { vCPUsAvailable: 2 } } })],
      findings: [{ resource: "web", path: "hardwareProfile.vmSizeProperties", limit: "at least 4 vCPUs for web server (T3.1.5-1); it has 2" }],
    },
    {
      title: "four vCPUs without hyper-threading are two",
      resources: [sampleMachine("sql", { tags: roleTags("database"), hardwareProfile: { vmSize: "Standard_E4s_v5", vmSizeProperties: { vCPUsPerCore: 1 } } })],
      findings: [{ resource: "sql", path: "hardwareProfile.vmSizeProperties", limit: "at least 4 vCPUs for database server (T3.1.4-2); it has 2" }],
    },
    { title: "a size with constrained vCPUs", resources: [sampleMachine("sql", { tags: roleTags("database"), hardwareProfile: { vmSize: "Standard_E4-2s_v5" } })], findings: [{ resource: "sql", path, limit: ofTheCatalogue }] },
    { title: "no size", resources: [sampleMachine("sql", { tags: roleTags("database") })], findings: [{ resource: "sql", path, limit: ofTheCatalogue }] },
  ],
};

/** Reading 20: the sum is advised where roles share a machine. */
export const memoryForAllRoles: ResourceRule = {
  id: "LC204",
  name: "machines-have-the-memory-of-all-their-roles-together",
  group: "hardening",
  clauses: ["T3.1.5-2"],
  proposals: ["P-22"],
  synopsis: "A machine with several roles has the memory of all of them added together.",
  why: "The vendor demands the sum for one pair of roles only; the others need no less memory for standing together.",
  fix: "choose a larger size of the same family, or a machine for each role",
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine, facts) {
    const held = rolesOf(machine, facts);
    if (held === undefined || held.length < 2) return;
    const has = capacityOf(machine);
    const advised = advisedMemoryFor(held);
    if (has !== undefined && has.memoryGiB < advised) yield fault(machine, path, `${advised} GiB of memory for ${titleOf(held)} together; it has ${has.memoryGiB} GiB`);
  },
  good: [
    { title: "both floors added", resources: [sampleMachine("both", { tags: roleTags("core application"), hardwareProfile: { vmSize: "Standard_E4s_v5" } })], findings: [] },
    { title: "one role alone, below its floor, which is another rule's", resources: [sampleMachine("core", { tags: roleTags("core"), hardwareProfile: { vmSize: "Standard_D2s_v5" } })], findings: [] },
    { title: "one role alone", resources: [sampleMachine("core", { tags: roleTags("core"), hardwareProfile: { vmSize: "Standard_D4s_v5" } })], findings: [] },
  ],
  bad: [
    {
      title: "the larger floor alone",
      resources: [sampleMachine("both", { tags: roleTags("core application"), hardwareProfile: { vmSize: "Standard_D4s_v5" } })],
      findings: [{ resource: "both", path, limit: "32 GiB of memory for core server and application server together; it has 16 GiB" }],
    },
  ],
};
