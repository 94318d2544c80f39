import { platformFlows, type PlatformDestination } from "../azure/platformFlows.ts";
import { specifiedFlows, type FlowEnd, type FlowZone } from "../specification/flows.ts";
import { feedbackHost } from "../specification/portMatrix.ts";
import type { Clause, PortSpan, Protocol, Role } from "../specification/vocabulary.ts";
import type { Expectation } from "./expectation.ts";

/** An end of a flow, in words that addresses can be found for. */
export type ExpectedEnd =
  | { readonly kind: "zone"; readonly zone: string }
  | { readonly kind: "clients" }
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "prefixes"; readonly prefixes: readonly string[] }
  /** The firewall's own address, where its name service answers. */
  | { readonly kind: "firewall" };

/** A flow that must be open. What none of them names must be closed. */
export interface ExpectedFlow {
  readonly table: "vendor" | "platform";
  /** Row of the vendor's matrix, or id in the platform's table. */
  readonly row: string;
  readonly clause?: Clause;
  readonly name: string;
  readonly from: ExpectedEnd;
  readonly to: ExpectedEnd;
  readonly protocol: Protocol;
  readonly ports: readonly PortSpan[];
}

/**
 * The vendor's matrix between the zones that stand, and what the platform needs of every server. R1 from the internet is
 * not among them: nothing is published to the internet.
 */
export function expectedFlows(machines: readonly { readonly zone: string; readonly roles: readonly Role[] }[], expectation: Expectation): readonly ExpectedFlow[] {
  const zones = zonesOf(machines);
  const vendor = specifiedFlows(zones, expectation.choices)
    .filter((flow) => flow.from.kind !== "internet")
    .map((flow): ExpectedFlow => ({
      table: "vendor",
      row: flow.row,
      clause: flow.clause,
      name: flow.name,
      from: endOf(flow.from, expectation),
      to: endOf(flow.to, expectation),
      protocol: flow.protocol,
      ports: flow.ports,
    }));
  const platform = zones.flatMap((zone) =>
    platformFlows.map((flow): ExpectedFlow => ({
      table: "platform",
      row: flow.id,
      name: flow.reason,
      from: { kind: "zone", zone: zone.id },
      to: platformEnd(flow.destination),
      protocol: flow.protocol,
      ports: flow.ports,
    })),
  );
  return [...vendor, ...platform];
}

function zonesOf(machines: readonly { readonly zone: string; readonly roles: readonly Role[] }[]): readonly FlowZone[] {
  return [...Map.groupBy(machines, ({ zone }) => zone)].map(([id, members]) => ({ id, roles: members[0]!.roles, machines: members.length }));
}

function endOf(end: FlowEnd, expectation: Expectation): ExpectedEnd {
  const names = (places: Expectation["vendorHosts"]): ExpectedEnd => ({ kind: "names", names: [...new Set(places.map(({ value }) => value.toLowerCase()))] });
  switch (end.kind) {
    case "zone":
      return end;
    case "client":
    case "intranet":
      return { kind: "clients" };
    case "vendor":
      return names(expectation.vendorHosts);
    case "socialInsuranceAgency":
      return names(expectation.socialInsuranceHosts);
    case "feedback":
      return { kind: "names", names: [feedbackHost.value] };
    case "internet":
      throw new RangeError("No flow is expected from or to the internet as a whole");
  }
}

function platformEnd(destination: PlatformDestination): ExpectedEnd {
  switch (destination.kind) {
    case "firewallDns":
      return { kind: "firewall" };
    case "addresses":
      return { kind: "prefixes", prefixes: destination.prefixes };
    case "fqdnTag":
      return { kind: "tag", tag: destination.tag };
    case "fqdns":
      return { kind: "names", names: destination.fqdns };
  }
}

/** Names and tags that flows end at: what a firewall's rules are asked about. */
export function expectedNames(flows: readonly ExpectedFlow[]): { readonly hosts: readonly string[]; readonly tags: readonly string[] } {
  const ends = flows.map(({ to }) => to);
  return {
    hosts: [...new Set(ends.flatMap((end) => (end.kind === "names" ? end.names : [])))],
    tags: [...new Set(ends.flatMap((end) => (end.kind === "tag" ? [end.tag] : [])))],
  };
}
