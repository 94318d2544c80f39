import { domainControllerPorts } from "../../../azure/domainControllerPorts.ts";
import { formatSpan } from "../../../specification/portSpans.ts";
import type { StackRule } from "../../rule.ts";
import { denyAll, inbound, machine, network, outbound, outside, routeTable, securityGroup, subnet, type SampleRule } from "./samples.ts";
import { openedPorts } from "./ruleReach.ts";
import { distinct, faultAt, gapsWithin, groupsOf, topologyOf } from "./topology.ts";
import type { PortSpan } from "../../../specification/vocabulary.ts";

const limitOf = (ports: readonly PortSpan[]) => `closed outwards from web servers: ${ports.map(formatSpan).join(", ")} lead to domain controllers`;
const web = (...rules: readonly SampleRule[]) => [securityGroup("web", [...rules, ...denyAll]), routeTable("web-routes", [outside]), network([subnet("web", "10.9.1.0/24")]), ...machine("web01", "web", "web", "10.9.1.4")];
const single = (port: number) => ({ from: port, to: port });

/** T12.4-1: from the DMZ inwards only the vendor's ports. */
export const domainControllers: StackRule = {
  id: "LC113",
  name: "web-servers-reach-no-domain-controller",
  group: "specification",
  clauses: ["T12.4-1", "T12.3-1"],
  proposals: ["P-19"],
  synopsis: "No security rule lets web servers out on the ports of domain controllers or file shares.",
  why: "A web server in the DMZ is what an attacker has first. With Kerberos, LDAP or SMB inwards from there, the directory is next; the vendor's matrix needs none of them.",
  fix: "take the rule away: web servers of the DMZ are not joined to the inner domain",
  scope: "stack",
  *check(stack) {
    const topology = topologyOf(stack);
    for (const { group } of groupsOf(topology.standings.filter(({ roles }) => roles.includes("web")))) {
      for (const rule of group.rules.filter(({ direction, access }) => direction === "Outbound" && access === "Allow")) {
        const open = openedPorts({ ...rule, protocol: rule.protocol === "Udp" ? "Tcp" : rule.protocol }, domainControllerPorts.value);
        if (open.length > 0) yield faultAt(stack, rule.origin, undefined, limitOf(open));
      }
      yield* gapsWithin(topology.model, group.id);
    }
    yield* distinct(topology.unknown);
  },
  good: [
    { title: "the matrix's ports, names, and activation", resources: web(outbound("R3", 200, "10.9.1.0/24", "10.9.2.0/24", ["23110", "5671"]), outbound("platform", 300, "10.9.1.0/24", "Internet", ["53", "80", "443", "1688"])), findings: [] },
    { title: "inwards, and by a protocol without ports", resources: web(inbound("in", 200, "10.9.2.0/24", "10.9.1.0/24", "389"), outbound("ping", 210, "10.9.1.0/24", "10.0.0.4", "*", { protocol: "Icmp" })), findings: [] },
    { title: "an application server may", resources: [securityGroup("inner", [outbound("directory", 200, "10.9.1.0/24", "10.0.0.4", ["88", "389"]), ...denyAll]), routeTable("inner-routes", [outside]), network([subnet("inner", "10.9.1.0/24")]), ...machine("app01", "application", "inner", "10.9.1.4")], findings: [] },
  ],
  bad: [
    { title: "LDAP", resources: web(outbound("directory", 200, "10.9.1.0/24", "10.0.0.4", ["53", "389"])), findings: [{ resource: "web", path: "securityRules[0]", limit: "closed outwards from web servers: 389 lead to domain controllers" }] },
    { title: "Kerberos and LDAP", resources: web(outbound("directory", 200, "10.9.1.0/24", "10.0.0.4", ["88", "389"])), findings: [{ resource: "web", path: "securityRules[0]", limit: "closed outwards from web servers: 88, 389 lead to domain controllers" }] },
    { title: "Kerberos by UDP, and a range with file shares", resources: web(outbound("kerberos", 200, "*", "VirtualNetwork", "88", { protocol: "Udp" }), outbound("range", 210, "*", "10.0.0.0/8", "440-450", { protocol: "*" })), findings: [{ resource: "web", path: "securityRules[0]", limit: limitOf([single(88)]) }, { resource: "web", path: "securityRules[1]", limit: limitOf([single(445)]) }] },
  ],
};
