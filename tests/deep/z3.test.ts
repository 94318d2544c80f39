import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ruleListFamilies } from "../bench/ruleListFamilies.ts";
import { startZ3, type Z3 } from "../oracles/z3.ts";
import { checkGroups, groupsOf } from "../z3GroupLaws.ts";
import { changeNames, changes, checkPair, checkShadows, expectAgreement } from "../z3Laws.ts";

/** As `tests/z3.test.ts`, with lists of the sizes that are met, and adversarial ones. */
let z3: Z3;
beforeAll(async () => {
  z3 = await startZ3();
});
afterAll(() => z3.stop());

const places = [3, 17];
const seeds = [1, 2];

/** Rules of a long list. Of staggered ranges, 300 fill a packet space on their own; over the bits of IPv6 z3 takes a minute for them. */
const families = ruleListFamilies.map((family) => ({ ...family, long: family.name.startsWith("staggered") ? 60 : family.name.includes("IPv6") ? 120 : 300 }));

describe.each(families)("$name:", ({ rules, long }) => {
  test.each(changeNames)("z3 and the algebra agree on 20 rules and the same with %s", async (change) => {
    for (const [index, seed] of seeds.entries()) {
      const list = rules(20, seed);
      await expectAgreement([list, changes[change](list, places[index]!)], ([one, other]) => checkPair(z3, one!, other!));
    }
  });
  test("z3 and the algebra agree on 100 rules and the same with one port more", async () => {
    const list = rules(100, 4);
    await expectAgreement([list, changes["one port more"](list, 41)], ([one, other]) => checkPair(z3, one!, other!));
  });
  test("z3 and the algebra agree on a long list and the same with every source cut in halves", async () => {
    const list = rules(long, 5);
    await expectAgreement([list, changes["every source cut in halves"](list)], ([one, other]) => checkPair(z3, one!, other!));
  });
  test.each([20, 100])("z3 and the algebra agree on the rules that never decide, of %i", async (count) => {
    for (const seed of seeds) await expectAgreement([rules(count, seed)], ([one]) => checkShadows(z3, one!));
  });
});

test.each(["Pulumi.prod.yaml", "Pulumi.utb.yaml"])("z3 and the reader agree on the security groups of %s", async (stackFile) => {
  expect(await checkGroups(z3, groupsOf(stackFile))).toEqual([]);
});
