import fc from "fast-check";
import { describe, test } from "vitest";
import { anyBoxes, checkAgainstJudge, checkAlgebra, checkEquality, checkRuleList, expressions, pairs, ruleLists, smallBoxes } from "../packetSetLaws.ts";

/** As `tests/packetSets.test.ts`, by thousands and shrunk to the smallest expression or list that breaks a law. */
describe("packet sets, in thousands of cases,", () => {
  test("obey the laws of sets", () => {
    const any = expressions(anyBoxes());
    fc.assert(fc.property(fc.tuple(any, any, any), checkAlgebra), { numRuns: 5000 });
  });
  test("obey them where many bounds coincide", () => {
    const small = expressions(smallBoxes());
    fc.assert(fc.property(fc.tuple(small, small, small), checkAlgebra), { numRuns: 5000 });
  });
  test("hold exactly the packets that a judge of single packets lets in", () => {
    fc.assert(fc.property(expressions(smallBoxes()), checkAgainstJudge), { numRuns: 3000 });
  });
  test("are equal exactly where the judge sees no difference", () => {
    fc.assert(fc.property(pairs(smallBoxes()), checkEquality), { numRuns: 10_000 });
  });
  test("a list of rules does with every packet what its first match says", () => {
    fc.assert(fc.property(ruleLists(12), checkRuleList), { numRuns: 1000 });
  });
});
