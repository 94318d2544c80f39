import type { Difference, Fault as ProofFault, FlowReference, Verdict } from "../../../proof/verdict.ts";
import type { NetworkModel } from "../../../reachability/model.ts";
import type { Clause } from "../../../specification/vocabulary.ts";
import { wholeStack, type Fault } from "../../finding.ts";
import type { Resource } from "../../stack.ts";
import { evidenceOf } from "./evidence.ts";

/** What cannot be proved at all, as a fault of the machine that it is about, else of the stack. */
export function proofFault({ kind, subject, reason, fix }: ProofFault, { machines }: Pick<NetworkModel, "machines">): Fault {
  const resource = machines.find(({ name }) => name === subject)?.origin.resource ?? wholeStack;
  return { ...(kind === "unknown" ? { kind } : {}), resource, path: "", limit: `a network that can be proved: ${subject} ${reason}`, fix };
}

/** A difference between what gets through and what is specified, as a fault of the first resource that made it. */
export function differenceFault(difference: Difference, resources: readonly Pick<Resource, "label">[], verdict: Pick<Verdict, "places">): Fault {
  const clause = difference.flow?.clause ?? clauseOf(difference, verdict);
  return {
    ...(difference.kind === "unknown" ? { kind: "unknown" } : {}),
    ...causeOf(difference, resources),
    limit: limitOf(difference),
    ...(clause === undefined ? {} : { clause }),
    evidence: evidenceOf(difference),
  };
}

/** What comes from the DMZ or leaves by another way than the firewall has clauses of its own. */
function clauseOf({ kind, from }: Difference, { places }: Pick<Verdict, "places">): Clause | undefined {
  if (kind === "bypass") return "T3.1.5-3";
  return places.some(({ name, zone }) => name === from && zone?.split("-").includes("web")) ? "T12.4-1" : undefined;
}

function limitOf({ kind, from, to, packets, flow, reasons }: Difference): string {
  const between = `from ${from} to ${to} for ${packets}`;
  switch (kind) {
    case "missing":
      return `open ${between}, ${rowText(flow)}: it does not get through`;
    case "asymmetric":
      return `open ${between}, ${rowText(flow)}: no reply comes back`;
    case "bypass":
      return `through the firewall ${between}, ${rowText(flow)}: it gets through without`;
    case "extra":
      return `closed ${between}: it gets through, and nothing specifies it`;
    case "one-way":
      return `closed ${between}: it arrives, though without its reply, and nothing specifies it`;
    case "unknown":
      return `known whether anything gets through ${between}: ${reasons.join("; ")}`;
  }
}

function rowText(flow: FlowReference | undefined): string {
  return flow === undefined ? "as specified" : flow.table === "vendor" ? `row ${flow.row}` : `for the platform's ${flow.row}`;
}

/** The first resource that made it, with the path inside its inputs; the stack where nothing of it did. */
function causeOf({ causes }: Difference, resources: readonly Pick<Resource, "label">[]): Pick<Fault, "path"> & { readonly resource: string } {
  for (const cause of causes) {
    const made = resources.find(({ label }) => cause === label || cause.startsWith(`${label} `));
    if (made !== undefined) return { resource: made.label, path: cause.slice(made.label.length + 1) };
  }
  return { resource: wholeStack, path: "" };
}
