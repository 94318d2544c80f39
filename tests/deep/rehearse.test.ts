import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rehearse } from "../rehearseCommand.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";

describeWithEngine("what nobody heard of:", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lifecare-unheard-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["the provider died", "crash@create:Disk#2"],
    ["the connection was lost after each request", "cut@create:Disk#1-"],
    ["the connection was lost while it was polled for, and stayed away", "cut@any:Disk#3-"],
  ])("where %s, what Azure has made is named, and the next update alone is refused", async (_, fault) => {
    const { code, shown } = await rehearse(folder, fault);
    expect(code).toBe(1);
    expect(shown).toMatchObject({ status: "failed", unfinished: [], pending: [] });
    expect(shown.unseen).toEqual(expect.arrayContaining([expect.stringMatching(/-disk$/)]));
    expect(shown.next[0]).toContain(`lifecare recover --stack utb --rehearsal ${folder}`);

    const again = await rehearse(folder);
    expect(again.code).toBe(1);
    const existing = again.shown.failures.filter(({ reason }) => reason.join("\n").includes("cannot create already existing resource"));
    expect(existing.length).toBeGreaterThan(0);
    expect(shown.unseen).toEqual(expect.arrayContaining(existing.flatMap(({ resources }) => [...resources])));
  });
});
