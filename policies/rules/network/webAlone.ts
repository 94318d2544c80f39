import { roleTag } from "../../../specification/stackTags.ts";
import type { Fault } from "../../finding.ts";
import { fault, type StackRule } from "../../rule.ts";
import { machine, network, outside, routeTable, securityGroup, denyAll, subnet } from "./samples.ts";
import { subnetsOf, topologyOf } from "./topology.ts";

const machineLimit = "web alone: the machine that meets the internet carries no other role";
const subnetLimit = "a subnet without another role's machines: what meets the internet stands apart";
const subnets = (...names: readonly string[]) => names.flatMap((name) => [securityGroup(name, denyAll), routeTable(`${name}-routes`, [outside])]);

/** T3.1.5-3, reading 4: what meets the internet is separated from everything else by a firewall, so it shares neither machine nor subnet. */
export const webAlone: StackRule = {
  id: "LC101",
  name: "web-server-stands-alone",
  group: "specification",
  clauses: ["T3.1-3", "T3.1.5-3", "T12.4-1"],
  proposals: ["P-05"],
  synopsis: "The web role shares neither its machine nor its subnet with another role.",
  why: "A firewall has to stand between what the internet reaches and the rest. Nothing can stand between two roles of one machine, and nothing but security groups between two machines of one subnet.",
  fix: "give the web role machines of its own, in a subnet of its own",
  scope: "stack",
  *check(stack) {
    const topology = topologyOf(stack);
    yield* topology.unknown;
    const machines = new Map(topology.standings.map(({ machine: one, roles }) => [one, roles]));
    for (const [one, roles] of machines) if (roles.includes("web") && roles.length > 1) yield fault(one, `tags.${roleTag}`, machineLimit);
    for (const standings of subnetsOf(topology)) {
      yield* standings.filter(({ roles }) => roles.includes("web") && roles.length === 1 && standings.some((other) => !other.roles.includes("web"))).map(({ face }): Fault => ({ resource: face.origin.resource, path: "ipConfigurations", limit: subnetLimit }));
    }
  },
  good: [
    { title: "a subnet of its own", resources: [...subnets("web", "inner"), network([subnet("web", "10.9.1.0/24"), subnet("inner", "10.9.2.0/24")]), ...machine("web01", "web", "web", "10.9.1.4"), ...machine("app01", "application intranetWeb", "inner", "10.9.2.4")], findings: [] },
  ],
  bad: [
    { title: "one machine for both", resources: [...subnets("web"), network([subnet("web", "10.9.1.0/24")]), ...machine("web01", "intranetWeb web", "web", "10.9.1.4")], findings: [{ resource: "web01", path: `tags.${roleTag}`, limit: machineLimit }] },
    {
      title: "one machine for both, in a subnet with others",
      resources: [...subnets("web"), network([subnet("web", "10.9.1.0/24")]), ...machine("web01", "intranetWeb web", "web", "10.9.1.4"), ...machine("app01", "application", "web", "10.9.1.5")],
      findings: [{ resource: "web01", path: `tags.${roleTag}`, limit: machineLimit }],
    },
    {
      title: "one subnet for both, roles said by the pack's configuration",
      resources: [...subnets("web"), network([subnet("web", "10.9.1.0/24")]), ...machine("web01", undefined, "web", "10.9.1.4"), ...machine("app01", "application", "web", "10.9.1.5")],
      facts: { roles: { web01: ["web"] } },
      findings: [{ resource: "web01-card", path: "ipConfigurations", limit: subnetLimit }],
    },
  ],
};
