import fc from "fast-check";
import { describe, test } from "vitest";
import { validConfigurations } from "../configurationArbitrary.ts";
import { laws, planOf } from "../planLaws.ts";

const runs = 3000;

/** As `tests/planProperties.test.ts`, by thousands and shrunk to the smallest configuration that breaks a law. */
describe("every configuration that parses, of thousands, gives a plan in which", () => {
  test("each law holds", () => {
    fc.assert(fc.property(validConfigurations(), (input) => {
      const planned = planOf(input);
      for (const [name, law] of Object.entries(laws)) {
        try {
          law(planned);
        } catch (error) {
          throw new Error(name, { cause: error });
        }
      }
    }), { numRuns: runs });
  });
});
