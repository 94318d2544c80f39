import type { PlannedFlow } from "../environment/plan.ts";
import type { PortSpan } from "../specification/vocabulary.ts";
import type { Table } from "./report.ts";

/** An open flow as a reader sees it, planned or standing. */
export interface FlowFacts {
  readonly table: PlannedFlow["table"];
  readonly row: string;
  /** The clause of the vendor's row, or the reason of the platform's. */
  readonly why: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly ports: string;
  readonly throughFirewall: boolean;
}

/** `443`, `2100–2140`; several are separated by a comma and a blank, so that lines can break there. */
export function describePorts(ports: readonly PortSpan[]): string {
  return ports.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

/** The words for a planned flow. */
export function flowFacts(flow: PlannedFlow): FlowFacts {
  return {
    table: flow.table,
    row: flow.row,
    why: flow.table === "vendor" ? (flow.clause ?? "") : flow.name,
    from: flow.from.kind === "zone" ? flow.from.zone : `${flow.from.kind} (${flow.sourcePrefixes.join(", ")})`,
    to: destinationsOf(flow),
    ports: `${flow.protocol.toUpperCase()} ${describePorts(flow.ports)}`,
    throughFirewall: flow.throughFirewall,
  };
}

function destinationsOf(flow: PlannedFlow): readonly string[] {
  if (flow.to.kind === "zone") return [flow.to.zone];
  if (flow.to.kind === "platform") return flow.destinations;
  return [flow.to.kind, ...flow.destinations];
}

/** The open flows of one table, by row; flows of a row that differ in their source alone share a line. */
export function flowTable(flows: readonly FlowFacts[], table: FlowFacts["table"]): Table {
  const lines = Map.groupBy(
    flows.filter((flow) => flow.table === table),
    ({ from: _from, ...rest }) => JSON.stringify(rest),
  );
  return {
    kind: "table",
    title: table === "vendor" ? "Open flows: the vendor's port matrix" : "Open flows: what the platform itself needs",
    columns: [{ title: "Row" }, { title: table === "vendor" ? "Clause" : "Reason" }, { title: "From" }, { title: "To" }, { title: "Ports" }, { title: "Firewall" }],
    rows: [...lines.values()].map((same) => {
      const { row, why, to, ports, throughFirewall } = same[0]!;
      return [row, why, [...new Set(same.map((flow) => flow.from))], to, ports, throughFirewall ? "through" : ""];
    }),
    empty: "None.",
  };
}
