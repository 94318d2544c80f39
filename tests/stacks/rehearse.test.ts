import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rehearse } from "../rehearseCommand.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

describeWithEngine("lifecare rehearse:", () => {
  const folder = mkdtempSync(join(tmpdir(), "lifecare-rehearse-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("what passes is borne, what Azure ended badly is known as unfinished and mended by the next update, and faults that met nothing are told", async () => {
    const first = await rehearse(folder, "throttle=0@create#3-4", "slow=1ms@Vault", "error=OSProvisioningTimedOut@poll:VirtualMachine#1");
    expect(first.code).toBe(1);
    expect(first.shown).toMatchObject({ status: "failed", unfinished: [expect.stringMatching(/-machine$/)], unseen: [], pending: [], faults: [{ requests: 2 }, { requests: 1 }, { requests: 1 }] });
    const failed = first.shown.failures.find(({ resources }) => resources.includes(first.shown.unfinished[0]!));
    expect(failed?.reason.join("\n")).toMatch(/Code="OSProvisioningTimedOut".*\nRehearsal: the fault error=OSProvisioningTimedOut@poll:VirtualMachine#1, which was asked for/);
    expect(first.shown.next.join("\n")).toContain(`lifecare rehearse --stack utb --rehearsal ${folder}:`);

    const second = await rehearse(folder, "throttle=0@update:VirtualMachine#1", "crash@delete");
    expect(second.code).toBe(0);
    expect(second.shown).toMatchObject({ status: "stands", known: second.shown.planned, unseen: [], unfinished: [], failures: [], faults: [{ requests: 1 }, { fault: "crash@delete", requests: 0 }] });
  });
});
