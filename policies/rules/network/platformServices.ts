import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { inbound, outbound, resource, securityGroup } from "./samples.ts";
import { prefixesOf, securityRulesOf, securityRuleTypes, wordOf } from "./securityRuleWords.ts";
import { serviceTags } from "../../../azure/serviceTags.ts";

/** Tags that exist only to deny what every machine needs. */
const platformTags = serviceTags.filter(({ name }) => name.startsWith("AzurePlatform")).map(({ name }) => name);
const limit = "no rule against the platform's own services: machines lose names, metadata or activation";

/** What a group lets pass unless it is denied by name. */
export const platformServices: ResourceRule = {
  id: "LC114",
  name: "platform-services-are-not-denied",
  group: "deployable",
  clauses: [],
  proposals: ["P-18"],
  synopsis: "No security rule denies Azure's own name service, instance metadata or licensing.",
  why: "They answer at addresses that groups let pass, unless a rule denies their tags. Then machines deploy, and later find no names, no identity or no activation.",
  fix: `take the rule against ${platformTags.join(", ")} away`,
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md"],
  scope: "resource",
  types: securityRuleTypes,
  *check(stated) {
    yield* each(securityRulesOf(stated), function* (rule) {
      if (wordOf(rule, "access") === "allow" || wordOf(rule, "direction") === "inbound") return;
      const denied = prefixesOf(rule, "destination").filter(({ word }) => platformTags.some((tag) => tag.toLowerCase() === word.trim().toLowerCase()));
      yield* denied.map(({ path }) => fault(stated, path, limit));
    });
  },
  good: [
    { title: "allowed, and inwards", resources: [securityGroup("group", [outbound("metadata", 100, "*", "AzurePlatformIMDS", "*"), inbound("in", 100, "*", "AzurePlatformDNS", "*", { access: "Deny" })])], findings: [] },
    { title: "everything else is denied", resources: [securityGroup("group", [outbound("deny", 4096, "*", "*", "*", { access: "Deny", protocol: "*" })])], findings: [] },
  ],
  bad: [
    { title: "metadata", resources: [securityGroup("group", [outbound("no-metadata", 100, "*", "AzurePlatformIMDS", "*", { access: "Deny" })])], findings: [{ resource: "group", path: "securityRules[0].destinationAddressPrefix", limit }] },
    {
      title: "names and licensing in other case, as a rule of its own",
      resources: [resource("network:SecurityRule", "rule", "rule", { direction: "outbound", access: "deny", protocol: "*", destinationAddressPrefixes: ["10.0.0.0/8", "azureplatformdns", " AZUREPLATFORMLKM"] })],
      findings: [1, 2].map((index) => ({ resource: "rule", path: `destinationAddressPrefixes[${index}]`, limit })),
    },
  ],
};
