import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { parse, stringify } from "yaml";

const root = join(import.meta.dirname, "..");

/** What the pack's host wants to find in the pack's own `node_modules`; everything else is bundled. */
const external = ["@pulumi/policy", "@pulumi/pulumi"];

/**
 * Writes the policy pack as a folder that any repository can use: PulumiPolicy.yaml, package.json with pinned SDKs, and one file that runs on every
 * Node that Pulumi supports. What was in the folder before is taken away.
 */
export async function buildPolicyPack(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = await rolldown({ input: join(root, "policies/index.js"), platform: "node", external: [/^@pulumi\//, /^node:/] });
  await bundle.write({ file: join(folder, "index.js"), format: "cjs" });
  await bundle.close();
  const [own, ours] = await Promise.all([readPackage(join(root, "package.json")), readPackage(join(root, "policies/package.json"))]);
  const { type: _sourcesAreModules, ...manifest } = ours;
  const dependencies = Object.fromEntries(external.map((name) => [name, own.dependencies![name]]));
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ ...manifest, version: own.version, dependencies }, undefined, 2)}\n`);
  const project = parse(await readFile(join(root, "policies/PulumiPolicy.yaml"), "utf8")) as Record<string, unknown>;
  await writeFile(join(folder, "PulumiPolicy.yaml"), stringify(project));
  await writeFile(join(folder, ".npmrc"), "fund=false\naudit=false\n");
}

interface Package {
  readonly version: string;
  readonly type?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function readPackage(path: string): Promise<Package> {
  return JSON.parse(await readFile(path, "utf8")) as Package;
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(root, "dist/policy-pack");
  await buildPolicyPack(folder);
  process.stdout.write(`${folder}: run npm install there once, then give it to pulumi preview --policy-pack\n`);
}
