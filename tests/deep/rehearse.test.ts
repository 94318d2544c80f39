import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rehearse } from "../rehearseCommand.ts";
import { say } from "../sayCommand.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";

describeWithEngine("what nobody heard of:", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lifecare-unheard-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["the provider died", "crash@create:Disk#2"],
    ["the connection was lost after each request", "cut@create:Disk#1-"],
    ["the connection was lost while it was polled for, and stayed away", "cut@any:Disk#3-"],
  ])("where %s, what Azure has made is named, and after recovery the next update makes the rest", async (_, fault) => {
    const { code, shown } = await rehearse(folder, fault);
    expect(code).toBe(1);
    expect(shown).toMatchObject({ status: "failed", unfinished: [], pending: [] });
    expect(shown.unseen).toEqual(expect.arrayContaining([expect.stringMatching(/-disk$/)]));
    expect(shown.next[0]).toContain(`lifecare recover --stack utb --rehearsal ${folder}`);

    const recovered = await say("recover", "--stack", "utb", "--rehearsal", folder, "--yes");
    expect({ code: recovered.code, notices: recovered.code === 0 ? "" : recovered.notices }).toEqual({ code: 0, notices: "" });
    for (const name of shown.unseen) expect(recovered.result).toContain(name);
    expect(await rehearse(folder)).toMatchObject({ code: 0, shown: { status: "stands", unseen: [], failures: [] } });
  });

  test("an update alone is refused where a provider died: what it would make exists", async () => {
    const { shown } = await rehearse(folder, "crash@create:Disk#2");
    const again = await rehearse(folder);
    expect(again.code).toBe(1);
    const existing = again.shown.failures.filter(({ reason }) => reason.join("\n").includes("cannot create already existing resource"));
    expect(existing.length).toBeGreaterThan(0);
    expect(shown.unseen).toEqual(expect.arrayContaining(existing.flatMap(({ resources }) => [...resources])));
  });
});
