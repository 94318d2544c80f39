import type { SecurityRule } from "../../../reachability/model.ts";

/** What a service of Azure's needs of the group of its subnet: TCP between it and a peer. */
export interface NeededFlow {
  readonly direction: "Inbound" | "Outbound";
  /** Service tag, as rules name it. */
  readonly peer: string;
  readonly first: number;
  readonly last: number;
}

/** Whether a rule, all of which is known, says in so many words that the flow is let in or out. */
export function saysAllowed(rules: readonly SecurityRule[], flow: NeededFlow): boolean {
  return rules.some((rule) => rule.access === "Allow" && names(rule, flow) && covers(rule, flow));
}

/** Whether the flow gets through rules all of which is known, Azure's own default rules included: they let the load balancer in, and everything out. */
export function getsThrough(rules: readonly SecurityRule[], flow: NeededFlow): boolean {
  for (const rule of rules.toSorted((one, other) => one.priority - other.priority)) {
    if (!names(rule, flow)) continue;
    if (rule.access === "Deny" ? touches(rule, flow) : covers(rule, flow)) return rule.access === "Allow";
  }
  return flow.direction === "Outbound" || flow.peer === "AzureLoadBalancer";
}

function names(rule: SecurityRule, { direction, peer }: NeededFlow): boolean {
  if (rule.direction !== direction || !["*", "tcp"].includes(rule.protocol.toLowerCase())) return false;
  const { prefixes } = direction === "Inbound" ? rule.source : rule.destination;
  return prefixes.some((prefix) => ["*", "0.0.0.0/0", peer.toLowerCase()].includes(prefix.toLowerCase()));
}

const spansOf = (rule: SecurityRule) => rule.destinationPorts.map((port) => (port === "*" ? "0-65535" : port).split("-").map(Number)).map(([first, last = first]) => ({ first: first!, last: last! }));

function covers(rule: SecurityRule, { first, last }: NeededFlow): boolean {
  return spansOf(rule).some((span) => span.first <= first && last <= span.last);
}

function touches(rule: SecurityRule, { first, last }: NeededFlow): boolean {
  return spansOf(rule).some((span) => span.first <= last && first <= span.last);
}
