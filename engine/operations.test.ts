import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { describe, expect, test } from "vitest";
import { changesOf, nameOf, requireNoChanges, summarise } from "./operations.ts";

const urn = (name: string) => `urn:pulumi:prod::lifecare::lifecare:index:Server$azure-native:compute:VirtualMachine::${name}`;

function step(op: string, name: string, rest: object = {}): EngineEvent {
  return { sequence: 0, timestamp: 0, resourcePreEvent: { metadata: { op, urn: urn(name), type: "azure-native:compute:VirtualMachine", provider: "", ...rest } } } as unknown as EngineEvent;
}
const told = (severity: string, message: string, about?: string): EngineEvent =>
  ({ sequence: 0, timestamp: 0, diagnosticEvent: { severity, message, color: "never", urn: about } }) as EngineEvent;

describe("a run's events become", () => {
  const events = [
    step("same", "core"),
    step("create", "app1"),
    step("update", "web1", { diffs: ["tags"], detailedDiff: { "hardwareProfile.vmSize": { diffKind: "update", inputDiff: true } } }),
    step("delete", "old", { diffs: [] }),
    told("warning", "<{%fg 3%}>size is old<{%reset%}>\n", urn("core")),
    told("info", "nothing"),
    told("error", "refused"),
  ];
  const summary = summarise(events, 1234);

  test("operations by kind", () => {
    expect(summary.counts).toEqual({ same: 1, create: 1, update: 1, delete: 1 });
    expect(summary.durationMilliseconds).toBe(1234);
  });
  test("changes, each with its name and what differs", () => {
    expect(changesOf(summary).map(({ op, name, differences }) => [op, name, differences])).toEqual([
      ["create", "app1", []],
      ["update", "web1", ["hardwareProfile.vmSize"]],
      ["delete", "old", []],
    ]);
  });
  test("diagnostics without colours", () => {
    expect(summary.diagnostics).toEqual([
      { severity: "warning", urn: urn("core"), message: "size is old" },
      { severity: "error", message: "refused" },
    ]);
  });
});

test("a logical name may contain colons", () => {
  expect(nameOf("urn:pulumi:prod::lifecare::a:b:C::sql:data")).toBe("sql:data");
});

test("a broken policy is an error where it is mandatory, and a warning otherwise", () => {
  const broken = (enforcementLevel: string) =>
    ({ sequence: 0, timestamp: 0, policyEvent: { enforcementLevel, policyName: "web-alone", message: "web shares a machine\n", resourceUrn: urn("web1") } }) as unknown as EngineEvent;
  expect(summarise([broken("mandatory"), broken("warning")], 1).diagnostics).toEqual([
    { severity: "error", urn: urn("web1"), message: "web-alone: web shares a machine" },
    { severity: "warning", urn: urn("web1"), message: "web-alone: web shares a machine" },
  ]);
});

describe("a run that is to change nothing", () => {
  test("may leave things as they are, and read", () => {
    expect(() => requireNoChanges(summarise([step("same", "core"), step("read", "net"), step("refresh", "net")], 1))).not.toThrow();
  });
  test.each(["create", "update", "delete", "replace", "create-replacement", "delete-replaced", "discard", "import"])("fails where something is to %s, by name", (op) => {
    expect(() => requireNoChanges(summarise([step("same", "core"), step(op, "web1", { diffs: ["tags"] })], 1))).toThrow(`${op} web1 (tags)`);
  });
});
