import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownWord, type SecurityRule } from "../../../reachability/model.ts";
import { openedPorts, reachesBeyond } from "./ruleReach.ts";
import type { Topology } from "./topology.ts";

const ruleOf = (protocol: string, destinationPorts: readonly string[]) => ({ protocol, destinationPorts }) as unknown as SecurityRule;
const ports = Array.from({ length: 22 }, (_, index) => index);
const span = fc.tuple(fc.nat(20), fc.nat(20)).map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));
const word = fc.oneof(span.map(({ from, to }) => `${from}-${to}`), fc.nat(20).map(String), fc.constantFrom("*", unknownWord, `${unknownWord}-7`, `7-${unknownWord}`));

/** Whether a word stands for a port; what is not known is a gap of the model's. */
function stands(text: string, port: number): boolean {
  if (text === "*") return true;
  if (text.includes(unknownWord)) return false;
  const ends = text.split("-").map(Number);
  return ends[0]! <= port && port <= ends.at(-1)!;
}

test("a rule opens those of some ports that one of its words stands for, if it is for TCP", () => {
  fc.assert(
    fc.property(fc.constantFrom("*", "Tcp", "Udp", "Icmp"), fc.array(word, { maxLength: 4 }), fc.array(span, { maxLength: 3 }), (protocol, words, spans) => {
      const opened = openedPorts(ruleOf(protocol, words), spans);
      const isOpened = (port: number) => opened.some(({ from, to }) => from <= port && port <= to);
      const isMeant = (port: number) => ["*", "Tcp"].includes(protocol) && words.some((text) => stands(text, port)) && spans.some(({ from, to }) => from <= port && port <= to);
      expect(ports.filter(isOpened)).toEqual(ports.filter(isMeant));
      expect(opened.every(({ from, to }, index) => from <= to && (index === 0 || opened[index - 1]!.to + 1 < from))).toBe(true);
    }),
    { numRuns: 300, endOnFailure: true },
  );
});

test("every port is every port", () => {
  const whole = [{ from: 0, to: 65535 }];
  expect(openedPorts(ruleOf("*", ["*"]), whole)).toEqual(whole);
});

describe("a rule's source goes beyond some prefixes", () => {
  const interfaces = [{ id: "core01", applicationSecurityGroups: ["servers"] }, { id: "print01", applicationSecurityGroups: ["printers", "all"] }];
  const topology = { model: { interfaces } } as unknown as Topology;
  const beyond = (prefixes: readonly string[], applicationSecurityGroups: readonly string[] = []) => reachesBeyond({ prefixes, applicationSecurityGroups }, topology, ["10.9.1.0/24", "10.9.2.0/24"], (face) => face === "core01");
  test.each([
    ["one inside them", ["10.9.1.4"], false],
    ["both together", ["10.9.1.0-10.9.2.255"], false],
    ["one that is wider", ["10.9.0.0/22"], true],
    ["one beside another that is inside", ["10.9.1.0/24", "10.20.0.0/16"], true],
    ["a tag", ["VirtualNetwork"], true],
    ["everything", ["*"], true],
    ["a probe, which is nobody", ["AzureLoadBalancer"], false],
    ["a probe beside somebody", ["azureloadbalancer", "Internet"], true],
    ["what is not known: the model has a gap there", [unknownWord], false],
    ["nothing", [], false],
  ] as const)("%s", (_, prefixes, expected) => {
    expect(beyond(prefixes)).toBe(expected);
  });
  test.each([
    ["that one of those meant carries", ["servers"], false],
    ["that another carries", ["printers"], true],
    ["of which one is carried by another", ["servers", "all"], true],
    ["that nobody carries", ["none"], false],
  ] as const)("application security groups %s", (_, groups, expected) => {
    expect(beyond([], groups)).toBe(expected);
  });
});
