import { createHash } from "node:crypto";
import * as z from "zod";
import { parseResourceId, resourceId } from "../azure/resourceIds.ts";
import { minimalPrefixes, parseAddress, readAddresses } from "../reachability/addresses.ts";
import { analyse } from "../reachability/analysis.ts";
import { readResources, type ReadableResource } from "../reachability/azureReader.ts";
import type { StatedFirewall } from "../reachability/endpoints.ts";
import { rulesOf } from "../reachability/firewall.ts";
import type { NetworkModel } from "../reachability/model.ts";
import { rangesOf, without } from "../reachability/serviceTags.ts";

/*
 * A rule request: what the operator of a hub's firewall was asked for, or what was exported from it, stands for a firewall that is in
 * no stack that is read. It says the firewall's address, its rules in Azure's own shape, and the hub's network with its peerings.
 */

const networkId = z.string().refine((id) => parseResourceId(id)?.type.toLowerCase() === "microsoft.network/virtualnetworks", "the ARM id of a virtual network: /subscriptions/…/providers/Microsoft.Network/virtualNetworks/…");
const prefix = z.string().refine((text) => text.includes("/") && readAddresses(text).kind === "addresses", "a prefix, as 10.0.0.0/22");
const word = z.string().min(1, "a name");

const schema = z.strictObject({
  hub: z.strictObject({
    id: networkId,
    addressPrefixes: z.array(prefix).min(1, "the hub's address space"),
    /** Of AzureFirewallSubnet. */
    firewallSubnetPrefix: prefix,
    /** Networks that the hub is peered with, on its side. */
    peeredWith: z.array(networkId).min(1, "the network of this stack at least"),
  }),
  firewall: z.strictObject({
    privateIPAddress: z.string().refine((text) => parseAddress(text) !== undefined, "an address, as 10.0.0.4"),
    /** As in the inputs of azure-native's FirewallPolicy. */
    dnsSettings: z.looseObject({ enableProxy: z.boolean().optional() }).optional(),
    snat: z.looseObject({ privateRanges: z.array(z.string()).optional() }).optional(),
  }),
  /** The inputs of azure-native's FirewallPolicyRuleCollectionGroup. */
  ruleCollectionGroups: z.array(z.looseObject({ ruleCollectionGroupName: word.optional(), name: word.optional(), priority: z.int().min(100).max(65000), ruleCollections: z.array(z.looseObject({})) })),
  /** IP groups that rules name. */
  ipGroups: z.array(z.strictObject({ id: z.string().refine((id) => parseResourceId(id) !== undefined, "the ARM id of the IP group"), ipAddresses: z.array(z.string()) })).default([]),
});

type Content = z.infer<typeof schema>;

export interface FirewallRequest {
  /** What findings call it. */
  readonly title: string;
  readonly content: Content;
  /** Of the whole content, whatever its layout and the order of its keys: another rule is another request. */
  readonly hash: string;
}

export interface RequestFault {
  readonly path: string;
  readonly value: unknown;
  readonly limit: string;
}

export type ReadFirewallRequest = { readonly kind: "request"; readonly request: FirewallRequest } | { readonly kind: "unusable"; readonly faults: readonly RequestFault[] };

/** Everything that is wrong with it at once: its shape, and what the reader of Azure's rules cannot read, since that would leave all in doubt. */
export function readFirewallRequest(value: unknown, title: string): ReadFirewallRequest {
  const parsed = schema.safeParse(value);
  const request = (content: Content): FirewallRequest => ({ title, content, hash: hashOf(value) });
  if (parsed.success) {
    const faults = [...placeFaults(parsed.data), ...readFaults(request(parsed.data), value)];
    return faults.length > 0 ? { kind: "unusable", faults } : { kind: "request", request: request(parsed.data) };
  }
  const rules = rulesAlone.safeParse(value);
  const unreadable = rules.success ? readFaults(request({ ...someHub, ...rules.data }), value) : [];
  return { kind: "unusable", faults: [...parsed.error.issues.map((issue) => faultOf(issue, value)), ...unreadable] };
}

/** The rules can be read whatever is wrong with the rest: a hub like any other stands in for theirs. */
const rulesAlone = z.object({ ruleCollectionGroups: schema.shape.ruleCollectionGroups, ipGroups: schema.shape.ipGroups });
const someHub = {
  hub: { id: "/subscriptions/some/resourceGroups/some/providers/Microsoft.Network/virtualNetworks/some", addressPrefixes: ["10.0.0.0/24"], firewallSubnetPrefix: "10.0.0.0/26", peeredWith: [] },
  firewall: { privateIPAddress: "10.0.0.4" },
} satisfies Partial<Content>;

const kinds: Readonly<Record<string, string>> = { string: "text", number: "a number", int: "a whole number", boolean: "true or false", array: "a list", object: "a record" };

function faultOf(issue: z.core.$ZodIssue, value: unknown): RequestFault {
  const path = issue.path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`)).join("");
  const limit = issue.code === "invalid_type" ? (kinds[issue.expected] ?? issue.expected) : issue.code === "unrecognized_keys" ? `no other keys than those that are known: not ${issue.keys.join(", ")}` : issue.message;
  return { path: path === "" ? "(the whole)" : path, value: at(value, issue.path), limit };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === "object" && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value);
}

function placeFaults({ hub: { id, addressPrefixes, firewallSubnetPrefix, peeredWith }, firewall: { privateIPAddress } }: Content): readonly RequestFault[] {
  const isWithin = (inner: string, outer: readonly string[]) => without(rangesOf(inner), rangesOf(...outer)).length === 0;
  return [
    ...(isWithin(firewallSubnetPrefix, addressPrefixes) ? [] : [{ path: "hub.firewallSubnetPrefix", value: firewallSubnetPrefix, limit: "a part of hub.addressPrefixes" }]),
    ...peeredWith.flatMap((other, index) => (other.toLowerCase() === id.toLowerCase() ? [{ path: `hub.peeredWith[${index}]`, value: other, limit: "another network than the hub itself" }] : [])),
    ...(isWithin(privateIPAddress, [firewallSubnetPrefix]) ? [] : [{ path: "firewall.privateIPAddress", value: privateIPAddress, limit: "an address in hub.firewallSubnetPrefix" }]),
  ];
}

/** What of the rules is not known to the reader, or, word by word, to those who judge packets by them. */
function readFaults(request: FirewallRequest, value: unknown): readonly RequestFault[] {
  const model = readResources(hubResources(request, []));
  const analysis = analyse(model);
  for (const firewall of model.firewalls) for (const kind of ["network", "application", "translation"] as const) rulesOf(analysis, firewall, kind);
  return [...model.gaps, ...analysis.found.values()].map(({ origin, reason }) => {
    const path = [origin.resource.slice(request.title.length + 1), origin.path].filter((part) => part !== undefined).join(".");
    return { path, value: at(value, path.split(/[.[\]]+/).filter((key) => key !== "")), limit: `what can be read: it ${/^"/.test(reason) ? `has ${reason}` : reason}` };
  });
}

const hashCharacters = 16;

function hashOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1))) : inner,
  );
  return createHash("sha256").update(sorted).digest("hex").slice(0, hashCharacters);
}

/** A model of a stack together with a hub whose firewall a rule request stands for. */
export interface StatedModel {
  readonly model: NetworkModel;
  readonly statedFirewalls: readonly StatedFirewall[];
}

/** The stack's resources read together with the hub that the request speaks of; why not, where the two do not fit together. */
export function readWithRequest(resources: readonly ReadableResource[], request: FirewallRequest): StatedModel | RequestFault {
  const { hub } = request.content;
  const alone = readResources(resources);
  const id = hub.id.toLowerCase();
  if (alone.networks.some((network) => network.id === id)) return { path: "hub.id", value: hub.id, limit: "a network that is not in the stack: what is in the stack is read there" };
  if (!alone.networks.some(({ peerings }) => peerings.some(({ remote }) => remote === id))) return { path: "hub.id", value: hub.id, limit: "a network that one of the stack's is peered with" };
  const whole = readResources([...resources, ...hubResources(request, hub.peeredWith)]);
  const own = new Set(alone.networks.map((network) => network.id));
  const peered = whole.networks.find((network) => network.id === id)?.peerings.map(({ remote }) => own.has(remote)) ?? [];
  if (!peered.includes(true)) return { path: "hub.peeredWith", value: hub.peeredWith, limit: `one network of the stack at least: ${[...own].join(", ")}` };
  // What other networks the hub is peered with is its operator's affair: from there, packets come through the firewall or not at all.
  const model = readResources([...resources, ...hubResources(request, hub.peeredWith.filter((_, index) => peered[index]))]);
  const isStated = (firewall: NetworkModel["firewalls"][number]) => firewall.id === firewallId(request).toLowerCase();
  return { model: { ...model, firewalls: model.firewalls.filter((firewall) => !isStated(firewall)) }, statedFirewalls: model.firewalls.filter(isStated).map((firewall) => ({ firewall, hash: request.hash })) };
}

function firewallId(request: FirewallRequest): string {
  return idBeside(request, "azureFirewalls");
}

/** An id in the hub's resource group, of a name that says what it is. */
function idBeside({ content: { hub }, hash }: FirewallRequest, collection: string): string {
  const { subscriptionId, resourceGroupName = "" } = parseResourceId(hub.id)!;
  return resourceId({ subscriptionId, resourceGroupName }, { type: `Microsoft.Network/${collection}`, names: [`requested-${hash}`] });
}

/** The hub as Azure's resources: the firewall with its policy and rules, and something that stands everywhere else in the network. */
function hubResources(request: FirewallRequest, peeredWith: readonly string[]): readonly ReadableResource[] {
  const { hub, firewall, ruleCollectionGroups, ipGroups } = request.content;
  const resource = (path: string, type: string, id: string, inputs: object): ReadableResource => ({ type: `azure-native:network:${type}`, name: `${request.title} ${path}`, id, inputs });
  const policy = idBeside(request, "firewallPolicies");
  const subnet = (name: string) => ({ id: `${hub.id}/subnets/${name}` });
  const rest = minimalPrefixes(without(rangesOf(...hub.addressPrefixes), rangesOf(hub.firewallSubnetPrefix)));
  const elsewhere = rest.length === 0 ? [] : [{ name: "elsewhere", addressPrefixes: rest, defaultOutboundAccess: false }];
  const peerings = peeredWith.map((id, index) => ({ name: `peering-${index}`, remoteVirtualNetwork: { id }, allowVirtualNetworkAccess: true, allowForwardedTraffic: true }));
  const address = { name: "one", subnet: subnet("AzureFirewallSubnet"), privateIPAddress: firewall.privateIPAddress, publicIPAddress: { id: idBeside(request, "publicIPAddresses") } };
  return [
    resource("hub", "VirtualNetwork", hub.id, { addressSpace: { addressPrefixes: hub.addressPrefixes }, subnets: [{ name: "AzureFirewallSubnet", addressPrefix: hub.firewallSubnetPrefix }, ...elsewhere], virtualNetworkPeerings: peerings }),
    ...(rest.length === 0 ? [] : [resource("hub", "NetworkInterface", idBeside(request, "networkInterfaces"), { ipConfigurations: [{ name: "one", subnet: subnet("elsewhere") }] })]),
    resource("firewall", "FirewallPolicy", policy, said({ dnsSettings: firewall.dnsSettings, snat: firewall.snat })),
    resource("firewall", "AzureFirewall", firewallId(request), { ipConfigurations: [address], firewallPolicy: { id: policy } }),
    ...ruleCollectionGroups.map((group, index) => resource(`ruleCollectionGroups[${index}]`, "FirewallPolicyRuleCollectionGroup", `${policy}/ruleCollectionGroups/${index}`, said({ ...group, ruleCollectionGroupName: group.ruleCollectionGroupName ?? group.name }))),
    ...ipGroups.map(({ id, ipAddresses }, index) => resource(`ipGroups[${index}]`, "IpGroup", id, { ipAddresses })),
  ];
}

/** What is left out is nothing that is unknown. */
function said(inputs: object): object {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
