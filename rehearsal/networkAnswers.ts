import { sameId } from "../azure/resourceIds.ts";
import { freeAddress } from "./addresses.ts";
import { guidOf, type Answer, type Complete } from "./answer.ts";
import { defaultSecurityRules } from "./defaultSecurityRules.ts";
import { isObject, listAt, objectAt, textAt, type Properties, type PropertyValue } from "./propertyValues.ts";
import { addressNumber, rangeOf } from "./ranges.ts";
import type { ResourceStore } from "./resourceStore.ts";

/** What Microsoft.Network adds of its own. */
export const networkAnswers: Readonly<Record<string, Complete>> = {
  "microsoft.network/virtualnetworks": ({ properties }) => ({
    enableDdosProtection: false,
    privateEndpointVNetPolicies: "Disabled",
    ...properties,
    ...(isObject(properties["dhcpOptions"]) ? {} : { dhcpOptions: { dnsServers: [] } }),
  }),
  "microsoft.network/virtualnetworks/subnets": ({ properties }) => ({
    delegations: [],
    privateEndpointNetworkPolicies: "Disabled",
    privateLinkServiceNetworkPolicies: "Enabled",
    ...properties,
  }),
  "microsoft.network/virtualnetworks/virtualnetworkpeerings": ({ properties }) => ({
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    allowVirtualNetworkAccess: true,
    useRemoteGateways: false,
    ...properties,
    peeringState: textAt(properties, "peeringState") ?? "Initiated",
    peeringSyncLevel: textAt(properties, "peeringSyncLevel") ?? "RemoteNotInSync",
  }),
  "microsoft.network/networksecuritygroups": ({ id, properties }) => ({ ...properties, defaultSecurityRules: defaultSecurityRules(id) }),
  "microsoft.network/networksecuritygroups/securityrules": ({ properties }) => ({
    destinationAddressPrefixes: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    sourcePortRanges: [],
    ...properties,
  }),
  "microsoft.network/routetables": ({ properties }) => ({ disableBgpRoutePropagation: false, ...properties }),
  "microsoft.network/routetables/routes": ({ properties }) => ({ ...properties, hasBgpOverride: false }),
  "microsoft.network/publicipaddresses": publicAddress,
  "microsoft.network/azurefirewalls": firewall,
  "microsoft.network/firewallpolicies": ({ properties }) => ({ threatIntelMode: "Alert", ...properties, size: "0.5 MB" }),
  "microsoft.network/firewallpolicies/rulecollectiongroups": ({ properties }) => ({ ...properties, size: "0.1 MB" }),
  "microsoft.network/networkinterfaces": networkInterface,
  "microsoft.network/bastionhosts": ({ id, properties }) => ({
    scaleUnits: 2,
    sku: { name: "Basic" },
    ...properties,
    dnsName: textAt(properties, "dnsName") ?? `bst-${guidOf(id, "bastion")}.bastion.azure.com`,
  }),
};

/** Public addresses are handed out from the range kept for documentation (RFC 5737), so that none is anybody's. */
const publicRanges = ["203.0.113.0/24", "198.51.100.0/24"];

function publicAddress({ properties, before, store, subscriptionId }: Answer): Properties {
  const allocation = textAt(properties, "publicIPAllocationMethod") ?? "Dynamic";
  const kept = textAt(before?.properties, "ipAddress");
  const taken = new Set(
    allocation === "Static" && kept === undefined
      ? store.ofType(subscriptionId, "Microsoft.Network/publicIPAddresses").map((address) => textAt(address.properties, "ipAddress") ?? "")
      : [],
  );
  const assigned = kept ?? publicRanges.map((range) => freeAddress(range, taken)).find((address) => address !== undefined);
  const sku = objectAt(properties, "sku");
  return {
    idleTimeoutInMinutes: 4,
    ipTags: [],
    publicIPAddressVersion: "IPv4",
    ...properties,
    publicIPAllocationMethod: allocation,
    sku: { name: "Basic", tier: "Regional", ...sku },
    ...(allocation === "Static" && assigned !== undefined ? { ipAddress: assigned } : {}),
  };
}

function firewall({ properties, store }: Answer): Properties {
  return {
    applicationRuleCollections: [],
    natRuleCollections: [],
    networkRuleCollections: [],
    threatIntelMode: "Alert",
    ...properties,
    sku: { name: "AZFW_VNet", tier: "Standard", ...objectAt(properties, "sku") },
    ...(properties["ipConfigurations"] === undefined
      ? {}
      : { ipConfigurations: listAt(properties, "ipConfigurations").map((configuration) => firewallConfiguration(configuration, store)) }),
  };
}

/** The firewall's own address is the first that hosts may have in its subnet. */
function firewallConfiguration(configuration: PropertyValue, store: ResourceStore): PropertyValue {
  if (!isObject(configuration)) return configuration;
  const prefix = subnetPrefix(configuration, store);
  const address = prefix === undefined ? undefined : freeAddress(prefix, new Set());
  return address === undefined ? configuration : { ...configuration, privateIPAddress: address };
}

function subnetPrefix(configuration: Properties, store: ResourceStore): string | undefined {
  const subnetId = textAt(objectAt(configuration, "subnet"), "id");
  const subnet = subnetId === undefined ? undefined : store.get(subnetId)?.properties;
  const [first] = listAt(subnet, "addressPrefixes");
  return textAt(subnet, "addressPrefix") ?? (typeof first === "string" ? first : undefined);
}

function networkInterface({ id, properties, before, store, subscriptionId }: Answer): Properties {
  const { enableAcceleratedNetworking = false, enableIPForwarding = false } = properties;
  const configurations = listAt(properties, "ipConfigurations");
  const taken = takenAddresses(configurations, id, store, subscriptionId);
  return {
    disableTcpStateTracking: false,
    nicType: "Standard",
    ...properties,
    dnsSettings: { dnsServers: [], appliedDnsServers: [], ...objectAt(properties, "dnsSettings") },
    enableAcceleratedNetworking,
    enableIPForwarding,
    ipConfigurations: configurations.map((configuration, index) =>
      interfaceConfiguration(configuration, index, listAt(before?.properties, "ipConfigurations"), taken, store),
    ),
    vnetEncryptionSupported: false,
  };
}

function isWithinPrefix(address: string, prefix: string): boolean {
  const [number, range] = [addressNumber(address), rangeOf(prefix)];
  return number === undefined || range === undefined || (range.first <= number && number <= range.last);
}

function subnetOf(configuration: PropertyValue): string {
  return textAt(objectAt(configuration, "subnet"), "id") ?? "";
}

/** Addresses of the same subnets: other networks may use them again. */
function takenAddresses(configurations: readonly PropertyValue[], id: string, store: ResourceStore, subscriptionId: string): Set<string> {
  if (configurations.every((configuration) => textAt(configuration, "privateIPAllocationMethod") === "Static" && textAt(configuration, "privateIPAddress") !== undefined)) return new Set();
  const subnets = configurations.map(subnetOf);
  const others = store.ofType(subscriptionId, "Microsoft.Network/networkInterfaces").filter((other) => !sameId(other.id, id));
  const theirs = others.flatMap((other) => listAt(other.properties, "ipConfigurations")).filter((configuration) => subnets.some((subnet) => sameId(subnet, subnetOf(configuration))));
  const addresses = [...theirs, ...configurations].map((configuration) => textAt(configuration, "privateIPAddress") ?? "");
  return new Set(addresses);
}

/** A static address is answered as it was given; a dynamic one stays once assigned, until its interface moves to another subnet. */
function interfaceConfiguration(
  configuration: PropertyValue,
  index: number,
  earlier: readonly PropertyValue[],
  taken: Set<string>,
  store: ResourceStore,
): PropertyValue {
  if (!isObject(configuration)) return configuration;
  const kept = earlier.find((one) => textAt(one, "name") === textAt(configuration, "name"));
  const prefix = subnetPrefix(configuration, store);
  const wanted = textAt(configuration, "privateIPAddress") ?? textAt(kept, "privateIPAddress");
  const isStatic = textAt(configuration, "privateIPAllocationMethod") === "Static";
  const stays = wanted !== undefined && (isStatic || prefix === undefined || isWithinPrefix(wanted, prefix));
  const address = stays ? wanted : prefix === undefined ? undefined : freeAddress(prefix, taken);
  if (address !== undefined) taken.add(address);
  return {
    primary: index === 0,
    privateIPAddressVersion: "IPv4",
    privateIPAllocationMethod: "Dynamic",
    ...configuration,
    ...(address === undefined ? {} : { privateIPAddress: address }),
  };
}
