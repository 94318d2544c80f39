import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withFileLock } from "./fileLock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a file lock", () => {
  test("lets one in at a time, and says once that somebody waits", async () => {
    let inside = 0;
    let most = 0;
    let waits = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await wait(20);
      inside -= 1;
    };
    const options = { pollMilliseconds: 5, onWait: () => (waits += 1) };
    await Promise.all([1, 2, 3].map(() => withFileLock(join(folder, "a.lock"), work, options)));
    expect(most).toBe(1);
    expect(waits).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is released where the work fails", async () => {
    await expect(withFileLock(join(folder, "a.lock"), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withFileLock(join(folder, "a.lock"), async () => "in")).toBe("in");
  });

  test("of a process that died is taken over", async () => {
    // Above the largest process number of Linux.
    await writeFile(join(folder, "a.lock"), "4194999");
    expect(await withFileLock(join(folder, "a.lock"), async () => "in", { pollMilliseconds: 5 })).toBe("in");
  });
});
