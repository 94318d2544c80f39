import { ensureEngine } from "../../engine/cli.ts";
import { runProcess } from "../../engine/runProcess.ts";
import type { ManyEnvironments } from "../manyEnvironments.ts";
import type { Figure } from "./measure.ts";

const bars = { atLeastInFlight: 8, megabytes: 1000 };

/** One more than the bar: where an update ends, the next begins a moment later. */
const places = bars.atLeastInFlight + 1;

/** Forty municipalities' UTB on one rehearsal, as a row of the table of figures. */
export async function manyEnvironments(): Promise<Figure> {
  await ensureEngine();
  const outcome = await runProcess({ command: process.execPath, arguments: ["tests/bench/manyEnvironments.ts", "40", String(places)], timeoutMilliseconds: 60 * 60_000 });
  if (outcome.kind !== "exited" || outcome.code !== 0) throw new Error(`environments: ${outcome.kind === "exited" ? outcome.stderr : outcome.kind}`);
  const { milliseconds, fewestInFlight, made, standing, residentMegabytes } = JSON.parse(outcome.stdout) as ManyEnvironments;
  const [resources, inAzure] = [made, standing].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return {
    what: "40 UTB environments brought up on one rehearsal",
    bar: "at least 8 updates in flight, the rehearsal's process under 1 GB",
    measured: `${(milliseconds / 1000).toFixed(0)} s; ${fewestInFlight} or more in flight until none was waiting; ${resources} resources of the engine, ${inAzure} in the rehearsed Azure; at most ${residentMegabytes.toFixed(0)} MB resident`,
    reached: fewestInFlight >= bars.atLeastInFlight && residentMegabytes < bars.megabytes && new Set(made).size === 1 && new Set(standing).size === 1,
  };
}
