import { describe, expect, test } from "vitest";
import { factsOf } from "../badResources.ts";
import { explanations, isExplainedBy } from "../productExplanations.ts";
import { productMutants, type ProductMutant } from "../productMutants.ts";
import { verdictsOf, type Verdict } from "../productVerdicts.ts";
import { stacks, subject, type MutableResource, type Stack } from "../proofSubjects.ts";

type Outcome = "mandatory" | "advisory" | "explained";

/** Lists whose entries are mutated in UTB alone: those of PROD are broken, rule by rule and packet by packet, in mutations.test.ts. */
const ruleLists = /^(?:securityRules|routes|ruleCollections\[\]\.rules)\[\]/;

const used = new Set<(typeof explanations)[number]>();

describe.each(stacks)("every change for the worse of the plan of %s", (stack) => {
  test("is found by a rule, or of a kind that no rule has to hold, with the reason", () => {
    const plan = subject(stack);
    // As a preview sees it: what is made by this stack has no id yet, so that a name leads to what it names and nowhere else.
    const resources = plan.resources().map(({ id: _, ...resource }): MutableResource => resource);
    const mutants = productMutants(resources).filter(({ path }) => stack === "utb" || !ruleLists.test(path));
    const verdicts = verdictsOf(mutants, resources, factsOf(plan));
    const unexplained = verdicts.filter((verdict) => verdict.caught === undefined && explain(verdict.mutant) === undefined);
    console.log(tableOf(stack, verdicts));
    expect(unexplained.map(({ mutant: { type, path, operator, resource } }) => `${type} ${path} ${operator}, ${resource}`)).toEqual([]);
  });
});

test("every explanation explains a change that no rule finds", () => {
  expect(explanations.filter((one) => !used.has(one)).map(({ type, paths }) => `${type} ${paths.join(" ")}`)).toEqual([]);
});

function explain(mutant: ProductMutant): string | undefined {
  const found = explanations.find((one) => isExplainedBy(one, mutant));
  if (found !== undefined) used.add(found);
  return found?.reason;
}

/** For each type: found by a mandatory rule, by an advisory one alone, and explained. */
function tableOf(stack: Stack, verdicts: readonly Verdict[]): string {
  const outcomeOf = ({ caught }: Verdict): Outcome => caught?.level ?? "explained";
  const counts = (some: readonly Verdict[]) => (["mandatory", "advisory", "explained"] as const).map((outcome) => String(some.filter((verdict) => outcomeOf(verdict) === outcome).length).padStart(7)).join("");
  const rows = [...Map.groupBy(verdicts, ({ mutant }) => mutant.type)].map(([type, some]) => `  ${type.padEnd(44)}${counts(some)}`);
  return [`${stack}: found by a mandatory rule, by an advisory one, explained`, ...rows, `  ${"all".padEnd(44)}${counts(verdicts)}`].join("\n");
}
