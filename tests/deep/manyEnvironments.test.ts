import { expect, test } from "vitest";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { bringUpMany } from "../manyEnvironments.ts";

describeWithEngine("environments of eight municipalities on one rehearsal,", (engine) => {
  test("all updates in flight at once, stand beside each other, each whole", async () => {
    const { made, standing, fewestInFlight, residentMegabytes } = await bringUpMany(engine, 8, 8);
    expect(fewestInFlight).toBe(8);
    // The same environment for each, whatever the others do at the same time.
    expect([new Set(made).size, new Set(standing).size]).toEqual([1, 1]);
    expect(standing[0]).toBeGreaterThan(made[0]!);
    expect(residentMegabytes).toBeLessThan(1000);
  });
});
