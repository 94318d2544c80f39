import { describe, expect, test } from "vitest";
import { applyExemptions, type Exemption } from "./exemptions.ts";
import type { Finding } from "./finding.ts";

const urn = "urn:pulumi:prod::lifecare::azure-native:compute:VirtualMachine::app01";
const finding: Finding = { rule: "LC201", kind: "broken", resource: urn, path: "hardwareProfile.vmSize", limit: "another size", fix: "take one" };
const exemption: Exemption = { rule: "LC201", resource: "app01", category: "waiver", reason: "Agreed until the next procurement", reference: "TE-2026-17", approver: "Anna Ek", expires: "2026-01-15" };
const ruleIds = new Set(["LC201", "LC202"]);
const asOf = "2026-01-15";
const apply = (findings: readonly Finding[], exemptions: readonly Exemption[], day = asOf) => applyExemptions(findings, exemptions, day, ruleIds);

describe("an exemption", () => {
  test("covers what its rule finds broken at its resource, to its last day", () => {
    expect(apply([finding], [exemption])).toStrictEqual({ findings: [{ ...finding, exemption }], faults: [] });
    expect(apply([finding], [{ ...exemption, resource: urn }]).findings).toEqual([{ ...finding, exemption: { ...exemption, resource: urn } }]);
  });
  test.each([
    ["another rule's", { ...finding, rule: "LC202" }],
    ["another resource's", { ...finding, resource: "app02" }],
    ["of a resource whose name begins so", { ...finding, resource: `${urn}-old` }],
    ["unknown: nobody can have looked at it", { ...finding, kind: "unknown" as const }],
  ])("covers nothing that is %s, and is told as unused", (_, other) => {
    expect(apply([other], [exemption])).toStrictEqual({ findings: [other], faults: [{ kind: "unused", exemption, reason: "covers nothing: LC201 finds nothing broken at app01" }] });
  });
  test("covers nothing after its last day, and is told as expired", () => {
    expect(apply([finding], [exemption], "2026-01-16")).toStrictEqual({ findings: [finding], faults: [{ kind: "expired", exemption, reason: "held until 2026-01-15" }] });
  });
  test("for a rule that does not exist covers nothing, whatever finds something of that name", () => {
    const stray = { ...exemption, rule: "LC999", expires: "2025-01-01" };
    const found = { ...finding, rule: "LC999" };
    expect(apply([found], [stray, exemption])).toStrictEqual({
      findings: [found],
      faults: [
        { kind: "unknown rule", exemption: stray, reason: "LC999 is no rule of the pack" },
        { kind: "unused", exemption, reason: "covers nothing: LC201 finds nothing broken at app01" },
      ],
    });
    expect(apply([found], [{ ...stray, expires: "2027-01-01" }]).findings).toEqual([found]);
  });
  test("beside one that covers the same is unused", () => {
    expect(apply([finding], [exemption, { ...exemption }]).faults).toMatchObject([{ kind: "unused" }]);
  });
});

test("without exemptions findings are as they were", () => {
  expect(apply([finding], [])).toStrictEqual({ findings: [finding], faults: [] });
});
