import type { ShownRehearsal } from "../reports/rehearsalReport.ts";
import { say } from "./sayCommand.ts";

/** Runs `lifecare rehearse` for UTB in a folder, and answers what it found. */
export async function rehearse(folder: string, ...faults: readonly string[]): Promise<{ readonly code: number; readonly shown: ShownRehearsal }> {
  const { code, result, notices } = await say("rehearse", "--stack", "utb", "--rehearsal", folder, "--format", "json", ...faults.flatMap((fault) => ["--fault", fault]));
  if (result === "") throw new Error(notices);
  return { code, shown: JSON.parse(result) as ShownRehearsal };
}
