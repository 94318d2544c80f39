import type { EnvironmentPlan, ResolvedResource } from "../environment/plan.ts";
import type { Clause } from "../specification/vocabulary.ts";
import { plain, type Plain } from "../reachability/readValues.ts";
import { sameValue, valueAt, type Step } from "./differences.ts";

/** What the plan says of a place of one of its resources. */
export interface PlannedPlace {
  readonly resource: ResolvedResource;
  /** Undefined where the plan says nothing of it. */
  readonly value: Plain | undefined;
  readonly clauses: readonly Clause[];
}

/** What the plan says of a place, with the clauses of the very row or floor where it knows them. */
export function plannedPlace(plan: EnvironmentPlan, resource: ResolvedResource, steps: readonly Step[]): PlannedPlace {
  return { resource, value: valueAt(plain(resource.inputs), steps), clauses: rowClauses(plan, steps) ?? floorClauses(plan, resource, steps) ?? resource.clauses };
}

/** A rule is named after its row of the matrix: `R8-from-compute`. */
function rowClauses({ flows }: EnvironmentPlan, steps: readonly Step[]): readonly Clause[] | undefined {
  const rule = steps.find((step, index) => "member" in step && isRuleList(steps[index - 1]));
  if (rule === undefined || !("member" in rule)) return undefined;
  const clause = flows.find(({ row }) => rule.member.startsWith(`${row}-`))?.clause;
  return clause === undefined ? undefined : [clause];
}

function isRuleList(step: Step | undefined): boolean {
  return step !== undefined && "property" in step && /^(?:securityRules|rules)$/.test(step.property);
}

function floorClauses({ servers }: EnvironmentPlan, { name }: ResolvedResource, steps: readonly Step[]): readonly Clause[] | undefined {
  if (plainPath(steps) !== "hardwareProfile.vmSize") return undefined;
  return servers.find(({ computerName }) => name.startsWith(`${computerName}-`))?.floor.clauses;
}

/** What becomes of a changed property when the project's next update comes, which reads Azure first. */
export function remedyOfChange(place: PlannedPlace | undefined, found: Plain | undefined, steps: readonly Step[]): string {
  if (place === undefined) return "the plan no longer has the resource: the next up deletes it";
  const { ignoreChanges = [], replaceOnChanges = [], protect = false } = place.resource.options ?? {};
  const isAt = (paths: readonly string[]) => paths.some((path) => `${plainPath(steps)}.`.startsWith(`${path}.`));
  if (sameValue(place.value, found)) return "the plan has it so: the next up takes it over";
  if (isAt(ignoreChanges)) return "fixed at the machine's birth, and left alone by every up: only a rebuild takes it (rebuild.token)";
  if (isAt(replaceOnChanges)) return protect ? "only a replacement would mend it, which protection refuses: change it back in Azure" : "the next up replaces the resource";
  return "the next up mends it";
}

/** What becomes of a resource that is no longer in Azure. */
export function remedyOfLoss(planned: ResolvedResource | undefined): string {
  if (planned === undefined) return "the plan no longer has it either: the next up forgets it";
  return planned.options?.protect === true ? "it holds data, and the next up makes it anew without: restore it first" : "the next up makes it anew";
}

function plainPath(steps: readonly Step[]): string {
  return steps.flatMap((step) => ("property" in step ? [step.property] : [])).join(".");
}
