import fc from "fast-check";
import { expect, test } from "vitest";
import { describeVerdict } from "../proof/describeVerdict.ts";
import { findDifferences } from "../proof/prove.ts";
import { readResources } from "../reachability/azureReader.ts";
import { validConfigurations } from "./configurationArbitrary.ts";
import { planOf } from "./planLaws.ts";

test("every stack that can be planned is proved: client networks public or shared, roles placed in any way", () => {
  fc.assert(
    fc.property(validConfigurations(), (input) => {
      const { plan } = planOf(input);
      const { status, faults, differences } = describeVerdict(findDifferences(readResources(plan.resources), plan.expectation));
      expect({ status, faults, differences }).toEqual({ status: "proved", faults: [], differences: [] });
    }),
    { numRuns: 60, seed: 20250121 },
  );
});
