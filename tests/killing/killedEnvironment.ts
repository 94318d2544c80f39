import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recoverStack, type RecoverOptions } from "../../commands/recover.ts";
import { takeDown, type TeardownOptions } from "../../commands/teardown.ts";
import { LifecareEnvironment } from "../../components/index.ts";
import type { Engine } from "../../engine/cli.ts";
import { nameOf, type RunSummary } from "../../engine/operations.ts";
import { runPulumi, type ProjectStack } from "../../engine/projectStack.ts";
import { failureOf } from "../../engine/runProcess.ts";
import { environmentOf, openStackFolder, workFolderOf } from "../../engine/stackFolder.ts";
import { readState, type StackState } from "../../engine/stackState.ts";
import { openStack } from "../../engine/workspace.ts";
import { parseConfiguration } from "../../environment/configuration.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { requestOfStackMap, stackMapOf, type EnvironmentRequest } from "../../environment/environmentRequest.ts";
import type { EnvironmentPlan } from "../../environment/plan.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { quietOutput } from "../sayCommand.ts";

/** Whom to kill, at which call of the engine from now on, and how long after it. */
export interface Aim {
  readonly whom: "engine" | "providers" | "both";
  readonly calls: number;
  /** 0: before the call has done anything. */
  readonly afterMilliseconds: number;
}

export type Life = { readonly kind: "finished"; readonly summary: RunSummary } | { readonly kind: "killed" };

/** UTB or PROD on a rehearsed Azure whose engine and providers die when they are told to. */
export interface KilledEnvironment {
  readonly folder: string;
  readonly want: (change: (wanted: EnvironmentRequest) => void) => void;
  readonly plan: () => EnvironmentPlan;
  /** Runs an update; whoever is aimed at dies in it, unless it ends before. */
  readonly up: (aim?: Aim) => Promise<Life>;
  /** Runs `lifecare recover`, with `--yes` unless told otherwise: its exit code. */
  readonly recover: (options?: Pick<RecoverOptions, "yes" | "takeLock">) => Promise<number>;
  /** Runs `lifecare teardown`: its exit code. */
  readonly takeDown: (options: Omit<TeardownOptions, "stack" | "rehearsal">) => Promise<number>;
  readonly state: () => Promise<StackState>;
  /** Ids in the rehearsed Azure, in lower case. */
  readonly standing: () => ReadonlySet<string>;
  /** What the rehearsed Azure made and removed in all its lives: `made /subscriptions/…`. */
  readonly deeds: () => readonly string[];
  /** Generated passwords by logical name. */
  readonly passwords: () => Promise<ReadonlyMap<string, string>>;
  /** All that was told: events, errors, and what recovery printed. */
  readonly told: () => string;
  readonly close: () => Promise<void>;
}

export async function openKilledEnvironment(engine: Engine, name: "utb" | "prod"): Promise<KilledEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), `lifecare-killed-${name}-`));
  const stackFile = `Pulumi.${name}.yaml`;
  const asWritten = () => requestOfStackMap(structuredClone(readStackFile(stackFile).config));
  let wanted = asWritten();
  let told = "";
  const tell = (value: unknown) => void (told += `${typeof value === "string" ? value : JSON.stringify(value)}\n`);
  const plan = () => planEnvironment(parseConfiguration(stackMapOf(wanted)).configuration);
  const program = async () => void new LifecareEnvironment("lifecare", wanted);

  let providers: Providers | undefined;
  const alive = async () => (providers = providers?.isAlive() === true ? providers : await startProviders(folder));
  const place = async (): Promise<ProjectStack> => ({ engine, folder: workFolderOf(folder, name), stack: name, environment: environmentOf(await openStackFolder(folder), (await alive()).debugProviders) });

  return {
    folder,
    plan,
    want: (change) => {
      wanted = asWritten();
      change(wanted);
    },
    up: async (aim) => {
      const serving = await alive();
      const stack = await openStack({ engine, folder, project: "lifecare", stack: name, stackFile, program, debugProviders: serving.debugProviders });
      serving.aim(aim ?? nobody);
      try {
        const summary = await stack.up({ onEvent: tell });
        serving.aim(nobody);
        return { kind: "finished", summary };
      } catch (error) {
        tell(String(error));
        if (!serving.hasKilled()) throw error;
        return { kind: "killed" };
      }
    },
    recover: async (options = { yes: true }) => recoverStack(await place(), plan().resources, options, quietOutput(tell)),
    takeDown: async (options) => takeDown(await place(), options, quietOutput(tell)),
    state: async () => readState(await place()),
    standing: () => new Set(new ResourceStore(join(folder, "azure")).all().map(({ id }) => id.toLowerCase())),
    deeds: () => (existsSync(join(folder, "made.log")) ? readFileSync(join(folder, "made.log"), "utf8").trim().split("\n") : []),
    passwords: async () => decrypted(await place()),
    told: () => told,
    close: async () => {
      providers?.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const nobody: Aim = { whom: "engine", calls: Number.MAX_SAFE_INTEGER, afterMilliseconds: 0 };

interface Providers {
  readonly debugProviders: string;
  readonly aim: (aim: Aim) => void;
  readonly hasKilled: () => boolean;
  readonly isAlive: () => boolean;
  readonly end: () => void;
}

async function startProviders(folder: string): Promise<Providers> {
  const child: ChildProcess = fork(join(import.meta.dirname, "rehearsalToKill.ts"), [folder], { stdio: "inherit" });
  const [{ debugProviders }] = (await once(child, "message")) as [{ debugProviders: string }];
  let killed = false;
  child.on("message", (word) => (killed ||= word === "killed"));
  child.on("exit", () => (killed = true));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    debugProviders,
    aim: (aim) => {
      killed = false;
      if (isAlive()) child.send(aim);
    },
    hasKilled: () => killed,
    isAlive,
    end: () => void child.kill("SIGKILL"),
  };
}

/** The true values, decrypted by the CLI and held in memory only; an error never shows what the CLI answered. */
async function decrypted(stack: ProjectStack): Promise<ReadonlyMap<string, string>> {
  const answer = await runPulumi(stack, ["stack", "export", "--show-secrets"], 60_000);
  if (failureOf(answer) !== undefined || answer.kind !== "exited") throw new Error("the state cannot be decrypted");
  const { deployment } = JSON.parse(answer.stdout) as { deployment: { resources?: { type: string; urn: string; outputs: { result: { plaintext: string } } }[] } };
  const generated = (deployment.resources ?? []).filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
  return new Map(generated.map(({ urn, outputs }) => [nameOf(urn), JSON.parse(outputs.result.plaintext) as string]));
}
