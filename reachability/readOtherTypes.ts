import type { ModelInterface, ModelNetwork } from "./model.ts";
import { note, type Gaps } from "./readGaps.ts";
import { kinds, type KindName } from "./readKinds.ts";
import { parentId, type Directory } from "./readDirectory.ts";
import type { Stated } from "./readStated.ts";
import { isRecord, unreadable, type Plain } from "./readValues.ts";

/**
 * Types of Microsoft.Network that change no packet's way inside a network: names, measurements, protection against floods, parts that act
 * only through one of the types below, drafts that are not in force.
 */
const withoutEffect: ReadonlySet<string> = new Set(
  [
    "ApplicationGatewayWebApplicationFirewallPolicy", "ConnectionMonitor", "CustomIPPrefix", "DdosCustomPolicy", "DdosProtectionPlan", "DscpConfiguration", "Endpoint",
    "ExpressRouteCircuit", "ExpressRouteCircuitAuthorization", "ExpressRouteCircuitConnection", "ExpressRouteCircuitPeering", "ExpressRouteConnection",
    "ExpressRouteCrossConnectionPeering", "ExpressRouteGateway", "ExpressRoutePort", "ExpressRoutePortAuthorization", "FirewallPolicyDraft", "FirewallPolicyRuleCollectionGroupDraft",
    "FlowLog", "FrontDoor", "HubRouteTable", "IpamPool", "LocalNetworkGateway", "NetworkWatcher", "P2sVpnGateway", "P2sVpnServerConfiguration", "PacketCapture", "PrivateDnsZoneGroup",
    "PrivateRecordSet", "PrivateZone", "Profile", "PublicIPPrefix", "RecordSet", "RouteMap", "RoutingIntent", "StaticCidr", "TrafficManagerUserMetricsKey", "VerifierWorkspace",
    "VirtualHub", "VirtualHubRouteTableV2", "VirtualNetworkGatewayConnection", "VirtualNetworkGatewayNatRule", "VirtualNetworkLink", "VirtualNetworkTap", "VirtualWan", "VpnConnection",
    "VpnGateway", "VpnServerConfiguration", "VpnSite", "WebApplicationFirewallPolicy", "Zone",
  ].map((name) => `network:${name}`),
);

/** Types that can make, or govern, anything. */
const withAnyEffect: ReadonlyMap<string, string> = new Map([
  ...["AdminRule", "AdminRuleCollection", "Commit", "ConnectivityConfiguration", "DefaultAdminRule", "DefaultUserRule", "RoutingConfiguration", "RoutingRule", "RoutingRuleCollection", "SecurityAdminConfiguration", "SecurityUserConfiguration", "SecurityUserRule", "SecurityUserRuleCollection", "UserRule", "UserRuleCollection", "NetworkGroup", "StaticMember", "NetworkManager", "ScopeConnection", "SubscriptionNetworkManagerConnection", "ManagementGroupNetworkManagerConnection"]
    .map((name): [string, string] => [`network:${name}`, "lets a network manager govern networks from outside, which is not modelled"]),
  ...["Deployment", "DeploymentAtScope", "DeploymentAtTenantScope", "DeploymentAtManagementGroupScope", "DeploymentAtSubscriptionScope", "DeploymentStackAtManagementGroup", "DeploymentStackAtResourceGroup", "DeploymentStackAtSubscription", "Resource", "AzureCliScript", "AzurePowerShellScript"]
    .map((name): [string, string] => [`resources:${name}`, "can make any resource, and what it makes is not read"]),
]);

/** Why a type of which more is known than that it is not read leaves flows undecided. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["network:ApplicationGateway", "answers for machines behind it, which is not modelled"],
  ["network:BastionHost", "lets administrators reach machines through it, which is not modelled"],
  ["network:LoadBalancer", "hands packets on to machines behind it, which is not modelled"],
  ["network:VirtualNetworkGateway", "leads to networks and learns routes that are not in the stack"],
  ["network:HubVirtualNetworkConnection", "joins the network to a virtual WAN, whose routes are not modelled"],
  ["network:PrivateEndpoint", "adds an address and a route for a service, which are not modelled"],
  ["compute:VirtualMachineScaleSet", "makes machines and interfaces that are not read"],
]);

/** Modules of azure-native that are read by none of these rooms, and whose resources take no part in a network by themselves. */
const quietTypes: ReadonlySet<string> = new Set(["compute:VirtualMachineExtension", "compute:Disk", "compute:AvailabilitySet", "compute:Snapshot", "compute:VirtualMachineRunCommandByVirtualMachine"]);

/** Other providers that act on Azure's networks, in shapes of their own. */
const otherAzureProviders: ReadonlySet<string> = new Set(["azure", "azapi", "azurerm"]);
const networkModules = /^(?:network|compute|lb|privatelink|privatedns|core|resources?|containerservice|index)$/;

/**
 * A gap for everything that is not read and may change flows; nothing for what is listed as unable to. Whatever stands in a subnet
 * of the model also is an interface there: what reaches it, and what it reaches, can then be asked, and is unknown.
 */
export function readOtherTypes(resources: readonly Stated[], directory: Directory, networks: readonly ModelNetwork[], gaps: Gaps): readonly ModelInterface[] {
  return resources.flatMap((resource, index) => {
    const reason = reasonOf(resource);
    if (reason === undefined) return [];
    const origin = { resource: resource.label };
    const place = { gaps, resource: resource.label, concerns: [] };
    if (canReachAnything(resource)) return note(place, undefined, reason, []) ?? [];
    const named = [...new Set([...idsIn(resource, directory), ...idsBehind(resource, directory)])];
    // Something of another module that names no network has no part in one.
    if (named.length === 0 && !isOfNetwork(resource)) return [];
    if (isGateway(resource)) return note(place, undefined, reason, gatewayConcerns(named, networks)) ?? [];
    const id = resource.id ?? `${resource.token.name}/${resource.name}/${index}`.toLowerCase();
    note(place, undefined, reason, named.length === 0 ? [] : [id, ...named]);
    const homes = named.filter((one) => one.includes("/subnets/"));
    return homes.map((subnet, position): ModelInterface => ({ id: `${id}/interfaces/${position}`, subnet, addresses: [], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, origin }));
  });
}

function canReachAnything({ token }: Stated): boolean {
  return withAnyEffect.has(token.name) || otherAzureProviders.has(token.provider);
}

function isGateway({ kind }: Stated): boolean {
  return kind === "network:VirtualNetworkGateway";
}

function reasonOf(resource: Stated): string | undefined {
  const { provider, name } = resource.token;
  if (otherAzureProviders.has(provider)) return networkModules.test(name.split(":")[0]!) ? "is of a provider whose resources are not read" : undefined;
  if (provider !== "azure-native" || withoutEffect.has(name) || quietTypes.has(name)) return undefined;
  if (resource.kind !== undefined && !isGateway(resource)) return undefined;
  return withAnyEffect.get(name) ?? reasons.get(name) ?? "is of a type that is not read";
}

function isOfNetwork({ token }: Stated): boolean {
  return token.name.startsWith("network:");
}

/**
 * A gateway concerns its own subnet, and every subnet whose route table takes the routes that it learns.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-udr-overview.md, "Border gateway protocol".
 */
function gatewayConcerns(named: readonly string[], networks: readonly ModelNetwork[]): readonly string[] {
  const gatewaySubnets = named.filter((id) => id.includes("/subnets/"));
  const homes = new Set(gatewaySubnets.map(parentId));
  const reached = networks.filter(({ id, peerings }) => homes.has(id) || peerings.some(({ remote }) => homes.has(remote)));
  const learning = reached.flatMap(({ subnets }) => subnets.filter(({ routeTables }) => routeTables.options.length === 0 || routeTables.options.some((table) => table === "none" || table.takesGatewayRoutes)));
  const concerned = [...new Set([...gatewaySubnets, ...learning.map(({ id }) => id)])];
  return reached.length === 0 ? [] : concerned;
}

const networkId = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.network\/(?:virtualnetworks|networkinterfaces|networksecuritygroups|routetables|azurefirewalls|firewallpolicies|applicationsecuritygroups)\/[^/]+(?:\/subnets\/[^/]+)?/;

/** Ids of networks, subnets and the like anywhere in the inputs. */
function idsIn(resource: Stated, directory: Directory): readonly string[] {
  const ids: string[] = [];
  const visit = (value: Plain | undefined): void => {
    if (typeof value === "string") {
      const id = networkId.exec(value.toLowerCase())?.[0];
      if (id !== undefined) ids.push(directory.canonical(id));
    } else if (Array.isArray(value)) for (const item of value as readonly Plain[]) visit(item);
    else if (isRecord(value)) for (const item of Object.values(value)) visit(item);
  };
  visit(resource.inputs.values);
  return ids;
}

const wanted = (Object.keys(kinds) as KindName[]).filter((kind) => !["network:PublicIPAddress", "network:IpGroup", "network:NatGateway", "compute:VirtualMachine"].includes(kind));

/** What unknown values may have come from: by property where that is said, else by resource. */
function idsBehind(resource: Stated, directory: Directory): readonly string[] {
  const properties = Object.keys(resource.inputs.values).filter((key) => holdsUnknown(resource.inputs.values[key]));
  return properties.flatMap((property) => directory.behind(resource, property, wanted).map(directory.idOf));
}

function holdsUnknown(value: Plain | undefined): boolean {
  if (value === unreadable) return true;
  if (Array.isArray(value)) return (value as readonly Plain[]).some(holdsUnknown);
  return isRecord(value) && Object.values(value).some(holdsUnknown);
}
