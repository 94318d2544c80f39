import type { Difference, ShownHop, ShownPacket } from "../../../proof/verdict.ts";

/** A packet that shows a difference, and its way hop by hop, one to a line. */
export function evidenceOf({ witness, hops, reply, also }: Difference): string {
  return [
    `packet ${packetText(witness)}`,
    ...hops.map(hopText),
    ...(reply.length > 0 ? ["reply", ...reply.map(hopText)] : []),
    ...(also.length > 0 ? [`also ${also.join("; ")}`] : []),
  ].join("\n");
}

function packetText({ protocol, source, sourcePort, destination, destinationPort }: ShownPacket): string {
  return `${protocol} ${endText(source, sourcePort)} → ${endText(destination, destinationPort)}`;
}

function endText(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function hopText({ step, at, decision, by, origin, rule }: ShownHop, index: number): string {
  return `${index + 1} ${decision} ${step} ${at}: ${by}${rule === undefined ? "" : ` [${rule}]`}${origin === undefined ? "" : ` (${origin})`}`;
}
