import { availabilityZones } from "../azure/limits.ts";
import { documentedChoices } from "../specification/flows.ts";
import { serviceOnPort } from "../specification/listeningPorts.ts";
import { roles as allRoles, type Clause, type Role } from "../specification/vocabulary.ts";
import { hostName } from "./configurationFormats.ts";
import type { Problem } from "./problem.ts";
import type { FlowRequest, OutboundRequest } from "./requests.ts";
import { suggestion } from "./suggestion.ts";

/*
 * Components are used from languages whose compilers do not know our unions: every word is checked, so that a misspelt one is
 * refused and never taken for its opposite.
 */

/** A word that is none of those that are known. */
export function wordProblems(path: string, value: string | undefined, known: readonly string[], clause?: Clause): readonly Problem[] {
  if (value === undefined || known.includes(value)) return [];
  const meant = suggestion(value, known);
  return [{ path, value, limit: `one of ${known.join(", ")}`, ...(clause === undefined ? {} : { clause }), fix: meant === undefined ? `state ${known[0]}, for example` : `did you mean ${meant}?` }];
}

export function unknownRoles(path: string, roles: readonly string[]): readonly Problem[] {
  return roles.flatMap((role, index) => wordProblems(`${path}[${index}]`, role, allRoles, "T3.1-3"));
}

/** Lists of hosts that are empty, and host names that the firewall's rules cannot hold. */
export function hostProblems(outbound: OutboundRequest, path: string): readonly Problem[] {
  const lists = { packageHosts: outbound.packageHosts, licenceHosts: outbound.licenceHosts, socialInsuranceHosts: outbound.socialInsuranceHosts ?? [] };
  const demanded = ["packageHosts", "licenceHosts"] as const;
  return [
    ...demanded.filter((list) => lists[list].length === 0).map((list) => ({ path: `${path}.${list}`, value: [], limit: "at least one host", clause: "T4.5-1", fix: "ask the vendor which hosts deliver packages and licence files" })),
    ...Object.entries(lists).flatMap(([list, hosts]) => hosts.flatMap((host, index) => (hostName.safeParse(host).success ? [] : [hostProblem(`${path}.${list}[${index}]`, host)]))),
  ];
}

function hostProblem(path: string, value: string): Problem {
  return {
    path,
    value,
    limit: "a fully qualified host name in lower case: no address, no wildcard, no underscore",
    clause: "T4.5-1",
    fix: "state the name that the vendor or the authority has given",
  };
}

/**
 * Ports of services that cannot be TCP ports of a server, or that another service has.
 *
 * @param machines the roles that share machines
 */
export function portProblems(flows: FlowRequest | undefined, machines: readonly (readonly Role[])[], path: string): readonly Problem[] {
  const { databasePort = documentedChoices.databasePort, eventServicePort = documentedChoices.eventServicePort } = flows ?? {};
  const database = machines.filter((roles) => roles.includes("database")).flat();
  return [
    ...servicePortProblems(`${path}.databasePort`, databasePort, "databasePort", database),
    ...servicePortProblems(`${path}.eventServicePort`, eventServicePort, "eventServicePort", ["core", "application"]),
    ...sharedPortProblems(databasePort, eventServicePort, machines, path),
  ];
}

/** SQL Server and the event service, where they share a machine, cannot share a port. */
export function sharedPortProblems(databasePort: number, eventServicePort: number, machines: readonly (readonly Role[])[], path: string): readonly Problem[] {
  const together = machines.some((roles) => roles.includes("database") && (roles.includes("core") || roles.includes("application")));
  if (!together || databasePort !== eventServicePort) return [];
  return [{ path: `${path}.eventServicePort`, value: eventServicePort, limit: "a port that SQL Server on the same machine does not have", clause: "T4.3-C", fix: "state another port for one of the two" }];
}

/**
 * A service's static port: registered or dynamic, never one of the system's, not SQL Server's administrator connection, and none
 * that another service listens on.
 *
 * @param neighbours roles of the machines that the service stands on
 */
export function servicePortProblems(path: string, port: number, service: "databasePort" | "eventServicePort", neighbours: readonly Role[]): readonly Problem[] {
  if (!(Number.isInteger(port) && port >= 1024 && port <= 65535 && port !== 1434)) {
    return [{ path, value: port, limit: "a static TCP port from 1024 to 65535, 1434 excepted", clause: "T4.3-M", fix: "state the port that the service is set to" }];
  }
  const listener = serviceOnPort(port, neighbours, service);
  if (listener === undefined) return [];
  return [{ path, value: port, limit: `a port that no other service of its machine has: ${listener} has it`, clause: "T4.3-M", fix: "state another port, or leave it out" }];
}

export function availabilityZoneProblems(zones: readonly string[], path: string): readonly Problem[] {
  const known = availabilityZones.value;
  return zones
    .map((zone, index) => ({ zone, index }))
    .filter(({ zone, index }) => !known.includes(zone) || zones.indexOf(zone) < index)
    .map(({ zone, index }) => ({ path: `${path}[${index}]`, value: zone, limit: `one of ${known.join(", ")}, each once`, fix: "name a zone of the region, as text" }));
}
