import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import { cacheFolder } from "./cacheFolder.ts";

/**
 * A folder outside version control that holds what running stacks leaves behind: state, passphrase, the CLI's own home, and copies of the stack files (the
 * CLI writes to them; the repository's are never touched).
 */
export interface StackFolder {
  readonly path: string;
  /** `file://` address of the state. */
  readonly backend: string;
  readonly passphrase: string;
  /** `PULUMI_HOME`. */
  readonly home: string;
}

/** Opens the folder, or makes it: readable by its owner only, with a passphrase of its own. */
export async function openStackFolder(path: string): Promise<StackFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const [state, home] = [join(path, "state"), join(path, "home")];
  await Promise.all([mkdir(state, { recursive: true }), mkdir(home, { recursive: true })]);
  return { path, backend: pathToFileURL(state).href, passphrase: await passphraseOf(path), home };
}

async function passphraseOf(folder: string): Promise<string> {
  const path = join(folder, "passphrase");
  try {
    const file = await open(path, "wx", 0o600);
    const passphrase = randomBytes(32).toString("base64url");
    await file.writeFile(passphrase);
    await file.close();
    return passphrase;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFile(path, "utf8");
  }
}

/**
 * Copies a stack file to where the CLI works on it, as `Pulumi.<stack>.yaml`, and answers the folder. The salt that the CLI added to an earlier copy is
 * kept, since the secrets in the state belong to it.
 */
export async function copyStackFile(folder: StackFolder, stack: string, source: string): Promise<string> {
  const workFolder = workFolderOf(folder.path, stack);
  await mkdir(workFolder, { recursive: true });
  const copy = join(workFolder, `Pulumi.${stack}.yaml`);
  const text = await readFile(source, "utf8");
  await writeFile(copy, withSalt(text, await readFile(copy, "utf8").catch(() => "")));
  return workFolder;
}

/** Where the CLI works on the copy of a stack's file. */
export function workFolderOf(folder: string, stack: string): string {
  return join(folder, "work", stack);
}

/**
 * What tells the CLI to work in this folder alone.
 *
 * @param debugProviders providers that already run: `azure-native:PORT,random:PORT`; they are then the only ones, and nothing is downloaded
 */
export function environmentOf({ backend, passphrase, home }: StackFolder, debugProviders?: string): Readonly<Record<string, string>> {
  return {
    PULUMI_BACKEND_URL: backend,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...shortRuns(process.env),
    ...(debugProviders === undefined ? {} : { PULUMI_DEBUG_PROVIDERS: debugProviders, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
  };
}

/**
 * Runs are short and many. What Node compiled of a policy pack is kept in the cache, which halves the pack's start, and the CLI collects its garbage less
 * often, a fifth of its work. What the caller's environment says of either counts.
 */
function shortRuns({ NODE_COMPILE_CACHE: compiled, GOGC: growth }: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return { NODE_COMPILE_CACHE: compiled ?? join(cacheFolder(), "compiled"), GOGC: growth ?? "400" };
}

function withSalt(text: string, earlierCopy: string): string {
  const salt = (parse(earlierCopy) as { encryptionsalt?: string } | null)?.encryptionsalt;
  const own = (parse(text) as { encryptionsalt?: string } | null)?.encryptionsalt;
  if (salt === undefined || own !== undefined) return text;
  return `${text.replace(/\n*$/, "\n")}${stringify({ encryptionsalt: salt })}`;
}
