import { evaluate, type Evaluation } from "../policies/evaluate.ts";
import type { Facts } from "../policies/facts.ts";
import type { ReadableResource } from "../reachability/azureReader.ts";
import type { FoundResource } from "./finding.ts";

/**
 * What the rules, the proof among them, say of the stack as Azure has it and did not say of it as the state has it.
 *
 * @param state every resource of the state
 */
export function judgeDrift(state: readonly ReadableResource[], found: readonly FoundResource[], facts: Facts): Evaluation {
  const earlier = new Set(evaluate(state, facts).findings.map(keyOf));
  const judged = evaluate(asFound(state, found), facts);
  return { ...judged, findings: judged.findings.filter((finding) => !earlier.has(keyOf(finding))) };
}

/** The resources of the state, as Azure has them: without what is gone. */
function asFound(state: readonly ReadableResource[], found: readonly FoundResource[]): readonly ReadableResource[] {
  const byUrn = new Map(found.map((resource) => [resource.urn, resource]));
  return state.flatMap((resource): readonly ReadableResource[] => {
    const read = resource.urn === undefined ? undefined : byUrn.get(resource.urn);
    if (read === undefined) return [resource];
    return read.now === undefined ? [] : [{ ...resource, ...read.now }];
  });
}

/** Places in lists move with what comes before them; the words of what must hold do not. */
function keyOf({ rule, kind, resource, path, value, limit }: Evaluation["findings"][number]): string {
  return JSON.stringify([rule, kind, resource, path.replace(/\[\d+\]/g, "[]"), value, limit]);
}
