import { join } from "node:path";
import { ProblemError } from "../environment/problem.ts";

const stackName = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * The file of a stack in the project's folder, as the Pulumi CLI names it.
 *
 * @throws ProblemError where the name could not be a stack's
 */
export function stackFilePath(stack: string, folder = process.cwd()): string {
  if (stackName.test(stack)) return join(folder, `Pulumi.${stack}.yaml`);
  throw new ProblemError("This is no stack.", [
    { path: "--stack", value: stack, limit: "1 to 100 letters, digits, hyphens, underscores and dots", fix: "name a stack, for example prod" },
  ]);
}
