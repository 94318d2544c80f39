import { portMatrix, type MatrixRow, type PortChoice } from "./portMatrix.ts";
import { includesPort } from "./portSpans.ts";
import type { Role } from "./vocabulary.ts";

/**
 * The name of the service that already listens on a port of a machine with these roles, or undefined where the port is free
 * for the service that `choice` names. Opt-in ports count as taken: the opt-in may come later. Broker administration (X)
 * does not: the event service used to get its port among those.
 */
export function serviceOnPort(port: number, roles: readonly Role[], choice: PortChoice): string | undefined {
  return portMatrix
    .filter((row) => row.id !== "X" && endsAt(row, roles))
    .flatMap((row) => row.ports)
    .find((listed) => listed.replacedBy !== choice && includesPort([listed.span], port))?.name;
}

function endsAt(row: MatrixRow, roles: readonly Role[]): boolean {
  const targets = row.to.includes("peer") ? row.from : row.to;
  return targets.some((target) => roles.some((role) => role === target));
}
