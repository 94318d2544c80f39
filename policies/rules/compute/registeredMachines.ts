import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { rolesOf } from "../machines.ts";
import { machinesMeant } from "../namedMachines.ts";
import { notKnownYet, roleTags, sampleId, sampleMachine } from "../samples.ts";

const path = "virtualMachineResourceId";
const limit = "a machine with the database role: no other server type carries a database engine (T3.1-3)";
const machine = (name: string, roles: string) => sampleMachine(name, { vmName: name, tags: roleTags(roles) });

function registration(id: string, more: Pick<SampleResource, "dependencies"> = {}): SampleResource {
  return { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs: { virtualMachineResourceId: id }, ...more };
}

/** Whether it stands on the database server, where every machine that it may be agrees; `undefined` where nobody says its roles. */
function standsOnDatabase(stack: Stack, found: Resource): boolean | undefined {
  const meant = machinesMeant(stack, found, path);
  if (meant.length === 0) throw found.inputs.notKnown(path, "names a machine of another stack, whose roles nobody can tell");
  const answers = new Set(meant.map((one) => rolesOf(one, stack.facts)?.includes("database")));
  if (answers.size > 1) throw found.inputs.notKnown(path, "is not known, and may be any of several machines");
  return [...answers][0];
}

/** T3.1-3: who calls the database server something else gets a smaller one. */
export const registeredOnDatabase: StackRule = {
  id: "LC225",
  name: "sql-server-is-registered-on-database-servers",
  group: "specification",
  clauses: ["T3.1-3", "T3.1.4-2"],
  proposals: ["P-26"],
  synopsis: "SQL Server is registered on machines with the database role, and on no other.",
  why: "Floors, disks, ports and backups of the database server follow from its role: a database engine on a machine of another role has none of them.",
  fix: "give the machine the database role, or take the registration away",
  scope: "stack",
  *check(stack) {
    yield* each(
      stack.of("sqlvirtualmachine:SqlVirtualMachine"),
      function* (found) {
        if (standsOnDatabase(stack, found) === false) yield fault(found, path, limit);
      },
    );
  },
  unknown: [
    { title: "on a machine of another stack", resources: [registration(sampleId("Microsoft.Compute/virtualMachines", "elsewhere"))], findings: [{ resource: "sql", path, limit: "names a machine of another stack, whose roles nobody can tell" }] },
    { title: "on one of two machines, whose roles differ", resources: [machine("core", "core"), machine("sql01", "database"), registration(notKnownYet, { dependencies: ["core", "sql01"] })], findings: [{ resource: "sql", path, limit: "is not known, and may be any of several machines" }] },
  ],
  good: [{ title: "by id, in another case", resources: [machine("sql01", "database core"), registration(sampleId("Microsoft.Compute/virtualMachines", "SQL01"))], findings: [] }],
  bad: [
    { title: "on the compute server", resources: [machine("cmp01", "compute"), registration(sampleId("Microsoft.Compute/virtualMachines", "cmp01"))], findings: [{ resource: "sql", path, limit }] },
    { title: "on the core server, whose id is not known yet", resources: [machine("core", "core"), registration(notKnownYet, { dependencies: ["core"] })], findings: [{ resource: "sql", path, limit }] },
  ],
};
