import { remoteSupportDomain } from "../../../specification/webPublishing.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";
import { eachOpening, firewallRuleTypes } from "./firewallWords.ts";
import { resource } from "./samples.ts";
import { placedTexts } from "./securityRuleWords.ts";

const { value: domain } = remoteSupportDomain;
const limit = `nothing to ${domain} without an end: an exemption for the session, which expires, opens it`;
const everyHost = "the hosts meant: a pattern for all of them opens remote support as well";
const rules = (rule: object): SampleResource => resource("network:FirewallPolicyRuleCollectionGroup", "rules", "rules", { ruleCollections: [{ name: "out", action: { type: "Allow" }, rules: [rule] }] });

/** T7.1-1: opened on demand, closed afterwards. */
export const remoteSupportEnds: ResourceRule = {
  id: "LC115",
  name: "remote-support-is-closed",
  group: "specification",
  clauses: ["T7.1-1"],
  proposals: ["P-17"],
  synopsis: "The firewall lets nothing through to remote support, save by an exemption that expires.",
  why: "The vendor's remote support is a session that somebody asks for and ends. A standing rule leaves the way in open to whoever gets hold of a password.",
  fix: "take the rule away; for a session, exempt it with its last day and the vendor's case as reference",
  sources: ["MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml"],
  scope: "resource",
  types: firewallRuleTypes,
  *check(stated) {
    yield* eachOpening(stated, function* (rule) {
      for (const { word, path } of ["targetFqdns", "destinationFqdns", "targetUrls"].flatMap((key) => placedTexts(rule, key))) {
        const host = word.trim().toLowerCase().replace(/^https?:\/\//, "").split(/[/:]/)[0]!;
        // A star stands first, and for anything: not for whole labels alone.
        const ending = host.startsWith("*") ? host.slice(1) : host;
        if (ending === domain || ending.endsWith(`.${domain}`)) yield fault(stated, path, limit);
        else if (ending !== host && domain.endsWith(ending)) yield fault(stated, path, everyHost);
      }
    });
  },
  good: [
    { title: "named hosts, and those of a domain", resources: [rules({ targetFqdns: ["packages.example.com", "*.example.com", "teamviewer.com.example.com"] }), rules({ destinationFqdns: ["notteamviewer.com"] })], findings: [] },
    { title: "every host under another ending, and one whose own name remote support's ends with", resources: [rules({ targetFqdns: ["*.org", "*notteamviewer.com", "viewer.com"] })], findings: [] },
    { title: "a firewall that denies it", resources: [resource("network:AzureFirewall", "old", "old", { applicationRuleCollections: [{ action: { type: "Deny" }, rules: [{ targetFqdns: ["*.teamviewer.com"] }] }] })], findings: [] },
  ],
  bad: [
    { title: "every host of it, in another case", resources: [rules({ targetFqdns: ["packages.example.com", "*.TeamViewer.com"] })], findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].targetFqdns[1]", limit }] },
    { title: "by address with a port, without a scheme, after a blank", resources: [rules({ targetUrls: ["http://teamviewer.com:80/*", "www.teamviewer.com/download", " teamviewer.com"] })], findings: [0, 1, 2].map((index) => ({ resource: "rules", path: `ruleCollections[0].rules[0].targetUrls[${index}]`, limit })) },
    { title: "by address and by network rule", resources: [rules({ targetUrls: ["https://www.teamviewer.com/*"], destinationFqdns: ["teamviewer.com"] })], findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].destinationFqdns[0]", limit }, { resource: "rules", path: "ruleCollections[0].rules[0].targetUrls[0]", limit }] },
    { title: "every host whose name ends like its own", resources: [rules({ targetFqdns: ["*teamviewer.com", "*viewer.com"] })], findings: [limit, everyHost].map((told, index) => ({ resource: "rules", path: `ruleCollections[0].rules[0].targetFqdns[${index}]`, limit: told })) },
    {
      title: "every host there is, by a rule inside the firewall",
      resources: [resource("network:AzureFirewall", "old", "old", { applicationRuleCollections: [{ action: { type: "Allow" }, rules: [{ targetFqdns: ["*"] }, { targetFqdns: ["*.com"] }] }] })],
      findings: [0, 1].map((index) => ({ resource: "old", path: `applicationRuleCollections[0].rules[${index}].targetFqdns[0]`, limit: everyHost })),
    },
  ],
};
