import { readConfiguration } from "../../environment/configurationFile.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { runProcess } from "../../engine/runProcess.ts";
import { describeVerdict } from "../../proof/describeVerdict.ts";
import { findDifferences, prepareProof } from "../../proof/prove.ts";
import { findEnd, traceBetween } from "../../proof/traceBetween.ts";
import { readResources } from "../../reachability/azureReader.ts";
import type { ManyProofs } from "./manyProofs.ts";
import { median, timed, type Figure } from "./measure.ts";

/* Whole stacks: the proof of PROD, the proofs of many stacks, and one trace. */

const bars = { proveMilliseconds: 250, manyMilliseconds: 60_000, traceMilliseconds: 5 };

/** The live heap may not grow with the number of stacks; what the collector leaves for later is not growth. */
const flatMegabytes = 5;

function prod() {
  const { configuration } = readConfiguration("Pulumi.prod.yaml");
  return planEnvironment(configuration);
}

export async function proveProd(): Promise<Figure> {
  const { resources, expectation } = prod();
  const verdict = () => describeVerdict(findDifferences(readResources(resources), expectation));
  const [first] = await timed(1, verdict);
  const measured = median(await timed(30, verdict));
  const { status, flows, pairs } = verdict();
  return {
    what: "the whole port matrix of PROD, from resources to verdict",
    bar: `under ${bars.proveMilliseconds} ms`,
    measured: `${measured.toFixed(0)} ms, the first time ${first!.toFixed(0)} ms; ${flows} flows, ${pairs} pairs of places: ${status}`,
    reached: status === "proved" && measured < bars.proveMilliseconds,
  };
}

export async function proveMany(): Promise<Figure> {
  const outcome = await runProcess({ command: process.execPath, arguments: ["--expose-gc", "tests/bench/manyProofs.ts"], timeoutMilliseconds: 5 * bars.manyMilliseconds });
  if (outcome.kind !== "exited" || outcome.code !== 0) throw new Error(`600 proofs: ${outcome.kind === "exited" ? outcome.stderr : outcome.kind}`);
  const { milliseconds, heap, peakResidentMegabytes } = JSON.parse(outcome.stdout) as ManyProofs;
  const growth = heap.at(-1)!.megabytes - heap[0]!.megabytes;
  return {
    what: "600 different stacks proved in one process",
    bar: "under 60 s, memory flat",
    measured: `${(milliseconds / 1000).toFixed(1)} s; heap after ${heap.map(({ stacks }) => stacks).join(", ")}: ${heap.map(({ megabytes }) => megabytes.toFixed(0)).join(", ")} MB; at most ${peakResidentMegabytes.toFixed(0)} MB resident`,
    reached: milliseconds < bars.manyMilliseconds && growth < flatMegabytes,
  };
}

/** A stack that has just been loaded is asked once, as somebody on call does; between all its places by turns. */
export async function traceOnce(): Promise<Figure> {
  const { resources, expectation } = prod();
  const model = readResources(resources);
  const questions = prepareProof(model, expectation).proof.places.flatMap((from, _, places) => places.map((to) => [from.name, to.name] as const));
  const times: number[] = [];
  for (const [fromName, toName] of questions) {
    const { proof } = prepareProof(model, expectation);
    const started = performance.now();
    const [from, to] = [findEnd(proof, fromName), findEnd(proof, toName)];
    if (from === undefined || to === undefined) continue;
    traceBetween(proof, from, to, { protocol: "tcp", port: 443 });
    times.push(performance.now() - started);
  }
  const measured = median(times);
  return {
    what: "one trace in PROD, after loading",
    bar: `under ${bars.traceMilliseconds} ms`,
    measured: `${measured.toFixed(1)} ms; the slowest of ${times.length} questions ${Math.max(...times).toFixed(1)} ms`,
    reached: measured < bars.traceMilliseconds,
  };
}
