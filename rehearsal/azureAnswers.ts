import { createHash } from "node:crypto";
import { sameId } from "../azure/resourceIds.ts";
import { freeAddress } from "./addresses.ts";
import { isObject, listAt, objectAt, textAt, type Properties, type PropertyValue } from "./propertyValues.ts";
import { resourceName, scopeOf } from "./resourceAddress.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";

/** What an answer is made from. `properties` is what the request said, in the shape of the response. */
export interface Answer {
  readonly id: string;
  readonly properties: Properties;
  readonly before: StoredResource | undefined;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly store: ResourceStore;
}

type Complete = (answer: Answer) => Properties;

/** A rehearsal has no clock, so that the same program leaves the same store. */
const madeAt = "2026-01-01T00:00:00Z";

/** A GUID that follows from what it stands for. */
export function guidOf(...parts: readonly string[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const systemData: Properties = { createdAt: madeAt, createdByType: "Application", lastModifiedAt: madeAt, lastModifiedByType: "Application" };

/** What Azure adds of its own, by ARM type in lower case: defaults, addresses, states and identifiers. Given values win over defaults. */
const completions: Readonly<Record<string, Complete>> = {
  "microsoft.resources/resourcegroups": ({ properties }) => ({ ...properties, properties: { provisioningState: "Succeeded" } }),
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
  "microsoft.compute/virtualmachines": virtualMachine,
  "microsoft.compute/disks": ({ id, properties }) => ({
    networkAccessPolicy: "AllowAll",
    publicNetworkAccess: "Enabled",
    sku: { name: "Standard_LRS" },
    ...properties,
    diskSizeBytes: Number(properties["diskSizeGB"] ?? 0) * 1024 ** 3,
    diskState: "Unattached",
    timeCreated: madeAt,
    uniqueId: guidOf(id, "disk"),
  }),
  "microsoft.compute/availabilitysets": ({ properties }) => ({
    platformFaultDomainCount: 2,
    platformUpdateDomainCount: 5,
    sku: { name: "Classic" },
    ...properties,
  }),
  "microsoft.keyvault/vaults": ({ id, properties }) => ({
    ...properties,
    systemData,
    properties: {
      accessPolicies: [],
      enableSoftDelete: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      softDeleteRetentionInDays: 90,
      publicNetworkAccess: "Enabled",
      vaultUri: `https://${resourceName(id).toLowerCase()}.vault.azure.net/`,
      ...objectAt(properties, "properties"),
      provisioningState: "Succeeded",
    },
  }),
  "microsoft.keyvault/vaults/secrets": vaultSecret,
  "microsoft.sqlvirtualmachine/sqlvirtualmachines": ({ properties }) => ({ ...properties, osType: "Windows" }),
  "microsoft.authorization/roleassignments": ({ id, properties }) => ({
    ...properties,
    scope: `/${scopeOf(id)}`,
    createdBy: guidOf("rehearsal", "principal"),
    createdOn: madeAt,
    updatedBy: guidOf("rehearsal", "principal"),
    updatedOn: madeAt,
  }),
  "microsoft.authorization/locks": ({ properties }) => ({ ...properties, systemData }),
};

/** The request with what Azure adds for its type. */
export function completed(armType: string, answer: Answer): Properties {
  const complete = completions[armType.toLowerCase()];
  return complete === undefined ? answer.properties : complete(answer);
}

/** Rules that every security group has. Source: Azure, network security groups overview, default security rules. */
const defaultRules = [
  ["AllowVnetInBound", "Inbound", 65000, "Allow", "VirtualNetwork", "VirtualNetwork", "Allow inbound traffic from all VMs in VNET"],
  ["AllowAzureLoadBalancerInBound", "Inbound", 65001, "Allow", "AzureLoadBalancer", "*", "Allow inbound traffic from azure load balancer"],
  ["DenyAllInBound", "Inbound", 65500, "Deny", "*", "*", "Deny all inbound traffic"],
  ["AllowVnetOutBound", "Outbound", 65000, "Allow", "VirtualNetwork", "VirtualNetwork", "Allow outbound traffic from all VMs to all VMs in VNET"],
  ["AllowInternetOutBound", "Outbound", 65001, "Allow", "*", "Internet", "Allow outbound traffic from all VMs to Internet"],
  ["DenyAllOutBound", "Outbound", 65500, "Deny", "*", "*", "Deny all outbound traffic"],
] as const;

function defaultSecurityRules(id: string): readonly Properties[] {
  return defaultRules.map(([name, direction, priority, access, source, destination, description]) => ({
    id: `${id}/defaultSecurityRules/${name}`,
    name,
    type: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
    description,
    direction,
    priority,
    access,
    protocol: "*",
    sourceAddressPrefix: source,
    sourceAddressPrefixes: [],
    sourcePortRange: "*",
    sourcePortRanges: [],
    destinationAddressPrefix: destination,
    destinationAddressPrefixes: [],
    destinationPortRange: "*",
    destinationPortRanges: [],
    provisioningState: "Succeeded",
  }));
}

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

function takenAddresses(configurations: readonly PropertyValue[], id: string, store: ResourceStore, subscriptionId: string): Set<string> {
  if (configurations.every((configuration) => textAt(configuration, "privateIPAddress") !== undefined)) return new Set();
  const others = store.ofType(subscriptionId, "Microsoft.Network/networkInterfaces").filter((other) => !sameId(other.id, id));
  const addresses = [...others.map((other) => other.properties), { ipConfigurations: configurations }].flatMap((one) =>
    listAt(one, "ipConfigurations").map((configuration) => textAt(configuration, "privateIPAddress") ?? ""),
  );
  return new Set(addresses);
}

/** A static address is answered as it was given; a dynamic one stays once assigned. */
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
  const address =
    textAt(configuration, "privateIPAddress") ?? textAt(kept, "privateIPAddress") ?? (prefix === undefined ? undefined : freeAddress(prefix, taken));
  if (address !== undefined) taken.add(address);
  return {
    primary: index === 0,
    privateIPAddressVersion: "IPv4",
    privateIPAllocationMethod: "Dynamic",
    ...configuration,
    ...(address === undefined ? {} : { privateIPAddress: address }),
  };
}

function virtualMachine({ id, properties, subscriptionId, tenantId }: Answer): Properties {
  const name = resourceName(id);
  const storage = objectAt(properties, "storageProfile");
  return {
    ...properties,
    ...(storage["osDisk"] === undefined ? {} : { storageProfile: machineStorage(storage, id, subscriptionId) }),
    ...(isObject(properties["identity"]) ? { identity: machineIdentity(objectAt(properties, "identity"), id, tenantId) } : {}),
    ...(isObject(properties["osProfile"]) ? { osProfile: machineProfile(objectAt(properties, "osProfile"), name) } : {}),
    timeCreated: madeAt,
    vmId: guidOf(id, "machine"),
  };
}

function machineStorage(storage: Properties, id: string, subscriptionId: string): Properties {
  const name = resourceName(id);
  const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
  const image = objectAt(storage, "imageReference");
  const disk = objectAt(storage, "osDisk");
  const diskName = textAt(disk, "name") ?? `${name}_OsDisk_1_${guidOf(id, "disk").replaceAll("-", "")}`;
  const diskId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Compute/disks/${diskName}`;
  const dataDisks = listAt(storage, "dataDisks").map((data) => (isObject(data) ? { toBeDetached: false, ...data } : data));
  return {
    ...storage,
    dataDisks,
    ...(storage["imageReference"] === undefined ? {} : { imageReference: { ...image, ...exactVersion(image) } }),
    osDisk: {
      caching: "ReadWrite",
      deleteOption: "Detach",
      osType: "Windows",
      ...disk,
      name: diskName,
      managedDisk: { id: diskId, ...objectAt(disk, "managedDisk") },
    },
  };
}

function exactVersion(image: Properties): Properties {
  const version = textAt(image, "version");
  return version === undefined || version === "latest" ? {} : { exactVersion: version };
}

function machineIdentity(identity: Properties, id: string, tenantId: string): Properties {
  const ownIdentity = (textAt(identity, "type") ?? "").includes("SystemAssigned");
  return { ...identity, ...(ownIdentity ? { principalId: guidOf(id, "principal"), tenantId } : {}) };
}

function machineProfile(profile: Properties, name: string): Properties {
  return { allowExtensionOperations: true, computerName: name, requireGuestProvisionSignal: true, secrets: [], ...profile };
}

function vaultSecret({ id, properties, before, store }: Answer): Properties {
  const vaultId = id.split("/").slice(0, -2).join("/");
  const vault = store.get(vaultId);
  const uri = textAt(objectAt(vault?.properties, "properties"), "vaultUri") ?? `https://${resourceName(vaultId).toLowerCase()}.vault.azure.net/`;
  const secretUri = `${uri}secrets/${resourceName(id)}`;
  const version = guidOf(id, String((before?.revision ?? 0) + 1)).replaceAll("-", "");
  return {
    ...properties,
    location: textAt(vault?.properties, "location") ?? "",
    tags: objectAt(properties, "tags"),
    properties: {
      ...objectAt(properties, "properties"),
      attributes: { enabled: true, ...objectAt(objectAt(properties, "properties"), "attributes") },
      secretUri,
      secretUriWithVersion: `${secretUri}/${version}`,
    },
  };
}
