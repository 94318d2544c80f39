import { describe, expect, it } from "vitest";
import { family, findSize, virtualMachineSizes } from "./virtualMachineSizes.ts";

const families = [...new Set(virtualMachineSizes.map((size) => size.family))];

describe("The catalogue of sizes", () => {
  it("names each size once", () => {
    const names = virtualMachineSizes.map((size) => size.name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(families)("grows with each step of %s", (name) => {
    const sizes = family(name);
    for (const [index, size] of sizes.slice(1).entries()) {
      const smaller = sizes[index]!;
      expect(size.vCpu).toBeGreaterThan(smaller.vCpu);
      expect(size.memoryGiB).toBeGreaterThan(smaller.memoryGiB);
      expect(size.maximumDataDisks).toBeGreaterThanOrEqual(smaller.maximumDataDisks);
      expect(size.uncached[0]!.iops).toBeGreaterThanOrEqual(smaller.uncached[0]!.iops);
    }
  });

  it.each(families)("offers 2, 4 and 8 vCPUs in %s, the vendor's steps (T3.1-1)", (name) => {
    expect(family(name).map((size) => size.vCpu)).toEqual(expect.arrayContaining([2, 4, 8]));
  });

  it("has one disk limit for each disk controller", () => {
    for (const size of virtualMachineSizes) expect(size.uncached.map((limit) => limit.controller)).toEqual(size.diskControllers);
  });

  it("reads the letter d as a temporary disk, save in the first B-series, which has one without saying so", () => {
    for (const size of virtualMachineSizes.filter(({ family: name }) => name !== "Bv1")) {
      expect(size.temporaryDiskGiB > 0, size.name).toBe(/\d[a-z]*d[a-z]*_/.test(size.name));
    }
  });

  it("reads the letter p as an Arm processor and the letter B as burstable", () => {
    for (const size of virtualMachineSizes) {
      expect(size.architecture === "Arm64", size.name).toBe(/\dp/.test(size.name));
      expect(size.burstable, size.name).toBe(size.name.startsWith("Standard_B"));
    }
  });

  it("holds the figures of Microsoft's tables, row by row", () => {
    expect(findSize("Standard_D4s_v5")).toMatchObject({ vCpu: 4, memoryGiB: 16, maximumDataDisks: 8, temporaryDiskGiB: 0, acceleratedNetworking: "required" });
    expect(findSize("standard_e4S_V5")).toMatchObject({ name: "Standard_E4s_v5", vCpu: 4, memoryGiB: 32 });
    expect(findSize("Standard_E96s_v5")).toMatchObject({ vCpu: 96, memoryGiB: 672 });
    expect(findSize("Standard_E8bds_v5")?.uncached).toEqual([
      { controller: "SCSI", iops: 24200, megabytesPerSecond: 680 },
      { controller: "NVMe", iops: 33000, megabytesPerSecond: 930 },
    ]);
    expect(findSize("Standard_E20as_v6")).toMatchObject({ memoryGiB: 160, diskControllers: ["NVMe"], generations: [2] });
  });

  it("reaches 672 GiB in each memory-optimised series (T3.1.4-3)", () => {
    for (const name of families.filter((known) => known.startsWith("E"))) {
      expect(family(name).at(-1)!.memoryGiB, name).toBeGreaterThanOrEqual(672);
    }
  });

  it("does not know what is not in it", () => {
    expect(findSize("Standard_D4s_v99")).toBeUndefined();
    expect(family("Qsv1")).toEqual([]);
  });
});
