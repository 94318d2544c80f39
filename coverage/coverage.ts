import type { Problem } from "../environment/problem.ts";
import type { Reason } from "../policies/reason.ts";
import { reportedName } from "../policies/rule.ts";
import { dueOf, requirements, type Disposition, type Part, type Requirement, type Stage } from "../specification/register.ts";
import type { Clause } from "../specification/vocabulary.ts";
import { describeEvidence, evidenceWanted, isFound, type Evidence, type Fulfilment, type Ground } from "./evidence.ts";
import { describeReason, flawOf, rulesFor, samplesNotStopped, stopsForAdviceAlone, type Gates } from "./gates.ts";
import { isReached } from "./stage.ts";

/** Everything that coverage is judged by. */
export interface Claims extends Gates {
  /** By clause; what is due apart from its row by clause and concern: `T3.1.5-3 publishing`. */
  readonly fulfilments: Readonly<Record<string, Fulfilment>>;
  /** Words of the proposed checks by their id. */
  readonly proposals: Readonly<Record<string, string>>;
  readonly ground: Ground;
}

export type Status =
  /** All that it takes is there. */
  | { readonly kind: "fulfilled"; readonly by: readonly string[] }
  /** No rule, and a reason that holds. */
  | { readonly kind: "explained"; readonly reason: string }
  /** Another part fulfils the requirement instead. */
  | { readonly kind: "elsewhere"; readonly part: Part }
  /** Not due yet; what is there already counts for nothing. */
  | { readonly kind: "due"; readonly stage: Stage; readonly by: readonly string[] }
  | { readonly kind: "missing"; readonly lacks: readonly string[] };

/** One part of one requirement. */
export interface CoveredPart {
  readonly clause: Clause;
  readonly part: Part;
  /** What of the requirement is due apart from its row. */
  readonly concern?: "publishing";
  readonly advisory?: string;
  readonly stage: Stage;
  readonly status: Status;
}

export interface CoveredProposal {
  readonly id: string;
  readonly words: string;
  readonly status: Status;
}

export interface Coverage {
  /** Everything due until this stage has to be there. */
  readonly stage: Stage;
  readonly complete: boolean;
  readonly parts: readonly CoveredPart[];
  readonly proposals: readonly CoveredProposal[];
  /** What contradicts itself, or claims what is not so. */
  readonly problems: readonly Problem[];
}

/** Holds every part of every requirement, and every proposed check, against what fulfils it. */
export function coverage(claims: Claims, stage: Stage): Coverage {
  const parts = requirements.flatMap((requirement) => partsOf(requirement).map((item) => coverPart(requirement, item, claims, stage)));
  const proposals = Object.entries(claims.proposals).map(([id, words]) => ({ id, words, status: proposalStatus(id, claims, stage) }));
  const problems = problemsOf(claims, stage);
  const complete = problems.length === 0 && [...parts, ...proposals].every(({ status }) => status.kind !== "missing");
  return { stage, complete, parts, proposals, problems };
}

interface Item extends Disposition {
  readonly concern?: "publishing";
  readonly stage: Stage;
}

/** The parts of a requirement with the stages at which they are due; resources that concern publishing are a part by themselves where they are due apart. */
export function partsOf(requirement: Requirement): readonly Item[] {
  const { dispositions, due } = requirement;
  const whole = dispositions.map((disposition) => ({ ...disposition, stage: dueOf(requirement, disposition.part) }));
  const { publishing } = due;
  if (publishing === undefined) return whole;
  return [...whole, ...dispositions.filter(({ part }) => part === "B").map((disposition) => ({ ...disposition, concern: "publishing" as const, stage: publishing }))];
}

function coverPart(requirement: Requirement, item: Item, claims: Claims, reached: Stage): CoveredPart {
  const { part, concern, advisory, stage } = item;
  const about = { clause: requirement.id, part, ...(concern === undefined ? {} : { concern }), ...(advisory === undefined ? {} : { advisory }), stage };
  return { ...about, status: statusOf(requirement, item, claims, reached) };
}

function statusOf({ id }: Requirement, item: Item, claims: Claims, reached: Stage): Status {
  const found = foundFor(id, item, claims, reached);
  if (!isReached(item.stage, reached)) return { kind: "due", stage: item.stage, by: found.kind === "fulfilled" ? found.by : [] };
  if (found.kind !== "missing" || item.alternativeTo === undefined) return found;
  const other = foundFor(id, { part: item.alternativeTo, stage: item.stage }, claims, reached);
  return other.kind === "fulfilled" ? { kind: "elsewhere", part: item.alternativeTo } : found;
}

function subjectOf(clause: Clause, { concern }: Pick<Item, "concern">): string {
  return concern === undefined ? clause : `${clause} ${concern}`;
}

type Found = Extract<Status, { readonly kind: "fulfilled" | "explained" | "missing" }>;

function foundFor(clause: Clause, item: Item, claims: Claims, reached: Stage): Found {
  if (item.part === "G") return gateOf(clause, item, claims, reached);
  const evidence: readonly Evidence[] = claims.fulfilments[subjectOf(clause, item)]?.[item.part] ?? [];
  if (evidence.length === 0) return { kind: "missing", lacks: [evidenceWanted[item.part]] };
  const lacks = evidence.filter((one) => !isFound(one, claims.ground));
  return lacks.length === 0 ? { kind: "fulfilled", by: evidence.map(describeEvidence) } : { kind: "missing", lacks: lacks.map(describeEvidence) };
}

function gateOf(clause: Clause, disposition: Disposition, claims: Claims, reached: Stage): Found {
  const rules = rulesFor(clause, disposition, claims.rules);
  const lacks = rules.flatMap((rule) => samplesNotStopped(rule).map((title) => `${reportedName(rule)} does not stop its bad sample: ${title}`));
  if (lacks.length > 0) return { kind: "missing", lacks };
  if (rules.length > 0) return { kind: "fulfilled", by: rules.map(reportedName) };
  return explainedBy(claims.reasons[clause], claims, reached) ?? { kind: "missing", lacks: [evidenceWanted.G] };
}

function explainedBy(reason: Reason | undefined, claims: Claims, reached: Stage): Found | undefined {
  if (reason === undefined) return undefined;
  const flaw = flawOf(reason, claims, claims.ground, reached);
  const words = describeReason(reason, claims.rules);
  return flaw === undefined ? { kind: "explained", reason: words } : { kind: "missing", lacks: [`${words}: ${flaw}`] };
}

/** All are answered when policies gate. */
const proposalStage: Stage = "gate";

function proposalStatus(id: string, claims: Claims, reached: Stage): Status {
  const answer = answerTo(id, claims, reached);
  return isReached(proposalStage, reached) ? answer : { kind: "due", stage: proposalStage, by: answer.kind === "fulfilled" ? answer.by : [] };
}

/** A proposed check is answered by rules, or by a reason why there is none. */
function answerTo(id: string, claims: Claims, reached: Stage): Found {
  const rules = claims.rules.filter(({ proposals }) => proposals.includes(id)).map(reportedName);
  const reason = claims.reasons[id];
  if (rules.length === 0) return explainedBy(reason, claims, reached) ?? { kind: "missing", lacks: ["a rule or a reason"] };
  return reason === undefined ? { kind: "fulfilled", by: rules } : { kind: "missing", lacks: [`no reason beside a rule: ${[...rules, describeReason(reason, claims.rules)].join("; ")}`] };
}

/** Where the pages of the rules lie. */
export const pagesFolder = "docs/rules/";

/** Path of a rule's page. */
export function pageOf(rule: string): string {
  return `${pagesFolder}${rule}.md`;
}

function problemsOf({ rules, reasons, fulfilments, proposals, ground }: Claims, reached: Stage): readonly Problem[] {
  const gated = new Set(requirements.filter(({ dispositions }) => dispositions.some(({ part }) => part === "G")).map(({ id }) => id));
  const answers = rules.flatMap((rule) => rule.proposals.map((id) => ({ id, rule })));
  const pages = [...ground.pages.keys()].filter((file) => file.startsWith(pagesFolder)).map((file) => /\/(LC\d+)\.md$/.exec(file)?.[1]).filter((id) => id !== undefined);
  return [
    ...answers.filter(({ id }) => proposals[id] === undefined).map(({ id, rule }) => problem(reportedName(rule), id, "a proposed check", "name one of P-01 to P-49")),
    ...Object.keys(reasons).filter((subject) => proposals[subject] === undefined && !gated.has(subject)).map((subject) => problem("reasons", subject, "a proposed check, or a requirement that policies gate", "take it away")),
    ...Object.entries(reasons).filter(([subject]) => gated.has(subject)).flatMap(([clause, reason]) => contradictions(clause, reason, { rules, reasons }, ground, reached)),
    ...rules.filter(stopsForAdviceAlone).map((rule) => problem(reportedName(rule), rule.clauses, "a recommendation stops no deployment", "put the rule into the group hardening")),
    ...rules.filter(({ id }) => !pages.includes(id)).map((rule) => problem(reportedName(rule), undefined, `a page, ${pageOf(rule.id)}`, "run npm run generate")),
    ...pages.filter((id) => rules.every((rule) => rule.id !== id)).map((id) => problem(pageOf(id), id, "a rule of this name", "bring the rule back: a page without one says that it was taken away")),
    ...Object.entries(fulfilments).flatMap(([subject, fulfilment]) => strayParts(subject, fulfilment)),
  ];
}

/** A demand that has a rule needs no reason, and a reason is held even where its requirement is not due. */
function contradictions(clause: Clause, reason: Reason, gates: Gates, ground: Ground, reached: Stage): readonly Problem[] {
  const flaw = flawOf(reason, gates, ground, reached);
  const ruled = gates.rules.filter(({ clauses }) => clauses.includes(clause));
  return [
    ...(flaw === undefined ? [] : [problem(`reason for ${clause}`, describeReason(reason, gates.rules), flaw, "write the rule, or a reason that holds")]),
    ...(ruled.length === 0 ? [] : [problem(`reason for ${clause}`, describeReason(reason, gates.rules), `no reason beside a rule (${ruled.map(reportedName).join(", ")})`, "take the reason away, or the clause from the rule")]),
  ];
}

function strayParts(subject: string, fulfilment: Fulfilment): readonly Problem[] {
  const parts = requirements.flatMap((requirement) => partsOf(requirement).filter((item) => subjectOf(requirement.id, item) === subject)).map(({ part }) => part);
  return (Object.keys(fulfilment) as Part[]).filter((part) => !parts.includes(part)).map((part) => problem("fulfilments", `${subject} ${part}`, "a part of the register", "name the part that it fulfils"));
}

function problem(path: string, value: unknown, limit: string, fix: string): Problem {
  return { path, value, limit, fix };
}
