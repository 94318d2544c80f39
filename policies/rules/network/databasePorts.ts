import { documentedChoices } from "../../../specification/flowChoices.ts";
import { openPorts } from "../../../specification/flows.ts";
import { portMatrix } from "../../../specification/portMatrix.ts";
import { mergeSpans } from "../../../specification/portSpans.ts";
import type { Role } from "../../../specification/vocabulary.ts";
import type { StackRule } from "../../rule.ts";
import { closedTo, openingsBeyond } from "./guardedPorts.ts";
import { databaseMachine, databaseRules, environment, expectation, inbound, machine, outbound } from "./samples.ts";

const row = portMatrix.find(({ id }) => id === "R8")!;
/** SQL Server's own browser of instances, which the vendor does not use: the port is static. */
const browser = { from: 1434, to: 1434 };
const who = "core, application and compute servers";
const found = (port: number, path = "securityRules[0]") => [{ resource: "database", path, limit: closedTo(who, [{ from: port, to: port }]) }];
const opened = (from: string, ports: string, more: object = {}) => environment({ database: [inbound("more", 210, from, "10.9.2.0/24", ports, more), ...databaseRules] });

/** R8: the database answers the servers that the matrix names, and nobody else. */
export const databasePorts: StackRule = {
  id: "LC112",
  name: "database-answers-servers-alone",
  group: "specification",
  clauses: ["T4.3-M", "T6.9-4", "T12.4-1"],
  proposals: ["P-06", "P-16"],
  synopsis: "No security rule before the database server lets anybody but core, application and compute servers reach SQL Server.",
  why: "Clients, web servers and integrations go by the application server and its APIs. A database that they reach by themselves answers whoever has found a password.",
  fix: "name only the subnets of core, application and compute servers as sources, and only the static port",
  scope: "stack",
  *check(stack) {
    const chosen = openPorts(row, stack.facts.expectation?.choices ?? documentedChoices);
    const ports = mergeSpans([...chosen, ...openPorts(row, documentedChoices), browser]);
    yield* openingsBeyond(stack, { at: ["database"], ports, from: row.from as readonly Role[], who });
  },
  good: [
    { title: "from the compute server", resources: environment(), findings: [] },
    { title: "an address of it", resources: opened("10.9.1.4", "1433"), findings: [] },
    { title: "a way out of the database's own subnet, from wherever", resources: environment({ database: [outbound("out", 210, "*", "10.9.3.0/24", "1433"), ...databaseRules] }), findings: [] },
    { title: "remote desktop from a Bastion's subnet", resources: opened("10.9.5.0/26", "3389"), findings: [] },
  ],
  bad: [
    { title: "clients", resources: opened("10.20.0.0/16", "1433"), findings: found(1433) },
    { title: "a prefix that is wider than the servers' subnet", resources: opened("10.9.0.0/23", "1000-1433", { protocol: "*" }), findings: found(1433) },
    { title: "the whole network by its tag", resources: opened("VirtualNetwork", "1434"), findings: found(1434) },
    { title: "the configured port", resources: opened("10.20.0.0/16", "14330"), facts: { expectation: { ...expectation, choices: { ...expectation.choices, databasePort: 14330 } } }, findings: found(14330) },
    { title: "a web server", resources: environment({ machines: [...machine("cmp01", "web", "compute", "10.9.1.4"), ...databaseMachine] }), findings: found(1433) },
  ],
};
