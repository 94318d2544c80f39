import * as fc from "fast-check";
import { describe, it } from "vitest";
import { agreement } from "../compareWithSimulator.ts";

describe("reach and trace agree with a simulator that follows one packet at a time, thousands of times", () => {
  it("on networks of which everything is known", () => {
    fc.assert(agreement("known"), { numRuns: 600 });
  });
  it("on networks that leave something open, in each world that they may be", () => {
    fc.assert(agreement("open"), { numRuns: 600 });
  });
});
