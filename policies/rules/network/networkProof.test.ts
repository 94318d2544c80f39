import { expect, test } from "vitest";
import { bareFacts, type Facts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import type { SampleResource } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { networkProof } from "./networkProof.ts";
import { computeMachine, computeRules, databaseMachine, databaseRules, environment, expectation, inbound, machine, outbound, resource } from "./samples.ts";

function findingsOf(resources: readonly SampleResource[], facts: Partial<Facts> = { expectation }) {
  return judgeStack([networkProof], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).flatMap(({ findings }) => findings);
}

test("nothing is proved without an expectation, and what of it is missing is named", () => {
  const found = findingsOf(environment(), { missingExpectation: ["expectation.clientNetworks"] });
  expect(found).toMatchObject([{ kind: "unknown", resource: "the stack", limit: expect.stringContaining("expectation.clientNetworks is missing"), fix: expect.stringContaining("lifecare policy-config") }]);
});

test("a client network that is no prefix is not taken for one without addresses", () => {
  const found = findingsOf(environment(), { expectation: { ...expectation, clientNetworks: [{ name: "offices", value: "10.20.0.0", path: "network.clients" }] } });
  expect(found).toMatchObject([{ kind: "unknown", limit: "a prefix as client network offices: 10.20.0.0 is none" }]);
});

test("a machine whose network is in another stack is unknown", () => {
  expect(findingsOf(computeMachine)).toMatchObject([{ kind: "unknown", resource: "the stack", fix: expect.stringContaining("the stack that holds the network") }]);
});

test("a stack without machines holds, but not where machines may be in what cannot be read", () => {
  expect(findingsOf(environment({ machines: [] }))).toEqual([]);
  expect(findingsOf([{ ...resource("resources:Deployment", "template", "template", {}), type: "azure-native:resources:Deployment" }])).toMatchObject([{ kind: "unknown", resource: "template" }]);
  expect(findingsOf([{ type: "azure:compute/windowsVirtualMachine:WindowsVirtualMachine", name: "other-provider", inputs: {} }])).toMatchObject([{ kind: "unknown", resource: "other-provider" }]);
});

test("a machine without a role is another rule's, but nothing is proved by a stack of none else", () => {
  const roleless = machine("print01", undefined, "compute", "10.9.1.9");
  expect(findingsOf(environment({ machines: [...computeMachine, ...databaseMachine, ...roleless] })).filter(({ limit }) => limit.includes("print01 has no tag"))).toEqual([]);
  expect(findingsOf(environment({ machines: roleless }))).toMatchObject([{ kind: "unknown", limit: expect.stringContaining("none does") }]);
});

test("a difference shows a packet, its way and what made it", () => {
  const rules = [inbound, outbound].map((write) => write("monitor", 210, "10.9.1.0/24", "10.9.2.0/24", "1434"));
  const [found] = findingsOf(environment({ compute: [...computeRules, rules[1]!], database: [...databaseRules, rules[0]!] }));
  expect(found!.evidence?.split("\n")).toEqual([
    expect.stringMatching(/^packet TCP 10\.9\.1\.\d+:\d+ → 10\.9\.2\.\d+:1434$/),
    expect.stringMatching(/^1 passes security group of the subnet, outbound compute: monitor .*\(compute securityRules\[7\]\)$/),
    expect.stringMatching(/^2 passes route compute: /),
    expect.stringMatching(/^3 passes security group of the subnet, inbound database: monitor .*\(database securityRules\[6\]\)$/),
    expect.stringMatching(/^4 passes delivery /),
    "reply",
    expect.stringMatching(/^1 passes route database: /),
  ]);
});

test("what comes from the DMZ past the matrix is told with the DMZ's clause", () => {
  const web = machine("cmp01", "web", "compute", "10.9.1.4");
  const found = findingsOf(environment({ machines: [...web, ...databaseMachine] }));
  expect(found.find(({ limit }) => limit.startsWith("closed from web to database for TCP 1433"))).toMatchObject({ clause: "T12.4-1" });
});

test("rules that no memory holds are unknown, not a crash", () => {
  const count = 1000;
  const address = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
  const rules = Array.from({ length: count }, (_, index) =>
    inbound(`rule-${index}`, 100 + index, `${address(0x0a000000 + index * 97)}-${address(0x0a100000 + ((index * 61) % count) * 131)}`, `${address(0x0a090000 + ((index * 7) % count) * 89)}-${address(0x0a300000 + index * 113)}`, `${(index * 17) % 20000}-${20000 + ((index * 29) % 40000)}`, { access: index % 2 === 0 ? "Allow" : "Deny" }),
  );
  expect(findingsOf(environment({ database: rules }))).toMatchObject([{ kind: "unknown", limit: expect.stringContaining("too entangled") }]);
});
