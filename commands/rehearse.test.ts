import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

test("a rehearsed Azure that was cut off, or that a later release wrote, is told with the file, and is left as it is", async () => {
  const damaged = mkdtempSync(join(tmpdir(), "damaged-"));
  const store = join(damaged, "azure");
  const [file, mark] = [join(store, "subscriptions", "one", "resource.json"), join(store, ".rehearsal.json")];
  mkdirSync(join(store, "subscriptions", "one"), { recursive: true });
  writeFileSync(file, '{"id": "/subscri');
  const cutOff = await say("rehearse", "--stack", "utb", "--rehearsal", damaged);
  expect(cutOff.code).toBe(2);
  expect(cutOff.notices).toContain(`  - ${file} = "16 bytes": a resource, whole`);
  expect(readFileSync(file, "utf8")).toBe('{"id": "/subscri');
  writeFileSync(mark, '{"format":99}');
  const later = await say("rehearse", "--stack", "utb", "--rehearsal", damaged);
  expect(later.code).toBe(2);
  expect(later.notices).toContain(`  - ${mark} = 99: a store of format 1`);
  rmSync(damaged, { recursive: true });
});
