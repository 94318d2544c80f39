import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diskTiers, isHighlyAvailable, smallestTier } from "./managedDisks.ts";

describe("The smallest tier", () => {
  it.each([
    [0, "P4"],
    [32, "P4"],
    [33, "P6"],
    [50, "P6"],
    [100, "P10"],
    [500, "P20"],
    [512, "P20"],
    [513, "P30"],
    [32767, "P80"],
  ])("for %d GiB is %s", (gibibytes, tier) => {
    expect(smallestTier(gibibytes, "Premium")?.name).toBe(tier);
    expect(smallestTier(gibibytes, "StandardSSD")?.name).toBe(tier.replace("P", "E"));
  });

  it("does not exist above the largest disk", () => {
    expect(smallestTier(32768, "Premium")).toBeUndefined();
  });

  it("holds what was asked for, and the next smaller one does not", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 32767, noNaN: true }), fc.constantFrom("Premium" as const, "StandardSSD" as const), (gibibytes, kind) => {
        const tier = smallestTier(gibibytes, kind)!;
        const smaller = diskTiers[kind][diskTiers[kind].indexOf(tier) - 1];
        expect(tier.sizeGiB).toBeGreaterThanOrEqual(gibibytes);
        expect(smaller?.sizeGiB ?? 0).toBeLessThan(gibibytes);
      }),
    );
  });

  it("count for Azure's promise to a single machine where they are of the better kinds", () => {
    expect(["Premium_LRS", "premium_zrs", "PremiumV2_LRS", "UltraSSD_LRS"].every(isHighlyAvailable)).toBe(true);
    expect(["Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "", "Premium"].some(isHighlyAvailable)).toBe(false);
  });
});
