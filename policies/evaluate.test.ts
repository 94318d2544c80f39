import { describe, expect, test } from "vitest";
import { evaluate, levelOfFault, levelOfFinding, ruleOf } from "./evaluate.ts";
import type { Exemption } from "./exemptions.ts";
import { bareFacts, type Facts } from "./facts.ts";
import type { SampleResource } from "./rule.ts";
import { unknownText } from "../reachability/readValues.ts";

const group = (priority: unknown): SampleResource => ({
  type: "azure-native:network:NetworkSecurityGroup",
  name: "group",
  inputs: { tags: { customer: "ank" }, securityRules: [{ name: "web", priority, direction: "Inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefix: "10.20.0.0/16", destinationAddressPrefix: "10.9.1.0/24", destinationPortRange: "443" }] },
});
const facts = (more: Partial<Facts> = {}): Facts => ({ ...bareFacts("2026-01-15"), ...more });
const exemption = (rule: string, expires = "2026-01-15"): Exemption => ({ rule, resource: "group", category: "waiver", reason: "Agreed until the next procurement", reference: "TE-2026-17", approver: "Anna Ek", expires });

describe("a stack", () => {
  test("holds where mandatory rules find nothing, whatever advisory ones say", () => {
    const { status, findings, exemptionFaults } = evaluate([group(100)], facts());
    expect(status).toBe("holds");
    expect(findings.map(({ rule }) => ruleOf({ rule }).group)).toContain("hardening");
    expect(exemptionFaults).toEqual([]);
  });
  test("holds without resources, and each rule about the stack has said so", () => {
    const { status, judgements, findings } = evaluate([], facts());
    expect([status, findings]).toEqual(["holds", []]);
    expect(judgements.length).toBeGreaterThan(10);
    expect(new Set(judgements.map(({ resource }) => resource))).toEqual(new Set(["the stack"]));
  });
  test("is broken where a mandatory rule finds it so, and unknown where it cannot tell", () => {
    expect(evaluate([group(99)], facts())).toMatchObject({ status: "broken", judgements: expect.arrayContaining([expect.objectContaining({ rule: ruleOf({ rule: "LC105" }), resource: "group" })]) });
    expect(evaluate([group(unknownText)], facts()).status).toBe("unknown");
    expect(evaluate([group(99), { ...group(unknownText), name: "other" }], facts()).status).toBe("broken");
  });
  test("holds where what is broken is exempted, unless an exemption has expired or is for no rule", () => {
    expect(evaluate([group(99)], facts({ exemptions: [exemption("LC105")] }))).toMatchObject({ status: "holds", findings: expect.arrayContaining([expect.objectContaining({ rule: "LC105", exemption: exemption("LC105") })]), exemptionFaults: [] });
    expect(evaluate([group(100)], facts({ exemptions: [exemption("LC105")] }))).toMatchObject({ status: "holds", exemptionFaults: [{ kind: "unused" }] });
    expect(evaluate([group(100)], facts({ exemptions: [exemption("LC105", "2026-01-14")] }))).toMatchObject({ status: "broken", exemptionFaults: [{ kind: "expired" }] });
    expect(evaluate([group(100)], facts({ exemptions: [exemption("LC105"), exemption("LC999")] }))).toMatchObject({ status: "broken", exemptionFaults: [{ kind: "unused" }, { kind: "unknown rule" }] });
  });
});

test("a rule is found by its id; there is no other", () => {
  expect(ruleOf({ rule: "LC105" }).name).toBe("security-rule-priorities-are-unique");
  expect(() => ruleOf({ rule: "LC999" })).toThrow("There is no rule LC999");
});

test("what a mandatory rule finds stops a deployment, unless it is exempted; what an advisory one finds is told", () => {
  const finding = { kind: "broken", resource: "group", path: "", limit: "else", fix: "mend it" } as const;
  expect(levelOfFinding({ ...finding, rule: "LC105" })).toBe("mandatory");
  expect(levelOfFinding({ ...finding, rule: "LC105", exemption: exemption("LC105") })).toBe("advisory");
  expect(levelOfFinding({ ...finding, rule: "LC004" })).toBe("advisory");
  const levels = (["unused", "expired", "unknown rule"] as const).map((kind) => levelOfFault({ kind, exemption: exemption("LC105"), reason: "" }));
  expect(levels).toEqual(["advisory", "mandatory", "mandatory"]);
});
