import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { denyAll, inbound, outbound, resource, securityGroup } from "./samples.ts";
import { isAllowed, isEverywhere, isProbe, portsOf, prefixesOf, securityRulesOf, securityRuleTypes, spanOf, wordOf, type PlacedWord } from "./securityRuleWords.ts";

/** As many ports as Windows takes its dynamic ones from (49152–65535): the widest range that anything is known to need. */
const mostPorts = 16_384;

const someEnd = "prefixes or tags of the machines meant, none wider than the largest private network (a /8)";
const somePorts = "the ports meant, at most 16384 in a row";

/** T4.3-M: the matrix names both ends and the ports of every flow. */
export const namedEnds: ResourceRule = {
  id: "LC104",
  name: "security-rules-name-ends-and-ports",
  group: "specification",
  clauses: ["T4.3-M", "T4.3-C"],
  proposals: ["P-08"],
  synopsis: "A security rule that allows something names the other end and the ports.",
  why: "The vendor's matrix opens single ports between named server types. A rule for everyone, or for every port, opens what nobody has specified, today or with the next machine.",
  fix: "write the prefixes of the subnets that the row names, and its ports",
  scope: "resource",
  types: securityRuleTypes,
  *check(stated) {
    yield* each(securityRulesOf(stated), (rule) => checkRule(stated, rule));
  },
  good: [
    { title: "prefixes, tags and ports", resources: [securityGroup("group", [inbound("clients", 200, "10.0.0.0/8", "10.9.1.0/24", ["443", "49152-65535"]), outbound("packages", 200, "*", "Internet", "443"), ...denyAll])], findings: [] },
    { title: "a health probe on every port", resources: [securityGroup("group", [inbound("probe", 200, "AzureLoadBalancer", "*", "*", { protocol: "*" })])], findings: [] },
    { title: "application security groups in place of prefixes", resources: [securityGroup("group", [inbound("peers", 200, "", "", "443", { sourceApplicationSecurityGroups: [{ id: "asg" }], destinationApplicationSecurityGroups: [{ id: "asg" }] })])], findings: [] },
  ],
  bad: [
    {
      title: "from everyone, and to everyone",
      resources: [securityGroup("group", [inbound("in", 200, "*", "10.9.1.0/24", "443"), outbound("out", 200, "10.9.1.0/24", "0.0.0.0/0", "443", { access: "allow" })])],
      findings: [
        { resource: "group", path: "securityRules[0].sourceAddressPrefix", limit: someEnd },
        { resource: "group", path: "securityRules[1].destinationAddressPrefix", limit: someEnd },
      ],
    },
    {
      title: "everyone in two halves, as a rule of its own",
      resources: [resource("network:SecurityRule", "rule", "rule", { direction: "Inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1", "::/0"], destinationPortRange: "443" })],
      findings: [0, 1, 2].map((index) => ({ resource: "rule", path: `sourceAddressPrefixes[${index}]`, limit: someEnd })),
    },
    {
      title: "every port, and nearly every one",
      resources: [securityGroup("group", [inbound("in", 200, "10.9.2.0/24", "10.9.1.0/24", "*"), outbound("out", 200, "10.9.1.0/24", "10.9.2.0/24", ["22", "1024-65535"])])],
      findings: [
        { resource: "group", path: "securityRules[0].destinationPortRange", limit: somePorts },
        { resource: "group", path: "securityRules[1].destinationPortRanges[1]", limit: somePorts },
      ],
    },
  ],
};

function* checkRule(stated: Resource, rule: View): Iterable<Fault> {
  if (!isAllowed(rule)) return;
  const direction = wordOf(rule, "direction");
  // Whoever else stands in the subnet is the group's own end: what counts is the other one.
  const others = direction === "outbound" ? prefixesOf(rule, "destination") : prefixesOf(rule, "source");
  if (direction !== "outbound" && others.length > 0 && others.every(({ word }) => isProbe(word))) return;
  yield* others.filter(({ word }) => isEverywhere(word)).map(({ path }) => fault(stated, path, someEnd));
  yield* portsOf(rule, "destination").filter(isWide).map(({ path }) => fault(stated, path, somePorts));
}

function isWide(port: PlacedWord): boolean {
  const { from, to } = spanOf(port);
  return to - from + 1 > mostPorts;
}
