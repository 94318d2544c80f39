import type { PlannedFlow } from "../environment/plan.ts";
import type { PortSpan } from "../specification/vocabulary.ts";
import type { Table } from "./report.ts";

/** `443`, `2100–2140`; several are separated by a comma and a blank, so that lines can break there. */
export function describePorts(ports: readonly PortSpan[]): string {
  return ports.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

type FlowTableName = PlannedFlow["table"];

/** The open flows of one table, by row; flows of a row that differ in their source alone share a line. */
export function flowTable(flows: readonly PlannedFlow[], table: FlowTableName): Table {
  const lines = Map.groupBy(
    flows.filter((flow) => flow.table === table),
    (flow) => JSON.stringify([flow.row, flow.to, flow.protocol, flow.ports, flow.destinations, flow.throughFirewall]),
  );
  return {
    kind: "table",
    title: table === "vendor" ? "Open flows: the vendor's port matrix" : "Open flows: what the platform itself needs",
    columns: [
      { title: "Row" },
      table === "vendor" ? { title: "Clause" } : { title: "Reason" },
      { title: "From" },
      { title: "To" },
      { title: "Ports" },
      { title: "Firewall" },
    ],
    rows: [...lines.values()].map((same) => flowLine(same)),
    empty: "None.",
  };
}

function flowLine(same: readonly PlannedFlow[]): Table["rows"][number] {
  const flow = same[0]!;
  return [
    flow.row,
    flow.table === "vendor" ? (flow.clause ?? "") : flow.name,
    [...new Set(same.map(sourceOf))],
    destinationsOf(flow),
    `${flow.protocol.toUpperCase()} ${describePorts(flow.ports)}`,
    flow.throughFirewall ? "through" : "",
  ];
}

function sourceOf(flow: PlannedFlow): string {
  return flow.from.kind === "zone" ? flow.from.zone : `${flow.from.kind} (${flow.sourcePrefixes.join(", ")})`;
}

function destinationsOf(flow: PlannedFlow): readonly string[] {
  if (flow.to.kind === "zone") return [flow.to.zone];
  if (flow.to.kind === "platform") return flow.destinations;
  return [flow.to.kind, ...flow.destinations];
}
