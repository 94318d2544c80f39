import type { ModelInterface, ModelNetwork } from "./model.ts";
import { note, type Gaps } from "./readGaps.ts";
import { kinds, type KindName } from "./readKinds.ts";
import { parentId, type Directory } from "./readDirectory.ts";
import type { Balancers } from "./readBalancers.ts";
import { readService } from "./readServices.ts";
import type { Stated } from "./readStated.ts";
import { isRecord, unreadable, type Plain } from "./readValues.ts";

/**
 * Types of Microsoft.Network that change no packet's way inside a network: names, measurements, protection against floods, guards of
 * services outside, drafts that are not in force, and parts of gateways and of virtual WANs, which act only through the gateway or the
 * connection that joins them to a network.
 */
const withoutEffect: ReadonlySet<string> = new Set([
    "network:ConfigurationPolicyGroup", "network:ConnectionMonitor", "network:ConnectionPolicy", "network:CustomIPPrefix", "network:DdosCustomPolicy",
    "network:DdosProtectionPlan", "network:DscpConfiguration", "network:Endpoint", "network:ExpressRouteCircuit", "network:ExpressRouteCircuitAuthorization",
    "network:ExpressRouteCircuitConnection", "network:ExpressRouteCircuitPeering", "network:ExpressRouteConnection", "network:ExpressRouteCrossConnectionPeering",
    "network:ExpressRouteGateway", "network:ExpressRoutePort", "network:ExpressRoutePortAuthorization", "network:FirewallPolicyDraft",
    "network:FirewallPolicyRuleCollectionGroupDraft", "network:FlowLog", "network:FrontDoor", "network:HubRouteTable", "network:InterconnectGroup",
    "network:IpAllocation", "network:IpamPool", "network:LocalNetworkGateway", "network:NatRule", "network:NetworkInterfaceTapConfiguration",
    "network:NetworkSecurityPerimeter", "network:NetworkSecurityPerimeterAccessRule", "network:NetworkSecurityPerimeterAssociation",
    "network:NetworkSecurityPerimeterLink", "network:NetworkSecurityPerimeterLoggingConfiguration", "network:NetworkSecurityPerimeterProfile",
    "network:NetworkWatcher", "network:P2sVpnGateway", "network:P2sVpnServerConfiguration", "network:PacketCapture", "network:PrivateDnsZoneGroup",
    "network:PrivateRecordSet", "network:PrivateZone", "network:Profile", "network:PublicIPPrefix", "network:ReachabilityAnalysisIntent",
    "network:ReachabilityAnalysisRun", "network:RecordSet", "network:RouteFilter", "network:RouteFilterRule", "network:RouteMap", "network:RoutingIntent",
    "network:ServiceEndpointPolicy", "network:ServiceEndpointPolicyDefinition", "network:StaticCidr", "network:VerifierWorkspace", "network:VirtualHub",
    "network:VirtualHubBgpConnection", "network:VirtualHubRouteTableV2", "network:VirtualNetworkGatewayConnection", "network:VirtualNetworkGatewayNatRule",
    "network:VirtualNetworkLink", "network:VirtualNetworkTap", "network:VirtualWan", "network:VpnConnection", "network:VpnGateway", "network:VpnServerConfiguration",
    "network:VpnSite", "network:WebApplicationFirewallPolicy", "network:Zone",
]);

const governing = [
  "AdminRule", "AdminRuleCollection", "Commit", "ConnectivityConfiguration", "DefaultAdminRule", "DefaultUserRule", "ManagementGroupNetworkManagerConnection", "NetworkGroup", "NetworkManager",
  "RoutingConfiguration", "RoutingRule", "RoutingRuleCollection", "ScopeConnection", "SecurityAdminConfiguration", "SecurityUserConfiguration", "SecurityUserRule", "SecurityUserRuleCollection",
  "StaticMember", "SubscriptionNetworkManagerConnection", "UserRule", "UserRuleCollection",
];
const deploying = [
  "AzureCliScript", "AzurePowerShellScript", "Deployment", "DeploymentAtManagementGroupScope", "DeploymentAtScope", "DeploymentAtSubscriptionScope", "DeploymentAtTenantScope",
  "DeploymentStackAtManagementGroup", "DeploymentStackAtResourceGroup", "DeploymentStackAtSubscription", "Resource",
];

/** Types that can make, or govern, anything. */
const withAnyEffect: ReadonlyMap<string, string> = new Map([
  ...governing.map((name): [string, string] => [`network:${name}`, "lets a network manager govern networks from outside, which is not modelled"]),
  ...deploying.map((name): [string, string] => [`resources:${name}`, "can make any resource, and what it makes is not read"]),
]);

/** Why a type of which more is known than that it is not read leaves flows undecided. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["network:ApplicationGateway", "answers for machines behind it, and is of a kind that is not modelled"],
  ["network:BastionHost", "lets administrators reach machines through it, and is of a kind that is not modelled"],
  ["network:LoadBalancer", "hands packets on to machines behind it, which is not modelled"],
  ["network:VirtualNetworkGateway", "leads to networks and learns routes that are not in the stack"],
  ["network:VirtualHubIpConfiguration", "learns routes that are not in the stack"],
  ["network:HubVirtualNetworkConnection", "joins the network to a virtual WAN, whose routes are not modelled"],
  ["network:PrivateEndpoint", "adds an address and a route for a service, which are not modelled"],
  ["compute:VirtualMachineScaleSet", "makes machines and interfaces that are not read"],
]);

/** Types that act by what others say of them: an interface that a balancer hands packets to says so itself. */
const actingThroughOthers: ReadonlySet<string> = new Set(["network:LoadBalancer", "network:LoadBalancerBackendAddressPool", "network:InboundNatRule"]);

/** Modules whose resources may name networks, to watch them, to guard them or to let them in, and take no part in them. */
const quietModules: ReadonlySet<string> = new Set([
  "alertsmanagement", "authorization", "automation", "dataprotection", "devtestlab", "dns", "documentdb", "eventhub", "guestconfiguration", "insights", "keyvault", "maintenance",
  "managedidentity", "monitor", "operationalinsights", "policyinsights", "portal", "privatedns", "recoveryservices", "security", "servicebus", "storage",
]);
const quietTypes: ReadonlySet<string> = new Set(["compute:AvailabilitySet", "compute:Disk", "compute:Snapshot", "compute:VirtualMachineExtension", "compute:VirtualMachineRunCommandByVirtualMachine"]);

/** Other providers that act on Azure's networks, in shapes of their own. */
const otherAzureProviders: ReadonlySet<string> = new Set(["azure", "azapi", "azurerm"]);
const networkModules = /^(?:network|compute|lb|privatelink|privatedns|core|resources?|containerservice|index)$/;

/**
 * A gap for everything that is not read and may change flows; nothing for what is listed as unable to. Whatever stands in a subnet
 * of the model also is an interface there: what reaches it, and what it reaches, can then be asked, and is unknown.
 */
export function readOtherTypes(resources: readonly Stated[], directory: Directory, networks: readonly ModelNetwork[], gaps: Gaps, balancers: Balancers): readonly ModelInterface[] {
  return resources.flatMap((resource, index) => {
    const frontends = balancers.frontends.get(resource);
    if (frontends !== undefined) return frontends;
    const reason = reasonOf(resource);
    if (reason === undefined) return [];
    const origin = { resource: resource.label };
    const place = { gaps, resource: resource.label, concerns: [] };
    if (canReachAnything(resource)) return note(place, undefined, reason, []) ?? [];
    const named = [...new Set([...idsIn(resource, directory), ...idsBehind(resource, directory)])];
    // Something of another module that names no network has no part in one.
    if (named.length === 0 && (!isOfNetwork(resource) || actingThroughOthers.has(resource.token.name))) return [];
    if (learnsRoutes(resource)) return note(place, undefined, reason, gatewayConcerns(named, networks)) ?? [];
    const service = readService(resource, named, networks, resources);
    if (service !== undefined) return service;
    const id = resource.id ?? `${resource.token.name}/${resource.name}/${index}`.toLowerCase();
    note(place, undefined, reason, named.length === 0 ? [] : [id, ...named]);
    const homes = named.filter((one) => one.includes("/subnets/"));
    return homes.map((subnet, position): ModelInterface => ({ id: `${id}/interfaces/${position}`, subnet, addresses: [], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, origin }));
  });
}

function canReachAnything({ token }: Stated): boolean {
  return withAnyEffect.has(token.name) || otherAzureProviders.has(token.provider);
}

/** Gateways, and the routers of Azure's route server, which stand in a subnet too. */
function learnsRoutes({ token }: Stated): boolean {
  return token.name === "network:VirtualNetworkGateway" || token.name === "network:VirtualHubIpConfiguration";
}

function reasonOf(resource: Stated): string | undefined {
  const { provider, name } = resource.token;
  if (otherAzureProviders.has(provider)) return networkModules.test(name.split(":")[0]!) ? "is of a provider whose resources are not read" : undefined;
  if (provider !== "azure-native" || withoutEffect.has(name) || quietTypes.has(name) || quietModules.has(name.split(":")[0]!)) return undefined;
  if (resource.kind !== undefined && !learnsRoutes(resource)) return undefined;
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

const wanted = (Object.keys(kinds) as KindName[]).filter((kind) => kind.startsWith("network:") && !["network:PublicIPAddress", "network:IpGroup", "network:NatGateway"].includes(kind));

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
