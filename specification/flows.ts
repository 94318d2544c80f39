import type { FlowChoices } from "./flowChoices.ts";
import { clientPortSpans, portMatrix, rowIds, type MatrixPort, type MatrixRow, type Party, type RowId } from "./portMatrix.ts";
import { mergeSpans, withoutPort } from "./portSpans.ts";
import type { Clause, PortSpan, Protocol, Role } from "./vocabulary.ts";

export { documentedChoices, type FlowChoices } from "./flowChoices.ts";
export type { RowId } from "./portMatrix.ts";

/** The machines that carry the same roles. */
export interface FlowZone {
  /** Unique among the zones. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** At least one. */
  readonly machines: number;
}

type Outside = "internet" | "intranet" | "client" | "vendor" | "socialInsuranceAgency" | "feedback";

export type FlowEnd = { readonly kind: "zone"; readonly zone: string } | { readonly kind: Outside };

/** Traffic that the vendor's matrix opens; what no flow names is closed. */
export interface SpecifiedFlow {
  readonly row: RowId;
  readonly clause: Clause;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly protocol: Protocol;
  /** Sorted, overlapping and adjoining spans joined. */
  readonly ports: readonly PortSpan[];
  readonly name: string;
}

/**
 * The flows that the matrix specifies between these zones: one for each row and pair of ends, sorted by row, source and
 * target. Rows whose server types are absent are left out. A zone reaches itself only where it has more than one
 * machine: what happens inside one machine is no flow. `internet` and `intranet` are sources of their own in R1, so that
 * an installation that publishes nothing can leave the first one out.
 */
export function specifiedFlows(zones: readonly FlowZone[], choices: FlowChoices): readonly SpecifiedFlow[] {
  const flows = new Map<string, SpecifiedFlow>();
  for (const row of portMatrix) {
    if (row.choice !== undefined && !choices[row.choice]) continue;
    const ports = openPorts(row, choices);
    for (const [from, to] of pairsOf(row, zones)) {
      const key = JSON.stringify([row.id, from, to]);
      const earlier = flows.get(key);
      flows.set(key, {
        row: row.id,
        clause: row.clause,
        from,
        to,
        protocol: "Tcp",
        ports: mergeSpans([...(earlier?.ports ?? []), ...ports]),
        name: earlier?.name ?? row.name,
      });
    }
  }
  return [...flows.values()].toSorted(compareFlows);
}

/** The ports that a row opens under these choices. */
export function openPorts(row: MatrixRow, choices: FlowChoices): readonly PortSpan[] {
  const listed = row.id === "E1" && choices.clientPorts === "spans" ? clientPortSpans.ports : row.ports;
  const spans = listed
    .filter((port) => port.choice === undefined || choices[port.choice])
    .map((port) => chosenSpan(port, choices));
  // An event service that was moved among the administration ports is still the client's: X gives that port up.
  return mergeSpans(row.id === "X" ? withoutPort(spans, choices.eventServicePort) : spans);
}

function chosenSpan(port: MatrixPort, choices: FlowChoices): PortSpan {
  if (port.replacedBy === undefined) return port.span;
  const chosen = choices[port.replacedBy];
  return { from: chosen, to: chosen };
}

function pairsOf(row: MatrixRow, zones: readonly FlowZone[]): readonly (readonly [FlowEnd, FlowEnd])[] {
  return row.from.flatMap((source) => row.to.flatMap((target) => pairsBetween(source, target, zones)));
}

function pairsBetween(source: Party, target: Party, zones: readonly FlowZone[]): readonly (readonly [FlowEnd, FlowEnd])[] {
  const targetRole = target === "peer" ? source : target;
  return endsOf(source, zones).flatMap((from) =>
    endsOf(targetRole, zones)
      .filter((to) => isBetweenMachines(from, to))
      .map((to) => [from.end, to.end] as const),
  );
}

/** An end and, where it is a zone, the number of its machines. */
interface CountedEnd {
  readonly end: FlowEnd;
  readonly machines: number;
}

function endsOf(party: Party, zones: readonly FlowZone[]): readonly CountedEnd[] {
  switch (party) {
    case "internet":
    case "intranet":
    case "client":
    case "vendor":
    case "socialInsuranceAgency":
    case "feedback":
      return [{ end: { kind: party }, machines: 1 }];
    case "peer":
      return [];
    default:
      return zones
        .filter((zone) => zone.roles.includes(party))
        .map((zone) => ({ end: { kind: "zone", zone: zone.id }, machines: zone.machines }));
  }
}

function isBetweenMachines(from: CountedEnd, to: CountedEnd): boolean {
  return labelOf(from.end) !== labelOf(to.end) || from.machines > 1;
}

function compareFlows(one: SpecifiedFlow, other: SpecifiedFlow): number {
  return (
    rowIds.indexOf(one.row) - rowIds.indexOf(other.row) ||
    compareText(labelOf(one.from), labelOf(other.from)) ||
    compareText(labelOf(one.to), labelOf(other.to))
  );
}

/** A zone's id behind a colon cannot be taken for a place outside. */
function labelOf(end: FlowEnd): string {
  return end.kind === "zone" ? `zone:${end.zone}` : end.kind;
}

/** By code unit: the same everywhere, whatever the locale. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
