import type { EngineRunError } from "../engine/workspace.ts";
import { nameOf, type RunSummary } from "../engine/operations.ts";
import type { ExportedState } from "../engine/projectStack.ts";
import type { ResolvedResource } from "../environment/plan.ts";
import type { Faults } from "../rehearsal/faults/faults.ts";
import type { Fault } from "../rehearsal/faults/fault.ts";
import type { ShownRehearsal } from "../reports/rehearsalReport.ts";

/** What a rehearsal left behind. */
export interface RehearsalTraces {
  readonly stack: string;
  readonly planned: readonly ResolvedResource[];
  readonly faults: readonly Fault[];
  readonly happened: Faults["happened"];
  readonly summary: RunSummary;
  /** None where the update came to its end. */
  readonly failure?: EngineRunError;
  readonly state: ExportedState;
  /** Whether something stands in the rehearsed Azure. */
  readonly isInAzure: (id: string) => boolean;
  /** Option that names the rehearsal to the commands that come next. */
  readonly rehearsalOption: string;
}

/** What happened, what stands and what is to be done next. */
export function rehearsalOutcome(traces: RehearsalTraces): ShownRehearsal {
  const { stack, planned, faults, happened, summary, failure, state, isInAzure } = traces;
  const known = new Set(state.resources.map(({ urn }) => nameOf(urn)));
  const standing = planned.filter(({ name }) => known.has(name));
  const unseen = planned.filter(({ name, id }) => id !== undefined && !known.has(name) && isInAzure(id)).map(({ name }) => name);
  const unfinished = state.resources.filter((resource) => "initErrors" in resource).map(({ urn }) => nameOf(urn));
  const pending = state.pending.map(nameOf);
  const outcome = {
    stack: stack.toUpperCase(),
    status: failure === undefined ? ("stands" as const) : ("failed" as const),
    durationMilliseconds: summary.durationMilliseconds,
    planned: planned.length,
    known: standing.length,
    unseen,
    unfinished,
    pending,
    faults: faults.map((fault) => shownFault(fault, happened)),
    failures: failuresOf(summary, failure),
  };
  return { ...outcome, next: nextSteps(outcome, traces.rehearsalOption) };
}

function shownFault(fault: Fault, happened: Faults["happened"]): ShownRehearsal["faults"][number] {
  const requests = happened.filter((happening) => happening.fault === fault).map(({ request }) => request);
  const [first] = requests;
  return { fault: fault.text, requests: requests.length, ...(first === undefined ? {} : { first: `${first.operation} ${first.armType.split("/").slice(1).join("/")} ${first.id.split("/").at(-1)}` }) };
}

/** Resources that failed for the same reason stand together. Where a process does not answer, its port is no reason. */
function failuresOf({ diagnostics }: RunSummary, failure: EngineRunError | undefined): ShownRehearsal["failures"] {
  if (failure === undefined) return [];
  const errors = diagnostics.filter(({ severity, urn }) => severity === "error" && urn !== undefined && !urn.includes("pulumi:pulumi:Stack::"));
  const byReason = Map.groupBy(errors, ({ message }) => message.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1"));
  if (byReason.size === 0) return [{ reason: failure.message.split("\n"), resources: [] }];
  return [...byReason].map(([reason, found]) => ({ reason: reason.split("\n").map((line) => line.trim()), resources: found.map(({ urn }) => nameOf(urn!)) }));
}

function nextSteps({ stack, status, unseen, unfinished, pending }: Omit<ShownRehearsal, "next">, option: string): readonly string[] {
  const words = `--stack ${stack.toLowerCase()} ${option}`.trim();
  if (status === "stands") return ["Nothing is left to do: the same command again changes nothing."];
  const recover = [...pending, ...unseen].length === 0 ? [] : [`lifecare recover ${words}: what Azure has and the state does not know is taken over; an update alone would be refused, since it exists.`];
  const mended = unfinished.length === 0 ? [] : ["What is unfinished is asked for again by the next update."];
  return [...recover, ...mended, `lifecare rehearse --stack ${stack.toLowerCase()}${option === "--rehearsal" ? "" : ` ${option}`}: the same without a fault makes what is missing.`];
}
