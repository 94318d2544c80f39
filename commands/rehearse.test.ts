import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { say } from "../tests/sayCommand.ts";

const folder = join(tmpdir(), `never-made-${process.pid}`);

test("faults that are not known are told all at once, with what there is, and nothing is begun", async () => {
  const { code, notices } = await say("rehearse", "--stack", "utb", "--rehearsal", folder, "--fault", "crsh@Maschine", "--fault", "slow", "--fault", "error=QuotaExceded");
  expect(code).toBe(2);
  expect(notices).toMatch(/--fault crsh@Maschine = "crsh": a fault, .*choose one of crash, /);
  expect(notices).toMatch(/--fault crsh@Maschine = "Maschine": .*choose one of VirtualMachine, /);
  expect(notices).toMatch(/--fault error=QuotaExceded = "QuotaExceded": a code of Azure\. Fix: choose one of QuotaExceeded, /);
  expect(existsSync(folder)).toBe(false);
});

test("a stack that cannot be planned is refused before anything is begun", async () => {
  expect((await say("rehearse", "--stack", "absent", "--rehearsal", folder)).code).toBe(2);
  expect(existsSync(folder)).toBe(false);
});
