import { prepareProof } from "../proof/prove.ts";
import { findEnd, traceBetween, type FoundEnd, type TracedPacket } from "../proof/traceBetween.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { suggestion } from "../environment/suggestion.ts";
import { parseAddress } from "../reachability/addresses.ts";
import { isHostName } from "../reachability/namedPlaces.ts";
import { renderJson } from "../reports/json.ts";
import { traceText } from "../reports/traceReport.ts";
import type { ExitCode, Output } from "./output.ts";
import { loadStack, requireNetwork, type StackOptions } from "./stackSource.ts";

export interface TraceOptions extends StackOptions {
  readonly from: string;
  readonly to: string;
  readonly port?: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly format: "text" | "json";
}

const exitCodes: Readonly<Record<TracedPacket["end"], ExitCode>> = { delivered: 0, dropped: 1, unanswered: 1, unknown: 3 };

/**
 * Follows one packet hop by hop; answers 0 where it and its reply arrive, 1 where not, 3 where that is not known.
 *
 * @throws ProblemError with everything in the question that means nothing in this stack
 */
export async function trace(options: TraceOptions, output: Output): Promise<ExitCode> {
  const port = portOf(options);
  const stack = loadStack(options);
  const hosts = [options.from, options.to].filter((word) => isHostName(word) && parseAddress(word) === undefined);
  const { proof } = prepareProof(requireNetwork(stack), stack.expectation, stack.sources, { names: hosts, statedFirewalls: stack.statedFirewalls });
  const words = [...proof.places.filter(({ belongs }) => belongs.kind !== "name").map(({ name }) => name), ...proof.machines.map(({ machine }) => machine.name), ...proof.machines.map(({ zone }) => zone), "internet", ...(stack.expectation === undefined ? [] : ["intranet"])];
  const problems: Problem[] = [...port.problems];
  const end = (option: "from" | "to"): FoundEnd | undefined => {
    const found = findEnd(proof, options[option]);
    if (found === undefined) problems.push(nowhere(`--${option}`, options[option], words));
    return found;
  };
  const [from, to] = [end("from"), end("to")];
  if (from === undefined || to === undefined || problems.length > 0) throw new ProblemError("This cannot be traced:", problems);
  const traced = traceBetween(proof, from, to, { protocol: options.protocol, port: port.value });
  output.result(options.format === "json" ? renderJson({ stack: stack.name, ...traced }) : traceText(traced, output.style));
  return exitCodes[traced.end];
}

function portOf({ port, protocol }: TraceOptions): { readonly value: number; readonly problems: readonly Problem[] } {
  if (protocol === "icmp") return { value: 0, problems: port === undefined ? [] : [{ path: "--port", value: port, limit: "no port: ICMP has none", fix: "leave it out" }] };
  const value = /^\d{1,5}$/.test(port ?? "") ? Number(port) : 0;
  if (value >= 1 && value <= 65535) return { value, problems: [] };
  return { value, problems: [{ path: "--port", value: port, limit: "a port from 1 to 65535", fix: "state the port that is asked for" }] };
}

function nowhere(path: string, value: string, words: readonly string[]): Problem {
  const known = [...new Set(words)];
  const near = suggestion(value, known);
  return { path, value, limit: "a machine, a zone, an address, a host name, internet or intranet", fix: near === undefined ? `this stack has ${known.join(", ")}` : `did you mean ${near}?` };
}
