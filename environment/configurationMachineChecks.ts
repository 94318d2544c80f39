import { findSize, virtualMachineSizes, type VirtualMachineSize } from "../azure/virtualMachineSizes.ts";
import { serverTypes } from "../specification/serverTypes.ts";
import type { Role } from "../specification/vocabulary.ts";
import { refuseRepeats, whole, type Check } from "./configurationFindings.ts";
import { suggestion } from "./suggestion.ts";

const names: Check = (stack, findings) => {
  refuseRepeats(stack["lifecare:machines"], (machine) => machine?.name, (index) => `lifecare:machines[${index}].name`, findings, "T3.1.3-1");
  for (const [machine, { roles }] of (stack["lifecare:machines"] ?? []).map((machine) => machine ?? {}).entries()) {
    refuseRepeats(roles, (role) => role, (index) => `lifecare:machines[${machine}].roles[${index}]`, findings, "T3.1-3");
  }
};

/** Roles without which there is no installation; web servers may be absent (T 4.3). */
const indispensable: readonly Role[] = ["core", "application", "database"];

const placement: Check = (stack, { problems, advice }) => {
  const machines = stack["lifecare:machines"];
  const placed = whole(machines?.flatMap((machine) => machine?.roles ?? [undefined]));
  if (placed === undefined) return;
  for (const role of indispensable) {
    if (placed.includes(role)) continue;
    problems.push({ path: "lifecare:machines", value: [...new Set(placed)], limit: `a ${serverTypes[role].title} among the roles`, clause: "T3.1-3", fix: `add ${role} to the roles of a machine` });
  }
  const features = whole(stack["lifecare:product"]?.features);
  if (features === undefined) return;
  if (features.includes("planning") && !placed.includes("compute")) {
    problems.push({ path: "lifecare:machines", value: [...new Set(placed)], limit: "a compute server among the roles where planning is installed", clause: "T3.1.7-1", fix: "add a machine with the role compute, or leave planning out of the features" });
  }
  if (!features.includes("planning") && placed.includes("compute")) {
    advice.push({ path: "lifecare:machines", message: "the compute server calculates for planning, which is not among the features", clause: "T3.1.7-1" });
  }
};

const sharing: Check = (stack, { problems, advice }) => {
  for (const [index, machine] of (stack["lifecare:machines"] ?? []).entries()) {
    const roles = machine?.roles;
    if (roles === undefined || roles.length < 2) continue;
    const path = `lifecare:machines[${index}].roles`;
    for (const role of roles) {
      const type = role === undefined ? undefined : serverTypes[role];
      if (type?.ownMachine === "required") problems.push({ path, value: roles, limit: `a machine of its own for the ${type.title}, apart from the rest behind a firewall`, clause: "T3.1.5-3", fix: `move ${role} to a machine of its own` });
      if (type?.ownMachine === "recommended") advice.push({ path, message: `a machine of its own is recommended for the ${type.title}`, clause: type.clause });
    }
  }
};

const databaseServers: Check = (stack, { problems }) => {
  const machines = stack["lifecare:machines"] ?? [];
  const servers = [...machines.entries()].filter(([, machine]) => machine?.roles?.includes("database"));
  for (const [index, machine] of servers) {
    if (machine?.count === undefined || machine.count === 1) continue;
    problems.push({ path: `lifecare:machines[${index}].count`, value: machine.count, limit: "one database server: the product's databases stand on a single instance", clause: "T3.1.4-2", fix: "state 1 and choose a larger size" });
  }
  for (const [index, machine] of servers.slice(1)) {
    problems.push({ path: `lifecare:machines[${index}].roles`, value: machine?.roles, limit: "one database server: the role already stands on another machine", clause: "T3.1.4-2", fix: "leave database out here" });
  }
};

const sizes: Check = (stack, { problems }) => {
  for (const [index, machine] of (stack["lifecare:machines"] ?? []).entries()) {
    if (machine?.size === undefined) continue;
    const size = findSize(machine.size);
    const path = `lifecare:machines[${index}].size`;
    if (size === undefined) {
      const meant = suggestion(machine.size, virtualMachineSizes.filter(isUsable).map(({ name }) => name));
      problems.push({ path, value: machine.size, limit: "a size of the catalogue", clause: "T3.1-1", fix: meant === undefined ? "choose a size of the catalogue, or leave it out" : `did you mean ${meant}?` });
    } else if (size.architecture !== "x64") {
      problems.push({ path, value: machine.size, limit: "an x64 size: the product runs on 64-bit Windows", clause: "T2.1-1", fix: "choose an x64 size" });
    } else if (size.burstable) {
      problems.push({ path, value: machine.size, limit: "a size that is not burstable: processors are not over-committed", clause: "T3.1-2", fix: "choose a D or E size" });
    } else if (size.name !== machine.size) {
      problems.push({ path, value: machine.size, limit: "the name in Azure's own spelling", fix: `write ${size.name}` });
    }
  }
};

function isUsable(size: VirtualMachineSize): boolean {
  return size.architecture === "x64" && !size.burstable && size.generations.includes(2);
}

/** Which roles stand where. */
export const machineChecks: readonly Check[] = [names, placement, sharing, databaseServers, sizes];
