import { unknownText } from "../../../reachability/readValues.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { eachOpening, firewallRuleTypes } from "./firewallWords.ts";
import { denyAll, inbound, outbound, resource, securityGroup } from "./samples.ts";
import { isAllowed, isEverywhere, isProbe, placedTexts, portsOf, prefixesOf, securityRulesOf, securityRuleTypes, spanOf, wordOf, type PlacedWord } from "./securityRuleWords.ts";

/** As many ports as Windows takes its dynamic ones from (49152–65535): the widest range that anything is known to need. */
const mostPorts = 16_384;

const someEnd = "prefixes or tags of the machines meant, none wider than the largest private network (a /8)";
const firewallRules = (...rules: readonly object[]) => resource("network:FirewallPolicyRuleCollectionGroup", "rules", "rules", { ruleCollections: [{ name: "one", action: { type: "Allow" }, rules }] });
const somePorts = "the ports meant, at most 16384 in a row";

/** T4.3-M: the matrix names both ends and the ports of every flow. */
export const namedEnds: ResourceRule = {
  id: "LC104",
  name: "rules-name-ends-and-ports",
  group: "specification",
  clauses: ["T4.3-M", "T4.3-C"],
  proposals: ["P-08"],
  synopsis: "A rule of a security group or a firewall that lets something through names its ends and its ports.",
  why: "The vendor's matrix opens single ports between named server types. A rule for everyone, or for every port, opens what nobody has specified, today or with the next machine.",
  fix: "write the prefixes of the subnets that the row names, and its ports",
  scope: "resource",
  types: [...securityRuleTypes, ...firewallRuleTypes],
  *check(stated) {
    if ((firewallRuleTypes as readonly string[]).includes(stated.type)) yield* eachOpening(stated, (rule) => checkFirewallRule(stated, rule));
    else yield* each(securityRulesOf(stated), (rule) => checkRule(stated, rule));
  },
  good: [
    { title: "prefixes, tags and ports", resources: [securityGroup("group", [inbound("clients", 200, "10.0.0.0/8", "10.9.1.0/24", ["443", "49152-65535"]), outbound("packages", 200, "*", "Internet", "443"), ...denyAll])], findings: [] },
    { title: "a health probe on every port", resources: [securityGroup("group", [inbound("probe", 200, "AzureLoadBalancer", "*", "*", { protocol: "*" })])], findings: [] },
    {
      title: "a firewall's rules: ends, a translation, ICMP",
      resources: [
        firewallRules(
          { ruleType: "NetworkRule", ipProtocols: ["TCP"], sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["10.9.1.0/24"], destinationPorts: ["443"] },
          { ruleType: "NetworkRule", ipProtocols: ["ICMP"], sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["10.9.1.0/24"], destinationPorts: ["*"] },
          { ruleType: "NetworkRule", ipProtocols: [unknownText], sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["10.9.1.0/24"], destinationPorts: ["443"] },
          { ruleType: "NatRule", ipProtocols: ["TCP"], sourceAddresses: ["*"], destinationAddresses: ["192.0.2.1"], destinationPorts: ["443"], translatedFqdn: "web01.example.com", translatedPort: "443" },
          { ruleType: "NatRule", ipProtocols: ["TCP"], sourceAddresses: ["*"], destinationAddresses: ["192.0.2.1"], destinationPorts: ["443"], translatedAddress: "10.9.1.4", translatedPort: "443" },
        ),
      ],
      findings: [],
    },
    { title: "ICMP through a firewall of the older kind", resources: [resource("network:AzureFirewall", "old", "old", { networkRuleCollections: [{ action: { type: "Allow" }, rules: [{ protocols: ["icmp"], sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["10.9.1.0/24"], destinationPorts: ["*"] }] }] })], findings: [] },
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
      title: "a firewall that lets everyone to everything",
      resources: [
        firewallRules({ ruleType: "NetworkRule", ipProtocols: ["Any"], sourceAddresses: ["10.20.0.0/16", "*"], destinationAddresses: ["0.0.0.0/0"], destinationPorts: ["*"] }),
        resource("network:AzureFirewall", "old", "old", { networkRuleCollections: [{ action: { type: "Allow" }, rules: [{ protocols: ["ICMP", "TCP"], sourceAddresses: ["10.20.0.0/16"], destinationFqdns: ["packages.example.com"], destinationPorts: ["0-65535"] }] }] }),
      ],
      findings: [
        { resource: "rules", path: "ruleCollections[0].rules[0].sourceAddresses[1]", limit: someEnd },
        { resource: "rules", path: "ruleCollections[0].rules[0].destinationAddresses[0]", limit: someEnd },
        { resource: "rules", path: "ruleCollections[0].rules[0].destinationPorts[0]", limit: somePorts },
        { resource: "old", path: "networkRuleCollections[0].rules[0].destinationPorts[0]", limit: somePorts },
      ],
    },
    {
      title: "every port: outwards to a probe's tag, from others beside a probe, from an application security group, through a firewall by whatever protocol",
      resources: [
        securityGroup("group", [
          outbound("out", 200, "10.9.1.0/24", "AzureLoadBalancer", "*"),
          inbound("in", 200, "", "10.9.1.0/24", "*", { sourceAddressPrefixes: ["AzureLoadBalancer", "10.9.1.4"] }),
          inbound("peers", 210, "", "10.9.1.0/24", "*", { sourceApplicationSecurityGroups: [{ id: "asg" }] }),
        ]),
        firewallRules({ ruleType: "NetworkRule", sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["10.9.1.0/24"], destinationPorts: ["*"] }),
      ],
      findings: [...[0, 1, 2].map((index) => ({ resource: "group", path: `securityRules[${index}].destinationPortRange`, limit: somePorts })), { resource: "rules", path: "ruleCollections[0].rules[0].destinationPorts[0]", limit: somePorts }],
    },
    { title: "one port more than Windows needs", resources: [securityGroup("group", [inbound("in", 200, "10.9.2.0/24", "10.9.1.0/24", "49151-65535")])], findings: [{ resource: "group", path: "securityRules[0].destinationPortRange", limit: somePorts }] },
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

/** What a translation takes is from the internet by its nature; ICMP has no ports to name. */
function* checkFirewallRule(stated: Resource, rule: View): Iterable<Fault> {
  if (rule.text("translatedAddress") !== undefined || rule.text("translatedFqdn") !== undefined) return;
  const ends = ["sourceAddresses", "destinationAddresses"].flatMap((key) => placedTexts(rule, key));
  yield* ends.filter(({ word }) => isEverywhere(word)).map(({ path }) => fault(stated, path, someEnd));
  const ports = placedTexts(rule, "destinationPorts").filter(isWide);
  if (ports.length === 0) return;
  const protocols = rule.texts(rule.has("ipProtocols") ? "ipProtocols" : "protocols");
  if (protocols.length === 0 || protocols.some((protocol) => protocol.toUpperCase() !== "ICMP")) yield* ports.map(({ path }) => fault(stated, path, somePorts));
}

function isWide(port: PlacedWord): boolean {
  const { from, to } = spanOf(port);
  return to - from + 1 > mostPorts;
}
