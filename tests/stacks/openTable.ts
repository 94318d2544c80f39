import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CustomResource } from "@pulumi/pulumi";
import type { Engine } from "../../engine/cli.ts";
import { openStack, type RunningStack } from "../../engine/workspace.ts";
import { azureProvider } from "../../rehearsal/azureProvider.ts";
import { CallCounter } from "../../rehearsal/callCounter.ts";
import { serveProvider } from "../../rehearsal/grpcProvider.ts";
import type { Provider, ProviderSession } from "../../rehearsal/provider.ts";
import { randomProvider } from "../../rehearsal/randomProvider.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { resolveType } from "../../rehearsal/resourceTypes.ts";
import { isGenerated, type MutableResource } from "../proofSubjects.ts";

/** A stack of plain resources on the engine, whatever they say. */
export interface RunningTable {
  readonly stack: RunningStack;
  /** Files of the rehearsed Azure: none, as long as nothing was made. */
  readonly made: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a stack whose program registers these resources as they are. */
export function openTable(engine: Engine, stack: "utb" | "prod", table: readonly MutableResource[]): Promise<RunningTable> {
  return openProgram(engine, stack, () => registerTable(table));
}

/**
 * Opens a stack of a program. Types that are not rehearsed are previewed as they were written.
 *
 * @param register registers resources anew at each call
 */
export async function openProgram(engine: Engine, stack: "utb" | "prod", register: () => void): Promise<RunningTable> {
  const folder = await mkdtemp(join(tmpdir(), `lifecare-table-${stack}-`));
  const store = join(folder, "azure");
  const providers = [withForeignTypes(azureProvider(new ResourceStore(store), packageVersion("@pulumi/azure-native"))), randomProvider(packageVersion("@pulumi/random"))];
  const served = await Promise.all(providers.map(async (provider) => ({ name: provider.name, ...(await serveProvider(provider, new CallCounter())) })));
  const debugProviders = served.map(({ name, port }) => `${name}:${port}`).join(",");
  return {
    stack: await openStack({ engine, folder, project: "lifecare", stack, stackFile: `Pulumi.${stack}.yaml`, program: async () => register(), debugProviders }),
    made: () => readdirSync(folder).includes("azure") ? readdirSync(store, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])) : [],
    close: async () => {
      await Promise.all(served.map(({ stop }) => stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A resource of any type. */
class PlainResource extends CustomResource {}

/** Registers resources as they are; what a password generates is handed on, ids are literal. */
function registerTable(table: readonly MutableResource[]): void {
  const registered = new Map<string, CustomResource>();
  for (const { type, name, inputs, dependencies = [] } of table) {
    const generated = type.startsWith("random:") ? { result: undefined } : {};
    const dependsOn = dependencies.flatMap((other) => registered.get(other) ?? []);
    registered.set(name, new PlainResource(type, name, { ...generated, ...(resolved(inputs, registered) as object) }, { dependsOn }));
  }
}

function resolved(value: unknown, registered: ReadonlyMap<string, CustomResource>): unknown {
  if (isGenerated(value)) return (registered.get(value.resource) as unknown as Readonly<Record<string, unknown>>)[value.property];
  if (Array.isArray(value)) return value.map((item) => resolved(item, registered));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, registered)]));
}

/** A provider that previews what it does not know, and makes nothing of it. */
function withForeignTypes(provider: Provider): Provider {
  return {
    ...provider,
    configure: (variables) => {
      const session = provider.configure(variables);
      const isKnown = (type: string) => resolveType(type) !== undefined;
      const foreign: Pick<ProviderSession, "check" | "create"> = {
        check: (request) => (isKnown(request.type) ? session.check(request) : { inputs: request.inputs, failures: [] }),
        create: (request) => {
          if (isKnown(request.type)) return session.create(request);
          if (!request.preview) throw new Error(`${request.type} is previewed only`);
          return { id: "", outputs: request.inputs };
        },
      };
      return { ...session, ...foreign };
    },
  };
}

function packageVersion(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}
