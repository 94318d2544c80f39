import { firstUsableHost, reservedAddressesPerSubnet } from "../../azure/limits.ts";
import { sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { referencesTo } from "../backReferences.ts";
import { isObject, listAt, objectAt, textAt, type Properties, type PropertyValue } from "../propertyValues.ts";
import { addressNumber, rangeOf, type Range } from "../ranges.ts";
import { resourceName } from "../resourceAddress.ts";
import type { Write } from "./change.ts";
import { prefixesOf } from "./subnets.ts";

/** Addresses and public addresses of an interface's configurations; where it hangs on a machine, its network. */
export function requireGoodInterface(write: Write): void {
  const configurations = listAt(write.inputs, "ipConfigurations").filter(isObject);
  const wanted = new Set<string>();
  for (const configuration of configurations) {
    requireAddress(write, configuration, wanted);
    requirePublicAddress(write, configuration);
  }
  requireSameNetwork(write, configurations);
}

function requireAddress(write: Write, configuration: Properties, wanted: Set<string>): void {
  // Of IPv6 there is always enough, and Azure hands it out.
  if (textAt(configuration, "privateIPAddressVersion") === "IPv6") return;
  const subnetId = textAt(objectAt(configuration, "subnet"), "id");
  const subnet = subnetId === undefined ? undefined : write.store.get(subnetId);
  const [prefix] = subnet === undefined ? [] : prefixesOf(subnet.properties);
  const range = prefix === undefined ? undefined : rangeOf(prefix);
  if (subnetId === undefined || prefix === undefined || range === undefined) return;
  const holders = holdersIn(write, subnetId);
  const address = textAt(configuration, "privateIPAddress");
  if (textAt(configuration, "privateIPAllocationMethod") === "Static" && address !== undefined) {
    requireStatic(write, configuration, address, prefix, range, holders, wanted);
    wanted.add(address);
    return;
  }
  if (holders.has(ownKey(write, configuration))) return;
  const capacity = range.last - range.first + 1 - reservedAddressesPerSubnet.value;
  if (new Set([...holders.values(), ...wanted]).size < capacity) return;
  throw new AzureError("subnet-full", `Subnet ${resourceName(subnetId)} with address prefix ${prefix} does not have enough capacity for 1 IP addresses.`);
}

function requireStatic(
  write: Write,
  configuration: Properties,
  address: string,
  prefix: string,
  range: Range,
  holders: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): void {
  const number = addressNumber(address);
  if (number === undefined || number < range.first || number > range.last) {
    throw new AzureError("address-outside", `Private static IP address ${address} does not belong to the range of subnet prefix ${prefix}.`);
  }
  if (number < range.first + firstUsableHost.value || number === range.last) {
    throw new AzureError("address-reserved", `Private static IP address ${address} falls within reserved IP range of subnet prefix ${prefix}.`);
  }
  const own = ownKey(write, configuration);
  const [holder] = [...holders].find(([key, taken]) => taken === address && key !== own) ?? (wanted.has(address) ? [write.id] : []);
  if (holder === undefined) return;
  const resource = holder.replace(/\/ipConfigurations\/[^/]+$/i, "");
  throw new AzureError("address-taken", `IP configuration ${write.id}/ipConfigurations/${textAt(configuration, "name") ?? ""} is using the private IP address ${address} which is already allocated to resource ${resource}.`);
}

function ownKey({ id }: Write, configuration: Properties): string {
  return `${id}/ipConfigurations/${textAt(configuration, "name") ?? ""}`.toLowerCase();
}

/** The addresses of a subnet that somebody has, by the configuration that has them, in lower case. What this request leaves out is free again. */
function holdersIn({ id, inputs, store, caller }: Write, subnetId: string): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  const kept = new Set(listAt(inputs, "ipConfigurations").map((configuration) => textAt(configuration, "name")));
  for (const type of ["networkInterfaces", "azureFirewalls", "bastionHosts"]) {
    for (const resource of store.ofType(caller.subscriptionId, `Microsoft.Network/${type}`)) {
      for (const configuration of listAt(resource.properties, "ipConfigurations")) {
        if (!sameId(textAt(objectAt(configuration, "subnet"), "id") ?? "", subnetId)) continue;
        const name = textAt(configuration, "name");
        if (sameId(resource.id, id) && !kept.has(name)) continue;
        holders.set(`${resource.id}/ipConfigurations/${name ?? ""}`.toLowerCase(), textAt(configuration, "privateIPAddress") ?? `${resource.id}/${name}`);
      }
    }
  }
  return holders;
}

/** Refuses a public address that another configuration has. */
export function requirePublicAddress({ id, store, caller }: Write, configuration: PropertyValue): void {
  const addressId = textAt(objectAt(configuration, "publicIPAddress"), "id");
  if (addressId === undefined) return;
  const { ipConfiguration } = referencesTo(store, caller.subscriptionId, "Microsoft.Network/publicIPAddresses", addressId);
  const holder = textAt(ipConfiguration, "id");
  if (holder === undefined || holder.toLowerCase().startsWith(`${id.toLowerCase()}/`)) return;
  throw new AzureError("address-owned", `Resource ${id} is referencing public IP address ${addressId} that is already allocated to resource ${holder}.`);
}

/** An interface on a machine may move to another subnet, not to another network. */
function requireSameNetwork({ id, before, store, caller }: Write, configurations: readonly Properties[]): void {
  if (before === undefined) return;
  const { virtualMachine } = referencesTo(store, caller.subscriptionId, "Microsoft.Network/networkInterfaces", id);
  if (virtualMachine === undefined) return;
  const was = networksOf(listAt(before.properties, "ipConfigurations"));
  const isNow = networksOf(configurations);
  if (isNow.every((network) => was.some((earlier) => sameId(earlier, network)))) return;
  throw new AzureError("interface-network", `Network interface ${id} is attached to virtual machine ${textAt(virtualMachine, "id") ?? ""}: its virtual network cannot be changed.`);
}

function networksOf(configurations: readonly PropertyValue[]): readonly string[] {
  return configurations.flatMap((configuration) => textAt(objectAt(configuration, "subnet"), "id")?.replace(/\/subnets\/[^/]+$/i, "") ?? []);
}
