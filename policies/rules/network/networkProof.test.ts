import { expect, test } from "vitest";
import { bareFacts, type Facts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import type { SampleResource } from "../../rule.ts";
import { unknownText } from "../../../reachability/readValues.ts";
import { readStack } from "../../stack.ts";
import { networkProof } from "./networkProof.ts";
import { computeMachine, computeRules, databaseMachine, databaseRules, environment, expectation, inbound, machine, outbound, resource } from "./samples.ts";

function findingsOf(resources: readonly SampleResource[], facts: Partial<Facts> = { expectation }) {
  return judgeStack([networkProof], readStack(resources, { ...bareFacts("2026-01-15"), ...facts })).flatMap(({ findings }) => findings);
}

test("nothing is proved without an expectation, and what of it is missing is named", () => {
  const found = findingsOf(environment(), { missingExpectation: ["expectation.clientNetworks", "expectation.choices"] });
  expect(found).toMatchObject([{ kind: "unknown", resource: "the stack", path: "", limit: "an expectation to be proved against: expectation.clientNetworks, expectation.choices is missing", fix: expect.stringContaining("lifecare policy-config") }]);
});

test("a client network that is no prefix is not taken for one without addresses", () => {
  const offices = (value: string) => ({ name: "offices", value, path: "network.clients" });
  for (const value of ["10.20.0.0", "10.20.0.0/33", "offices/16"]) {
    const found = findingsOf(environment(), { expectation: { ...expectation, clientNetworks: [offices("10.20.0.0/16"), offices(value)] } });
    expect(found).toMatchObject([{ kind: "unknown", limit: `a prefix as client network offices: ${value} is none`, fix: expect.stringContaining("lifecare policy-config") }]);
  }
});

test("a machine whose network is in another stack is unknown", () => {
  const unknown = [{ kind: "unknown", resource: "the stack", limit: "a network beside its machines: theirs is not in this stack", fix: expect.stringContaining("the stack that holds the network") }];
  expect(findingsOf(computeMachine)).toMatchObject(unknown);
  for (const type of ["example:network:VirtualNetwork", "azure-native:network:VirtualNetworkPeering", "azure-native:other-network:Subnet"]) expect(findingsOf([...computeMachine, { type, name: "other", inputs: {} }]), type).toMatchObject(unknown);
});

test("a stack without machines holds, but not where machines may be in what cannot be read", () => {
  expect(findingsOf(environment({ machines: [] }))).toEqual([]);
  expect(findingsOf([{ ...resource("resources:Deployment", "template", "template", {}), type: "azure-native:resources:Deployment" }])).toMatchObject([
    { kind: "unknown", resource: "template", path: "", limit: expect.stringMatching(/^readable, so that machines can be told from what is none: it \w/), fix: expect.stringContaining("azure-native's own types") },
  ]);
  expect(findingsOf([{ type: "azure-native:network:NetworkInterface", name: "card", inputs: unknownText }])).toMatchObject([{ kind: "unknown", resource: "card", path: "inputs" }]);
  expect(findingsOf(environment({ machines: [], database: [{ ...databaseRules[0]!, priority: unknownText as unknown as number }] }))).toEqual([]);
  expect(findingsOf([{ type: "azure:compute/windowsVirtualMachine:WindowsVirtualMachine", name: "other-provider", inputs: {} }])).toMatchObject([{ kind: "unknown", resource: "other-provider" }]);
});

test("a machine without a role is another rule's, but nothing is proved by a stack of none else", () => {
  const roleless = machine("print01", undefined, "compute", "10.9.1.9");
  expect(findingsOf(environment({ machines: [...computeMachine, ...databaseMachine, ...roleless] })).filter(({ limit }) => limit.includes("print01 has no tag"))).toEqual([]);
  expect(findingsOf(environment({ machines: roleless }))).toMatchObject([{ kind: "unknown", limit: expect.stringContaining("none does"), fix: expect.stringContaining("`lifecare-roles`") }]);
});

test("a machine whose role nobody knows is told, beside those that have one", () => {
  const [card, unread] = machine("cmp02", "compute", "compute", "10.9.1.5");
  const undecided: SampleResource = { ...unread!, inputs: { ...(unread!.inputs as object), tags: { "lifecare-roles": unknownText } } };
  const told = findingsOf(environment({ machines: [...computeMachine, ...databaseMachine, card!, undecided] })).filter(({ limit }) => limit.startsWith("a network that can be proved: "));
  expect(told).toMatchObject([{ kind: "unknown", resource: "cmp02", limit: expect.stringContaining("cmp02 ") }]);
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
