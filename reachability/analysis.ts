import { parseAddress, readAddresses, type AddressRange } from "./addresses.ts";
import type { AnalysisOptions, StatedFirewall } from "./endpoints.ts";
import type { FirewallRule, Gap, ModelFirewall, ModelInterface, ModelNetwork, ModelSubnet, NetworkModel, RouteTable, SecurityGroup } from "./model.ts";
import { isHostName, namedPlaces, type NamedPlaces } from "./namedPlaces.ts";
import { PacketSpace } from "./packetSet.ts";
import { rangesOf } from "./serviceTags.ts";

export interface SubnetPlace {
  readonly subnet: ModelSubnet;
  readonly network: ModelNetwork;
  readonly ranges: readonly AddressRange[];
}

/** A model made ready for questions. Packet sets are made when they are first needed and kept. */
export interface Analysis {
  readonly model: NetworkModel;
  readonly options: AnalysisOptions;
  readonly space: PacketSpace;
  readonly places: NamedPlaces;
  readonly subnets: ReadonlyMap<string, SubnetPlace>;
  readonly interfaces: ReadonlyMap<string, ModelInterface>;
  readonly networks: ReadonlyMap<string, ModelNetwork>;
  /** The model's firewalls, and those that a stated rule request stands for. */
  readonly firewalls: ReadonlyMap<string, ModelFirewall>;
  /** By id, for those that are not in the model. */
  readonly stated: ReadonlyMap<string, StatedFirewall>;
  /** The model's, and addresses of networks and interfaces that cannot be read. */
  readonly gaps: readonly Gap[];
  /** Words of rules that nobody can read, found on the way. */
  readonly found: Map<string, Gap>;
  /** Whether a way counts only where the reply comes back, or wherever the packet arrives. */
  readonly replies: "needed" | "ignored";
  /** Where one of several route tables is taken to be the one. */
  readonly tables?: ReadonlyMap<string, RouteTable | "none">;
  remembered<T extends object>(key: string, make: () => T): T;
}

/** Prepares a model. Nothing is judged before it is asked for. */
export function analyse(model: NetworkModel, options: AnalysisOptions = {}): Analysis {
  const memory = new Map<string, object>();
  const stated = (options.statedFirewalls ?? []).filter(({ firewall }) => !model.firewalls.some(({ address }) => address === firewall.address));
  return {
    model,
    options,
    space: new PacketSpace(),
    places: namedPlaces([...namesOf(model, stated), ...(options.names ?? [])]),
    subnets: new Map(model.networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, { subnet, network, ranges: rangesOf(...subnet.prefixes) }] as const))),
    interfaces: new Map(model.interfaces.map((each) => [each.id, each])),
    networks: new Map(model.networks.map((network) => [network.id, network])),
    firewalls: new Map([...model.firewalls, ...stated.map(({ firewall }) => firewall)].map((firewall) => [firewall.id, firewall])),
    stated: new Map(stated.map((each) => [each.firewall.id, each])),
    gaps: [...model.gaps, ...unreadableAddresses(model)],
    found: new Map(),
    replies: "needed",
    remembered: <T extends object>(key: string, make: () => T) => {
      const known = memory.get(key) as T | undefined;
      if (known !== undefined) return known;
      const made = make();
      memory.set(key, made);
      return made;
    },
  };
}

/** The same analysis for packets that arrive, whether or not their replies get back: a single datagram may do harm. */
export function ignoringReplies(analysis: Analysis): Analysis {
  return { ...analysis, replies: "ignored" };
}

/** Gaps that leave these ids undecided, and those that may concern everything. */
export function gapsOf(analysis: Analysis, ...ids: readonly string[]): readonly Gap[] {
  if (analysis.gaps.length === 0) return analysis.gaps;
  return analysis.gaps.filter(({ concerns }) => concerns.length === 0 || concerns.some((id) => ids.includes(id)));
}

/** Where nothing is stated there is none; where a reference is unknown, one of several. */
export function optionsOf<T extends SecurityGroup | RouteTable>({ options }: { readonly options: readonly (T | "none")[] }): readonly (T | "none")[] {
  return options.length === 0 ? ["none"] : options;
}

/** The interface's addresses; any of its subnet where Azure chooses. */
export function addressesOf(analysis: Analysis, { addresses, subnet }: ModelInterface): readonly AddressRange[] {
  if (addresses.length > 0) return rangesOf(...addresses);
  return analysis.subnets.get(subnet)?.ranges ?? [];
}

function unreadableAddresses(model: NetworkModel): readonly Gap[] {
  const stated = [
    ...model.networks.flatMap(({ id, origin, prefixes, peerings, subnets }) => [{ id, origin, texts: [...prefixes, ...peerings.flatMap(({ remotePrefixes }) => remotePrefixes)] }, ...subnets.map((subnet) => ({ ...subnet, texts: subnet.prefixes }))]),
    ...model.interfaces.map((each) => ({ ...each, texts: each.addresses })),
    ...model.firewalls.map((each) => ({ ...each, texts: [each.address] })),
  ];
  return stated.flatMap(({ id, origin, texts }) =>
    texts.flatMap((text) => {
      const read = readAddresses(text);
      return read.kind === "addresses" ? [] : [{ origin, reason: `${JSON.stringify(text)} ${read.reason}`, concerns: [id] }];
    }),
  );
}

/** Every name that stands for addresses somewhere in the model. */
function namesOf(model: NetworkModel, stated: readonly StatedFirewall[]): readonly string[] {
  const groups = [...model.networks.flatMap(({ subnets }) => subnets.flatMap(({ securityGroups }) => securityGroups.options)), ...model.interfaces.flatMap(({ securityGroups }) => securityGroups.options)];
  const ofGroups = groups.flatMap((group) => (group === "none" ? [] : group.rules.flatMap((rule) => [...rule.source.prefixes, ...rule.destination.prefixes])));
  const firewalls = [...model.firewalls, ...stated.map(({ firewall }) => firewall)];
  const ofFirewalls = firewalls.flatMap(({ groups }) => groups.flatMap(({ collections }) => collections.flatMap(({ rules }) => rules.flatMap(namesOfRule))));
  return [...ofGroups, ...ofFirewalls].filter(isName);
}

function namesOfRule(rule: FirewallRule): readonly string[] {
  switch (rule.kind) {
    case "network":
      return [...rule.destinations, ...rule.hostNames];
    case "application":
      return [...rule.hostNames, ...rule.tags];
    case "translation":
      return [];
  }
}

/** These tags stand for addresses that are known, or for the network itself. */
const tagsWithAddresses = ["internet", "virtualnetwork", "azureloadbalancer", "azureplatformdns", "azureplatformimds", "azureplatformlkm", "any"];

function isName(word: string): boolean {
  if (word.includes("*") || word.includes("/") || parseAddress(word) !== undefined || tagsWithAddresses.includes(word.toLowerCase())) return false;
  return isHostName(word) || /^[A-Za-z][A-Za-z0-9.]*$/.test(word);
}
