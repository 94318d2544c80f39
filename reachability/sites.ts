import { addressesOf, gapsOf, optionsOf, type Analysis, type SubnetPlace } from "./analysis.ts";
import type { AddressRange } from "./addresses.ts";
import { both, oneOf, possible, type Bounds } from "./bounds.ts";
import type { ModelInterface, ModelSubnet, RouteTable } from "./model.ts";
import { hopsOf, routedTo, type NextHop, type RouteField } from "./routing.ts";
import { allowedBy, type Members } from "./securityGroups.ts";

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
    const groups = optionsOf(face.securityGroups).map((group) => (group === "none" ? "" : group.id));
    const known = gapsOf(analysis, id).length === 0 ? "" : id;
    return { ...place, face, addresses: addressesOf(analysis, face), key: [place.subnet.id, groups, face.applicationSecurityGroups, face.publicAddress, known].join("|") };
  });
}

/**
 * Outbound, the interface's group is asked before the subnet's, inbound after it; both must allow, within one subnet too.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/network-security-group-how-it-works.md.
 */
export function leaving(analysis: Analysis, site: Site, destination: readonly string[]): Bounds {
  return filtered(analysis, site, "Outbound", { source: site.face.applicationSecurityGroups, destination });
}

export function entering(analysis: Analysis, site: Site, source: readonly string[]): Bounds {
  return filtered(analysis, site, "Inbound", { source, destination: site.face.applicationSecurityGroups });
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

