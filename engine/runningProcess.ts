import { readFileSync } from "node:fs";

/**
 * Whether a process of this machine runs that may be the Pulumi CLI. A number that was given to another program since, or a process that has ended and
 * that nobody has asked for yet, does not count where the system tells (Linux).
 */
export function runsPulumi(process_: number): boolean {
  try {
    process.kill(process_, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    // `number (program) state …`
    const [, program = "", state = ""] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${process_}/stat`, "utf8")) ?? [];
    return state !== "Z" && program.startsWith("pulumi");
  } catch {
    return true;
  }
}
