import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine/cli.ts";
import type { ProjectStack } from "../engine/projectStack.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../engine/stackFolder.ts";
import { ProblemError } from "../environment/problem.ts";
import { stackFilePath } from "./stackFilePath.ts";

/** Folder below the project in which `lifecare demo` keeps state, passphrase and the rehearsed Azure. */
export const rehearsalFolder = ".lifecare";

/** A stack as the Pulumi CLI is told of it. */
export interface StackPlace {
  readonly stack: ProjectStack;
  readonly close: () => Promise<void>;
}

/**
 * Where a stack is: in the project's own backend (`pulumi login`), with the real providers; or in a folder, on the Azure that was rehearsed there.
 *
 * @param rehearsal that folder
 * @param prepareEngine asked when all that was given can be used
 * @throws ProblemError where nothing was rehearsed there
 */
export async function openPlace(stack: string, rehearsal: string | undefined, prepareEngine: () => Promise<Engine>): Promise<StackPlace> {
  stackFilePath(stack);
  if (rehearsal === undefined) return { stack: { engine: await prepareEngine(), folder: process.cwd(), stack }, close: async () => undefined };
  const folder = workFolderOf(rehearsal, stack);
  if (!existsSync(join(folder, `Pulumi.${stack}.yaml`))) {
    throw new ProblemError("Nothing can be read:", [{ path: "--rehearsal", value: rehearsal, limit: `a folder in which ${stack} was rehearsed`, fix: "run `npm run demo` first, or name another folder" }]);
  }
  const [engine, stackFolder] = [await prepareEngine(), await openStackFolder(rehearsal)];
  const { startRehearsal } = await import("../rehearsal/startRehearsal.ts");
  const running = await startRehearsal({ storeFolder: join(rehearsal, "azure") });
  return { stack: { engine, folder, stack, environment: environmentOf(stackFolder, running.debugProviders) }, close: () => running.stop() };
}
