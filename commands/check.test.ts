import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EnvironmentPlan } from "../environment/plan.ts";
import { plainText } from "../reports/text.ts";
import pc from "picocolors";
import { lifecare } from "./lifecare.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lifecare-check-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: readonly string[]) {
  let [result, notice] = ["", ""];
  const code = await lifecare(words, { result: (text) => void (result += text), notice: (text) => void (notice += text), style: plainText, colours: pc.createColors(false), interactive: false });
  return { code, result, notice };
}

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

/** The plan of UTB, changed. */
async function changedPlan(name: string, change: (plan: EnvironmentPlan) => void): Promise<string> {
  const plan = JSON.parse((await run("plan", "--stack", "utb", "--format", "json")).result) as EnvironmentPlan;
  change(plan);
  return file(name, plan);
}

const machineOf = ({ resources }: EnvironmentPlan, name: string) => resources.find((resource) => resource.name === name)!.inputs as { hardwareProfile: { vmSize?: string } };
const burstable = () => changedPlan("burstable.json", (plan) => void (machineOf(plan, "ankutbsql01-machine").hardwareProfile.vmSize = "Standard_B4ms"));
const exemption = { rule: "LC201", resource: "ankutbsql01-machine", category: "waiver", reason: "a training machine that nobody works on", reference: "TE-2026-17", approver: "Anna Ek", expires: "2026-06-30" };

describe("lifecare check", () => {
  test.each(["utb", "prod"])("finds that %s holds every mandatory rule", async (stack) => {
    const { code, result } = await run("check", "--stack", stack);
    expect(result).toContain("holds every mandatory rule");
    expect(code).toBe(0);
  });

  test("answers 1 and names rule, resource, value, limit, clause and fix where a rule is broken", async () => {
    const { code, result } = await run("check", "--plan", await burstable());
    expect(result).toMatch(/mandatory broken: LC201-machines-are-not-burstable\n {2}ankutbsql01-machine\n {2}hardwareProfile\.vmSize = "Standard_B4ms": a size that is not burstable \[T3\.1-2\]\. Fix: /);
    expect(code).toBe(1);
  });

  test("answers 3 where a value that a mandatory rule asks for is not known, and never 0", async () => {
    const plan = await changedPlan("unknown.json", (changed) => void (machineOf(changed, "ankutbsql01-machine").hardwareProfile.vmSize = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"));
    const { code, result } = await run("check", "--plan", plan);
    expect(result).toContain("mandatory unknown: LC201-machines-are-not-burstable");
    expect(code).toBe(3);
  });

  test("lets an exempted break pass and tells it; on the day after its last one it is broken, and the exemption too", async () => {
    const exemptions = file("exemptions.yaml", `- ${Object.entries(exemption).map(([key, value]) => `${key}: ${value}`).join("\n  ")}\n`);
    const words = ["check", "--plan", await burstable(), "--exemptions", exemptions, "--format", "json", "--as-of"];
    const held = JSON.parse((await run(...words, "2026-06-30")).result) as { findings: readonly { rule: string; kind: string; level: string }[] };
    expect(held.findings.filter(({ rule }) => rule.startsWith("LC201"))).toMatchObject([{ kind: "exempted", level: "advisory" }]);
    const expired = JSON.parse((await run(...words, "2026-07-01")).result) as typeof held;
    expect(expired.findings.filter(({ rule }) => /^LC201|^exemptions/.test(rule))).toMatchObject([{ kind: "broken", level: "mandatory" }, { kind: "broken", level: "mandatory" }]);
  });

  test("takes the pack's configuration as policy-config writes it", async () => {
    const config = file("config.json", (await run("policy-config", "--stack", "utb")).result);
    expect((await run("check", "--plan", await changedPlan("plain.json", () => undefined), "--config", config)).code).toBe(0);
  });

  test.each([
    ["exemptions that are no list", ["--exemptions", () => file("text.yaml", "all of it")], "a list of exemptions"],
    ["an exemption that never ends", ["--exemptions", () => file("endless.yaml", JSON.stringify([{ ...exemption, expires: "never" }]))], "exemptions.0.expires"],
    ["an exemption of everything", ["--exemptions", () => file("every.yaml", JSON.stringify([{ ...exemption, rule: "*" }]))], "exemptions.0.rule"],
    ["exemptions that are not there", ["--exemptions", () => join(folder, "none.yaml")], "a YAML file that can be read"],
    ["a configuration of another kind", ["--config", () => file("list.json", [1])], "a record with the record lifecare"],
    ["a configuration that switches a rule off", ["--config", () => file("off.json", { lifecare: { LC201: "disabled" } })], "Unrecognized key"],
    ["a day that is none", ["--as-of", () => "2026-02-30"], "a day of the calendar"],
  ] as readonly (readonly [string, readonly [string, () => string], string])[])("answers 2 to %s, and says what is wrong", async (_, [option, value], words) => {
    const { code, notice } = await run("check", "--stack", "utb", option, value());
    expect(notice).toContain(words);
    expect(notice).toContain("Fix: ");
    expect(code).toBe(2);
  });
});
