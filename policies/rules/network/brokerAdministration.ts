import { documentedChoices } from "../../../specification/flowChoices.ts";
import { openPorts } from "../../../specification/flows.ts";
import { portMatrix } from "../../../specification/portMatrix.ts";
import type { StackRule } from "../../rule.ts";
import { closedTo, openingsBeyond } from "./guardedPorts.ts";
import { denyAll, expectation, idOf, inbound, machine, network, outbound, outside, resource, routeTable, securityGroup, subnet, type SampleRule } from "./samples.ts";

const row = portMatrix.find(({ id }) => id === "X")!;
const who = "core and application servers";

/** A core server, an application server and a compute server behind a group each. */
const servers = (rules: readonly SampleRule[], more: object = {}, application: readonly SampleRule[] = [], core: object = {}) => [
  securityGroup("core", [...rules, ...denyAll]),
  securityGroup("application", [...application, ...denyAll]),
  securityGroup("compute", denyAll),
  ...["core", "application", "compute"].map((name) => routeTable(`${name}-routes`, [outside])),
  network([subnet("core", "10.9.1.0/24"), subnet("application", "10.9.2.0/24"), subnet("compute", "10.9.3.0/24")]),
  ...machine("core01", "core", "core", "10.9.1.4", core),
  ...machine("app01", "application", "application", "10.9.2.4"),
  ...machine("cmp01", "compute", "compute", "10.9.3.4", more),
];
const found = (spans: string, index = 0) => [{ resource: "core", path: `securityRules[${index}]`, limit: closedTo(who, spans.split(",").map((span) => ({ from: Number(span.split("-")[0]), to: Number(span.split("-").at(-1)) }))) }];
const carryingAt = (privateIPAddress: string, place: string) => ({
  ipConfigurations: [{ name: "primary", privateIPAddress, privateIPAllocationMethod: "Static", subnet: { id: idOf("Microsoft.Network/virtualNetworks/subnets", "network", place) }, applicationSecurityGroups: [{ id: idOf("Microsoft.Network/applicationSecurityGroups", "servers") }] }],
});
const carrying = carryingAt("10.9.3.4", "compute");
const applicationGroup = resource("network:ApplicationSecurityGroup", "servers", idOf("Microsoft.Network/applicationSecurityGroups", "servers"), { applicationSecurityGroupName: "servers" });

/** T4.3-X. */
export const brokerAdministration: StackRule = {
  id: "LC110",
  name: "broker-administration-stays-inside",
  group: "specification",
  clauses: ["T4.3-X"],
  proposals: ["P-14"],
  synopsis: "No security rule before core and application servers lets others reach the ports of broker administration.",
  why: "Whoever reaches these ports starts and stops the product's services. Port by port they lie around three that clients do need, so a range that is meant for those opens the rest.",
  fix: "write 30710, 30722 and 30751 one by one where clients are meant, and name only the subnets of core and application servers for the rest",
  scope: "stack",
  *check(stack) {
    // A client's port that was moved among these is the client's.
    const ports = openPorts(row, stack.facts.expectation?.choices ?? documentedChoices);
    yield* openingsBeyond(stack, { at: ["core", "application"], ports, from: ["core", "application"], who });
  },
  good: [
    { title: "from each other, clients beside them", resources: servers([inbound("brokers", 200, "10.9.2.0/24", "10.9.1.0/24", "30700-30760"), inbound("clients", 210, "10.20.0.0/16", "10.9.1.0/24", ["30710", "30722", "30751"])]), findings: [] },
    { title: "between core and application servers, both ways", resources: servers([inbound("own", 200, "10.9.1.4", "10.9.1.0/24", "30700-30760")], {}, [inbound("brokers", 200, "10.9.1.0/24", "10.9.2.0/24", "30700-30760")]), findings: [] },
    { title: "outwards, and by a protocol that they do not speak", resources: servers([outbound("out", 200, "10.9.1.0/24", "10.9.3.0/24", "30700-30760"), inbound("udp", 210, "10.20.0.0/16", "10.9.1.0/24", "30700", { protocol: "Udp" })]), findings: [] },
    {
      title: "an application security group that a core server carries",
      resources: [...servers([inbound("brokers", 200, "", "10.9.1.0/24", "30700", { sourceApplicationSecurityGroups: [{ id: applicationGroup.id }] })], {}, [], carryingAt("10.9.1.4", "core")), applicationGroup],
      findings: [],
    },
    { title: "an event service that was moved", resources: servers([inbound("clients", 210, "10.20.0.0/16", "10.9.1.0/24", ["30710", "30705"])]), facts: { expectation: { ...expectation, choices: { ...expectation.choices, eventServicePort: 30705 } } }, findings: [] },
    { title: "no core or application server", resources: [securityGroup("compute", [inbound("any", 200, "*", "*", "30700-30760")]), routeTable("compute-routes", [outside]), network([subnet("compute", "10.9.3.0/24")]), ...machine("cmp01", "compute", "compute", "10.9.3.4")], findings: [] },
  ],
  bad: [
    { title: "clients before an application server", resources: servers([], {}, [inbound("clients", 210, "10.20.0.0/16", "10.9.2.0/24", "30711")]), findings: [{ resource: "application", path: "securityRules[0]", limit: closedTo(who, [{ from: 30711, to: 30711 }]) }] },
    { title: "a range for the clients", resources: servers([inbound("clients", 210, "10.20.0.0/16", "10.9.1.0/24", "30700-30760")]), findings: found("30700-30709,30711-30721,30723-30750,30752-30760") },
    { title: "a range that touches the last one", resources: servers([inbound("clients", 210, "10.20.0.0/16", "10.9.1.0/24", ["30751", "30760-30800"])]), findings: found("30760") },
    { title: "a subnet too many", resources: servers([inbound("brokers", 200, "", "10.9.1.0/24", "30711", { sourceAddressPrefixes: ["10.9.2.0/24", "10.9.3.4"] })]), findings: found("30711") },
    { title: "every protocol from the whole network", resources: servers([inbound("inside", 200, "VirtualNetwork", "10.9.1.0/24", "*", { protocol: "*" })]), findings: found("30700-30709,30711-30721,30723-30750,30752-30760") },
    {
      title: "an application security group that the compute server carries",
      resources: [...servers([inbound("brokers", 200, "", "10.9.1.0/24", "30700", { sourceApplicationSecurityGroups: [{ id: applicationGroup.id }] })], carrying), applicationGroup],
      findings: found("30700"),
    },
  ],
};
