import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../../engine/cli.ts";
import { runProcess } from "../../engine/runProcess.ts";
import { openStack } from "../../engine/workspace.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { parseConfiguration } from "../../environment/configuration.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { startRehearsal } from "../../rehearsal/startRehearsal.ts";
import type { ManyStacks } from "./manyStacks.ts";
import { manyEnvironments } from "./environments.ts";
import { packOnPreview, packReady } from "./policyPack.ts";
import { figureTable, median, timed, withFigures, type Figure } from "./measure.ts";
import { adversarialLists, writtenLists } from "./proofRuleLists.ts";
import { proveMany, proveProd, traceOnce } from "./proofStacks.ts";
import { strictness } from "./strictness.ts";

// What the package is to reach: medians over runs, measured here and written into the README by `npm run bench -- --write`.

const bars = { planMilliseconds: 20, commandMilliseconds: 1000, manyMilliseconds: 5000, manyMegabytes: 300, previewMilliseconds: 8000 };

/** The live heap may not grow with the number of stacks; what the collector leaves for later is not growth. */
const flatMegabytes = 5;

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

async function planInProcess(): Promise<Figure> {
  const { config } = readStackFile("Pulumi.prod.yaml");
  const plan = () => planEnvironment(parseConfiguration(config).configuration);
  await timed(20, plan);
  const measured = median(await timed(200, plan));
  return { what: "configuration to complete plan, PROD, in process", bar: "under 20 ms", measured: `${measured.toFixed(1)} ms`, reached: measured < bars.planMilliseconds };
}

async function planCommand(): Promise<Figure> {
  const times = await timed(11, () => node("commands/lifecare.ts", "plan", "--stack", "prod"));
  const measured = median(times);
  return { what: "`lifecare plan --stack prod`, whole process", bar: "under 1.0 s", measured: seconds(measured), reached: measured < bars.commandMilliseconds };
}

async function manyStacks(): Promise<Figure> {
  const results: ManyStacks[] = [];
  await timed(3, async () => results.push(JSON.parse(await node("--expose-gc", "tests/bench/manyStacks.ts")) as ManyStacks));
  const milliseconds = median(results.map((result) => result.milliseconds));
  const resident = Math.max(...results.map((result) => result.peakResidentMegabytes));
  const heap = results[0]!.heap;
  const growth = heap.at(-1)!.megabytes - heap[0]!.megabytes;
  const shown = heap.map((reading) => reading.megabytes.toFixed(0)).join(", ");
  return {
    what: "plans for 600 different stacks in one process",
    bar: "under 5 s, memory flat, under 300 MB",
    measured: `${seconds(milliseconds)}; heap after 100, 300, 600: ${shown} MB; at most ${resident.toFixed(0)} MB resident`,
    reached: milliseconds < bars.manyMilliseconds && growth < flatMegabytes && resident < bars.manyMegabytes,
  };
}

async function previewOnEngine(): Promise<Figure> {
  const engine = await ensureEngine({ onStep: ({ message }) => process.stderr.write(`engine: ${message}\n`) });
  const { default: program } = await import("../../index.ts");
  const folder = await mkdtemp(join(tmpdir(), "lifecare-bench-"));
  const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
  try {
    const { debugProviders } = rehearsal;
    const stack = await openStack({ engine, folder, project: "lifecare", stack: "prod", stackFile: "Pulumi.prod.yaml", program, debugProviders });
    let resources = 0;
    const measured = median(await timed(5, async () => (resources = (await stack.preview()).operations.length)));
    return {
      what: "preview of PROD on the engine with the rehearsal providers",
      bar: "under 8 s",
      measured: `${seconds(measured)}; ${resources} resources, ${(measured / resources).toFixed(1)} ms each`,
      reached: measured < bars.previewMilliseconds,
    };
  } finally {
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function node(...words: readonly string[]): Promise<string> {
  const outcome = await runProcess({ command: process.execPath, arguments: words, timeoutMilliseconds: 120_000 });
  if (outcome.kind === "exited" && outcome.code === 0) return outcome.stdout;
  throw new Error(`${words.join(" ")}: ${outcome.kind === "exited" ? outcome.stderr : outcome.kind}`);
}

const figures: Figure[] = [];
for (const measure of [planInProcess, planCommand, manyStacks, previewOnEngine, strictness, manyEnvironments, proveProd, proveMany, traceOnce, packReady, packOnPreview, writtenLists, adversarialLists]) {
  const figure = await measure();
  process.stderr.write(`${figure.what}: ${figure.measured} (${figure.bar}: ${figure.reached ? "reached" : "missed"})\n`);
  figures.push(figure);
}
const table = figureTable(figures, `Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`);
process.stdout.write(`${table}\n`);
if (process.argv.includes("--write")) await writeFile("README.md", withFigures(await readFile("README.md", "utf8"), table));
