import type { PartialStack } from "./configurationProblems.ts";
import type { Advice, Problem } from "./problem.ts";

/** What the checks found; each check adds to it. */
export interface Findings {
  readonly problems: Problem[];
  readonly advice: Advice[];
}

type Check = (stack: PartialStack, findings: Findings) => void;

const checks: readonly Check[] = [checkMachineRoles];

/** Checks between fields, on whatever could be parsed. */
export function checkConfiguration(stack: PartialStack): Findings {
  const findings: Findings = { problems: [], advice: [] };
  for (const check of checks) check(stack, findings);
  return findings;
}

function checkMachineRoles(stack: PartialStack, { problems }: Findings): void {
  const machines = stack["lifecare:machines"];
  if (machines === undefined || machines.some((machine) => machine?.roles === undefined)) return;
  const placed = new Set(machines.flatMap((machine) => machine?.roles ?? []));
  for (const role of ["core", "application", "database"] as const) {
    if (placed.has(role)) continue;
    problems.push({ path: "lifecare:machines", value: [...placed], limit: `the role ${role} stands on some machine`, clause: "T3.1-3", fix: `add ${role} to the roles of a machine` });
  }
}
