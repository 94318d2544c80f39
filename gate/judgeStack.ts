import { describeProblem, showValue, type Problem } from "../environment/problem.ts";
import { describeExemptionFault, describeFinding } from "../policies/describeFinding.ts";
import { evaluate, levelOfFault, levelOfFinding } from "../policies/evaluate.ts";
import type { JudgedFinding } from "../policies/exemptions.ts";
import type { Facts } from "../policies/facts.ts";
import type { ReadableResource } from "../reachability/azureReader.ts";
import type { FactsInForce } from "./factsInForce.ts";
import type { Location } from "./locations.ts";
import type { Difference } from "./weakening.ts";
import type { Refusal } from "./packConfiguration.ts";
import type { LocateFinding } from "./plannedLocations.ts";
import { fingerprintOf, type Case, type OtherRule, type Reported } from "./reported.ts";
import { nameOfLabel } from "../policies/finding.ts";

/** Everything that a stack is judged from. */
export interface StackToJudge {
  readonly name: string;
  readonly resources: readonly ReadableResource[];
  /** The base branch's, where it has the stack. */
  readonly baseResources?: readonly ReadableResource[];
  readonly inForce: FactsInForce;
  readonly locate: LocateFinding;
  /** Where the stack's configuration says what differs from the base branch's, and the file of exemptions. */
  readonly files: { readonly configuration: (difference: Difference) => Location; readonly exemptions: Location };
  /** What is refused of a pack's configuration that was brought along. */
  readonly refusals: readonly (Refusal & { readonly location: Location })[];
}

export interface JudgedStack {
  readonly reports: readonly Reported[];
  readonly cases: readonly Case[];
}

/** All that is to be said of a stack: what the rules find, what is wrong with exemptions, and what is not approved. */
export function judgeStack(stack: StackToJudge): JudgedStack {
  const { name, resources, inForce, locate } = stack;
  const evaluation = evaluate(resources, inForce.facts);
  const before = new Set(stack.baseResources === undefined ? [] : evaluate(stack.baseResources, { ...inForce.facts, exemptions: [] }).findings.map((finding) => keyOf(name, finding)));
  const count = counter();
  const reports = evaluation.findings.map((finding): readonly [JudgedFinding, Reported] => {
    const inBase = before.has(keyOf(name, finding));
    // An exemption is for what somebody looked at: what a change makes of it is new, until an owner has approved.
    const overtaken = finding.exemption !== undefined && !inBase && inForce.exemptions.kind !== "approved";
    return [finding, reportedFinding(name, finding, overtaken, { inBase, location: locate(finding), fingerprint: count(fingerprintOf([name, finding.rule, nameOfLabel(finding.resource), finding.path])) })];
  });
  const byFinding = new Map(reports);
  const cases = evaluation.judgements.map(({ rule, resource, findings }): Case => ({
    stack: name,
    rule: rule.id,
    resource,
    // The evaluation keeps a finding that is not exempted as it is, and copies one that is.
    reports: findings.flatMap((finding) => byFinding.get(finding) ?? reports.find(([judged]) => judged.rule === finding.rule && sameFinding(judged, finding))?.[1] ?? []),
  }));
  const others = otherReports(stack, evaluation.exemptionFaults.map((fault) => [levelOfFault(fault), describeExemptionFault(fault)] as const));
  return {
    reports: [...reports.map(([, reported]) => reported), ...others],
    cases: [...cases, ...others.map((reported): Case => ({ stack: name, rule: reported.rule, resource: reported.resource, reports: [reported] }))],
  };
}

function otherReports({ name, inForce, files, refusals }: StackToJudge, faults: readonly (readonly [Reported["level"], string])[]): readonly Reported[] {
  const of = otherReporter(name);
  const { configuration, exemptions, differences, widened } = inForce;
  return [
    ...faults.map(([level, message]) => of("LC-EXEMPTION", message, files.exemptions, level)),
    ...refusals.map(({ location, ...refusal }) => of("LC-WEAKENED", describeProblem(refusal), location, "mandatory")),
    ...(configuration.kind !== "base"
      ? []
      : differences.map((difference) => {
          const { path, base, head, why } = difference;
          const limit = `the base branch's ${showValue(base)} counts: ${why}, and ${configuration.reason}`;
          return of("LC-APPROVAL", describeProblem({ path, value: head, limit, fix: "have an owner approve the last commit" }), files.configuration(difference), "advisory");
        })),
    ...(exemptions.kind !== "base"
      ? []
      : widened.map(({ rule, resource }) => of("LC-APPROVAL", describeProblem({ path: "exemptions", value: `${rule} at ${resource}`, limit: `it does not count: ${exemptions.reason}`, fix: "have an owner approve the last commit" }), files.exemptions, "advisory"))),
  ];
}

/** What is wrong with a configuration that cannot be planned. */
export function reportedProblems(stack: string, problems: readonly Problem[], locate: (problem: Problem) => Location): readonly Reported[] {
  const of = otherReporter(stack);
  return problems.map((problem) => of("LC-CONFIGURATION", describeProblem(problem), locate(problem), "mandatory"));
}

function otherReporter(stack: string): (rule: OtherRule, message: string, location: Location, level: Reported["level"]) => Reported {
  const count = counter();
  return (rule, message, location, level) => ({ rule, stack, resource: location.file, level, verdict: "broken", message, location, inBase: false, fingerprint: count(fingerprintOf([stack, rule, location.file, message])) });
}

function reportedFinding(stack: string, finding: JudgedFinding, overtaken: boolean, more: Pick<Reported, "inBase" | "location" | "fingerprint">): Reported {
  const { exemption, ...bare } = finding;
  const counted = overtaken ? bare : finding;
  const message = overtaken ? `${describeFinding(bare)} An exemption names it, but for what the base branch had: an owner of the file has to approve this one.` : describeFinding(finding);
  return {
    ...more,
    rule: finding.rule,
    stack,
    resource: finding.resource,
    level: levelOfFinding(counted),
    verdict: finding.kind,
    message,
    ...(finding.evidence === undefined ? {} : { evidence: finding.evidence }),
    ...(overtaken || exemption === undefined ? {} : { exemption }),
  };
}

/** What makes a finding the one that the base branch has: the value as well, since another value is another fault. */
function keyOf(stack: string, { rule, resource, path, value, limit, kind }: JudgedFinding): string {
  return JSON.stringify([stack, rule, resource, path, value, limit, kind]);
}

function sameFinding(one: JudgedFinding, other: JudgedFinding): boolean {
  return keyOf("", one) === keyOf("", other);
}

/** Faults that are told apart by nothing else are numbered. */
function counter(): (fingerprint: string) => string {
  const seen = new Map<string, number>();
  return (fingerprint) => {
    const number = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, number);
    return `${fingerprint}:${number}`;
  };
}

/** The facts a stack is judged by, as the engine's pack takes them. */
export function packConfigurationInForce({ environment, locations, expectation, roles, exemptions }: Facts): Readonly<Record<string, unknown>> {
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(locations === undefined ? {} : { locations }),
    ...(expectation === undefined ? {} : { expectation }),
    ...(Object.keys(roles).length === 0 ? {} : { roles }),
    exemptions,
  };
}
