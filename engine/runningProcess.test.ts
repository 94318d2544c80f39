import { expect, test } from "vitest";
import { runsPulumi } from "./runningProcess.ts";

test("a process that is gone runs no more", () => {
  expect(runsPulumi(2 ** 22 + 1)).toBe(false);
});

test.runIf(process.platform === "linux")("another program that was given the number does not count", () => {
  expect(runsPulumi(process.pid)).toBe(false);
});
