import { formatSpan } from "../../../specification/portSpans.ts";
import type { PortSpan, Role } from "../../../specification/vocabulary.ts";
import type { Fault } from "../../finding.ts";
import type { Stack } from "../../stack.ts";
import { openedPorts, reachesBeyond } from "./ruleReach.ts";
import { distinct, faultAt, gapsWithin, groupsOf, prefixesOfRoles, topologyOf } from "./topology.ts";

/** Ports of some servers that nobody but certain servers may reach. */
export interface GuardedPorts {
  /** Whose ports. */
  readonly at: readonly Role[];
  readonly ports: readonly PortSpan[];
  /** Who may reach them. */
  readonly from: readonly Role[];
  /** For messages: `core and application servers`. */
  readonly who: string;
}

export function closedTo(who: string, ports: readonly PortSpan[]): string {
  return `closed to all but ${who}: ${ports.map(formatSpan).join(", ")}`;
}

/** What lets others reach such ports: every allowing rule of every group before the servers, even where a rule before it denies the same. */
export function* openingsBeyond(stack: Stack, { at, ports, from, who }: GuardedPorts): Iterable<Fault> {
  const topology = topologyOf(stack);
  const servers = topology.standings.filter(({ roles }) => at.some((role) => roles.includes(role)));
  const allowed = new Set(topology.standings.filter(({ roles }) => from.some((role) => roles.includes(role))).map(({ face }) => face.id));
  const prefixes = prefixesOfRoles(topology, from);
  for (const { group } of groupsOf(servers)) {
    for (const rule of group.rules.filter(({ direction, access }) => direction === "Inbound" && access === "Allow")) {
      const open = openedPorts(rule, ports);
      if (open.length > 0 && reachesBeyond(rule.source, topology, prefixes, (face) => allowed.has(face))) yield faultAt(stack, rule.origin, undefined, closedTo(who, open));
    }
    yield* gapsWithin(topology.model, group.id);
  }
  yield* distinct(topology.unknown);
}
