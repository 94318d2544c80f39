import type { TracedPacket } from "../proof/traceBetween.ts";
import { escapeTerminal } from "./escape.ts";
import { assumptionLines, flowText, packetText, wayLines } from "./proofReport.ts";
import type { TextStyle } from "./text.ts";

const ends = { delivered: "arrives, and so does the reply", dropped: "does not arrive", unknown: "may arrive or not", unanswered: "arrives, but its reply does not" } as const;

/** A packet's way for a terminal: hop by hop, with the rule, row and clause that decided. */
export function traceText({ from, to, packet, end, reason, hops, reply, flow, assumptions }: TracedPacket, style: TextStyle): string {
  return `${[
    style.emphasise(escapeTerminal(`${packetText(packet)} ${ends[end]}.`)),
    escapeTerminal(`From ${from} to ${to}: ${flow === undefined ? "no row of the matrix specifies it" : flowText(flow)}.`),
    ...(end === "delivered" ? [] : [escapeTerminal(`Why: ${reason}`)]),
    "",
    "Packet",
    ...wayLines(hops, style),
    ...(reply.length > 0 ? ["Reply", ...wayLines(reply, style)] : []),
    ...assumptionLines(assumptions, style),
  ].join("\n")}\n`;
}
