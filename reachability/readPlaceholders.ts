import type { ModelInterface, ModelMachine, ModelNetwork, ModelSubnet, Origin } from "./model.ts";
import { lastName, parentId } from "./readDirectory.ts";
import { note, type Gaps } from "./readGaps.ts";

export interface ModelParts {
  readonly networks: readonly ModelNetwork[];
  readonly interfaces: readonly ModelInterface[];
  readonly machines: readonly ModelMachine[];
}

/**
 * Puts something in the place of everything that is named but not in the stack, and an address range in the place of one that is not
 * known: questions about it can then be asked, and their answer is unknown. Without, nothing would be asked, and nothing found wrong.
 */
export function withPlaceholders(parts: ModelParts, gaps: Gaps): ModelParts {
  const interfaces = [...parts.interfaces, ...missingInterfaces(parts)];
  const networks = [...withMissingSubnets(parts.networks, interfaces, gaps)].map(withPrefixes);
  return { ...parts, networks, interfaces };
}

function missingInterfaces({ machines, interfaces }: ModelParts): readonly ModelInterface[] {
  const known = new Set(interfaces.map(({ id }) => id));
  const missing = new Map(machines.flatMap(({ origin, interfaces: named }) => named.filter((id) => !known.has(id)).map((id) => [id, origin] as const)));
  return [...missing].map(([id, origin]) => ({ id, subnet: unknownSubnet(id), addresses: [], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, origin }));
}

/** The id of the subnet of something that says none: below its own id, so that it equals no other. */
export function unknownSubnet(id: string): string {
  return `${id}/networks/unknown/subnets/unknown`;
}

function withMissingSubnets(networks: readonly ModelNetwork[], interfaces: readonly ModelInterface[], gaps: Gaps): readonly ModelNetwork[] {
  const known = new Set(networks.flatMap(({ subnets }) => subnets.map(({ id }) => id)));
  const missing = new Map<string, Origin>();
  for (const { subnet, origin } of interfaces) if (!known.has(subnet) && !missing.has(subnet)) missing.set(subnet, origin);
  const byNetwork = new Map<string, ModelSubnet[]>();
  for (const [id, origin] of missing) {
    note({ gaps, resource: origin.resource, concerns: [id] }, origin.path, `stands in ${id}, which is not in the stack`);
    const subnet: ModelSubnet = { id, name: lastName(id), prefixes: [], securityGroups: { options: ["none"] }, routeTables: { options: ["none"] }, origin };
    byNetwork.set(parentId(id), [...(byNetwork.get(parentId(id)) ?? []), subnet]);
  }
  const own = networks.map((network) => ({ ...network, subnets: [...network.subnets, ...(byNetwork.get(network.id) ?? [])] }));
  const ids = new Set(networks.map(({ id }) => id));
  const foreign = [...byNetwork].filter(([id]) => !ids.has(id)).map(([id, subnets]): ModelNetwork => ({ id, prefixes: [], subnets, peerings: [], origin: subnets[0]!.origin }));
  return [...own, ...foreign];
}

/** A subnet whose prefix is not known lies somewhere in its network; a gap says so already. */
function withPrefixes(network: ModelNetwork): ModelNetwork {
  const prefixes = network.prefixes.length > 0 ? network.prefixes : ["0.0.0.0/0"];
  if (network.subnets.every((subnet) => subnet.prefixes.length > 0)) return network;
  return { ...network, subnets: network.subnets.map((subnet) => (subnet.prefixes.length > 0 ? subnet : { ...subnet, prefixes })) };
}
