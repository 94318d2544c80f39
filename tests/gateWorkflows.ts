import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";

export const gitHubFolder = "workflows/github";
export const azureFolder = "workflows/azure-devops";

/** Steps that no test here can run, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  "Install the gate": "asks the registry; the checkout has what is installed here",
  "Install the pack and the program": "asks the registry",
  "Install the pack, the program and the Pulumi CLI": "asks the registry and the download host",
  Install: "asks the registry",
  "Install the Pulumi CLI": "asks the download host",
  "Write the comment, or write it anew": "writes to the host",
  "Hand the findings to code scanning": "writes to the host",
  "Preview with the policy pack": "needs the cloud; tests/stacks run the engine with the pack",
  "Bring the stack up": "needs the cloud; tests/stacks run the engine with the pack",
  "Export the state": "needs the cloud; the state is given",
};

/** A step of a ready workflow that runs a script. */
export interface ScriptStep {
  readonly name: string;
  readonly script: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The scripts of a job of GitHub Actions, with what its expressions stand for. */
export function gitHubScripts(file: string, job: string, values: Readonly<Record<string, string>>): readonly ScriptStep[] {
  const workflow = parse(readFileSync(file, "utf8")) as { jobs: Record<string, { env?: Fields; steps: Fields[] }> };
  const { env = {}, steps } = workflow.jobs[job]!;
  return steps.flatMap((step): readonly ScriptStep[] => {
    if (typeof step["run"] !== "string") return [];
    const environment = Object.fromEntries(Object.entries({ ...env, ...(step["env"] as Fields | undefined) }).map(([name, value]) => [name, filled(String(value), /\$\{\{ *([^}]+?) *\}\}/g, values)]));
    return [{ name: String(step["name"]), script: step["run"], folder: String(step["working-directory"] ?? "."), environment }];
  });
}

/** The scripts among steps of Azure Pipelines, with what its macros stand for. */
export function azureScripts(steps: readonly Fields[], values: Readonly<Record<string, string>>): readonly ScriptStep[] {
  return steps.flatMap((step): readonly ScriptStep[] => {
    if (typeof step["bash"] !== "string") return [];
    const macros = (text: string) => filled(text, /\$\(([^)]+)\)/g, values);
    const environment = Object.fromEntries(Object.entries((step["env"] ?? {}) as Fields).map(([name, value]) => [name, macros(String(value))]));
    return [{ name: String(step["displayName"]), script: step["bash"], folder: macros(String(step["workingDirectory"] ?? ".")), environment }];
  });
}

/** What the steps do not use in a test is left as it is written. */
function filled(text: string, pattern: RegExp, values: Readonly<Record<string, string>>): string {
  return text.replace(pattern, (whole, name: string) => values[name] ?? whole);
}

export interface Ran {
  readonly name: string;
  readonly code: number | null;
  readonly said: string;
}

/** Runs scripts as a runner does: one after the other, the later ones only if nothing failed or they always run. */
export function runScripts(steps: readonly ScriptStep[], workspace: string, path: string, always: readonly string[] = []): readonly Ran[] {
  const ran: Ran[] = [];
  for (const { name, script, folder, environment } of steps) {
    if (ran.some(({ code }) => code !== 0) && !always.includes(name)) continue;
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script], { cwd: `${workspace}/${folder.replace(workspace, "")}`, encoding: "utf8", env: { HOME: workspace, PATH: path, ...environment } });
    ran.push({ name, code: status, said: `${stdout}${stderr}` });
  }
  return ran;
}

/** Every file of this repository as it stands, without what is installed and what tests need. */
export function projectFiles(): Readonly<Record<string, string>> {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\0");
  const wanted = listed.filter((path) => /\.(?:ts|js|json|yaml)$/.test(path) && !/^tests\/|\.test\.ts$|^schemas\/|^node_modules/.test(path));
  return Object.fromEntries(wanted.flatMap((path) => readable(path)));
}

function readable(path: string): readonly (readonly [string, string])[] {
  try {
    return [[path, readFileSync(path, "utf8")]];
  } catch {
    // Listed, and deleted since.
    return [];
  }
}
