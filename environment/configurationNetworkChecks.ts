import ipaddr from "ipaddr.js";
import { serviceOnPort } from "../specification/listeningPorts.ts";
import { documentedChoices } from "../specification/flows.ts";
import { roles as allRoles } from "../specification/vocabulary.ts";
import { sharedPortProblems } from "./argumentChecks.ts";
import { refuseRepeats, type Check } from "./configurationFindings.ts";
import { notOffered } from "./configurationOptions.ts";

const topology: Check = (stack, { problems }) => {
  const network = stack["lifecare:network"];
  if (network?.topology === "spoke" || network?.topology === "existing") {
    const what = network.topology === "spoke" ? "a network under a hub with a firewall of its own" : "networks that others have made";
    problems.push({ path: "lifecare:network.topology", value: network.topology, limit: notOffered(what), clause: "T4.1-1", fix: "state isolated" });
  }
  if (network?.legacyWeb === true) {
    problems.push({ path: "lifecare:network.legacyWeb", value: true, limit: notOffered("the older web applications of appendix A1"), clause: "T13.1-1", fix: "leave it out" });
  }
};

const clientNetworks: Check = (stack, findings) => {
  const networks = stack["lifecare:network"]?.clientNetworks;
  refuseRepeats(networks, (network) => network?.name, (index) => `lifecare:network.clientNetworks[${index}].name`, findings);
  for (const [index, network] of (networks ?? []).entries()) {
    if (network?.prefix === undefined || isForMachines(network.prefix)) continue;
    findings.problems.push({ path: `lifecare:network.clientNetworks[${index}].prefix`, value: network.prefix, limit: "addresses that machines can have: not loopback, link-local, multicast or reserved ones", clause: "T4.3-C", fix: "state the prefix that the users' machines have" });
  }
};

/** SQL Server's dedicated administrator connection listens here. */
const administratorConnectionPort = 1434;

const ports: Check = (stack, { problems }) => {
  const { databasePort, eventServicePort } = stack["lifecare:network"] ?? {};
  const machines = stack["lifecare:machines"] ?? [];
  const placed = machines.map((machine) => allRoles.filter((role) => machine?.roles?.includes(role)));
  if (databasePort !== undefined && eventServicePort !== undefined) problems.push(...sharedPortProblems(databasePort, eventServicePort, placed, "lifecare:network"));
  const neighbours = allRoles.filter((role) => machines.some((machine) => machine?.roles?.includes("database") && machine.roles.includes(role)));
  const taken = databasePort === undefined ? undefined
    : databasePort === administratorConnectionPort ? "SQL Server's administrator connection" : serviceOnPort(databasePort, neighbours, "databasePort");
  if (taken !== undefined) problems.push({ path: "lifecare:network.databasePort", value: databasePort, limit: `a port that no other service of the database server has; ${taken} has it`, clause: "T4.3-M", fix: "choose another static port, or leave it out for 1433" });
  const listener = eventServicePort === undefined ? undefined : serviceOnPort(eventServicePort, ["core", "application"], "eventServicePort");
  if (listener !== undefined) problems.push({ path: "lifecare:network.eventServicePort", value: eventServicePort, limit: `a port that no other service of core and application servers has; ${listener} has it`, clause: "T4.3-C", fix: "state the port that the migrated installation has, or leave it out for 30722" });
};

const optIns: Check = (stack, { advice }) => {
  const network = stack["lifecare:network"] ?? {};
  const advise = (key: keyof typeof network, message: string, clause: string) => advice.push({ path: `lifecare:network.${key}`, message, clause });
  if (network.clientPorts === "spans") advise("clientPorts", "the spans open ports that no service has; the listed ports are enough", "T4.3-C");
  if (network.plaintextMessaging === true) advise("plaintextMessaging", "RabbitMQ without TLS: traffic between machines is to be encrypted", "T12.3-3");
  if (network.intranetRedirect === true) advise("intranetRedirect", "port 80 is open for a redirect to HTTPS; nothing else may answer there", "T3.1.5-4");
  if (network.recyclingOverHttp === true) advise("recyclingOverHttp", "application pools are recycled over HTTP; 443 does it encrypted", "T12.4-1");
  if (network.databasePort !== undefined && network.databasePort !== documentedChoices.databasePort) advise("databasePort", `the database answers on ${network.databasePort}: the instance must be set to that static port`, "T4.3-M");
  if (network.eventServicePort !== undefined && network.eventServicePort !== documentedChoices.eventServicePort) advise("eventServicePort", "a port of its own is for migrated installations; new ones have 30722", "T4.3-C");
};

const machineRanges: readonly string[] = ["private", "carrierGradeNat", "unicast"];

function isForMachines(prefix: string): boolean {
  const ends = [ipaddr.IPv4.networkAddressFromCIDR(prefix), ipaddr.IPv4.broadcastAddressFromCIDR(prefix)];
  return ends.every((address) => machineRanges.includes(address.range()));
}

/** Client networks, ports and the opt-ins that the port matrix leaves to the customer. */
export const networkChecks: readonly Check[] = [topology, clientNetworks, ports, optIns];
