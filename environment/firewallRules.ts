import type { network } from "@pulumi/azure-native/types/input.js";
import type { PortSpan } from "../specification/vocabulary.ts";
import { byText, sortedUnique } from "./order.ts";
import type { PlannedFlow } from "./plan.ts";
import { isPrefix } from "./securityRules.ts";

type NetworkRule = network.NetworkRuleArgs & { name: string };
type ApplicationRule = network.ApplicationRuleArgs & { name: string };

/** The rules of one rule collection group; Azure judges network rules before application rules. */
export interface FirewallRules {
  readonly network: readonly NetworkRule[];
  readonly application: readonly ApplicationRule[];
}

/**
 * What the firewall lets through: each flow that passes it, as narrow as the firewall can tell. HTTP and HTTPS to named
 * hosts and tags are application rules; other ports to named hosts are network rules by name, which needs the DNS proxy.
 * What no rule names, Azure Firewall denies.
 */
export function firewallRules(flows: readonly PlannedFlow[]): FirewallRules {
  const passing = flows.filter((flow) => flow.throughFirewall);
  const split = passing.flatMap(splitByKind);
  return {
    network: split.filter((part) => part.kind === "network").map(networkRule).sort(byName),
    application: split.filter((part) => part.kind === "application").map(applicationRule).sort(byName),
  };
}

interface FirewallPart {
  readonly kind: "network" | "application";
  /** Sets two network rules of one flow apart. */
  readonly suffix: "" | "-by-name";
  readonly flow: PlannedFlow;
}

/** A flow to named hosts on 22 and 443 becomes a network rule for the one and an application rule for the other. */
function splitByKind(flow: PlannedFlow): readonly FirewallPart[] {
  const addresses = flow.destinations.filter(isPrefix);
  const named = flow.destinations.filter((destination) => !isPrefix(destination));
  const web = flow.ports.filter((port) => port.from === port.to && port.from in webProtocols);
  const other = flow.ports.filter((port) => !web.includes(port));
  const parts: FirewallPart[] = [
    { kind: "network", suffix: "", flow: { ...flow, destinations: addresses } },
    { kind: "network", suffix: "-by-name", flow: { ...flow, destinations: named, ports: other } },
    { kind: "application", suffix: "", flow: { ...flow, destinations: named, ports: web } },
  ];
  return parts.filter((part) => part.flow.destinations.length > 0 && part.flow.ports.length > 0);
}

const webProtocols: Readonly<Record<number, "Http" | "Https">> = { 80: "Http", 443: "Https" };

function networkRule({ flow, suffix }: FirewallPart): NetworkRule {
  const destinations = sortedUnique(flow.destinations);
  return {
    ruleType: "NetworkRule",
    name: `${ruleName(flow)}${suffix}`,
    description: flow.name,
    ipProtocols: [flow.protocol.toUpperCase()],
    sourceAddresses: sortedUnique(flow.sourcePrefixes),
    ...(suffix === "" ? { destinationAddresses: destinations } : { destinationFqdns: destinations }),
    destinationPorts: flow.ports.map(portRange),
  };
}

function applicationRule({ flow }: FirewallPart): ApplicationRule {
  const names = sortedUnique(flow.destinations.filter(isHostName));
  const tags = sortedUnique(flow.destinations.filter((destination) => !isHostName(destination)));
  return {
    ruleType: "ApplicationRule",
    name: ruleName(flow),
    description: flow.name,
    sourceAddresses: sortedUnique(flow.sourcePrefixes),
    ...(names.length === 0 ? {} : { targetFqdns: names }),
    ...(tags.length === 0 ? {} : { fqdnTags: tags }),
    protocols: flow.ports.map((port) => ({ protocolType: webProtocols[port.from]!, port: port.from })),
  };
}

/** Host names contain a dot; Azure's FQDN tags never do. */
function isHostName(destination: string): boolean {
  return destination.includes(".");
}

function ruleName(flow: PlannedFlow): string {
  const from = flow.from.kind === "zone" ? flow.from.zone : flow.from.kind;
  const to = flow.to.kind === "zone" ? flow.to.zone : flow.to.kind === "platform" ? flow.protocol.toLowerCase() : flow.to.kind;
  return `${flow.row}-${from}-to-${to}`;
}

function portRange({ from, to }: PortSpan): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function byName(one: { name: string }, other: { name: string }): number {
  return byText(one.name, other.name);
}
