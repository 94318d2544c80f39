import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, describe, expect, test } from "vitest";
import { ProblemError } from "../environment/problem.ts";
import { ResourceStore } from "../rehearsal/resourceStore.ts";
import { writeSubscriptionFacts, type SubscriptionFacts } from "../rehearsal/subscriptionFacts.ts";
import { plainText } from "../reports/text.ts";
import { say } from "../tests/sayCommand.ts";
import type { Output } from "./output.ts";
import { preflight } from "./preflight.ts";

const folder = mkdtempSync(join(tmpdir(), "preflight-command-"));
const subscriptionId = "00000000-0000-4000-8000-000000000002";

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function entitle(facts: SubscriptionFacts): void {
  writeSubscriptionFacts(new ResourceStore(folder), subscriptionId, facts);
}

function listener() {
  const results: string[] = [];
  const output: Output = { result: (text) => void results.push(text), notice: () => undefined, style: plainText, colours: pc.createColors(false), interactive: false };
  return { results, output };
}

describe("lifecare preflight", () => {
  test("answers 0 where everything holds, on the rehearsed Azure of a folder", async () => {
    entitle({});
    const { code, result } = await say("preflight", "--stack", "utb", "--rehearsal", folder);
    expect([code, result.split("\n")[0]]).toEqual([0, `Subscription ${subscriptionId} is ready for UTB in swedencentral: of 23 checks 23 hold, 0 broken, 0 not known`]);
  });

  test("answers 1 where something is broken, in each format", async () => {
    entitle({ unregisteredProviders: ["Microsoft.KeyVault"] });
    const run = (format: string) => say("preflight", "--stack", "utb", "--rehearsal", folder, "--format", format);
    const [table, markdown, json] = await Promise.all(["table", "markdown", "json"].map(run));
    expect([table!.code, markdown!.code, json!.code]).toEqual([1, 1, 1]);
    expect(table!.result).toMatch(/Broken: resource provider Microsoft\.KeyVault\n.*\n\s+found\s+NotRegistered\n\s+fix\s+az provider register --wait --namespace Microsoft\.KeyVault\n/);
    expect(markdown!.result).toContain("## Broken: resource provider Microsoft.KeyVault");
    const read = JSON.parse(json!.result) as { status: string; findings: readonly { id: string; verdict: string }[] };
    expect([read.status, read.findings.filter(({ verdict }) => verdict !== "holds").map(({ id }) => id)]).toEqual(["broken", ["provider/Microsoft.KeyVault"]]);
  });

  test("answers 3 where something is not known and nothing is broken", async () => {
    const { results, output } = listener();
    const unreachable = { credential: { getToken: () => Promise.reject(new Error("signed out\u001b[31m")) } };
    const exitCode = await preflight({ stack: "utb", format: "table" }, output, () => Promise.resolve({ kind: "connection", connection: unreachable, close: () => Promise.resolve() }));
    expect(exitCode).toBe(3);
    expect(results.join("")).toContain("0 hold, 0 broken, 23 not known");
    expect(results.join("")).toContain(String.raw`not answered: signed out\u001b[31m`);
  });

  test("says what would be asked, and that nobody is signed in", async () => {
    const { results, output } = listener();
    const nobody = () => Promise.resolve({ kind: "nobody", reason: "no sign-in" } as const);
    await expect(preflight({ stack: "utb", format: "json" }, output, nobody)).rejects.toThrow(ProblemError);
    const shown = JSON.parse(results.join("")) as { status: string; checks: readonly { asks: readonly string[] }[] };
    expect([shown.status, shown.checks.length]).toEqual(["not asked", 23]);
    expect(shown.checks.flatMap(({ asks }) => asks)).toContain("GET /providers/Microsoft.Compute/locations/swedencentral/usages");
  });

  test("asks another subscription where one is named, and refuses what is none", async () => {
    const other = "11111111-2222-4333-8444-555555555555";
    const asked = await say("preflight", "--stack", "utb", "--rehearsal", folder, "--subscription", other);
    expect([asked.code, asked.result.includes(`Subscription ${other} is ready`)]).toEqual([0, true]);
    const refused = await say("preflight", "--stack", "utb", "--rehearsal", folder, "--subscription", "sub/../x");
    expect([refused.code, refused.notices]).toEqual([2, expect.stringContaining("azure-native:subscriptionId")]);
  });

  test("answers 2 where there is no such rehearsal", async () => {
    const { code, notices } = await say("preflight", "--stack", "utb", "--rehearsal", join(folder, "absent"));
    expect([code, notices]).toEqual([2, expect.stringContaining("--rehearsal")]);
  });
});
