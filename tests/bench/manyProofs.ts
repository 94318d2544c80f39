import { parseConfiguration } from "../../environment/configuration.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { describeVerdict } from "../../proof/describeVerdict.ts";
import { findDifferences } from "../../proof/prove.ts";
import { readResources } from "../../reachability/azureReader.ts";
import { variedStack } from "./variedStacks.ts";

/** What proving many stacks in one process takes. */
export interface ManyProofs {
  /** From the resources of each plan to its verdict. */
  readonly milliseconds: number;
  /** Live heap after so many stacks, in MB. */
  readonly heap: readonly { readonly stacks: number; readonly megabytes: number }[];
  readonly peakResidentMegabytes: number;
}

const megabyte = 1_000_000;
const readings = [100, 300, 600];

/** @throws Error where a stack is not proved */
function measure(): ManyProofs {
  const base = readStackFile("Pulumi.prod.yaml").config;
  const heap: { stacks: number; megabytes: number }[] = [];
  let milliseconds = 0;
  for (let index = 0; index < readings.at(-1)!; index += 1) {
    const { resources, expectation, customer } = planEnvironment(parseConfiguration(variedStack(base, index)).configuration);
    const started = performance.now();
    const verdict = describeVerdict(findDifferences(readResources(resources), expectation));
    milliseconds += performance.now() - started;
    if (verdict.status !== "proved") throw new Error(`${customer.name} is ${verdict.status}`);
    if (readings.includes(index + 1)) {
      globalThis.gc?.();
      heap.push({ stacks: index + 1, megabytes: process.memoryUsage().heapUsed / megabyte });
    }
  }
  return { milliseconds, heap, peakResidentMegabytes: (process.resourceUsage().maxRSS * 1024) / megabyte };
}

process.stdout.write(JSON.stringify(measure()));
