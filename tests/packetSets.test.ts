import fc from "fast-check";
import { describe, test } from "vitest";
import { anyBoxes, checkAgainstJudge, checkAlgebra, checkEquality, checkRuleList, expressions, pairs, ruleLists, smallBoxes } from "./packetSetLaws.ts";

/** A few of the cases of `tests/deep/packetSets.test.ts`. */
describe("packet sets", () => {
  test("obey the laws of sets", () => {
    const any = expressions(anyBoxes());
    fc.assert(fc.property(fc.tuple(any, any, any), checkAlgebra), { numRuns: 150 });
  });
  test("hold exactly the packets that a judge of single packets lets in", () => {
    fc.assert(fc.property(expressions(smallBoxes()), checkAgainstJudge), { numRuns: 100 });
  });
  test("are equal exactly where the judge sees no difference", () => {
    fc.assert(fc.property(pairs(smallBoxes()), checkEquality), { numRuns: 200 });
  });
});

test("a list of rules does with every packet what its first match says", () => {
  fc.assert(fc.property(ruleLists(8), checkRuleList), { numRuns: 40 });
});
