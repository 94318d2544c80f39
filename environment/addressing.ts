import { firstUsableHost, smallestFirewallSubnetPrefix, smallestSubnetPrefix } from "../azure/limits.ts";
import type { Role } from "../specification/vocabulary.ts";
import type { ServiceSubnet } from "./plan.ts";
import { contains, formatAddress, formatPrefix, isPrivate, overlaps, parsePrefix, type Prefix } from "./prefix.ts";
import type { Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

/** Something written as a prefix, and where it was written. */
export interface WrittenPrefix {
  readonly prefix: string;
  readonly path: string;
}

export interface AddressedZone {
  readonly id: string;
  /** In the vocabulary's order: the first one is the zone's primary role. */
  readonly roles: readonly Role[];
  readonly groups: readonly AddressedGroup[];
}

export interface AddressedGroup {
  readonly name: string;
  readonly count: number;
  readonly path: string;
}

export interface AddressingQuestion {
  readonly addressSpace: WrittenPrefix;
  /** In the order of the configuration: where two zones have the same primary role, the earlier one gets its slot. */
  readonly zones: readonly AddressedZone[];
  /** Prefixes that the customer decides, by zone id. */
  readonly subnets: Readonly<Record<string, WrittenPrefix>>;
  readonly clientNetworks: readonly (WrittenPrefix & { readonly name: string })[];
}

export interface Addressing {
  /** Prefixes by zone id; a zone with a problem is left out. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Addresses by group name, in the order of the machines' numbers. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  readonly serviceSubnets: readonly ServiceSubnet[];
  readonly firewallAddress: string;
}

/** Sixteen slots of equal size: each has one meaning for good, so that what is added never moves what stands. */
const slots = 16;
const slotBits = 4;

/** An address space is never wider than a customer would hand out, nor so narrow that a slot cannot hold a firewall (/26). */
const widestAddressSpace = 16;
const narrowestAddressSpace = smallestFirewallSubnetPrefix.value - slotBits;

const serviceSlots: readonly Omit<ServiceSubnet, "prefix">[] = [
  { name: "AzureFirewallSubnet", use: "Azure Firewall", state: "made" },
  { name: "AzureBastionSubnet", use: "administration by Azure Bastion", state: "reserved" },
  { name: "GatewaySubnet", use: "VPN or ExpressRoute to the intranet", state: "reserved" },
  { name: "AzureFirewallManagementSubnet", use: "management of Azure Firewall where all traffic is led elsewhere", state: "reserved" },
  { name: "snet-gateway-external", use: "application gateway towards the internet", state: "reserved" },
  { name: "snet-gateway-internal", use: "application gateway towards the intranet", state: "reserved" },
  { name: "snet-endpoints", use: "private endpoints", state: "reserved" },
  { name: "snet-sessions", use: "session hosts for thin clients", state: "reserved" },
];

const firewallSlot = 0;
const roleSlots: Readonly<Record<Role, number>> = { core: 8, application: 9, intranetWeb: 10, web: 11, database: 12, compute: 13 };
const spareSlots: readonly number[] = [14, 15];

/** Machines of one group stand in one ten of addresses, so that a group can grow without moving the next. */
const addressesPerGroup = 10;

/**
 * Subnets and addresses from the address space alone. Slots 0–7 are for services, 8–13 for zones by their primary role, 14–15
 * for zones whose primary role has its slot taken; a zone's prefix can be decided explicitly instead.
 */
export function planAddresses(question: AddressingQuestion): { readonly addressing?: Addressing; readonly problems: readonly Problem[] } {
  const space = parsePrefix(question.addressSpace.prefix);
  if (space === undefined || !isUsableSpace(space)) return { problems: [addressSpaceProblem(question.addressSpace)] };
  const subnets = zoneSubnets(question, space);
  const machines = machineAddresses(question.zones, subnets.prefixes);
  const problems = [...clientNetworkProblems(question, space), ...subnets.problems, ...machines.problems];
  const serviceSubnets = serviceSlots.map((subnet, slot) => ({ ...subnet, prefix: formatPrefix(slotOf(space, slot)) }));
  return {
    problems,
    addressing: {
      prefixes: Object.fromEntries([...subnets.prefixes].map(([zone, prefix]) => [zone, formatPrefix(prefix)])),
      addresses: machines.addresses,
      serviceSubnets,
      firewallAddress: firewallAddress(space),
    },
  };
}

/**
 * The firewall's private address: the first one of its subnet that Azure hands out, where nothing else can stand. Azure takes
 * it in practice and never says so in its documentation; whoever applies the plan compares it with what the firewall reports.
 */
function firewallAddress(space: Prefix): string {
  return formatAddress(slotOf(space, firewallSlot).first + firstUsableHost.value);
}

function slotOf(space: Prefix, slot: number): Prefix {
  const size = space.size / slots;
  return { first: space.first + slot * size, length: space.length + slotBits, size };
}

function isUsableSpace(space: Prefix): boolean {
  return isPrivate(space) && space.length >= widestAddressSpace && space.length <= narrowestAddressSpace;
}

function addressSpaceProblem({ prefix, path }: WrittenPrefix): Problem {
  return {
    path,
    value: prefix,
    limit: `a private IPv4 prefix without host bits, from /${widestAddressSpace} to /${narrowestAddressSpace}`,
    clause: "T4.1-1",
    fix: "ask the customer's network team for a free private range, for example 10.80.0.0/21",
  };
}

interface ZonePrefixes {
  readonly prefixes: ReadonlyMap<string, Prefix>;
  readonly problems: readonly Problem[];
}

function zoneSubnets({ zones, subnets, addressSpace }: AddressingQuestion, space: Prefix): ZonePrefixes {
  const problems = unknownZoneProblems(zones, subnets);
  const prefixes = new Map<string, Prefix>();
  const free = [...spareSlots];
  const taken = new Set<number>();
  for (const zone of zones) {
    const written = Object.hasOwn(subnets, zone.id) ? subnets[zone.id] : undefined;
    const decided = written === undefined ? undefined : decidedSubnet(written, space, addressSpace.prefix);
    if (decided !== undefined) {
      if ("limit" in decided) problems.push(decided);
      else prefixes.set(zone.id, decided);
      continue;
    }
    const own = roleSlots[zone.roles[0]!];
    const slot = taken.has(own) ? free.shift() : own;
    if (slot === undefined) {
      problems.push(noSlotProblem(zone));
      continue;
    }
    taken.add(slot);
    prefixes.set(zone.id, slotOf(space, slot));
  }
  return { prefixes, problems: [...problems, ...overlapProblems(zones, subnets, prefixes, space)] };
}

function unknownZoneProblems(zones: readonly AddressedZone[], subnets: AddressingQuestion["subnets"]): Problem[] {
  const ids = zones.map((zone) => zone.id);
  return Object.entries(subnets)
    .filter(([id]) => !ids.includes(id))
    .map(([id, written]) => {
      const meant = suggestion(id, ids);
      return {
        path: written.path,
        value: id,
        limit: `a zone of this environment: ${ids.join(", ")}`,
        clause: "T4.1-1",
        fix: meant === undefined ? "remove it, or name a zone by its roles joined by hyphens" : `did you mean ${meant}?`,
      };
    });
}

function decidedSubnet({ prefix, path }: WrittenPrefix, space: Prefix, addressSpace: string): Prefix | Problem {
  const parsed = parsePrefix(prefix);
  const limit = `an IPv4 prefix without host bits, at most /${smallestSubnetPrefix.value}, within the address space ${addressSpace}`;
  if (parsed !== undefined && contains(space, parsed) && parsed.length <= smallestSubnetPrefix.value) return parsed;
  return { path, value: prefix, limit, clause: "T4.1-1", fix: "choose a prefix within the address space, or leave it out: it is then computed" };
}

function noSlotProblem(zone: AddressedZone): Problem {
  return {
    path: zone.groups[0]?.path ?? zone.id,
    value: zone.id,
    limit: `at most ${spareSlots.length} zones besides the first of each primary role have computed subnets`,
    clause: "T4.1-1",
    fix: `decide the subnet of ${zone.id} explicitly, or combine the roles in fewer ways`,
  };
}

/** Prefixes that the customer decided, against the slots of services and against the other zones. */
function overlapProblems(zones: readonly AddressedZone[], subnets: AddressingQuestion["subnets"], prefixes: ReadonlyMap<string, Prefix>, space: Prefix): readonly Problem[] {
  const decided = zones.filter((zone) => Object.hasOwn(subnets, zone.id) && prefixes.has(zone.id));
  return decided.flatMap((zone) => {
    const own = prefixes.get(zone.id)!;
    const services = serviceSlots
      .map((subnet, slot) => ({ name: subnet.name, prefix: slotOf(space, slot) }))
      .filter((subnet) => overlaps(subnet.prefix, own));
    const others = zones
      .filter((other) => other.id !== zone.id && prefixes.has(other.id) && overlaps(prefixes.get(other.id)!, own))
      .map((other) => ({ name: other.id, prefix: prefixes.get(other.id)! }));
    return [...services, ...others].map((other) => ({
      path: subnets[zone.id]!.path,
      value: formatPrefix(own),
      limit: `no address of ${other.name} (${formatPrefix(other.prefix)})`,
      clause: "T4.1-1",
      fix: "choose a prefix that nothing else has; the last two sixteenths of the address space are free longest",
    }));
  });
}

function clientNetworkProblems({ clientNetworks, addressSpace }: AddressingQuestion, space: Prefix): readonly Problem[] {
  return clientNetworks.flatMap((network, index) => {
    const own = parsePrefix(network.prefix);
    if (own === undefined) {
      return [{ path: network.path, value: network.prefix, limit: "an IPv4 prefix without host bits", clause: "T4.3-C", fix: "write the network's first address, for example 10.20.0.0/16" }];
    }
    const earlier = clientNetworks.slice(0, index).filter((other) => {
      const parsed = parsePrefix(other.prefix);
      return parsed !== undefined && overlaps(parsed, own);
    });
    const problems = earlier.map((other) => ({
      path: network.path,
      value: network.prefix,
      limit: `no address of the client network ${other.name} (${other.prefix})`,
      clause: "T4.3-C",
      fix: "state each network once, the wider one only",
    }));
    if (!overlaps(space, own)) return problems;
    return [...problems, { path: network.path, value: network.prefix, limit: `no address of the environment itself (${addressSpace.prefix})`, clause: "T4.1-1", fix: "ask the customer's network team which of the two is wrong" }];
  });
}

function machineAddresses(zones: readonly AddressedZone[], prefixes: ReadonlyMap<string, Prefix>) {
  const addresses: Record<string, readonly string[]> = {};
  const problems: Problem[] = [];
  for (const zone of zones) {
    const prefix = prefixes.get(zone.id);
    if (prefix === undefined) continue;
    for (const [index, group] of zone.groups.entries()) {
      const first = firstUsableHost.value + addressesPerGroup * index;
      const last = first + group.count - 1;
      if (last >= prefix.size - 1) {
        problems.push(fullSubnetProblem(zone, group, prefix));
        continue;
      }
      addresses[group.name] = Array.from({ length: group.count }, (_, number) => formatAddress(prefix.first + first + number));
    }
  }
  return { addresses, problems };
}

function fullSubnetProblem(zone: AddressedZone, group: AddressedGroup, prefix: Prefix): Problem {
  return {
    path: group.path,
    value: group.name,
    limit: `the subnet ${formatPrefix(prefix)} of ${zone.id} has no room for it: each entry with these roles has ${addressesPerGroup} addresses`,
    clause: "T4.1-1",
    fix: "choose a wider address space or subnet, or put the machines into one entry",
  };
}
