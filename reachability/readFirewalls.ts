import { firstUsableHost } from "../azure/limits.ts";
import { formatAddress, parseAddress } from "./addresses.ts";
import type { FirewallRuleGroup, ModelFirewall, ModelSubnet } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import { classicCollections, policyCollections, readIpGroups, saysSomething } from "./readFirewallRules.ts";
import { note, originAt, required, sectionsOr, textsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { inlineSubnetIds, rangesOf } from "./readNetworks.ts";
import { referenceAt } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { below, booleanAt, sectionAt, textAt, wholeNumberAt, type Section } from "./readValues.ts";

/** Firewalls that stand in a subnet of the model, with the rules of their policy and its parents. */
export function readFirewalls(directory: Directory, gaps: Gaps, subnets: ReadonlyMap<string, ModelSubnet>): readonly ModelFirewall[] {
  const ipGroups = readIpGroups(directory, gaps);
  const parts: FirewallParts = { directory, gaps, subnets, ipGroups, policies: readPolicies(directory, gaps, ipGroups) };
  return directory.of("network:AzureFirewall").flatMap((resource) => firewall(resource, parts) ?? []);
}

interface FirewallParts {
  readonly directory: Directory;
  readonly gaps: Gaps;
  readonly subnets: ReadonlyMap<string, ModelSubnet>;
  readonly ipGroups: ReadonlyMap<string, readonly string[]>;
  readonly policies: (id: string) => Policy | undefined;
}

/** What a policy decides, its parents' part included. */
interface Policy {
  readonly groups: readonly FirewallRuleGroup[];
  readonly nameProxy: boolean;
  readonly untranslated: readonly string[];
}

/** A policy as it is written, and the one above it. */
interface OwnPolicy {
  readonly resource: Stated;
  readonly place: Place;
  readonly groups: readonly FirewallRuleGroup[];
  readonly parent?: string;
}

/** Azure's default: RFC 1918 and RFC 6598. Source: MicrosoftDocs/azure-docs articles/firewall/snat-private-range.md. */
const privateRanges = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];
const withoutPolicy: Policy = { groups: [], nameProxy: false, untranslated: privateRanges };

function firewall(resource: Stated, { directory, gaps, subnets, ipGroups, policies }: FirewallParts): ModelFirewall | undefined {
  const id = directory.idOf(resource);
  const place: Place = { gaps, resource: resource.label, concerns: [id] };
  if (saysSomething(resource.inputs, "virtualHub")) return void note(place, "virtualHub", "is a hub of a virtual WAN, which is not modelled");
  const configurations = sectionsOr(place, resource.inputs, "ipConfigurations");
  notePublicAddresses(place, configurations);
  const inSubnet = configurations.find((section) => saysSomething(section, "subnet"));
  if (inSubnet === undefined) return void note(place, "ipConfigurations", "name no subnet: where the firewall stands is not known");
  const subnet = subnetOf(place, inSubnet, resource, directory);
  if (subnet === undefined) return undefined;
  const found = subnets.get(subnet);
  if (found === undefined) return void note(place, below(inSubnet, "subnet"), `names ${subnet}, which is not in the stack`, [...place.concerns, subnet]);
  const address = answeredAddress(place, resource) ?? statedAddress(inSubnet) ?? firstUsable(found);
  if (address === undefined) return void note(place, below(inSubnet, "subnet"), "has no prefix: the firewall's address is not known");
  const policy = policyOf(place, resource, directory, policies);
  const classic = classicCollections({ place, directory, resource, groups: ipGroups });
  if (classic.length > 0 && policy !== withoutPolicy) note(place, undefined, "has rules of its own and a policy: Azure takes one of them");
  return {
    id,
    address,
    subnet,
    // Rules of a firewall without policy are ordered by their kind and priority alone.
    groups: classic.length > 0 ? [...policy.groups, { name: "classic", priority: 100, collections: classic }] : policy.groups,
    nameProxy: policy.nameProxy || classicSetting(place, resource, "Network.DNS.EnableProxy")?.toLowerCase() === "true",
    untranslated: classicSetting(place, resource, "Network.SNAT.PrivateRanges")?.split(",").flatMap((range) => expandedRange(range.trim())) ?? policy.untranslated,
    origin: originAt(place, undefined),
  };
}

/** A firewall without a public address sends everything to another appliance. Source: MicrosoftDocs/azure-docs articles/firewall/forced-tunneling.md. */
function notePublicAddresses(place: Place, configurations: readonly Section[]): void {
  const addresses = configurations.map((section) => valueOr(place, below(section, "publicIPAddress"), sectionAt(section, "publicIPAddress"), undefined));
  for (const address of addresses) {
    const id = address === undefined ? undefined : textAt(address, "id");
    if (id?.kind === "unknown" && id.malformed) note(place, below(address!, "id"), id.reason);
  }
  if (configurations.length > 0 && addresses.every((address) => address === undefined)) note(place, "ipConfigurations", "have no public address: where the firewall sends what leaves is not modelled");
}

function subnetOf(place: Place, section: Section, resource: Stated, directory: Directory): string | undefined {
  const reference = referenceAt(place, section, "subnet", {
    directory,
    resource,
    kinds: ["network:Subnet", "network:VirtualNetwork"],
    idsOf: (found) => (found.kind === "network:VirtualNetwork" ? inlineSubnetIds(found, directory) : [directory.idOf(found)]),
  });
  if (reference.kind === "one") return reference.id;
  if (reference.kind !== "several") return undefined;
  // Azure takes a firewall in the subnet of this name alone.
  const fitting = reference.ids.filter((id) => id.endsWith("/azurefirewallsubnet"));
  if (fitting.length === 1) return fitting[0];
  return void note(place, below(section, "subnet"), `is not known: one of ${reference.ids.join(", ")}`, [...place.concerns, ...reference.ids]);
}

function answeredAddress(place: Place, resource: Stated): string | undefined {
  const answered = sectionsOr({ ...place, gaps: { found: [] } }, resource.outputs, "ipConfigurations");
  return answered.map(statedAddress).find((address) => address !== undefined);
}

function statedAddress(section: Section): string | undefined {
  const address = textAt(section, "privateIPAddress");
  return address.kind === "known" && parseAddress(address.value) !== undefined ? address.value : undefined;
}

/** Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md (azure/limits.ts); a firewall takes the first free address. */
function firstUsable(subnet: ModelSubnet): string | undefined {
  const [range] = rangesOf(subnet.prefixes);
  return range === undefined ? undefined : formatAddress({ family: range.family, value: range.first + BigInt(firstUsableHost.value) });
}

function policyOf(place: Place, resource: Stated, directory: Directory, policies: (id: string) => Policy | undefined): Policy {
  const reference = referenceAt(place, resource.inputs, "firewallPolicy", { directory, resource, kinds: ["network:FirewallPolicy"] });
  if (reference.kind === "several") note(place, "firewallPolicy", `is not known: one of ${reference.ids.join(", ")}`);
  if (reference.kind !== "one") return withoutPolicy;
  const policy = policies(reference.id);
  if (policy === undefined) note(place, "firewallPolicy", `names ${reference.id}, which is not in the stack: its rules are not known`, [...place.concerns, reference.id]);
  return policy ?? withoutPolicy;
}

function classicSetting(place: Place, resource: Stated, key: string): string | undefined {
  const settings = valueOr(place, "additionalProperties", sectionAt(resource.inputs, "additionalProperties"), undefined);
  return settings === undefined ? undefined : valueOr(place, `additionalProperties.${key}`, textAt(settings, key), undefined);
}

function expandedRange(range: string): readonly string[] {
  return range.toLowerCase() === "ianaprivateranges" ? privateRanges : [range];
}

/** Policies with what they inherit; gaps concern every firewall that a policy decides for. */
function readPolicies(directory: Directory, gaps: Gaps, ipGroups: FirewallParts["ipGroups"]): FirewallParts["policies"] {
  const groups = ruleCollectionGroups(directory, gaps, ipGroups);
  const own = new Map<string, OwnPolicy>(
    directory.of("network:FirewallPolicy").map((resource) => {
      const id = directory.idOf(resource);
      const place: Place = { gaps, resource: resource.label, concerns: policyConcerns(id, directory) };
      const reference = referenceAt(place, resource.inputs, "basePolicy", { directory, resource, kinds: ["network:FirewallPolicy"], idsOf: (found) => [directory.idOf(found)].filter((other) => other !== id) });
      if (reference.kind === "several") note(place, "basePolicy", `is not known: one of ${reference.ids.join(", ")}`);
      return [id, { resource, place, groups: groups.get(id) ?? [], ...(reference.kind === "one" ? { parent: reference.id } : {}) }];
    }),
  );
  return (id) => inherited(id, own, [], 0);
}

/**
 * A parent's groups come first whatever their priorities: they are lowered below any that Azure takes. Settings that are not said
 * are the parent's.
 * Sources: MicrosoftDocs/azure-docs articles/firewall/rule-processing.md; articles/firewall-manager/policy-overview.md.
 */
function inherited(id: string, policies: ReadonlyMap<string, OwnPolicy>, before: readonly string[], level: number): Policy | undefined {
  const policy = policies.get(id);
  if (policy === undefined) return undefined;
  const { resource, place, parent } = policy;
  const isCycle = parent !== undefined && [...before, id].includes(parent);
  if (isCycle) note(place, "basePolicy", "leads back to the policy itself");
  const above = parent === undefined || isCycle ? undefined : inherited(parent, policies, [...before, id], level + 1);
  if (parent !== undefined && !isCycle && above === undefined) note(place, "basePolicy", `names ${parent}, which is not in the stack: its rules are not known`);
  const own = policy.groups.map((group) => ({ ...group, priority: group.priority - level * highestGroupPriority })).sort((one, other) => one.priority - other.priority);
  return {
    groups: [...(above?.groups ?? []), ...own],
    nameProxy: nameProxyOf(place, resource) ?? above?.nameProxy ?? false,
    untranslated: untranslatedOf(place, resource) ?? above?.untranslated ?? privateRanges,
  };
}

const highestGroupPriority = 65_000;

function nameProxyOf(place: Place, { inputs }: Stated): boolean | undefined {
  const settings = valueOr(place, "dnsSettings", sectionAt(inputs, "dnsSettings"), undefined);
  return settings === undefined ? undefined : valueOr(place, "dnsSettings.enableProxy", booleanAt(settings, "enableProxy"), false);
}

function untranslatedOf(place: Place, { inputs }: Stated): readonly string[] | undefined {
  const settings = valueOr(place, "snat", sectionAt(inputs, "snat"), undefined);
  if (settings === undefined) return undefined;
  const learns = valueOr(place, "snat.autoLearnPrivateRanges", textAt(settings, "autoLearnPrivateRanges"), "Disabled");
  if (learns.toLowerCase() === "enabled") note(place, "snat.autoLearnPrivateRanges", "takes ranges that only Azure knows");
  return saysSomething(settings, "privateRanges") ? textsOr(place, settings, "privateRanges").flatMap(expandedRange) : undefined;
}

function ruleCollectionGroups(directory: Directory, gaps: Gaps, ipGroups: FirewallParts["ipGroups"]): ReadonlyMap<string, readonly FirewallRuleGroup[]> {
  const groups = new Map<string, FirewallRuleGroup[]>();
  for (const resource of directory.of("network:FirewallPolicyRuleCollectionGroup")) {
    const parents = directory.parentsOf(resource, "network:FirewallPolicy");
    const place: Place = { gaps, resource: resource.label, concerns: [...new Set(parents.flatMap((id) => policyConcerns(id, directory)))] };
    const [parent] = parents;
    if (parent === undefined || parents.length > 1) {
      note(place, "firewallPolicyName", "is not known: which policy the rules belong to cannot be told");
      continue;
    }
    if (directory.find(parent, "network:FirewallPolicy") === undefined) note(place, "firewallPolicyName", "names a policy that is not in the stack");
    const priority = required(place, "priority", wholeNumberAt(resource.inputs, "priority"));
    if (priority === undefined) continue;
    const named = textAt(resource.inputs, "ruleCollectionGroupName");
    const group = { name: named.kind === "known" ? named.value : resource.name, priority, collections: policyCollections({ place, directory, resource, groups: ipGroups }) };
    const siblings = groups.get(parent);
    if (siblings === undefined) groups.set(parent, [group]);
    else siblings.push(group);
  }
  return groups;
}

/** The policy and every firewall of the stack: which of them it decides for is only known once all is read. */
function policyConcerns(id: string, directory: Directory): readonly string[] {
  return [id, ...directory.of("network:AzureFirewall").map(directory.idOf)];
}
