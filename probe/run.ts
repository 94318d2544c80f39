import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { measure, type Measurement } from "./measure.ts";
import type { ProbeScript } from "./probePlan.ts";
import { resultsFormat, writeSpans, type Outcome, type ProbeResults } from "./results.ts";

/** Sockets open at once. */
const mostAtOnce = 64;

/** Measures what a script asks, on this machine. The same as the PowerShell script does, for machines that have Node. */
export async function runProbe(script: ProbeScript, now: () => number = Date.now): Promise<ProbeResults> {
  const started = now();
  const measurements = new Array<Measurement>(script.checks.length);
  let next = 0;
  const worker = async () => {
    while (next < script.checks.length) {
      const number = next++;
      measurements[number] = await measure(script.checks[number]!, script.timeoutMilliseconds);
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, script.checks.length) }, worker));
  return {
    format: resultsFormat,
    vantage: script.vantage,
    fingerprint: script.fingerprint,
    addresses: ownAddresses(),
    startedAt: new Date(started).toISOString(),
    seconds: Math.round((now() - started) / 100) / 10,
    outcomes: { open: spansOf(measurements, "open"), refused: spansOf(measurements, "refused"), filtered: spansOf(measurements, "filtered"), cut: spansOf(measurements, "cut") },
    unmeasured: unmeasuredOf(measurements),
  };
}

function spansOf(measurements: readonly Measurement[], outcome: Outcome): string {
  return writeSpans(measurements.flatMap((measurement, number) => (measurement === outcome ? [number] : [])));
}

function unmeasuredOf(measurements: readonly Measurement[]): Readonly<Record<string, string>> {
  const reasons = new Map<string, number[]>();
  for (const [number, measurement] of measurements.entries()) {
    if (typeof measurement === "string") continue;
    reasons.set(measurement.reason, [...(reasons.get(measurement.reason) ?? []), number]);
  }
  return Object.fromEntries([...reasons].map(([reason, numbers]) => [reason, writeSpans(numbers)]));
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address));
}

if (import.meta.main) console.log(JSON.stringify(await runProbe(JSON.parse(await text(process.stdin)) as ProbeScript)));
