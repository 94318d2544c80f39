import type { Assumption, Difference, Fault, FlowReference, ShownHop, ShownPacket, Verdict } from "../proof/verdict.ts";
import { escapeTerminal } from "./escape.ts";
import type { TextStyle } from "./text.ts";
import { wrap } from "./wrap.ts";

/** More than these nobody reads on a terminal; JSON has them all. */
const mostDifferences = 20;

const claims: Readonly<Record<Verdict["status"], string>> = {
  proved: "is proved: what gets through is what the specification opens, nothing missing, nothing extra",
  broken: "is broken",
  unknown: "is neither proved nor broken: something that decides it is not known",
};

/** A verdict for a terminal. */
export function verdictText(name: string, verdict: Verdict, style: TextStyle): string {
  const shown = verdict.differences.slice(0, mostDifferences);
  const left = verdict.differences.length - shown.length;
  return `${[
    style.emphasise(escapeTerminal(`${name} ${claims[verdict.status]}.`)),
    ...lines(countsOf(verdict), style, ""),
    ...verdict.faults.flatMap((fault) => ["", ...faultLines(fault, style)]),
    ...shown.flatMap((difference) => ["", ...differenceLines(difference, style)]),
    ...(left > 0 ? ["", `${left} more: --format json has them all.`] : []),
    ...assumptionLines(verdict.assumptions, style),
  ].join("\n")}\n`;
}

function countsOf({ flows, pairs, places, differences, faults }: Verdict): string {
  const machines = places.reduce((sum, place) => sum + place.machines.length, 0);
  const kinds = Map.groupBy(differences, ({ kind }) => kind);
  const counts = [...kinds].map(([kind, several]) => `${several.length} ${kind}`);
  const found = [...(faults.length > 0 ? [`${faults.length} ${faults.length === 1 ? "fault" : "faults"}`] : []), ...counts];
  return `${flows} specified flows, ${machines} machines, ${pairs} pairs of places compared${found.length === 0 ? "" : `: ${found.join(", ")}`}.`;
}

function faultLines({ kind, subject, reason, fix }: Fault, style: TextStyle): readonly string[] {
  return [...lines(`${kind}: ${subject} ${reason}`, style, ""), ...lines(`fix: ${fix}`, style, "  ")];
}

function differenceLines(difference: Difference, style: TextStyle): readonly string[] {
  const { kind, from, to, packets, flow, witness, hops, reply, reasons, causes, also } = difference;
  return [
    style.emphasise(escapeTerminal(`${kind}: ${from} → ${to}, ${packets}`)),
    ...lines(`row      ${flow === undefined ? "none: nothing specifies it" : flowText(flow)}`, style, "  "),
    ...lines(`witness  ${packetText(witness)}`, style, "  "),
    ...wayLines(hops, style),
    ...(reply.length > 0 ? ["  reply", ...wayLines(reply, style)] : []),
    ...reasons.flatMap((reason) => lines(`why      ${reason}`, style, "  ")),
    ...causes.flatMap((cause) => lines(`made by  ${cause}`, style, "  ")),
    ...(also.length > 0 ? lines(`also     ${also.join("; ")}`, style, "  ") : []),
  ];
}

export function flowText({ table, row, clause, name }: FlowReference): string {
  return `${row}${clause === undefined ? "" : ` [${clause}]`} ${name}${table === "platform" ? " (platform)" : ""}`;
}

/** `10.80.8.4:49152 → leverans.example.se:443 TCP`. */
export function packetText({ source, sourcePort, destination, destinationPort, protocol }: ShownPacket): string {
  const end = (address: string, port: number | undefined) => (port === undefined ? address : `${address.includes(":") ? `[${address}]` : address}:${port}`);
  return `${end(source, sourcePort)} → ${end(destination, destinationPort)} ${protocol}`;
}

/** One hop after the other, numbered. */
export function wayLines(hops: readonly ShownHop[], style: TextStyle): readonly string[] {
  return hops.flatMap(({ step, at, decision, by, origin, rule }, index) => {
    const said = `${String(index + 1).padStart(3)}  ${decision.padEnd(7)}  ${step} ${at}: ${by}${rule === undefined ? "" : ` [${rule}]`}`;
    return [...lines(said, style, "  "), ...(origin === undefined ? [] : lines(`              ${origin}`, style, "  "))];
  });
}

export function assumptionLines(assumptions: readonly Assumption[], style: TextStyle): readonly string[] {
  if (assumptions.length === 0) return [];
  return ["", "Taken for granted:", ...assumptions.flatMap(({ text, hash }) => lines(`${hash}  ${text}`, style, "  "))];
}

/** Escaped and broken to the width; what continues stands further in. */
function lines(text: string, style: TextStyle, indent: string): readonly string[] {
  const leading = /^ */.exec(text)![0];
  const parts = wrap(escapeTerminal(text.slice(leading.length)), Math.max(style.width - indent.length - leading.length - 9, 20));
  return parts.map((part, index) => `${indent}${leading}${index === 0 ? "" : "         "}${part}`);
}
