import { readStackFile } from "../../environment/configurationFile.ts";
import { parseConfiguration } from "../../environment/configuration.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { variedStack } from "./variedStacks.ts";

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

function measure(): ManyStacks {
  const base = readStackFile("Pulumi.prod.yaml").config;
  const heap: { stacks: number; megabytes: number }[] = [];
  let [milliseconds, resources] = [0, 0];
  for (let index = 0; index < readings.at(-1)!; index += 1) {
    const started = performance.now();
    resources += planEnvironment(parseConfiguration(variedStack(base, index)).configuration).resources.length;
    milliseconds += performance.now() - started;
    if (readings.includes(index + 1)) {
      globalThis.gc?.();
      heap.push({ stacks: index + 1, megabytes: process.memoryUsage().heapUsed / megabyte });
    }
  }
  return { milliseconds, resources, heap, peakResidentMegabytes: (process.resourceUsage().maxRSS * 1024) / megabyte };
}

process.stdout.write(JSON.stringify(measure()));
