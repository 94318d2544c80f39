import { findSize, virtualMachineSizes, type VirtualMachineSize } from "../azure/virtualMachineSizes.ts";
import type { Check } from "./configurationFindings.ts";
import type { Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

const sizes: Check = (stack, { problems }) => {
  for (const [index, machine] of (stack["lifecare:machines"] ?? []).entries()) {
    if (machine?.size === undefined) continue;
    const problem = sizeProblem(`lifecare:machines[${index}].size`, machine.size);
    if (problem !== undefined) problems.push(problem);
  }
};

function sizeProblem(path: string, value: string): Problem | undefined {
  const size = findSize(value);
  if (size === undefined) {
    const meant = suggestion(value, virtualMachineSizes.filter(isUsable).map(({ name }) => name));
    return { path, value, limit: "a size of the catalogue", clause: "T3.1-1", fix: meant === undefined ? "choose a size of the catalogue, or leave it out" : `did you mean ${meant}?` };
  }
  if (size.architecture !== "x64") return { path, value, limit: "an x64 size: the product runs on 64-bit Windows", clause: "T2.1-1", fix: "choose an x64 size" };
  if (size.burstable) return { path, value, limit: "a size that is not burstable: processors are not over-committed", clause: "T3.1-2", fix: "choose a D or E size" };
  if (!isUsable(size)) return { path, value, limit: "a size that starts images of generation 2, as Trusted Launch demands", fix: "choose a newer size" };
  return size.name === value ? undefined : { path, value, limit: "the name in Azure's own spelling", fix: `write ${size.name}` };
}

/** Whether the vendor's rules and the images of this package leave a size to choose. */
export function isUsable(size: VirtualMachineSize): boolean {
  return size.architecture === "x64" && !size.burstable && size.generations.includes(2);
}

/** Machine sizes, as far as the catalogue decides; floors are the sizing's. */
export const machineChecks: readonly Check[] = [sizes];
