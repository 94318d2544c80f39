import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { runWithEvents, type ProjectStack } from "./projectStack.ts";
import { mustSucceed, readState, writeState, type StackState, type StateEntry } from "./stackState.ts";

/** Many resources, asked of an Azure that throttles. */
const readTimeout = 30 * 60_000;

/**
 * What Azure has of some resources of a state: the engine refreshes them in a copy of the stack that lives in a temporary folder, so that the stack itself is
 * not touched, whatever happens meanwhile. Secrets stay encrypted, with the key of the state.
 *
 * @param project name of the Pulumi project, as URNs have it
 * @param urns resources of `state`
 * @returns what was found, by URN; what Azure does not have is missing
 * @throws Error with the engine's words where Azure cannot be asked
 */
export async function lookUp(stack: ProjectStack, state: StackState, project: string, urns: readonly string[]): Promise<ReadonlyMap<string, StateEntry>> {
  if (urns.length === 0) return new Map();
  const folder = await mkdtemp(join(tmpdir(), "lifecare-look-"));
  try {
    const copy = await copyStack(stack, state, project, folder);
    const read = () => runWithEvents(copy, ["refresh", "--yes", "--skip-preview", "--suppress-outputs", ...urns.flatMap((urn) => ["--target", urn])], readTimeout);
    // Reading twice does no harm, and a connection that was just lost may be back.
    let { failure } = await read();
    if (failure !== undefined) ({ failure } = await read());
    if (failure !== undefined) throw new Error(`Azure cannot be asked what there is of ${stack.stack}:\n${failure}`);
    const { resources = [] } = (await readState(copy)).deployment;
    const asked = new Set(urns);
    return new Map(resources.filter((entry) => asked.has(entry.urn) && entry.delete !== true).map((entry) => [entry.urn, entry]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyStack(stack: ProjectStack, state: StackState, project: string, folder: string): Promise<ProjectStack> {
  const backend = join(folder, "state");
  await mkdir(backend);
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ name: project, runtime: "nodejs" }));
  const copy = { ...stack, folder, environment: { ...stack.environment, ...passphraseFor(state), PULUMI_BACKEND_URL: pathToFileURL(backend).href } };
  await mustSucceed(copy, ["stack", "init", "--no-select"], `A copy of ${stack.stack} cannot be made`);
  // Instead of the key that the CLI has just made: the one that the state is encrypted with.
  await writeFile(join(folder, `Pulumi.${stack.stack}.yaml`), stringify(secretsSettings(state)));
  await writeState(copy, state);
  return copy;
}

/** The settings of a stack file with which the CLI takes the key that the state is encrypted with. */
function secretsSettings({ deployment: { secrets_providers: provider } }: StackState): Readonly<Record<string, unknown>> {
  const { salt, url, encryptedkey } = provider?.state ?? {};
  const settings = { encryptionsalt: salt, secretsprovider: url, encryptedkey };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** A new stack wants a passphrase, also where the state has a key of a key service and its user has none. */
function passphraseFor({ deployment: { secrets_providers: provider } }: StackState): Readonly<Record<string, string>> {
  return provider === undefined || provider.type === "passphrase" ? {} : { PULUMI_CONFIG_PASSPHRASE: randomUUID() };
}
