import { optionsOf, type Analysis } from "./analysis.ts";
import { both, certain, either, possible, type Bounds } from "./bounds.ts";
import type { PublicBalancer, PublicTier } from "./model.ts";
import type { PacketSet } from "./packetSet.ts";
import { protocolNumbers, type NumberRange } from "./packetSetFields.ts";
import { rangesOf } from "./serviceTags.ts";
import { probeOf, type Site } from "./sites.ts";

/**
 * Packets that come to an interface from the Internet by its own public address, or by that of a load balancer which hands them on
 * to it; with the sender's own address, and the interface's private one and its port as the destination: so its groups see them.
 * Sources: MicrosoftDocs/azure-docs articles/load-balancer/components.md ("Frontend IP configuration"), concepts.md ("the original
 * source IP address is also preserved"), load-balancer-troubleshoot-backend-traffic.md ("Cause 2").
 */
export function comesByPublicAddress(analysis: Analysis, to: Site): Bounds {
  const { space } = analysis;
  const { publicAddress, publicTier, publicBalancers = [], perhapsPublic } = to.face;
  const ways = [
    ...(publicAddress ? [openTo(analysis, to, publicTier)] : []),
    ...(perhapsPublic === true ? [possible(space, space.all)] : []),
    ...publicBalancers.map((balancer) => both(space, openTo(analysis, to, balancer.tier), either(space, certain(space.empty), ...balancer.handsOn.map((rule) => handedOn(analysis, to, rule))))),
  ];
  return both(space, certain(space.box({ destination: to.addresses })), either(space, certain(space.empty), ...ways));
}

/**
 * What is of the standard tier is closed to the Internet unless a security group at the interface or its subnet opens it; the basic
 * tier needs none. Services of Azure's own have public addresses that need none.
 * Sources: MicrosoftDocs/azure-docs articles/load-balancer/load-balancer-overview.md, "Security by default";
 * articles/virtual-network/ip-services/public-ip-addresses.md, "SKU".
 */
function openTo({ space }: Analysis, { face, subnet }: Site, tier: PublicTier | undefined): Bounds {
  if (tier === "basic" || face.service !== undefined) return certain(space.all);
  const places = [face.securityGroups, subnet.securityGroups].map(optionsOf);
  if (places.some((options) => !options.includes("none"))) return certain(space.all);
  const hasNone = places.every((options) => options.every((option) => option === "none"));
  return tier === "standard" && hasNone ? certain(space.empty) : possible(space, space.all);
}

/** A member whose probes are refused gets no new connections; a rule for one machine alone asks nobody. */
function handedOn(analysis: Analysis, to: Site, { protocol, backendPort, probePort, certain: isKnown }: PublicBalancer["handsOn"][number]): Bounds {
  const { space } = analysis;
  const taken = space.box({ protocols: [numbered(protocol)], destinationPorts: [{ first: backendPort, last: backendPort }] });
  // With a floating address it is the frontend's that the member sees.
  if (!isKnown) return possible(space, space.box({ protocols: [numbered(protocol)] }));
  const probe = probePort === undefined ? "answered" : probeOf(analysis, to, probePort);
  if (probe === "refused") return certain(space.empty);
  return probe === "answered" ? certain(taken) : possible(space, taken);
}

/**
 * The packets that an interface can send to the Internet by itself.
 *
 * - A public address of its own carries every protocol.
 * - A NAT gateway carries TCP and UDP over IPv4, and goes before all but that: MicrosoftDocs/azure-docs
 *   articles/nat-gateway/nat-gateway-resource.md ("Protocols", "Limitations").
 * - Outbound rules of public load balancers carry their protocol for the members of their pool, and a rule that balances carries its
 *   own where default outbound access is not taken away: articles/load-balancer/outbound-rules.md; load-balancer-outbound-connections.md.
 * - Default outbound access is IPv4, and not for members of a pool of the standard tier, for which it is not said what the other rules
 *   leave: articles/virtual-network/ip-services/default-outbound-access.md; outbound-rules.md, "Scenario 5".
 */
export function wayOut({ space }: Analysis, { face, subnet }: Site): Bounds {
  if (face.publicAddress) return certain(space.all);
  const connections = (protocols: readonly PublicBalancer["outward"][number]["protocol"][]): PacketSet => space.box({ source: everyIPv4, protocols: protocols.map(numbered) });
  const explicit = (face.publicBalancers ?? []).flatMap(({ outward }) => outward.map(({ protocol, by }) => ({ protocol, isSure: by === "outbound rule" || subnet.outboundAccess === "open" })));
  const balancers: Bounds = {
    must: connections(explicit.filter(({ isSure }) => isSure).map(({ protocol }) => protocol)),
    may: connections(explicit.map(({ protocol }) => protocol)),
  };
  const isMember = (face.pools ?? []).length > 0;
  const byDefault = { must: subnet.outboundAccess === "open" && !isMember ? connections(["tcp", "udp"]) : space.empty, may: subnet.outboundAccess === "open" || subnet.outboundAccess === undefined ? space.all : space.empty };
  const gateway = subnet.outboundAccess === "NAT gateway" ? { must: connections(["tcp", "udp"]), may: space.box({ protocols: [numbered("tcp"), numbered("udp")] }) } : certain(space.empty);
  return either(space, balancers, byDefault, gateway, ...(face.perhapsPublic === true ? [possible(space, space.all)] : []));
}

const everyIPv4 = rangesOf("0.0.0.0/0");

function numbered(protocol: "tcp" | "udp"): NumberRange {
  return { first: protocolNumbers[protocol], last: protocolNumbers[protocol] };
}
