import type { EnvironmentPlan, ResolvedResource } from "../environment/plan.ts";
import { isRecord, plain, type Plain, type PlainRecord } from "../reachability/readValues.ts";
import { tellingAnswers, textsAt, unfinished } from "./answers.ts";
import { differencesBetween, pathOf, type Difference } from "./differences.ts";
import type { DriftFinding, FoundResource, Properties } from "./finding.ts";
import { plannedPlace, remedyOfChange, remedyOfLoss } from "./remedies.ts";
import { shownValue } from "./shownValue.ts";
import { strangersIn, type Known } from "./strangers.ts";

/** What a stack's state holds, and what Azure answers. */
export interface ReadStack {
  readonly plan: EnvironmentPlan;
  /** URNs of everything in Azure that the state knows. */
  readonly expected: readonly string[];
  readonly found: readonly FoundResource[];
  /** URNs of what was under way when a run died. */
  readonly pending: readonly string[];
}

/** Every place where Azure is not what the stack made of it, in the order of the plan. */
export function findDrift({ plan, expected, found, pending }: ReadStack): readonly DriftFinding[] {
  const planned = new Map(plan.resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));
  const read = new Set(found.map(({ urn }) => urn));
  const places = new Map(plan.resources.map(({ name }, index) => [name, index]));
  const placeOf = ({ urn }: FoundResource) => places.get(nameOf(urn)) ?? plan.resources.length;
  const known = found.map(({ id, before, now }): Known => ({ id, inputs: record((now ?? before).inputs) }));
  return [
    ...found.toSorted((one, other) => placeOf(one) - placeOf(other)).flatMap((resource) => ofResource(resource, planned.get(`${resource.type} ${nameOf(resource.urn)}`), plan, known)),
    ...expected.filter((urn) => !read.has(urn)).map((urn) => unknown(urn, "Azure was not asked for it", "run the command again")),
    ...pending.map((urn) => unknown(urn, "it was under way when an update died: it may be there or not", "run `lifecare recover`")),
  ];
}

function ofResource(resource: FoundResource, planned: ResolvedResource | undefined, plan: EnvironmentPlan, known: readonly Known[]): readonly DriftFinding[] {
  const { urn, id, before, now } = resource;
  const about = { urn, resource: nameOf(urn), clauses: planned?.clauses ?? [] };
  if (now === undefined) return [{ ...about, kind: "gone", path: "", remedy: remedyOfLoss(planned) }];
  const [inputs, outputs] = [record(now.inputs), record(now.outputs)];
  const state = unfinished(outputs);
  return [
    ...differencesBetween(record(before.inputs), inputs).map((difference) => changed(difference, urn, planned, plan)),
    ...changedAnswers(resource, now).map((answer) => ({ ...about, kind: "changed" as const, ...answer })),
    ...strangersIn(outputs, { id, inputs }, known).map((stranger) => ({ ...about, kind: "stranger" as const, path: stranger.path, found: stranger.id, remedy: "no up touches it: take it away, or have a stack make it" })),
    ...(state === undefined ? [] : [unknown(urn, `Azure says ${state} of its last change`, "wait until it is done, or see in Azure's activity log why it failed")]),
  ];
}

function changed({ steps, before, now }: Difference, urn: string, planned: ResolvedResource | undefined, plan: EnvironmentPlan): DriftFinding {
  const place = planned === undefined ? undefined : plannedPlace(plan, planned, steps);
  const expected = place === undefined ? before : place.value;
  const key = steps.flatMap((step) => ("property" in step ? [step.property] : [])).at(-1) ?? "";
  return {
    kind: "changed",
    urn,
    resource: nameOf(urn),
    path: pathOf(steps),
    ...(isAbsent(expected) ? {} : { expected: shownValue(expected, key) }),
    ...(isAbsent(now) ? {} : { found: shownValue(now, key) }),
    clauses: place?.clauses ?? [],
    remedy: remedyOfChange(place, now, steps),
  };
}

function changedAnswers({ type, before }: FoundResource, now: Properties): readonly Pick<DriftFinding, "path" | "expected" | "found" | "remedy">[] {
  return tellingAnswers.filter((answer) => answer.type === type).flatMap(({ path, meaning }) => {
    const [earlier, later] = [textsAt(record(before.outputs), path), textsAt(record(now.outputs), path)];
    // Some are answered only some time after the resource was made.
    if (earlier.length === 0 || earlier.join() === later.join()) return [];
    return [{ path, expected: earlier.join(", "), ...(later.length === 0 ? {} : { found: later.join(", ") }), remedy: meaning }];
  });
}

function unknown(urn: string, found: string, remedy: string): DriftFinding {
  return { kind: "unknown", urn, resource: nameOf(urn), path: "", found, clauses: [], remedy };
}

function isAbsent(value: Plain | undefined): value is undefined | null {
  return value === undefined || value === null;
}

function record(values: Readonly<Record<string, unknown>>): PlainRecord {
  const read = plain(values);
  return isRecord(read) ? read : {};
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
