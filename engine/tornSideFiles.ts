import { readFile, rm } from "node:fs/promises";
import { globSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve, sep } from "node:path";
import type { ProjectStack } from "./projectStack.ts";
import { runProcess } from "./runProcess.ts";

const shortly = 120_000;

/**
 * Side files of a stack's state that a kill cut off, where the backend is a folder (`file://`). The CLI writes the state itself in one step, and beside it, in
 * two, a file `.attrs` with content type and checksum; an empty one makes every command on the stack answer "EOF" (tried with 3.259), a missing one nothing.
 *
 * @returns paths; none where the backend is no folder
 */
export async function tornSideFiles(stack: ProjectStack): Promise<readonly string[]> {
  const folder = await backendFolder(stack);
  if (folder === undefined) return [];
  const paths = globSync(join(folder, ".pulumi", "**", "*.attrs")).filter((path) => path.split(sep).some((segment) => segment === stack.stack || segment.startsWith(`${stack.stack}.`)));
  const torn = await Promise.all(paths.map(async (path) => ((await isWhole(path)) ? [] : [path])));
  return torn.flat().sort();
}

/** Takes side files away; the CLI does without them. */
export async function removeSideFiles(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}

async function isWhole(path: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(path, "utf8"));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

async function backendFolder({ engine, folder, environment = {} }: ProjectStack): Promise<string | undefined> {
  const asked = await runProcess({ command: engine.executable, arguments: ["whoami", "--verbose", "--json", "--non-interactive"], folder, environment: { PULUMI_SKIP_UPDATE_CHECK: "true", ...environment }, timeoutMilliseconds: shortly });
  const { url = "" } = asked.kind === "exited" && asked.code === 0 ? (JSON.parse(asked.stdout) as { url?: string }) : {};
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  if (path === undefined) return undefined;
  // `file://~/states`, `file://./states`, `file:///C:/states`
  return resolve(folder, decodeURI(path).replace(/^~(?=$|\/)/, homedir()).replace(/^\/(?=[A-Za-z]:)/, ""));
}
