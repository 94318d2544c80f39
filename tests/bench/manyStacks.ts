import { readStackFile } from "../../environment/configurationFile.ts";
import { parseConfiguration } from "../../environment/configuration.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";

/** What planning many stacks in one process takes. */
export interface ManyStacks {
  readonly milliseconds: number;
  readonly resources: number;
  /** Live heap after so many stacks, in MB. */
  readonly heap: readonly { readonly stacks: number; readonly megabytes: number }[];
  readonly peakResidentMegabytes: number;
}

const megabyte = 1_000_000;
const readings = [100, 300, 600];

/** Stacks that differ in customer, address space, users, size of the municipality and number of machines. */
function stackOf(base: Readonly<Record<string, unknown>>, index: number): Record<string, unknown> {
  const section = (key: string) => base[key] as Record<string, unknown>;
  const machines = base["lifecare:machines"] as readonly Record<string, unknown>[];
  return {
    ...base,
    "lifecare:customer": { ...section("lifecare:customer"), code: customerCode(index), name: `Kommun ${index}` },
    "lifecare:network": { ...section("lifecare:network"), addressSpace: `10.${100 + Math.floor(index / 32)}.${8 * (index % 32)}.0/21` },
    "lifecare:usage": { ...section("lifecare:usage"), users: 100 + index },
    "lifecare:database": { ...section("lifecare:database"), inhabitants: 5000 + 50 * index },
    "lifecare:machines": machines.map((machine) => (machine["name"] === "app" ? { ...machine, count: 2 + (index % 3) } : machine)),
  };
}

function customerCode(index: number): string {
  const letter = (place: number) => String.fromCharCode("a".charCodeAt(0) + (Math.floor(index / 26 ** place) % 26));
  return `${letter(2)}${letter(1)}${letter(0)}`;
}

function measure(): ManyStacks {
  const base = readStackFile("Pulumi.prod.yaml").config;
  const heap: { stacks: number; megabytes: number }[] = [];
  let [milliseconds, resources] = [0, 0];
  for (let index = 0; index < readings.at(-1)!; index += 1) {
    const started = performance.now();
    resources += planEnvironment(parseConfiguration(stackOf(base, index)).configuration).resources.length;
    milliseconds += performance.now() - started;
    if (readings.includes(index + 1)) {
      globalThis.gc?.();
      heap.push({ stacks: index + 1, megabytes: process.memoryUsage().heapUsed / megabyte });
    }
  }
  return { milliseconds, resources, heap, peakResidentMegabytes: (process.resourceUsage().maxRSS * 1024) / megabyte };
}

process.stdout.write(JSON.stringify(measure()));
