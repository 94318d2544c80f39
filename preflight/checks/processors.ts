import { quotaFamilies, regionalQuota } from "../../azure/quotaFamilies.ts";
import { findSize, type VirtualMachineSize } from "../../azure/virtualMachineSizes.ts";
import { broken, holds, NotKnown, type Check, type Subject } from "../check.ts";
import { standingSize, wantedMachines, type WantedMachine } from "../machines.ts";
import type { Question } from "../question.ts";

/** The vCPUs of each family, and of all together: what is planned, less what stands already. */
export function processorChecks(subject: Subject): readonly Check[] {
  const machines = wantedMachines(subject);
  if (machines.length === 0) return [];
  const families = new Set(machines.map(({ size }) => quotaOf(findSize(size)) ?? size));
  return [...[...families].sort(), regionalQuota].map((quota) => processorCheck(subject, machines, quota));
}

function processorCheck({ azure }: Subject, machines: readonly WantedMachine[], quota: string): Check {
  const usage = { kind: "computeUsage", location: azure.location } as const satisfies Question;
  const standing = { kind: "standing", resourceGroupName: azure.resourceGroupName } as const satisfies Question;
  const counts = (size: VirtualMachineSize) => quota === regionalQuota || quotaOf(size) === quota;
  const counted = machines.map(({ size }) => findSize(size)).filter((size) => size !== undefined && counts(size)).length;
  return {
    id: `quota/${azure.location}/${quota}`,
    subject: quota === regionalQuota ? `all vCPUs in ${azure.location}` : `vCPUs of ${quota} in ${azure.location}`,
    questions: [usage, standing],
    demand: `suffice for ${counted} ${counted === 1 ? "machine" : "machines"}`,
    clauses: [],
    source: "MicrosoftDocs/azure-docs, error-resource-quota.md; quota counts machines that are switched off too",
    fix: "ask for more (portal, Quotas), or give machines another size (az vm list-usage shows what is free)",
    judge: (answers) => {
      const found = answers.to(usage).find(({ name }) => name.toLowerCase() === quota.toLowerCase());
      if (found === undefined) throw new NotKnown(`Azure lists no quota ${quota}`);
      const stands = answers.to(standing);
      const planned = total(machines.map(({ size }) => size), counts);
      const own = total(machines.flatMap((machine) => standingSize(stands, machine) ?? []), counts);
      const short = found.current - own + planned - found.limit;
      const told = `${found.current} of ${found.limit} in use, ${own} of them this stack's; ${planned} planned`;
      return short <= 0 ? holds(told) : broken(`${told}: ${short} short`);
    },
  };
}

/** The vCPUs of sizes, as far as they count. */
function total(sizes: readonly string[], counts: (size: VirtualMachineSize) => boolean): number {
  return sizes.reduce((sum, name) => {
    const size = findSize(name);
    if (size === undefined) throw new NotKnown(`how many vCPUs ${name} has is not in the catalogue`);
    return sum + (counts(size) ? size.vCpu : 0);
  }, 0);
}

function quotaOf(size: VirtualMachineSize | undefined): string | undefined {
  return size === undefined ? undefined : (quotaFamilies[size.family] ?? size.family);
}
