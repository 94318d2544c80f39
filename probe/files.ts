import { instructions, instructionsFile } from "./instructions.ts";
import { listenerScript } from "./listener.ts";
import { probeScript } from "./powershell.ts";
import { scriptOf, type ProbePlan } from "./probePlan.ts";

export const planFile = "probe-plan.json";

/** One file for a team: its name and text. */
export interface ProbeFile {
  readonly name: string;
  readonly text: string;
}

/**
 * All that a team needs to measure a stack: how it is done, the plan, for each place a script and the questions in it as JSON (for
 * `node probe/run.ts`), and for each server a listener.
 */
export function probeFiles(plan: ProbePlan): readonly ProbeFile[] {
  return [
    { name: instructionsFile, text: instructions(plan) },
    { name: planFile, text: `${JSON.stringify(plan, undefined, 1)}\n` },
    ...plan.vantages.flatMap((vantage) => [
      { name: `probe-${vantage.name}.ps1`, text: probeScript(vantage) },
      { name: `probe-${vantage.name}.questions`, text: `${JSON.stringify(scriptOf(vantage))}\n` },
      ...(vantage.prefix.endsWith("/32") ? [{ name: `listen-${vantage.name}.ps1`, text: listenerScript(plan, vantage) }] : []),
    ]),
  ];
}
