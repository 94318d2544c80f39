import { fingerprintOf, type Check, type ProbePlan, type Vantage } from "./probePlan.ts";
import { outcomes, readResults, readSpans, type Outcome, type ProbeResults } from "./results.ts";
import { isWithin } from "./within.ts";

/** A file that should hold results: its name and what JSON it holds, or why it holds none. */
export type ResultsFile = { readonly file: string } & ({ readonly value: unknown } | { readonly fault: string });

/** Results that cannot be used. */
export interface ResultsProblem {
  readonly file: string;
  readonly fault: string;
  readonly fix: string;
}

export type Measured = { readonly outcome: Outcome } | { readonly unmeasured: string };

/** One check and what came of it. */
export interface JudgedCheck {
  readonly vantage: string;
  readonly check: Check;
  readonly measured: Measured;
  readonly verdict: "holds" | "broken" | "unmeasured";
  readonly reason: string;
  /** A closed port of which another place had an answer: here the network is what kept silent. */
  readonly vouched?: boolean;
}

export interface ProbeVerdict {
  readonly status: "holds" | "broken" | "unusable" | "unmeasured";
  readonly problems: readonly ResultsProblem[];
  readonly checks: readonly JudgedCheck[];
}

/**
 * Holds what was measured against what is to be. What is broken is broken whatever else is missing; then files that cannot be
 * used count, then what was not measured.
 */
export function judgeProbes(plan: ProbePlan, files: readonly ResultsFile[]): ProbeVerdict {
  const problems: ResultsProblem[] = [];
  const usable = new Map<string, ReadonlyMap<number, Measured>>();
  for (const file of files) {
    const read = usableResults(plan, file);
    if ("problem" in read) problems.push(read.problem);
    else if (usable.has(read.vantage.name)) problems.push({ file: file.file, fault: `${read.vantage.name} has given results already`, fix: "keep the later file" });
    else usable.set(read.vantage.name, read.measured);
  }
  const checks = vouch(plan.vantages.flatMap((vantage) => vantage.checks.map((check, number) => judge(vantage, check, measuredOf(usable.get(vantage.name), number)))));
  return { status: statusOf(problems, checks), problems, checks };
}

function measuredOf(results: ReadonlyMap<number, Measured> | undefined, number: number): Measured {
  return results === undefined ? { unmeasured: "no results from here" } : (results.get(number) ?? { unmeasured: "left out of the results" });
}

function statusOf(problems: readonly ResultsProblem[], checks: readonly JudgedCheck[]): ProbeVerdict["status"] {
  if (checks.some(({ verdict }) => verdict === "broken")) return "broken";
  if (problems.length > 0) return "unusable";
  return checks.length === 0 || checks.some(({ verdict }) => verdict === "unmeasured") ? "unmeasured" : "holds";
}

type Usable = { readonly vantage: Vantage; readonly measured: ReadonlyMap<number, Measured> } | { readonly problem: ResultsProblem };

const again = "run the script of this plan again and keep what it prints";

function usableResults(plan: ProbePlan, given: ResultsFile): Usable {
  const problem = (fault: string, fix: string): Usable => ({ problem: { file: given.file, fault, fix } });
  if ("fault" in given) return problem(given.fault, again);
  const read = readResults(given.value);
  if ("faults" in read) return problem(read.faults.join("; "), again);
  const { results } = read;
  const vantage = plan.vantages.find(({ name }) => name === results.vantage);
  if (vantage === undefined) return problem(`${results.vantage} is no server or client network of this plan`, "take the file away, or give the stack that it belongs to");
  if (results.fingerprint !== fingerprintOf(vantage)) return problem(`${results.vantage} measured another plan than this`, "write the scripts anew and run them again");
  if (!results.addresses.some((address) => isWithin(address, vantage.prefix))) {
    return problem(`measured at ${results.addresses.join(", ") || "no address"}, not at ${vantage.prefix}`, `run the script of ${vantage.name} where it belongs`);
  }
  const measured = measurementsOf(results, vantage.checks.length);
  return measured === undefined ? problem("names a check twice, or one that the plan does not have", again) : { vantage, measured };
}

function measurementsOf({ outcomes: said, unmeasured }: ProbeResults, count: number): ReadonlyMap<number, Measured> | undefined {
  const groups: readonly (readonly [Measured, string])[] = [
    ...outcomes.map((outcome) => [{ outcome }, said[outcome]] as const),
    ...Object.entries(unmeasured).map(([reason, spans]) => [{ unmeasured: reason }, spans] as const),
  ];
  const measured = new Map<number, Measured>();
  for (const [measurement, spans] of groups) {
    for (const number of readSpans(spans, count) ?? [count]) {
      if (number >= count || measured.has(number)) return undefined;
      measured.set(number, measurement);
    }
  }
  return measured;
}

function judge({ name }: Vantage, check: Check, measured: Measured): JudgedCheck {
  if ("unmeasured" in measured) return { vantage: name, check, measured, verdict: "unmeasured", reason: measured.unmeasured };
  const { holds, reason } = check.expect === "reachable" ? judgeOpen(check, measured.outcome) : judgeClosed(measured.outcome);
  return { vantage: name, check, measured, verdict: holds ? "holds" : "broken", reason };
}

interface Judgement {
  readonly holds: boolean;
  readonly reason: string;
}

/** At a machine of the stack a refusal is enough: the packet came through. Beyond the firewall it may be anybody's. */
function judgeOpen({ target, talk }: Check, outcome: Outcome): Judgement {
  switch (outcome) {
    case "open":
      return { holds: true, reason: "answered" };
    case "refused":
      return target.machine === undefined ? { holds: false, reason: "refused: by the host or on the way" } : { holds: true, reason: "reached; nothing listens there yet" };
    case "filtered":
      return { holds: false, reason: target.machine === undefined ? "no answer" : "no answer: closed on the way or by Windows Firewall, or nothing listens and Windows hides it (then run the listener there)" };
    case "cut":
      return { holds: false, reason: `connected, then nothing said (${talk}): as Azure Firewall does with what no rule lets on` };
  }
}

function judgeClosed(outcome: Outcome): Judgement {
  switch (outcome) {
    case "open":
      return { holds: false, reason: "answered" };
    case "refused":
      return { holds: false, reason: "reached, though nothing listens there" };
    case "filtered":
      return { holds: true, reason: "no answer" };
    case "cut":
      return { holds: true, reason: "connected to the firewall, which let nothing on" };
  }
}

function vouch(checks: readonly JudgedCheck[]): readonly JudgedCheck[] {
  const endOf = ({ check: { target, port } }: JudgedCheck) => `${target.host} ${port}`;
  const answering = new Set(checks.filter(({ measured }) => "outcome" in measured && (measured.outcome === "open" || measured.outcome === "refused")).map(endOf));
  return checks.map((judged) => (judged.check.expect === "unreachable" && judged.verdict === "holds" ? { ...judged, vouched: answering.has(endOf(judged)) } : judged));
}
