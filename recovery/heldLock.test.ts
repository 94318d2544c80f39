import { expect, test } from "vitest";
import { judgeLocks } from "./heldLock.ts";

const machine = { host: "here", runs: (process: number) => process === 1 };
const lock = (host: string, process: number) => ({ user: "kim", host, process, since: "2026-11-22T12:00:00Z" });
const judge = (...locks: readonly ReturnType<typeof lock>[]) => judgeLocks({ kind: "locked", locks }, machine);

test("whoever runs here is alive, and whoever ran here and runs no more is dead", () => {
  expect(judgeLocks({ kind: "free" }, machine)).toEqual({ kind: "free" });
  expect(judge(lock("here", 1), lock("here", 2))).toEqual({ kind: "alive", locks: [lock("here", 1)] });
  expect(judge(lock("here", 2), lock("here", 3)).kind).toBe("dead");
});

test("nothing is known of whoever ran elsewhere, and of whom the backend does not name", () => {
  expect(judge(lock("elsewhere", 2)).kind).toBe("unknown");
  expect(judge(lock("here", 2), lock("elsewhere", 2)).kind).toBe("unknown");
  expect(judge().kind).toBe("unknown");
});
