import { addressesOf, gapsOf, optionsOf, type Analysis, type SubnetPlace } from "./analysis.ts";
import type { AddressRange } from "./addresses.ts";
import { both, certain, either, oneOf, possible, type Bounds } from "./bounds.ts";
import type { BalancerRule, ModelInterface, ModelSubnet, RouteTable } from "./model.ts";
import { protocolNumbers, type NumberRange } from "./packetSetFields.ts";
import { toOneOfReceivers, toOtherReceiver } from "./rewriting.ts";
import { hopsOf, routedTo, type NextHop, type RouteField } from "./routing.ts";
import { hostAddress } from "./serviceTags.ts";
import { allowedBy, groupKey, type Members } from "./securityGroups.ts";
import { flowsOf } from "./services.ts";

/** Where an interface stands. */
export interface Site extends SubnetPlace {
  readonly face: ModelInterface;
  readonly addresses: readonly AddressRange[];
  /** Equal for sites whose packets are judged alike, whatever their addresses. */
  readonly key: string;
}

/** @throws RangeError where the model has no such interface, or its subnet is not there */
export function siteOf(analysis: Analysis, id: string): Site {
  return analysis.remembered(`site|${id}`, () => {
    const face = analysis.interfaces.get(id);
    const place = face === undefined ? undefined : analysis.subnets.get(face.subnet);
    if (face === undefined || place === undefined) throw new RangeError(`No interface ${id} in a subnet of the model`);
    const groups = optionsOf(face.securityGroups).map((group) => (group === "none" ? "" : groupKey(group)));
    const known = gapsOf(analysis, id).length === 0 ? "" : id;
    return { ...place, face, addresses: addressesOf(analysis, face), key: [place.subnet.id, groups, face.applicationSecurityGroups, face.publicAddress, face.publicTier ?? "", face.publicBalancers === undefined ? "" : id, face.service === undefined && face.handsOn === undefined ? "" : id, face.pools?.join() ?? "", face.perhapsPublic ?? false, known].join("|") };
  });
}

/**
 * Outbound, the interface's group is asked before the subnet's, inbound after it; both must allow, within one subnet too.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/network-security-group-how-it-works.md.
 */
export function leaving(analysis: Analysis, site: Site, destination: readonly string[]): Bounds {
  if (site.face.handsOn !== undefined) return certain(analysis.space.empty);
  return limited(analysis, site, "sends", filtered(analysis, site, "Outbound", { source: site.face.applicationSecurityGroups, destination }));
}

export function entering(analysis: Analysis, site: Site, source: readonly string[]): Bounds {
  if (site.face.handsOn !== undefined) return handedOn(analysis, site, site.face.handsOn, source);
  const judged = filtered(analysis, site, "Inbound", { source, destination: site.face.applicationSecurityGroups });
  // Rules for an application gateway are to name its whole subnet as destination: which of its addresses a narrower one has to name is
  // not said (MicrosoftDocs/azure-docs articles/application-gateway/configuration-infrastructure.md).
  return limited(analysis, site, "takes", site.face.service?.kind === "application gateway" ? toOneOfReceivers(analysis.space, judged, site.ranges) : judged);
}

/**
 * What a load balancer's frontend hands on: the member's groups see the sender's own address and the member's address and port.
 * Which member gets a connection is not known: for certain where each of them takes it. Members whose probes are refused get none.
 * A member that asks its own frontend may be handed back to itself, which does not work.
 * Sources: MicrosoftDocs/azure-docs articles/load-balancer/components.md, load-balancer-custom-probe-overview.md,
 * load-balancer-troubleshoot-backend-traffic.md.
 */
function handedOn(analysis: Analysis, site: Site, rules: readonly BalancerRule[], source: readonly string[]): Bounds {
  const { space } = analysis;
  if (gapsOf(analysis, site.face.id, site.subnet.id, site.network.id).length > 0) return possible(space, space.all);
  const ways = rules.map(({ protocol, port, backendPort, pool, probePort, certain: isKnown }) => {
    const protocols = [{ first: protocolNumbers[protocol], last: protocolNumbers[protocol] }];
    const front = { destination: site.addresses, destinationPorts: [{ first: port, last: port }] };
    const asked = certain(space.box({ ...front, protocols }));
    if (!isKnown) return possible(space, asked.may);
    const members = membersOf(analysis, pool);
    const probes = members.map((member) => (probePort === undefined ? "answered" : probeOf(analysis, member, probePort)));
    const standing = members.filter((_, index) => probes[index] !== "refused");
    if (standing.length === 0) return certain(space.empty);
    const taken = standing.map((member) => {
      const into = entering(analysis, member, source);
      // A member is handed connections at its address of the frontend's family.
      const own = member.addresses.filter(({ family }) => family === site.addresses[0]?.family);
      const inner = { destination: own, destinationPorts: [{ first: backendPort, last: backendPort }] };
      const passed = { must: toOtherReceiver(space, into.must, inner, front), may: toOtherReceiver(space, into.may, inner, front) };
      return member.face.addresses.length > 0 && own.length === 1 ? { must: space.subtract(passed.must, space.box({ source: member.addresses })), may: passed.may } : possible(space, passed.may);
    });
    const one = oneOf(space, taken);
    return both(space, asked, probes.includes("unknown") ? possible(space, one.may) : one);
  });
  return either(space, certain(space.empty), ...ways);
}

/**
 * Probes come from the host's address, which the tag AzureLoadBalancer stands for; over IPv6 from an address of the link, and what
 * rules make of that is not said.
 * Source: MicrosoftDocs/azure-docs articles/load-balancer/load-balancer-custom-probe-overview.md, "Probe source IP address".
 */
export function probeOf(analysis: Analysis, member: Site, port: number): "answered" | "refused" | "unknown" {
  const { space } = analysis;
  const addresses = member.addresses.filter(({ family }) => family === hostAddress[0]!.family);
  if (addresses.length === 0) return "unknown";
  const { must, may } = entering(analysis, member, []);
  const asked = space.box({ source: hostAddress, destination: addresses, protocols: [{ first: protocolNumbers.tcp, last: protocolNumbers.tcp }], sourcePorts: [probePort], destinationPorts: [{ first: port, last: port }] });
  if (space.isWithin(asked, must)) return "answered";
  return space.isEmpty(space.intersect(asked, may)) ? "refused" : "unknown";
}

/** Any of the ports that connections begin at. */
const probePort: NumberRange = { first: 50000, last: 50000 };

function membersOf(analysis: Analysis, pool: string): readonly Site[] {
  return [...analysis.interfaces.values()].filter(({ pools }) => pools?.includes(pool)).map(({ id }) => siteOf(analysis, id));
}

/** Where answers come from: behind a load balancer's frontend from its members, by their own routes. */
export function answeringPlaces(analysis: Analysis, { face, subnet, network, ranges }: Site): readonly SubnetPlace[] {
  const members = (face.handsOn ?? []).flatMap(({ pool }) => membersOf(analysis, pool));
  if (members.length === 0) return [{ subnet, network, ranges }];
  return [...new Map(members.map((member) => [member.subnet.id, { subnet: member.subnet, network: member.network, ranges: member.ranges }])).values()];
}

function limited(analysis: Analysis, { face }: Site, way: "takes" | "sends", filteredBounds: Bounds): Bounds {
  return face.service === undefined ? filteredBounds : both(analysis.space, filteredBounds, flowsOf(analysis, face.service, way));
}

function filtered(analysis: Analysis, { face, subnet, network }: Site, direction: "Inbound" | "Outbound", members: Members): Bounds {
  const { space } = analysis;
  if (gapsOf(analysis, face.id, subnet.id, network.id).length > 0) return possible(space, space.all);
  const judged = [face.securityGroups, subnet.securityGroups].map((groups) => oneOf(space, optionsOf(groups).map((group) => allowedBy(analysis, group, direction, subnet.id, members))));
  return both(space, ...judged);
}

/** The packets for which a subnet's routes choose a next hop, under one choice of tables. */
export type Routing = (subnet: ModelSubnet, hop: NextHop | readonly NextHop[], field: RouteField) => Bounds;

/** Above this, the combinations of tables that may be meant are not judged one by one, and the answer is unknown. */
export const maximumChoices = 64;

/**
 * Judges a way once for each combination of the tables that these subnets may have: where all agree, the answer is known.
 *
 * @param judge what gets through where the routes are so
 */
export function underEveryRouting(analysis: Analysis, subnets: readonly ModelSubnet[], judge: (routing: Routing, hops: (subnet: ModelSubnet) => readonly NextHop[]) => Bounds): Bounds {
  const { space } = analysis;
  const choices = [...new Set(subnets)].reduce<readonly ReadonlyMap<string, RouteTable | "none">[]>(
    (known, subnet) => (known.length > maximumChoices ? known : known.flatMap((choice) => optionsOf(subnet.routeTables).map((table) => new Map([...choice, [subnet.id, table]])))),
    [new Map()],
  );
  if (choices.length > maximumChoices) return possible(space, space.all);
  return oneOf(
    space,
    choices.map((choice) => {
      const tableOf = ({ id, routeTables }: ModelSubnet) => choice.get(id) ?? optionsOf(routeTables)[0]!;
      const routing: Routing = (subnet, hops, field) => {
        const parts = [hops].flat().map((hop) => routedTo(analysis, subnet, tableOf(subnet), hop, field));
        return parts.length === 1 ? parts[0]! : { must: space.union(...parts.map(({ must }) => must)), may: space.union(...parts.map(({ may }) => may)) };
      };
      return judge(routing, (subnet) => hopsOf(analysis, subnet, tableOf(subnet)));
    }),
  );
}

