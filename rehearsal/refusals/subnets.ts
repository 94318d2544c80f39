import { sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { isArray, isObject, listAt, objectAt, textAt, type Properties } from "../propertyValues.ts";
import { alignedPrefix, anyOverlap, blocksOf, contains, overlaps, rangeOf, type Block } from "../ranges.ts";
import { resourceName } from "../resourceAddress.ts";
import type { ResourceStore } from "../resourceStore.ts";
import { requireUnusedSubnet, usersOfSubnet } from "./dependents.ts";
import type { Write } from "./change.ts";

interface Subnet {
  readonly name: string;
  readonly prefixes: readonly string[];
}

/** A network as it would be: its own prefixes, and all its subnets with theirs. */
export function requireGoodNetwork(write: Write): void {
  const { id, inputs, store, caller } = write;
  const prefixes = addressSpaceOf(inputs);
  requireNotation(prefixes, resourceName(id));
  const standing = store.children(id, "subnets");
  const given = inputs["subnets"];
  const subnets = isArray(given) ? given.filter(isObject).map((subnet) => subnetOf(subnet, textAt(subnet, "name") ?? "")) : standing.map((subnet) => subnetOf(subnet.properties, resourceName(subnet.id)));
  requireFitting(subnets, prefixes, resourceName(id));
  requireApartFromPeers(id, prefixes, store);
  if (!isArray(given)) return;
  const kept = new Set(subnets.map(({ name }) => name.toLowerCase()));
  for (const subnet of standing) {
    if (!kept.has(resourceName(subnet.id).toLowerCase())) requireUnusedSubnet(store, caller, subnet.id);
  }
}

/** A subnet by itself or inline: what it was made with stays, and its addresses while they are in use. */
export function requireGoodSubnet({ id, inputs, before, store, caller }: Write): void {
  const { name, prefixes } = subnetOf(inputs, resourceName(id));
  requireNotation(prefixes, name);
  if (before === undefined) return;
  if ((before.properties["defaultOutboundAccess"] ?? true) !== (inputs["defaultOutboundAccess"] ?? true)) {
    throw new AzureError("default-outbound", `Changing property 'defaultOutboundAccess' of subnet ${name} is not allowed.`);
  }
  const dropped = subnetOf(before.properties, name).prefixes.find((prefix) => !prefixes.includes(prefix));
  if (dropped === undefined || usersOfSubnet(store, caller, id).length === 0) return;
  throw new AzureError("subnet-prefix-in-use", `IpPrefix ${dropped} on Subnet ${name} has active allocations and cannot be deleted.`);
}

/** A subnet that is no part of a network's own request has to fit to what stands there. */
export function requireFittingSubnet({ id, inputs, store }: Write): void {
  const networkId = id.split("/").slice(0, -2).join("/");
  const network = store.get(networkId);
  if (network === undefined) return;
  const others = store.children(networkId, "subnets").filter((subnet) => !sameId(subnet.id, id));
  const subnets = [...others.map((subnet) => subnetOf(subnet.properties, resourceName(subnet.id))), subnetOf(inputs, resourceName(id))];
  requireFitting(subnets, addressSpaceOf(network.properties), resourceName(networkId));
}

function requireFitting(subnets: readonly Subnet[], addressSpace: readonly string[], networkName: string): void {
  const space = blocksOf(addressSpace);
  const fitted: { readonly name: string; readonly block: Block }[] = [];
  for (const { name, prefixes } of subnets) {
    for (const block of blocksOf(prefixes)) {
      if (space.length > 0 && !space.some((outer) => contains(outer, block))) {
        throw new AzureError("subnet-outside", `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${networkName}'.`);
      }
      if (fitted.some((other) => overlaps(other.block, block))) {
        throw new AzureError("subnet-overlap", `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${networkName}'.`);
      }
      fitted.push({ name, block });
    }
  }
}

function requireNotation(prefixes: readonly string[], name: string): void {
  for (const prefix of prefixes) {
    const aligned = alignedPrefix(prefix);
    if (aligned === undefined || aligned === prefix) continue;
    throw new AzureError("prefix-notation", `The address prefix ${prefix} in resource ${name} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${aligned}.`);
  }
}

function requireApartFromPeers(id: string, prefixes: readonly string[], store: ResourceStore): void {
  for (const peering of store.children(id, "virtualNetworkPeerings")) {
    const remote = textAt(objectAt(peering.properties, "remoteVirtualNetwork"), "id") ?? "";
    if (anyOverlap(prefixes, addressSpaceOf(store.get(remote)?.properties ?? {}))) throw overlap(peering.id, id, remote);
  }
}

/** Peered networks may not overlap, neither with each other nor two peers of one network. */
export function requireGoodPeering({ id, inputs, store }: Write): void {
  const ownId = id.split("/").slice(0, -2).join("/");
  const remote = textAt(objectAt(inputs, "remoteVirtualNetwork"), "id");
  if (remote === undefined) return;
  const remotePrefixes = addressSpaceOf(store.get(remote)?.properties ?? {});
  if (anyOverlap(addressSpaceOf(store.get(ownId)?.properties ?? {}), remotePrefixes)) throw overlap(id, ownId, remote);
  for (const other of store.children(ownId, "virtualNetworkPeerings")) {
    const third = textAt(objectAt(other.properties, "remoteVirtualNetwork"), "id") ?? "";
    if (sameId(other.id, id) || sameId(third, remote)) continue;
    if (!anyOverlap(addressSpaceOf(store.get(third)?.properties ?? {}), remotePrefixes)) continue;
    throw new AzureError(
      "peering-overlap-third",
      `Cannot create or update peering ${id} because address space of the first virtual network overlaps with address space of virtual network ${third} already peered with the second virtual network.`,
    );
  }
}

function overlap(peering: string, one: string, other: string): AzureError {
  return new AzureError("peering-overlap", `Cannot create or update peering ${peering}. Virtual networks ${one} and ${other} cannot be peered because their address spaces overlap.`);
}

function addressSpaceOf(network: Properties): readonly string[] {
  return texts(listAt(objectAt(network, "addressSpace"), "addressPrefixes"));
}

function subnetOf(properties: Properties, name: string): Subnet {
  return { name, prefixes: prefixesOf(properties) };
}

/** A subnet's prefixes, whether said as one or as a list. */
export function prefixesOf(subnet: Properties): readonly string[] {
  const one = textAt(subnet, "addressPrefix");
  return one === undefined ? texts(listAt(subnet, "addressPrefixes")) : [one];
}

/** Prefix length of a subnet's first prefix. */
export function prefixLength(subnet: Properties): number | undefined {
  const [prefix] = prefixesOf(subnet);
  return prefix === undefined || rangeOf(prefix) === undefined ? undefined : Number(prefix.split("/")[1]);
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === "string");
}
