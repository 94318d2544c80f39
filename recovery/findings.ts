import type { StackState, StateEntry } from "../engine/stackState.ts";
import { differingPaths, inputsAsFound } from "./foundInputs.ts";
import type { Suspect } from "./suspects.ts";

/** What Azure says of a suspect, and what follows. */
export type Finding =
  /** It stands: the state takes it over. Where Azure differs from what was asked for, the next update mends it. */
  | { readonly kind: "stands"; readonly suspect: Suspect; readonly entry: StateEntry; readonly differing: readonly string[] }
  /** Azure gave up making it: the state takes it over as unfinished, and the next update asks for it again. */
  | { readonly kind: "failed"; readonly suspect: Suspect; readonly entry: StateEntry; readonly state: string }
  /** It does not exist: what was being made is forgotten, what was being deleted leaves the state. */
  | { readonly kind: "absent"; readonly suspect: Suspect }
  /** Azure is still at it: nothing is known yet. */
  | { readonly kind: "underWay"; readonly suspect: Suspect; readonly state: string }
  /** Something stands under that id that does not carry this stack's tags: it is left alone. */
  | { readonly kind: "foreign"; readonly suspect: Suspect };

/**
 * The state in which the engine can look suspects up: those that it does not know yet stand in it as asked for, so that what Azure says differently is all
 * that a refresh changes.
 */
export function stateWithSuspects({ version, deployment }: StackState, suspects: readonly Suspect[]): StackState {
  const { pending_operations: _, resources = [], ...rest } = deployment;
  const added = suspects.filter(({ kind }) => kind !== "changing").map(({ entry }) => ({ ...entry, outputs: entry.inputs ?? {} }));
  return { version, deployment: { ...rest, resources: [...withoutReplaced(resources, added), ...added] } };
}

/** @param seen what Azure has, by URN, as the engine read it from that state */
export function judgeSuspects(suspects: readonly Suspect[], seen: ReadonlyMap<string, StateEntry>): readonly Finding[] {
  return suspects.map((suspect): Finding => {
    const found = seen.get(suspect.entry.urn);
    if (found === undefined) return { kind: "absent", suspect };
    const state = provisioningState(found);
    if (underWay.has(state)) return { kind: "underWay", suspect, state };
    if (suspect.kind === "changing") return { kind: "stands", suspect, entry: found, differing: [] };
    if (!carriesTags(suspect.entry, found)) return { kind: "foreign", suspect };
    const inputs = inputsAsFound(suspect.entry.inputs ?? {}, found.inputs ?? {}) as Readonly<Record<string, unknown>>;
    const entry = { ...suspect.entry, inputs, outputs: found.outputs ?? {} };
    if (state !== "Succeeded") return { kind: "failed", suspect, entry: { ...entry, initErrors: [`Azure ended with ${state}`] }, state };
    return { kind: "stands", suspect, entry, differing: differingPaths(suspect.entry.inputs ?? {}, inputs) };
  });
}

/** The state as it is after recovery: without pending operations, with what was taken over, without what is gone. */
export function recoveredState({ version, deployment }: StackState, findings: readonly Finding[]): StackState {
  const { pending_operations: _, resources = [], ...rest } = deployment;
  const taken = findings.flatMap((finding) => ((finding.kind === "stands" || finding.kind === "failed") && finding.suspect.kind !== "changing" ? [finding.entry] : []));
  const changed = new Map(findings.flatMap((finding) => (finding.kind === "stands" && finding.suspect.kind === "changing" ? [[finding.entry.urn, finding.entry] as const] : [])));
  const gone = new Set(findings.flatMap(({ kind, suspect }) => (kind === "absent" && suspect.kind === "changing" ? [suspect.entry.urn] : [])));
  const needed = new Set(resources.filter(({ urn }) => !gone.has(urn)).flatMap(({ dependencies = [], parent }) => [...dependencies, ...(parent === undefined ? [] : [parent])]));
  const kept = withoutReplaced(resources, taken)
    // What others still depend on stays until an update has dealt with them.
    .filter(({ urn, delete: isOld }) => isOld === true || !gone.has(urn) || needed.has(urn))
    .map((entry) => (entry.delete === true ? entry : (changed.get(entry.urn) ?? entry)));
  return { version, deployment: { ...rest, resources: [...kept, ...taken] } };
}

/** Without the remains of a replacement whose new resource is there. */
function withoutReplaced(resources: readonly StateEntry[], made: readonly StateEntry[]): readonly StateEntry[] {
  const urns = new Set(made.map(({ urn }) => urn));
  return resources.filter(({ urn, pendingReplacement }) => pendingReplacement !== true || !urns.has(urn));
}

const underWay: ReadonlySet<string> = new Set(["Accepted", "Creating", "Deleting", "InProgress", "Provisioning", "RegisteringDns", "Running", "Updating"]);

/** ARM's word for how far a resource is; types without one are finished when they are there. */
function provisioningState({ outputs = {} }: StateEntry): string {
  const inner = outputs["properties"] as Readonly<Record<string, unknown>> | undefined;
  const state = outputs["provisioningState"] ?? inner?.["provisioningState"];
  return typeof state === "string" ? state : "Succeeded";
}

/** Whether what was found carries the tags that were asked for; types without tags carry them all. */
function carriesTags(asked: StateEntry, found: StateEntry): boolean {
  const wanted = (asked.inputs?.["tags"] ?? {}) as Readonly<Record<string, unknown>>;
  const carried = (found.outputs?.["tags"] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([name, value]) => carried[name] === value);
}
