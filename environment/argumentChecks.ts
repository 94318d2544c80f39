import { availabilityZones } from "../azure/limits.ts";
import { hostName } from "./configurationFormats.ts";
import type { Problem } from "./problem.ts";
import type { FlowRequest, OutboundRequest } from "./requests.ts";

/** Host names that the firewall's rules cannot hold. */
export function hostProblems(outbound: OutboundRequest, path: string): readonly Problem[] {
  const lists = { packageHosts: outbound.packageHosts, licenceHosts: outbound.licenceHosts, socialInsuranceHosts: outbound.socialInsuranceHosts ?? [] };
  return Object.entries(lists).flatMap(([list, hosts]) =>
    hosts.flatMap((host, index) => (hostName.safeParse(host).success ? [] : [hostProblem(`${path}.${list}[${index}]`, host)])));
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

/** Ports of services that cannot be TCP ports of a server. */
export function portProblems(flows: FlowRequest | undefined, path: string): readonly Problem[] {
  const ports = { databasePort: flows?.databasePort, eventServicePort: flows?.eventServicePort };
  return Object.entries(ports).flatMap(([name, port]) => (port === undefined ? [] : servicePortProblems(`${path}.${name}`, port)));
}

/** A service's static port: registered or dynamic, never one of the system's, and not SQL Server's browser. */
export function servicePortProblems(path: string, port: number): readonly Problem[] {
  if (Number.isInteger(port) && port >= 1024 && port <= 65535 && port !== 1434) return [];
  return [{ path, value: port, limit: "a static TCP port from 1024 to 65535, 1434 excepted", clause: "T4.3-M", fix: "state the port that the service is set to" }];
}

export function availabilityZoneProblems(zones: readonly string[], path: string): readonly Problem[] {
  const known = availabilityZones.value;
  return zones
    .map((zone, index) => ({ zone, index }))
    .filter(({ zone, index }) => !known.includes(zone) || zones.indexOf(zone) < index)
    .map(({ zone, index }) => ({ path: `${path}[${index}]`, value: zone, limit: `one of ${known.join(", ")}, each once`, fix: "name a zone of the region, as text" }));
}
