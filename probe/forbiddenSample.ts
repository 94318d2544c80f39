import { createHash } from "node:crypto";
import type { EnvironmentPlan, PlannedFlow, PlannedServer } from "../environment/plan.ts";
import type { Clause } from "../specification/vocabulary.ts";
import type { Standpoint } from "./planProbes.ts";
import type { Check } from "./probePlan.ts";
import { isWithin } from "./within.ts";

/** Closed ports tried of one machine from one place. */
const mostOfOneMachine = 12;

/** A port that somebody may have left open, and why it is tried. `always`: before the drawn ones. */
interface Candidate {
  readonly port: number;
  readonly why: string;
  /** Row that opens it, or the port beside it, to others. */
  readonly row?: string;
  readonly clause?: Clause;
  readonly always: boolean;
}

/**
 * A sample of what nothing specifies: between every two machines, from every client network, and to the internet. Which
 * ports are drawn follows from the names, so that two runs of one plan ask the same.
 */
export function forbiddenChecks(plan: EnvironmentPlan, standpoint: Standpoint): readonly Check[] {
  const machines = plan.servers
    .filter(({ address }) => `${address}/32` !== standpoint.prefix)
    .flatMap((server) => sampleOf(plan, standpoint, server));
  return standpoint.name.startsWith("client-") ? machines : [...machines, ...internet];
}

function sampleOf(plan: EnvironmentPlan, standpoint: Standpoint, server: PlannedServer): readonly Check[] {
  const closed = candidatesFor(plan, server).filter(({ port }) => !isOpen(standpoint.flows, server.address, port));
  const first = uniquePorts(closed.filter(({ always }) => always));
  const drawn = uniquePorts(closed)
    .filter(({ port }) => !first.some((candidate) => candidate.port === port))
    .toSorted((one, other) => compare(draw(standpoint, server, one.port), draw(standpoint, server, other.port)));
  return [...first, ...drawn].slice(0, mostOfOneMachine).map(({ port, why, row, clause }) => ({
    expect: "unreachable",
    target: { host: server.address, machine: server.computerName },
    port,
    talk: "connect",
    ...(row === undefined ? {} : { row }),
    clause: clause ?? closingClause(plan, standpoint, server),
    name: why,
  }));
}

/** What closes everything that no row opens: the matrix itself; from the DMZ inwards, the demand for the vendor's ports alone. */
function closingClause({ zones }: EnvironmentPlan, { name }: Standpoint, { computerName }: PlannedServer): Clause {
  const inDmz = (machine: string) => zones.some(({ demilitarised, machines }) => demilitarised && machines.includes(machine));
  return inDmz(name) && !inDmz(computerName) ? "T12.4-1" : "T4.3-M";
}

/** What would hurt most, and what slips in most easily. */
function candidatesFor({ flows, expectation }: EnvironmentPlan, { roles, address }: PlannedServer): readonly Candidate[] {
  const opened = flows.filter(({ protocol, destinations }) => protocol === "Tcp" && destinations.some((destination) => destination.includes("/") && isWithin(address, destination)));
  return [
    { port: 3389, why: "remote desktop", always: true },
    { port: 15672, why: "administration of RabbitMQ", always: roles.includes("application") },
    { port: expectation.choices.databasePort, why: "database", clause: "T4.3-M", always: roles.includes("database") },
    { port: 1434, why: "SQL Server Browser", always: roles.includes("database") },
    { port: 445, why: "file shares", always: true },
    { port: 5985, why: "remote management", always: false },
    { port: 135, why: "remote procedure calls", always: false },
    { port: 80, why: "HTTP without encryption", always: false },
    { port: 5672, why: "RabbitMQ without encryption", always: false },
    // Broker administration is for core and application servers alone.
    ...opened.filter(({ row }) => row === "X").flatMap((flow) => flow.ports.slice(0, 1).map(({ from }) => openElsewhere(flow, from, true))),
    ...opened.flatMap((flow) => flow.ports.map(({ from }) => openElsewhere(flow, from, false))),
    ...opened.flatMap(({ ports, row }) => ports.flatMap(({ from, to }) => [from - 1, to + 1].map((port): Candidate => ({ port, why: "next to its ports", row, always: false })))),
  ].filter(({ port }) => port >= 1 && port <= 65535);
}

/** A port that others are let in on. */
function openElsewhere({ row, clause, name }: PlannedFlow, port: number, always: boolean): Candidate {
  return { port, why: `${name}, not from here`, row, ...(clause === undefined ? {} : { clause }), always };
}

/** No flow of the plan begins at this place and ends at this port. */
function isOpen(flows: readonly PlannedFlow[], address: string, port: number): boolean {
  return flows.some(
    ({ protocol, ports, destinations }) =>
      protocol === "Tcp" && ports.some(({ from, to }) => from <= port && port <= to) && destinations.some((destination) => destination.includes("/") && isWithin(address, destination)),
  );
}

function uniquePorts(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ port }, index) => candidates.findIndex((candidate) => candidate.port === port) === index);
}

function draw(standpoint: Standpoint, server: PlannedServer, port: number): string {
  return createHash("sha256").update(`${standpoint.name} ${server.computerName} ${port}`).digest("hex");
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Hosts that answer everybody (IANA's example, a public name service): silence then comes from the way. */
const internet: readonly Check[] = [
  { expect: "unreachable", target: { host: "www.example.com" }, port: 443, talk: "tls", clause: "T4.1-1", name: "a host that no rule names" },
  { expect: "unreachable", target: { host: "www.example.com" }, port: 80, talk: "http", clause: "T4.1-1", name: "a host that no rule names" },
  { expect: "unreachable", target: { host: "1.1.1.1" }, port: 443, talk: "tls", clause: "T4.1-1", name: "an internet address that no rule names" },
  { expect: "unreachable", target: { host: "1.1.1.1" }, port: 53, talk: "connect", clause: "T4.1-1", name: "name service past the firewall" },
];
