import fc from "fast-check";
import { test } from "vitest";
import { anyBoxes, checkAgainstJudge, checkAlgebra, checkEquality, checkRuleList, expressions, pairs, ruleLists, smallBoxes } from "../packetSetLaws.ts";

/** As tests/packetSets.test.ts, so few that a thousand mutants can be tried, and the same ones each time. */
const few = (numRuns: number) => ({ numRuns, seed: 20260115, endOnFailure: true });

test("packet sets obey the laws of sets", () => {
  const any = expressions(anyBoxes());
  fc.assert(fc.property(fc.tuple(any, any, any), checkAlgebra), few(20));
});
test("packet sets hold exactly the packets that a judge of single packets lets in", () => {
  fc.assert(fc.property(expressions(smallBoxes()), checkAgainstJudge), few(8));
});
test("packet sets are equal exactly where the judge sees no difference", () => {
  fc.assert(fc.property(pairs(smallBoxes()), checkEquality), few(20));
});
test("a list of rules does with every packet what its first match says", () => {
  fc.assert(fc.property(ruleLists(8), checkRuleList), few(3));
});
