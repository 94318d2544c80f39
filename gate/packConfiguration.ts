import type { Problem } from "../environment/problem.ts";
import { readFacts, type Facts } from "../policies/facts.ts";
import { policyName } from "../policies/pack.ts";
import { compareExemptions, factDifferences } from "./weakening.ts";

/** Why a configuration of the pack that somebody wants to use must not be used. */
export interface Refusal {
  readonly path: string;
  readonly value: unknown;
  readonly limit: string;
  readonly fix: string;
}

export type JudgedConfiguration = { readonly kind: "judged"; readonly refusals: readonly Refusal[] } | { readonly kind: "unusable"; readonly problems: readonly Problem[] };

const levels: readonly unknown[] = ["mandatory", "advisory", "remediate", "disabled"];
const levelKey = "enforcementLevel";

/**
 * Holds a `--policy-pack-config` that somebody brings along against the facts in force: no level but mandatory, and nothing that makes the
 * rules judge more mildly.
 *
 * @param value what the file holds
 */
export function judgePackConfiguration(value: unknown, inForce: Facts): JudgedConfiguration {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { kind: "unusable", problems: [{ path: "(file)", value, limit: "a record of policies, as `lifecare policy-config` writes it", fix: "write it with `lifecare policy-config`" }] };
  }
  const problems: Problem[] = [];
  const refusals = Object.entries(value).flatMap(([policy, configured]): readonly Refusal[] => {
    const { level, facts } = partsOf(configured);
    if (level !== undefined && !levels.includes(level)) problems.push({ path: `${policy}.${levelKey}`, value: level, limit: `one of ${levels.join(", ")}`, fix: "leave it out" });
    if (facts === undefined && typeof configured !== "string") problems.push({ path: policy, value: configured, limit: "a level or a record", fix: "write it with `lifecare policy-config`" });
    const ofLevel = levelRefusals(policy, level);
    if (policy === "all") return ofLevel;
    if (policy !== policyName) return [...ofLevel, refusal(policy, configured, "rules have no level and no configuration of their own", "take it away; what must be let pass is exempted, rule by rule and resource by resource")];
    return [...ofLevel, ...(facts === undefined ? [] : factRefusals(facts, inForce, problems))];
  });
  return problems.length > 0 ? { kind: "unusable", problems } : { kind: "judged", refusals };
}

function partsOf(configured: unknown): { readonly level?: unknown; readonly facts?: Readonly<Record<string, unknown>> } {
  if (typeof configured === "string") return { level: configured };
  if (typeof configured !== "object" || configured === null || Array.isArray(configured)) return {};
  const { [levelKey]: level, ...facts } = configured as Record<string, unknown>;
  return { level, facts };
}

function levelRefusals(policy: string, level: unknown): readonly Refusal[] {
  if (level === undefined || level === "mandatory" || !levels.includes(level)) return [];
  return [refusal(policy === "all" ? "all" : `${policy}.${levelKey}`, level, "mandatory: what the specification demands is not lowered", "take it away; what must be let pass is exempted, rule by rule and resource by resource")];
}

const approvalFix = "have an owner of the file approve the change, or take it away";

function factRefusals(given: Readonly<Record<string, unknown>>, inForce: Facts, problems: Problem[]): readonly Refusal[] {
  const read = readFacts(given, inForce.asOf);
  if (read.kind === "unusable") {
    problems.push(...read.problems.map(({ path, limit }) => ({ path: `${policyName}.${path}`, value: undefined, limit, fix: "write it with `lifecare policy-config`" })));
    return [];
  }
  const differing = factDifferences(inForce, read.facts).map(({ path, base, head, why }) => refusal(`${policyName}.${path}`, head, `${shown(base)}, as it is in force: ${why}`, approvalFix));
  const { widened } = compareExemptions(inForce.exemptions, read.facts.exemptions);
  return [
    ...differing,
    ...widened.map(({ rule, resource, expires }) => refusal(`${policyName}.exemptions`, `${rule} at ${resource} until ${expires}`, "an exemption that is in force, in its words and for no longer", approvalFix)),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : (JSON.stringify(value) ?? String(value));
}

function refusal(path: string, value: unknown, limit: string, fix: string): Refusal {
  return { path, value, limit, fix };
}
