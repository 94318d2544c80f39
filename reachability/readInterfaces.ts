import { parseAddress } from "./addresses.ts";
import type { ModelInterface, ModelSubnet, PublicTier } from "./model.ts";
import { poolsOf, tierOf, type Balancers } from "./readBalancers.ts";
import type { Directory } from "./readDirectory.ts";
import { note, originAt, sectionsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { inlineSubnetIds, rangesOf, securityGroupsAt, type NetworkParts } from "./readNetworks.ts";
import { unknownSubnet } from "./readPlaceholders.ts";
import { idReference, referenceAt, type Reference } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { hasEntries } from "./readWhole.ts";
import { below, booleanAt, sectionAt, textAt, type Section } from "./readValues.ts";

/** Network interfaces, each in the one subnet that its configurations share. */
export function readInterfaces(parts: NetworkParts, subnets: ReadonlyMap<string, ModelSubnet>, balancers: Balancers): readonly ModelInterface[] {
  const { directory, gaps } = parts;
  const interfaces = directory.of("network:NetworkInterface").map((resource) => networkInterface(resource, parts, subnets, balancers));
  checkAddresses(interfaces, gaps);
  return interfaces;
}

function networkInterface(resource: Stated, parts: NetworkParts, subnets: ReadonlyMap<string, ModelSubnet>, balancers: Balancers): ModelInterface {
  const { directory } = parts;
  const id = directory.idOf(resource);
  const doubts: Gaps = { found: [] };
  const place: Place = { gaps: doubts, resource: resource.label, concerns: [id] };
  const sections = sectionsOr(place, resource.inputs, "ipConfigurations");
  if (sections.length === 0) note(place, "ipConfigurations", "are missing: the interface is in no subnet that is known");
  const addresses = sections.flatMap((section, index) => addressesOf(place, section, resource, index));
  const inSubnets = new Set(sections.flatMap((section) => subnetOf(place, section, resource, directory, subnets, addresses) ?? []));
  const subnet = [...inSubnets][0] ?? unknownSubnet(id);
  if (inSubnets.size > 1) note(place, "ipConfigurations", "name more than one subnet: Azure takes one for each interface");
  checkSubnet(place, subnets.get(subnet), addresses);
  if (valueOr(place, "enableIPForwarding", booleanAt(resource.inputs, "enableIPForwarding"), false)) {
    note(place, "enableIPForwarding", "forwards packets of others, and what stands there is not modelled");
  }
  const pools = sections.flatMap((section) => poolsOf(section) ?? []).filter(balancers.hasPool);
  const publicBalancers = balancers.publicOf(pools);
  const tier = publicTierOf(sections, directory);
  const perhapsPublic = sections.map((section) => noteBalancers(place, section, balancers)).includes(true);
  const found: ModelInterface = {
    id,
    subnet,
    addresses,
    publicAddress: sections.some((section) => hasPublicAddress(place, section)),
    ...(tier === undefined ? {} : { publicTier: tier }),
    applicationSecurityGroups: [...new Set(sections.flatMap((section) => applicationGroups(place, section, resource, directory)))].sort(),
    securityGroups: securityGroupsAt(place, resource.inputs, resource, parts),
    ...(pools.length > 0 ? { pools } : {}),
    ...(publicBalancers.length > 0 ? { publicBalancers } : {}),
    ...(perhapsPublic ? { perhapsPublic } : {}),
    origin: originAt(place, undefined),
  };
  // Who stands for a whole subnet speaks for all its interfaces: what is unknown of one is unknown of all.
  for (const gap of doubts.found) parts.gaps.found.push(gap.concerns.includes(id) ? { ...gap, concerns: [...new Set([...gap.concerns, ...inSubnets])] } : gap);
  return found;
}

/** The address that was asked for, else the one that Azure chose, where the state tells it. */
function addressesOf(place: Place, section: Section, resource: Stated, index: number): readonly string[] {
  const method = textAt(section, "privateIPAllocationMethod");
  const asked = textAt(section, "privateIPAddress");
  const isDynamic = method.kind === "known" && method.value.toLowerCase() === "dynamic";
  if (asked.kind === "absent" || isDynamic) {
    const answered = sectionsOr({ ...place, gaps: { found: [] } }, resource.outputs, "ipConfigurations")[index];
    const chosen = answered === undefined ? asked : textAt(answered, "privateIPAddress");
    return chosen.kind === "known" && parseAddress(chosen.value) !== undefined ? [chosen.value] : [];
  }
  const address = asked.kind === "known" ? asked.value : undefined;
  if (address !== undefined && parseAddress(address) !== undefined) return [address];
  // Unknown yet, it is one of the subnet's; no address at all is refused.
  if (asked.kind === "known" || asked.malformed) note(place, below(section, "privateIPAddress"), "is no address");
  return [];
}

function subnetOf(place: Place, section: Section, resource: Stated, directory: Directory, subnets: ReadonlyMap<string, ModelSubnet>, addresses: readonly string[]): string | undefined {
  const reference = referenceAt(place, section, "subnet", {
    directory,
    resource,
    kinds: ["network:Subnet", "network:VirtualNetwork"],
    idsOf: (found) => (found.kind === "network:VirtualNetwork" ? inlineSubnetIds(found, directory) : [directory.idOf(found)]),
  });
  if (reference.kind === "one") return reference.id;
  if (reference.kind === "none") note(place, below(section, "subnet"), "is missing");
  if (reference.kind !== "several") return undefined;
  const holding = reference.ids.filter((id) => addresses.length > 0 && addresses.every((address) => holds(subnets.get(id), address)));
  if (holding.length === 1) return holding[0];
  note(place, below(section, "subnet"), `is not known: one of ${reference.ids.join(", ")}`, [...place.concerns, ...reference.ids]);
  return undefined;
}

function holds(subnet: ModelSubnet | undefined, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && rangesOf(subnet?.prefixes ?? []).some(({ family, first, last }) => family === address.family && first <= address.value && address.value <= last);
}

function checkSubnet(place: Place, subnet: ModelSubnet | undefined, addresses: readonly string[]): void {
  if (subnet === undefined || subnet.prefixes.length === 0) return;
  for (const address of addresses) if (!holds(subnet, address)) note(place, "ipConfigurations", `ask for ${address}, which is not in ${subnet.name}`);
}

function hasPublicAddress(place: Place, section: Section): boolean {
  const address = sectionAt(section, "publicIPAddress");
  if (address.kind === "unknown") note(place, below(section, "publicIPAddress"), address.reason);
  return address.kind === "known";
}

/** The tier that all its public addresses have; unknown where one of them is in no stack that is read. */
function publicTierOf(sections: readonly Section[], directory: Directory): PublicTier | undefined {
  const tiers = sections.flatMap((section) => {
    const address = sectionAt(section, "publicIPAddress");
    if (address.kind !== "known") return [];
    const id = textAt(address.value, "id");
    const stated = id.kind === "known" ? directory.find(id.value, "network:PublicIPAddress") : undefined;
    return [stated === undefined ? undefined : tierOf(stated.inputs)];
  });
  return tiers.every((tier) => tier === tiers[0]) ? tiers[0] : undefined;
}

function applicationGroups(place: Place, section: Section, resource: Stated, directory: Directory): readonly string[] {
  const groups = sectionsOr(place, section, "applicationSecurityGroups").map((entry): Reference => idReference(place, entry, { directory, resource, kinds: ["network:ApplicationSecurityGroup"] }));
  const unclear = groups.filter(({ kind }) => kind === "several");
  const possible = new Set(unclear.flatMap((group) => (group.kind === "several" ? group.ids : [])));
  // As many unknown ids as resources behind them: each of them is meant once.
  if (unclear.length > 0 && possible.size === unclear.length) return [...groups.flatMap((group) => (group.kind === "one" ? [group.id] : [])), ...possible];
  if (unclear.length > 0) note(place, below(section, "applicationSecurityGroups"), "are not all known");
  return groups.flatMap((group) => (group.kind === "one" ? [group.id] : []));
}

/** Packets that a balancer hands on come in by another way than the model's, perhaps from the Internet, unless the balancer is modelled. */
function noteBalancers(place: Place, section: Section, { hasPool }: Balancers): boolean {
  const isModelled = (key: string) => ["loadBalancerBackendAddressPools", "loadBalancerInboundNatRules"].includes(key) && poolsOf(section)?.every(hasPool) === true;
  const keys = ["loadBalancerBackendAddressPools", "loadBalancerInboundNatRules", "applicationGatewayBackendAddressPools", "gatewayLoadBalancer"].filter((key) => hasEntries(section, key) && !isModelled(key));
  for (const key of keys) note(place, below(section, key), "lets a balancer hand on packets, which is not modelled");
  return keys.some((key) => key.startsWith("loadBalancer"));
}

/** Azure gives each address of a subnet once. */
function checkAddresses(interfaces: readonly ModelInterface[], gaps: Gaps): void {
  const owners = new Map<string, ModelInterface>();
  for (const found of interfaces) {
    for (const address of found.addresses) {
      const key = `${found.subnet} ${address}`;
      const other = owners.get(key);
      if (other !== undefined) note({ gaps, resource: found.origin.resource, concerns: [found.id, other.id, found.subnet] }, "ipConfigurations", `have the address of ${other.origin.resource}`);
      else owners.set(key, found);
    }
  }
}
