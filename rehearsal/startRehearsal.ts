import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { azureProvider } from "./azureProvider.ts";
import { CallCounter } from "./callCounter.ts";
import { noFaults, type Faults } from "./faults/faults.ts";
import { serveProvider } from "./grpcProvider.ts";
import { openStore } from "./openStore.ts";
import { randomProvider } from "./randomProvider.ts";

export interface RehearsalOptions {
  /** Folder that the rehearsed Azure is kept in between runs; made where it is missing. */
  readonly storeFolder: string;
  /** What goes wrong on demand; nothing by default. A REST interface over the same store may share it. */
  readonly faults?: Faults;
}

export interface Rehearsal {
  /** Value of `PULUMI_DEBUG_PROVIDERS`: the engine attaches to these providers instead of starting plugins. */
  readonly debugProviders: string;
  /** What the engine asked, for tests and benchmarks. */
  readonly calls: CallCounter;
  /** Lets calls under way finish, then stops listening. */
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

/**
 * Starts an Azure to rehearse against. One process can hold several; two over one folder see the same resources. Another process is refused the folder.
 *
 * @throws StoreError where the folder is in use, of another format, or not whole
 */
export async function startRehearsal({ storeFolder, faults = noFaults }: RehearsalOptions): Promise<Rehearsal> {
  const calls = new CallCounter();
  const { store, close } = openStore(storeFolder);
  const providers = [
    azureProvider(store, packageVersion("@pulumi/azure-native"), faults),
    randomProvider(packageVersion("@pulumi/random")),
  ];
  const served = await Promise.all(providers.map(async (provider) => ({ name: provider.name, ...(await serveProvider(provider, calls)) })));
  return {
    debugProviders: served.map(({ name, port }) => `${name}:${port}`).join(","),
    calls,
    stop: async () => {
      await Promise.all(served.map(({ stop }) => stop()));
      close();
    },
  };
}

/** The engine refuses a plugin that is older than the package that the program uses. */
function packageVersion(name: string): string {
  return (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")) as { version: string }).version;
}
