import { flowTable, type FlowFacts } from "./describeFlow.ts";
import { serverTable, subnetTable, type ServerFacts, type SubnetFacts } from "./planReport.ts";
import type { Report, Table } from "./report.ts";

/** A stack as it stands. */
export interface StandingFacts {
  readonly servers: readonly ServerFacts[];
  readonly addressSpace: string;
  readonly subnets: readonly SubnetFacts[];
  readonly flows: readonly FlowFacts[];
  readonly resources: number;
}

/** What stands in one stack: servers, network and open flows. */
export function standingReport(stack: string, standing: StandingFacts): Report {
  return {
    title: `${stack.toUpperCase()} stands: ${standing.resources} resources`,
    sections: [
      serverTable(standing.servers),
      subnetTable(standing.addressSpace, standing.subnets),
      flowTable(standing.flows, "vendor"),
      flowTable(standing.flows, "platform"),
    ],
  };
}

/** One run of the engine, for the table of times. */
export interface RunTime {
  readonly stack: string;
  readonly run: string;
  /** What it did or found: `create 12, same 3`. */
  readonly outcome: string;
  readonly durationMilliseconds: number;
}

export function timesTable(times: readonly RunTime[]): Table {
  return {
    kind: "table",
    title: "Times",
    columns: [{ title: "Stack" }, { title: "Run" }, { title: "Outcome" }, { title: "Seconds", align: "right" }],
    rows: times.map(({ stack, run, outcome, durationMilliseconds }) => [stack, run, outcome, (durationMilliseconds / 1000).toFixed(1)]),
    empty: "Nothing was run.",
  };
}

/** `create 12, same 3`. */
export function describeCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([operation, count]) => `${operation} ${count}`).join(", ");
}
