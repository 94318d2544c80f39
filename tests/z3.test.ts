import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ruleListFamilies } from "./bench/ruleListFamilies.ts";
import { startZ3, type Z3 } from "./oracles/z3.ts";
import { checkGroups, groupsOf } from "./z3GroupLaws.ts";
import { changes, checkPair, checkShadows, decideBoxes, expectAgreement, shrunk, type Law } from "./z3Laws.ts";

/** A few of the cases of `tests/deep/z3.test.ts`. */
let z3: Z3;
beforeAll(async () => {
  z3 = await startZ3();
});
afterAll(() => z3.stop());

describe.each(ruleListFamilies.filter(({ adversarial }) => !adversarial))("12 rules, $name:", ({ rules }) => {
  const list = rules(12, 1);
  test.each(["every source cut in halves", "one port more"] as const)("z3 and the algebra agree on the list and the same with %s", async (change) => {
    await expectAgreement([list, changes[change](list, 7)], ([one, other]) => checkPair(z3, one!, other!));
  });
  test("z3 and the algebra agree on the rules that never decide", async () => {
    await expectAgreement([list], ([one]) => checkShadows(z3, one!));
  });
});

test("z3 and the reader agree on the security groups of UTB", async () => {
  const groups = groupsOf("Pulumi.utb.yaml");
  expect(groups).toHaveLength(8);
  expect(await checkGroups(z3, groups)).toEqual([]);
});

test("a judge by last match is found out, and two rules are enough to show it", async () => {
  const list = ruleListFamilies[0]!.rules(20, 3);
  const byLastMatch: typeof decideBoxes = (space, rules) => decideBoxes(space, rules.map((rule) => ({ ...rule, priority: -rule.priority })));
  const law: Law = ([one]) => checkPair(z3, one!, [], byLastMatch);
  expect(await law([list])).not.toEqual([]);
  const [smallest] = await shrunk([list], law);
  expect(smallest!.map(({ action }) => action).toSorted()).toEqual(["allow", "deny"]);
});
