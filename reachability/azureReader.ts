import type { Gap, NetworkModel } from "./model.ts";
import { readBalancers } from "./readBalancers.ts";
import { directoryOf, type Directory } from "./readDirectory.ts";
import { readFirewalls } from "./readFirewalls.ts";
import { note, type Gaps } from "./readGaps.ts";
import { readInterfaces } from "./readInterfaces.ts";
import { readMachines } from "./readMachines.ts";
import { readNetworks } from "./readNetworks.ts";
import { readOtherTypes } from "./readOtherTypes.ts";
import { withPlaceholders } from "./readPlaceholders.ts";
import { readRouteTables } from "./readRouteTables.ts";
import { readSecurityGroups } from "./readSecurityGroups.ts";
import { statedResources, type ReadableResource, type Stated } from "./readStated.ts";

export { parseDocument, readDocument, type ReadDocument } from "./documents.ts";
export type { ReadableResource } from "./readStated.ts";

/**
 * Reads the resources of a plan, a preview or a state into a model of the network, whatever style they are written in. What cannot
 * be read, what Azure would refuse and what is not modelled becomes a gap; nothing is thrown, and nothing is guessed.
 */
export function readResources(resources: readonly ReadableResource[]): NetworkModel {
  const gaps: Gaps = { found: [] };
  const stated = statedResources(resources, gaps);
  return modelOf(stated, directoryOf(stated, gaps), gaps.found);
}

/**
 * The same of resources that were read already.
 *
 * @param before what could not be read of them so far; left as it is
 */
export function modelOf(stated: readonly Stated[], directory: Directory, before: readonly Gap[]): NetworkModel {
  const gaps: Gaps = { found: [...before] };
  const parts = { directory, gaps, securityGroups: readSecurityGroups(directory, gaps), routeTables: readRouteTables(directory, gaps) };
  const networks = readNetworks(parts);
  const subnets = new Map(networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, subnet])));
  const balancers = readBalancers(stated, directory);
  const interfaces = readInterfaces(parts, subnets, balancers);
  const machines = readMachines(directory, gaps, interfaces);
  const firewalls = readFirewalls(directory, gaps, subnets);
  if (networks.length === 0) note({ gaps, resource: "resources", concerns: [] }, undefined, "hold no virtual network: there is nothing to judge");
  const occupants = readOtherTypes(stated, directory, networks, gaps, balancers);
  const whole = withPlaceholders({ networks, interfaces: [...interfaces, ...occupants], machines }, gaps);
  return { networks: byId(whole.networks), interfaces: byId(whole.interfaces), machines: byId(machines), firewalls: byId(firewalls), gaps: distinct(gaps.found) };
}

function byId<Thing extends { readonly id: string }>(things: readonly Thing[]): readonly Thing[] {
  return things.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [JSON.stringify([gap.origin, gap.reason, gap.concerns]), gap])).values()];
}
