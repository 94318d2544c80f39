import { describe, expect, test } from "vitest";
import type { Findings } from "../../proof/prove.ts";
import { confirmEquivalence, confirmFindings } from "../mutantJudge.ts";
import { mutantsOf, type Mutant } from "../proofMutants.ts";
import { groups, proven, stacks, subject, type RuleInputs } from "../proofSubjects.ts";

/** Found: a packet shows the break. Fault: broken although every packet fares as before. Undecided: the proof says that it does not know. */
type Outcome = "found" | "undecided" | "fault" | "equivalent";

function outcomeOf({ findings, faults }: Findings): Outcome {
  if (findings.some(({ kind }) => kind !== "unknown")) return "found";
  if (findings.length > 0) return "undecided";
  return faults.length > 0 ? "fault" : "equivalent";
}

describe.each(stacks)("every mutant of the plan of %s", (stack) => {
  test("is found with packets that a packet simulator confirms, or fares as before packet for packet", () => {
    const plan = subject(stack);
    const original = proven(plan, plan.resources());
    expect([original.findings, original.faults]).toEqual([[], []]);
    const counts = new Map<string, Record<Outcome, number>>();
    const doubtful: string[] = [];
    for (const mutant of mutantsOf(plan.resources())) {
      const { outcome, doubt } = judge(mutant, plan, original);
      const count = counts.get(mutant.operator) ?? { found: 0, undecided: 0, fault: 0, equivalent: 0 };
      count[outcome] += 1;
      counts.set(mutant.operator, count);
      if (doubt !== undefined) doubtful.push(`${mutant.operator}, ${mutant.target}: ${outcome}, but ${doubt}`);
    }
    console.log(countsText(stack, counts));
    expect(doubtful).toEqual([]);
    expect([...counts.values()].reduce((sum, { found }) => sum + found, 0)).toBeGreaterThan(100);
  });
});

function judge(mutant: Mutant, plan: ReturnType<typeof subject>, original: Findings): { readonly outcome: Outcome; readonly doubt?: string } {
  const resources = plan.resources();
  mutant.apply(resources);
  const findings = proven(plan, resources);
  const outcome = outcomeOf(findings);
  // Azure takes a priority once in each direction: what it refuses is rightly not judged.
  if (outcome === "undecided" && groups(resources).some(({ rules }) => hasTwins(rules))) return { outcome };
  const { confirmed, packet } = outcome === "found" || outcome === "undecided" ? confirmFindings(original, findings) : confirmEquivalence(original, findings);
  return confirmed ? { outcome } : { outcome, doubt: packet ?? "unconfirmed" };
}

function hasTwins(rules: readonly RuleInputs[]): boolean {
  return new Set(rules.map(({ direction, priority }) => `${direction} ${priority}`)).size < rules.length;
}

function countsText(stack: string, counts: ReadonlyMap<string, Record<Outcome, number>>): string {
  const lines = [...counts].map(([operator, { found, undecided, fault, equivalent }]) => `  ${operator.padEnd(52)} ${[found, undecided, fault, equivalent].map((count) => String(count).padStart(6)).join("")}`);
  const sums = (["found", "undecided", "fault", "equivalent"] as const).map((outcome) => String([...counts.values()].reduce((sum, count) => sum + count[outcome], 0)).padStart(6));
  return [`${stack}: found, undecided, fault, equivalent`, ...lines, `  ${"all".padEnd(52)} ${sums.join("")}`].join("\n");
}
