import { portMatrix } from "../../../specification/portMatrix.ts";
import { formatSpan } from "../../../specification/portSpans.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { inbound, outbound, resource, securityGroup } from "./samples.ts";
import { isAllowed, isInternet, portsOf, prefixesOf, securityRulesOf, securityRuleTypes, spanOf, wordOf } from "./securityRuleWords.ts";

const opened = portMatrix.filter((row) => row.from.includes("internet")).flatMap(({ ports }) => ports.map(({ span }) => span));
const limit = `${opened.map(formatSpan).join(", ")} alone from the internet`;

/** Row R1 and reading 12: nothing but HTTPS comes in from the internet. */
export const internetPorts: ResourceRule = {
  id: "LC108",
  name: "internet-comes-in-by-https-alone",
  group: "specification",
  clauses: ["T4.3-M", "T3.1.5-3"],
  proposals: [],
  synopsis: "No security rule lets the internet in on another port than 443, or by another protocol than TCP.",
  why: "The only row of the matrix that begins at the internet is R1, to the web server on 443. Whatever else is open there (remote desktop, SQL Server, sftp) is found within the hour.",
  fix: "take the rule away; administrators come in through Bastion, clients from their own networks",
  scope: "resource",
  types: securityRuleTypes,
  *check(stated) {
    yield* each(securityRulesOf(stated), (rule) => checkRule(stated, rule));
  },
  good: [
    { title: "HTTPS from the internet, other ports from a network", resources: [securityGroup("group", [inbound("web", 200, "Internet", "10.9.1.0/24", "443"), inbound("clients", 210, "10.20.0.0/16", "10.9.1.0/24", ["2100", "30710"])])], findings: [] },
    { title: "outwards from wherever", resources: [securityGroup("group", [outbound("out", 200, "*", "10.9.2.0/24", "1433")])], findings: [] },
    { title: "the internet is kept out", resources: [securityGroup("group", [inbound("out", 200, "Internet", "*", "*", { access: "Deny", protocol: "*" })])], findings: [] },
  ],
  bad: [
    { title: "remote desktop", resources: [securityGroup("group", [inbound("rdp", 200, "internet", "10.9.1.4", "3389")])], findings: [{ resource: "group", path: "securityRules[0].destinationPortRange", limit }] },
    {
      title: "ports around 443 beside it, from everyone, as a rule of its own",
      resources: [resource("network:SecurityRule", "rule", "rule", { direction: "inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefixes: ["10.0.0.0/8", "*"], destinationPortRanges: ["443", "440-450", "80"] })],
      findings: [1, 2].map((index) => ({ resource: "rule", path: `destinationPortRanges[${index}]`, limit })),
    },
    { title: "everybody with a machine in Azure", resources: [securityGroup("group", [inbound("sql", 200, "AzureCloud.swedencentral", "10.9.1.4", ["443", "1433"])])], findings: [{ resource: "group", path: "securityRules[0].destinationPortRanges[1]", limit }] },
    { title: "443 by every protocol", resources: [securityGroup("group", [inbound("quic", 200, "0.0.0.0/0", "10.9.1.4", "443", { protocol: "*" })])], findings: [{ resource: "group", path: "securityRules[0].protocol", limit: "Tcp" }] },
  ],
};

function* checkRule(stated: Resource, rule: View): Iterable<Fault> {
  if (!isAllowed(rule) || wordOf(rule, "direction") === "outbound" || !prefixesOf(rule, "source").some(({ word }) => isInternet(word))) return;
  if (wordOf(rule, "protocol") !== "tcp") yield fault(stated, rule.at("protocol"), "Tcp");
  const others = portsOf(rule, "destination").filter((port) => {
    const { from, to } = spanOf(port);
    return !opened.some((span) => span.from <= from && to <= span.to);
  });
  yield* others.map(({ path }) => fault(stated, path, limit));
}
