import * as fc from "fast-check";
import { describe, it } from "vitest";
import { agreement, gapAgreement } from "../compareWithSimulator.ts";

describe("reach and trace agree with a simulator that follows one packet at a time, thousands of times", () => {
  it("on networks of which everything is known", () => {
    fc.assert(agreement("known"), { numRuns: 600 });
  });
  it("on networks that leave something open, in each world that they may be", () => {
    fc.assert(agreement("open"), { numRuns: 600 });
  });
  it("on networks of which a group, a table or a firewall is not known, however it may really be", () => {
    fc.assert(gapAgreement(), { numRuns: 300 });
  });
});
