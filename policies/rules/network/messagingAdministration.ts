import { messagingAdministrationPort } from "../../../specification/limits.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { eachOpening, firewallRuleTypes } from "./firewallWords.ts";
import { denyAll, inbound, outbound, resource, securityGroup } from "./samples.ts";
import { isAllowed, isProbe, overlaps, placedTexts, portsOf, prefixesOf, securityRulesOf, securityRuleTypes, spanOf, wordOf, type PlacedWord } from "./securityRuleWords.ts";

const { value: port } = messagingAdministrationPort;
const closed = { from: port, to: port };
const limit = `no port range with ${port}: RabbitMQ's administration answers on its own machine alone`;
const firewallRules = (rule: object, action = "Allow"): SampleResource =>
  resource("network:FirewallPolicyRuleCollectionGroup", "rules", "rules", { ruleCollections: [{ name: "one", action: { type: action }, rules: [rule] }] });

/** T13.2-1. */
export const messagingAdministration: ResourceRule = {
  id: "LC111",
  name: "messaging-administration-is-closed",
  group: "specification",
  clauses: ["T13.2-1"],
  proposals: ["P-15"],
  synopsis: "Nothing opens RabbitMQ's administration port: no security rule, no firewall, no load balancer, no gateway.",
  why: "Who reaches port 15672 reads and deletes messages. The vendor has it answer on the application server itself alone.",
  fix: "take the port out of the rule, and split the range that holds it",
  scope: "resource",
  types: [...securityRuleTypes, ...firewallRuleTypes, "network:LoadBalancer", "network:InboundNatRule", "network:ApplicationGateway"],
  *check(stated) {
    switch (stated.type) {
      case "network:NetworkSecurityGroup":
      case "network:SecurityRule":
        return yield* securityRulesAreClosed(stated);
      case "network:LoadBalancer":
        return yield* each(["loadBalancingRules", "inboundNatRules"].flatMap((list) => stated.inputs.records(list)), (rule) => balancerIsClosed(stated, rule));
      case "network:InboundNatRule":
        return yield* balancerIsClosed(stated, stated.inputs);
      case "network:ApplicationGateway":
        return yield* each(stated.inputs.records("backendHttpSettingsCollection"), (settings) => numberIsClosed(stated, settings.at("port"), settings.number("port")));
      default:
        return yield* firewallIsClosed(stated);
    }
  },
  good: [
    { title: "the ports of the matrix", resources: [securityGroup("group", [inbound("messages", 200, "10.9.1.0/24", "10.9.2.0/24", ["5671", "15671", "15673-15700"]), ...denyAll])], findings: [] },
    { title: "a health probe, which asks on any port", resources: [securityGroup("group", [inbound("probe", 200, "AzureLoadBalancer", "*", "*")])], findings: [] },
    { title: "a firewall and a balancer for other ports", resources: [firewallRules({ ipProtocols: ["TCP"], destinationPorts: ["5671"] }), resource("network:LoadBalancer", "balancer", "balancer", { loadBalancingRules: [{ backendPort: 443 }] })], findings: [] },
    { title: "protocols that it does not speak", resources: [securityGroup("group", ["Udp", "Icmp", "Esp", "Ah"].map((protocol, index) => inbound(protocol, 200 + index, "10.9.1.4", "10.9.2.0/24", "*", { protocol })))], findings: [] },
    { title: "a firewall's network rule of the older kind", resources: [resource("network:AzureFirewall", "old", "old", { networkRuleCollections: [{ action: { type: "Allow" }, rules: [{ protocols: ["TCP"], destinationPorts: ["5671"] }] }] })], findings: [] },
    { title: "a firewall that denies it", resources: [firewallRules({ ipProtocols: ["TCP"], destinationPorts: ["*"] }, "Deny")], findings: [] },
  ],
  bad: [
    {
      title: "the port, a range with it, and everything",
      resources: [securityGroup("group", [inbound("one", 200, "10.9.1.4", "10.9.2.0/24", "15672"), outbound("two", 200, "10.9.1.0/24", "10.9.2.0/24", ["5671", "15000-16000"]), inbound("three", 210, "10.9.1.0/24", "*", "*", { protocol: "*" })])],
      findings: [
        { resource: "group", path: "securityRules[0].destinationPortRange", limit },
        { resource: "group", path: "securityRules[1].destinationPortRanges[1]", limit },
        { resource: "group", path: "securityRules[2].destinationPortRange", limit },
      ],
    },
    { title: "a rule of its own, of which the protocol is left out", resources: [resource("network:SecurityRule", "rule", "rule", { direction: "Inbound", access: "Allow", sourceAddressPrefix: "10.9.1.4", destinationPortRange: "15672" })], findings: [{ resource: "rule", path: "destinationPortRange", limit }] },
    { title: "an application security group", resources: [securityGroup("group", [inbound("peers", 200, "", "*", "15672", { sourceApplicationSecurityGroups: [{ id: "asg" }] })])], findings: [{ resource: "group", path: "securityRules[0].destinationPortRange", limit }] },
    {
      title: "a firewall's application rules, by address and by tag",
      resources: [{ targetUrls: ["app01.example.com/api"] }, { fqdnTags: ["WindowsUpdate"] }].map((rule, index): SampleResource => ({ ...firewallRules({ ...rule, protocols: [{ protocolType: "Http", port: 15672 }] }), name: `rules-${index}` })),
      findings: [0, 1].map((index) => ({ resource: `rules-${index}`, path: "ruleCollections[0].rules[0].protocols[0].port", limit })),
    },
    { title: "a probe beside somebody else", resources: [securityGroup("group", [inbound("probe", 200, "", "*", "15672", { sourceAddressPrefixes: ["AzureLoadBalancer", "10.9.1.4"] })])], findings: [{ resource: "group", path: "securityRules[0].destinationPortRange", limit }] },
    {
      title: "a firewall: network rule, application rule, translation",
      resources: [
        firewallRules({ ipProtocols: ["TCP"], destinationPorts: ["15670-15680"] }),
        resource("network:AzureFirewall", "old", "old", {
          applicationRuleCollections: [{ action: { type: "Allow" }, rules: [{ targetFqdns: ["app01.example.com"], protocols: [{ protocolType: "Http", port: 15672 }] }] }],
          natRuleCollections: [{ action: { type: "Dnat" }, rules: [{ destinationPorts: ["443"], translatedPort: "15672" }] }],
        }),
      ],
      findings: [
        { resource: "rules", path: "ruleCollections[0].rules[0].destinationPorts[0]", limit },
        { resource: "old", path: "applicationRuleCollections[0].rules[0].protocols[0].port", limit },
        { resource: "old", path: "natRuleCollections[0].rules[0].translatedPort", limit },
      ],
    },
    {
      title: "load balancers and gateways",
      resources: [
        resource("network:ApplicationGateway", "gateway", "gateway", { backendHttpSettingsCollection: [{ port: 443 }, { port: 15672 }] }),
        resource("network:LoadBalancer", "balancer", "balancer", { loadBalancingRules: [{ frontendPort: 443, backendPort: 15672 }, { protocol: "All", frontendPort: 0, backendPort: 0 }], inboundNatRules: [{ frontendPort: 5000, backendPort: 15672 }] }),
        resource("network:InboundNatRule", "nat", "nat", { frontendPort: 5001, backendPort: 15672 }),
      ],
      findings: [
        { resource: "gateway", path: "backendHttpSettingsCollection[1].port", limit },
        { resource: "balancer", path: "loadBalancingRules[0].backendPort", limit },
        { resource: "balancer", path: "loadBalancingRules[1].backendPort", limit },
        { resource: "balancer", path: "inboundNatRules[0].backendPort", limit },
        { resource: "nat", path: "backendPort", limit },
      ],
    },
  ],
};

function* securityRulesAreClosed(stated: Resource): Iterable<Fault> {
  yield* each(securityRulesOf(stated), function* (rule) {
    if (!isAllowed(rule) || ["udp", "icmp", "esp", "ah"].includes(wordOf(rule, "protocol") ?? "*")) return;
    const sources = prefixesOf(rule, "source");
    if (sources.length > 0 && sources.every(({ word }) => isProbe(word))) return;
    yield* wordsAreClosed(stated, portsOf(rule, "destination"));
  });
}

function* firewallIsClosed(stated: Resource): Iterable<Fault> {
  yield* eachOpening(stated, function* (rule) {
    yield* wordsAreClosed(stated, placedTexts(rule, "destinationPorts"));
    const translated = rule.text("translatedPort");
    if (translated !== undefined) yield* wordsAreClosed(stated, [{ word: translated, path: rule.at("translatedPort") }]);
    // A network rule of the older kind has texts in place of records.
    if (rule.has("targetFqdns") || rule.has("targetUrls") || rule.has("fqdnTags")) yield* each(rule.records("protocols"), (protocol) => numberIsClosed(stated, protocol.at("port"), protocol.number("port")));
  });
}

/** Port 0 of a balancer hands on every port. */
function* balancerIsClosed(stated: Resource, rule: View): Iterable<Fault> {
  const handedOn = rule.number("backendPort");
  if (handedOn === port || handedOn === 0) yield fault(stated, rule.at("backendPort"), limit);
}

function* wordsAreClosed(stated: Resource, words: readonly PlacedWord[]): Iterable<Fault> {
  yield* words.filter((word) => overlaps(spanOf(word), closed)).map(({ path }) => fault(stated, path, limit));
}

function* numberIsClosed(stated: Resource, path: string, number: number | undefined): Iterable<Fault> {
  if (number === port) yield fault(stated, path, limit);
}
