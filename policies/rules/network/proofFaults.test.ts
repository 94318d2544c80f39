import { describe, expect, test } from "vitest";
import type { Difference, DifferenceKind, FlowReference } from "../../../proof/verdict.ts";
import { differenceFault, proofFault } from "./proofFaults.ts";

const witness = { protocol: "TCP", source: "10.9.1.4", sourcePort: 49152, destination: "10.9.2.4", destinationPort: 1433 };
const row: FlowReference = { table: "vendor", row: "R8", clause: "T4.3-M", name: "SQL Server" };
const places = [{ name: "front", zone: "intranetWeb-web", machines: ["web01"] }, { name: "servers", zone: "compute", machines: ["cmp01"] }, { name: "offices", machines: [] }];
const resources = [{ label: "database" }, { label: "database-routes" }, { label: "network" }];

function faultOf(kind: DifferenceKind, more: Partial<Difference> = {}) {
  return differenceFault({ kind, from: "servers", to: "base", packets: "TCP 1433", witness, hops: [], reply: [], reasons: [], causes: [], also: [], ...more }, resources, { places });
}

describe("a difference is told", () => {
  test.each<readonly [DifferenceKind, string]>([
    ["missing", "open from servers to base for TCP 1433, row R8: it does not get through"],
    ["asymmetric", "open from servers to base for TCP 1433, row R8: no reply comes back"],
    ["bypass", "through the firewall from servers to base for TCP 1433, row R8: it gets through without"],
    ["extra", "closed from servers to base for TCP 1433: it gets through, and nothing specifies it"],
    ["one-way", "closed from servers to base for TCP 1433: it arrives, though without its reply, and nothing specifies it"],
    ["unknown", "known whether anything gets through from servers to base for TCP 1433: one; two"],
  ])("by what should be: %s", (kind, limit) => {
    const fault = faultOf(kind, { flow: row, reasons: ["one", "two"] });
    expect(fault).toEqual({ ...(kind === "unknown" ? { kind } : {}), resource: "the stack", path: "", limit, clause: "T4.3-M", evidence: "packet TCP 10.9.1.4:49152 → 10.9.2.4:1433" });
  });
  test("with the platform's need, or none, where no row of the vendor's specifies it", () => {
    expect(faultOf("missing", { flow: { table: "platform", row: "kms", name: "activation" } })).toMatchObject({ limit: "open from servers to base for TCP 1433, for the platform's kms: it does not get through" });
    expect(faultOf("missing")).toMatchObject({ limit: "open from servers to base for TCP 1433, as specified: it does not get through" });
  });
  test.each([
    ["of its flow", "bypass", "servers", row, "T4.3-M"],
    ["of the firewall, where it goes past it", "bypass", "servers", undefined, "T3.1.5-3"],
    ["of the DMZ, where it comes from there", "extra", "front", undefined, "T12.4-1"],
    ["of the rule, from another zone", "extra", "servers", undefined, undefined],
    ["of the rule, from a place without a zone", "extra", "offices", undefined, undefined],
    ["of the rule, from nowhere", "extra", "elsewhere", undefined, undefined],
  ] as const)("with the clause %s", (_, kind, from, flow, clause) => {
    const fault = faultOf(kind, { from, ...(flow === undefined ? {} : { flow }) });
    expect(fault.clause).toBe(clause);
    expect("clause" in fault).toBe(clause !== undefined);
  });
  test.each([
    ["the resource as a whole", ["database"], "database", ""],
    ["a place in it, and not one whose name begins alike", ["database-routes routes[0]", "database"], "database-routes", "routes[0]"],
    ["the first that is in the stack", ["lifecare:machines[3]", "network subnets[1]", "database"], "network", "subnets[1]"],
    ["the stack, where none is", ["lifecare:machines[3]"], "the stack", ""],
  ])("at what made it: %s", (_, causes, resource, path) => {
    expect(faultOf("extra", { causes })).toMatchObject({ resource, path });
  });
});

describe("the evidence of a difference", () => {
  const hop = { step: "route", at: "compute", decision: "passes", by: "system route" } as const;
  test("is a packet, its way, its reply's and where else it is so, a line each", () => {
    const told = faultOf("extra", {
      hops: [hop, { ...hop, step: "delivery", at: "sql01", origin: "sql01-card" }],
      reply: [{ ...hop, rule: "R8 T4.3-M", origin: "database securityRules[2]" }],
      also: ["web to base", "core to base"],
    });
    expect(told.evidence!.split("\n")).toEqual([
      "packet TCP 10.9.1.4:49152 → 10.9.2.4:1433",
      "1 passes route compute: system route",
      "2 passes delivery sql01: system route (sql01-card)",
      "reply",
      "1 passes route compute: system route [R8 T4.3-M] (database securityRules[2])",
      "also web to base; core to base",
    ]);
  });
  test("shows no ports where there are none, and IPv6 addresses apart from theirs", () => {
    expect(faultOf("extra", { witness: { protocol: "ICMP", source: "10.9.1.4", destination: "fd00::4" } }).evidence).toBe("packet ICMP 10.9.1.4 → fd00::4");
    expect(faultOf("extra", { witness: { ...witness, destination: "fd00::4" } }).evidence).toBe("packet TCP 10.9.1.4:49152 → [fd00::4]:1433");
  });
});

test("what cannot be proved is told of its machine, else of the stack", () => {
  const origin = (resource: string) => ({ origin: { resource } });
  const machines = ["one", "two"].map((name) => ({ id: name, name, tags: {}, interfaces: [], ...origin(`${name}-machine`) }));
  const fault = { subject: "two", reason: "has no tag", fix: "give it one" };
  const limit = "a network that can be proved: two has no tag";
  expect(proofFault({ kind: "broken", ...fault }, { machines })).toEqual({ resource: "two-machine", path: "", limit, fix: "give it one" });
  expect(proofFault({ kind: "unknown", ...fault }, { machines: [] })).toEqual({ kind: "unknown", resource: "the stack", path: "", limit, fix: "give it one" });
});
