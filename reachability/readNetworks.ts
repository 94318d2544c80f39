import { mergedRanges, readAddresses, type AddressRange } from "./addresses.ts";
import type { Candidates, ModelNetwork, ModelPeering, ModelSubnet, Origin, RouteTable, SecurityGroup } from "./model.ts";
import { lastName, type Directory } from "./readDirectory.ts";
import { note, originAt, sectionsOr, textsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import type { KindName } from "./readKinds.ts";
import { readPeerings } from "./readPeerings.ts";
import { referenceAt } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { below, booleanAt, sectionAt, textAt, type Section } from "./readValues.ts";

export interface NetworkParts {
  readonly directory: Directory;
  readonly gaps: Gaps;
  /** By id; several where it is not known which rules of a group stand. */
  readonly securityGroups: ReadonlyMap<string, readonly SecurityGroup[]>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
}

/** Networks with their subnets from both places where Azure takes them, and networks outside the stack that subnets are put into. */
export function readNetworks(parts: NetworkParts): readonly ModelNetwork[] {
  const { directory, gaps } = parts;
  const standalone = standaloneSubnets(parts);
  const prefixes = new Map(directory.of("network:VirtualNetwork").map((resource) => [directory.idOf(resource), addressSpace(resource, directory, gaps)]));
  const peerings = readPeerings(directory, gaps, prefixes);
  const own = directory.of("network:VirtualNetwork").map((resource): ModelNetwork => {
    const id = directory.idOf(resource);
    const place: Place = { gaps, resource: resource.label, concerns: [id] };
    return { id, prefixes: prefixes.get(id)!, subnets: mergedSubnets(place, inlineSubnets(resource, id, parts), standalone.get(id) ?? []), peerings: peerings.get(id) ?? [], origin: originAt(place, undefined) };
  });
  const foreign = [...standalone].filter(([id]) => !prefixes.has(id)).map(([id, subnets]) => foreignNetwork(id, subnets, peerings.get(id) ?? [], gaps));
  const networks = [...own, ...foreign];
  for (const network of networks) checkPrefixes(network, gaps);
  return networks;
}

/** Ids of the subnets that a network resource holds itself. */
export function inlineSubnetIds(resource: Stated, directory: Directory): readonly string[] {
  const silent: Place = { gaps: { found: [] }, resource: resource.label, concerns: [] };
  return sectionsOr(silent, resource.inputs, "subnets").flatMap((section) => {
    const name = textAt(section, "name");
    return name.kind === "known" ? [subnetId(directory.idOf(resource), name.value)] : [];
  });
}

function subnetId(network: string, name: string): string {
  return `${network}/subnets/${name}`.toLowerCase();
}

function addressSpace(resource: Stated, directory: Directory, gaps: Gaps): readonly string[] {
  const place: Place = { gaps, resource: resource.label, concerns: [directory.idOf(resource)] };
  const space = valueOr(place, "addressSpace", sectionAt(resource.inputs, "addressSpace"), undefined);
  const prefixes = space === undefined ? [] : goodPrefixes(place, textsOr(place, space, "addressPrefixes"), "addressSpace.addressPrefixes");
  if (prefixes.length === 0) note(place, "addressSpace", "has no prefix that is known");
  return prefixes;
}

function goodPrefixes(place: Place, prefixes: readonly string[], path: string): readonly string[] {
  return prefixes.filter((prefix) => {
    const read = readAddresses(prefix);
    const wrong = read.kind === "invalid" ? read.reason : prefix.includes("/") ? undefined : "is no prefix";
    if (wrong !== undefined) note(place, path, `${prefix}: ${wrong}`);
    return wrong === undefined;
  });
}

function inlineSubnets(resource: Stated, network: string, parts: NetworkParts): readonly ModelSubnet[] {
  const place: Place = { gaps: parts.gaps, resource: resource.label, concerns: [network] };
  return sectionsOr(place, resource.inputs, "subnets").flatMap((section) => {
    const name = valueOr(place, below(section, "name"), textAt(section, "name"), undefined);
    if (name !== undefined) return [subnet(resource, section, subnetId(network, name), name, parts)];
    // Only named by its id: the subnet is a resource of its own.
    const id = textAt(section, "id");
    if (id.kind !== "known") note(place, below(section, "name"), "is missing");
    return [];
  });
}

function standaloneSubnets(parts: NetworkParts): ReadonlyMap<string, readonly ModelSubnet[]> {
  const { directory, gaps } = parts;
  const subnets = new Map<string, ModelSubnet[]>();
  for (const resource of directory.of("network:Subnet")) {
    const parents = directory.parentsOf(resource, "network:VirtualNetwork");
    const id = directory.idOf(resource);
    const [parent] = parents;
    if (parent === undefined || parents.length > 1) {
      note({ gaps, resource: resource.label, concerns: [id, ...parents] }, "virtualNetworkName", "is not known: which network the subnet belongs to cannot be told");
      continue;
    }
    const named = textAt(resource.inputs, "subnetName");
    const found = subnet(resource, resource.inputs, id, named.kind === "known" ? named.value : resource.id === undefined ? resource.name : lastName(id), parts);
    const siblings = subnets.get(parent);
    if (siblings === undefined) subnets.set(parent, [found]);
    else siblings.push(found);
  }
  return subnets;
}

function mergedSubnets(place: Place, inline: readonly ModelSubnet[], standalone: readonly ModelSubnet[]): readonly ModelSubnet[] {
  const all = [...inline, ...standalone];
  if (inline.length > 0 && standalone.length > 0) {
    note(place, "subnets", "are written here and as resources of their own: which of them stand depends on what was updated last");
  }
  const byId = new Map<string, ModelSubnet>();
  for (const found of all) {
    const other = byId.get(found.id);
    if (other !== undefined) note({ ...place, resource: found.origin.resource, concerns: [found.id] }, found.origin.path, `is described twice: by ${other.origin.resource} too`);
    else byId.set(found.id, found);
  }
  return [...byId.values()];
}

function subnet(resource: Stated, section: Section, id: string, name: string, parts: NetworkParts): ModelSubnet {
  const place: Place = { gaps: parts.gaps, resource: resource.label, concerns: [id] };
  const one = valueOr(place, below(section, "addressPrefix"), textAt(section, "addressPrefix"), undefined);
  const many = textsOr(place, section, "addressPrefixes");
  const prefixes = goodPrefixes(place, [...new Set(one === undefined ? many : [one, ...many])], below(section, "addressPrefix"));
  if (prefixes.length === 0) note(place, below(section, "addressPrefix"), "is not known");
  noteServices(place, section);
  const outboundAccess = outboundAccessOf(place, section);
  return {
    id,
    name,
    prefixes,
    securityGroups: securityGroupsAt(place, section, resource, parts),
    routeTables: routeTablesAt(place, section, resource, parts),
    ...(outboundAccess === undefined ? {} : { outboundAccess }),
    origin: originAt(place, section.path),
  };
}

/**
 * A NAT gateway is a way out whatever else is said. What holds where nothing is said depends on the version of the network API.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/ip-services/default-outbound-access.md.
 */
function outboundAccessOf(place: Place, section: Section): ModelSubnet["outboundAccess"] {
  const gateway = sectionAt(section, "natGateway");
  if (gateway.kind === "known") return "NAT gateway";
  const path = below(section, "defaultOutboundAccess");
  const access = valueOr(place, path, booleanAt(section, "defaultOutboundAccess"), undefined);
  if (gateway.kind === "absent") return access === undefined ? undefined : access ? "open" : "closed";
  if (gateway.malformed) note(place, below(section, "natGateway"), gateway.reason);
  return access === true ? "open" : undefined;
}

/**
 * Service endpoints lead past user-defined routes; a delegation hands rules and routes to a service.
 * Sources: MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-service-endpoints-overview.md, subnet-delegation-overview.md.
 */
function noteServices(place: Place, section: Section): void {
  const says: readonly (readonly [string, string])[] = [
    ["serviceEndpoints", "lead to their services past the route table"],
    ["delegations", "hand the subnet to a service, whose own rules are not modelled"],
  ];
  for (const [key, reason] of says) {
    const value = section.values[key];
    if (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)) note(place, below(section, key), reason);
  }
}

/**
 * What a subnet or an interface refers to, as the things themselves. One that is not in the stack, or of which nothing is known, is
 * an empty thing with a gap of its own: what it does is unknown.
 */
function candidates<Thing>(place: Place, section: Section, key: string, options: CandidateOptions<Thing>): Candidates<Thing> {
  const { kind, resource, directory, things, empty } = options;
  const reference = referenceAt(place, section, key, { directory, resource, kinds: [kind] });
  if (reference.kind === "none") return { options: ["none"] };
  const ids = reference.kind === "unresolved" ? [`${place.concerns[0] ?? ""}/${key}/unknown`.toLowerCase()] : reference.kind === "one" ? [reference.id] : reference.ids;
  const found = ids.map((id) => {
    const thing = things.get(id);
    if (thing !== undefined) return thing;
    note(place, below(section, key), reference.kind === "unresolved" ? "is not known" : `names ${id}, which is not in the stack`, [id]);
    return empty(id, originAt(place, below(section, key)));
  });
  return { options: reference.kind === "several" && reference.orNone ? [...found, "none"] : found };
}

interface CandidateOptions<Thing> {
  readonly kind: KindName;
  readonly resource: Stated;
  readonly directory: Directory;
  readonly things: ReadonlyMap<string, Thing>;
  readonly empty: (id: string, origin: Origin) => Thing;
}

export function securityGroupsAt(place: Place, section: Section, resource: Stated, { directory, securityGroups }: NetworkParts): Candidates<SecurityGroup> {
  const { options } = candidates<readonly SecurityGroup[]>(place, section, "networkSecurityGroup", { kind: "network:NetworkSecurityGroup", resource, directory, things: securityGroups, empty: (id, origin) => [{ id, rules: [], origin }] });
  return { options: options.flat() };
}

function routeTablesAt(place: Place, section: Section, resource: Stated, { directory, routeTables }: NetworkParts): Candidates<RouteTable> {
  return candidates(place, section, "routeTable", { kind: "network:RouteTable", resource, directory, things: routeTables, empty: (id, origin) => ({ id, routes: [], takesGatewayRoutes: true, origin }) });
}

function foreignNetwork(id: string, subnets: readonly ModelSubnet[], peerings: readonly ModelPeering[], gaps: Gaps): ModelNetwork {
  const origin = subnets[0]!.origin;
  note({ gaps, resource: origin.resource, concerns: [id] }, "virtualNetworkName", "names a network that is not in the stack: its address space, its other subnets and its peerings are not known");
  return { id, prefixes: [...new Set(subnets.flatMap(({ prefixes }) => prefixes))], subnets, peerings, origin };
}

/** Azure takes no subnet outside its network's address space, and no two that overlap. */
function checkPrefixes(network: ModelNetwork, gaps: Gaps): void {
  const space = rangesOf(network.prefixes);
  const taken: { readonly range: AddressRange; readonly subnet: ModelSubnet }[] = [];
  for (const found of network.subnets) {
    const place: Place = { gaps, resource: found.origin.resource, concerns: [found.id] };
    for (const range of rangesOf(found.prefixes)) {
      if (!space.some((own) => own.family === range.family && own.first <= range.first && range.last <= own.last)) note(place, found.origin.path, `${found.name} lies outside the address space of ${lastName(network.id)}`);
      const other = taken.find(({ range: own }) => overlap(own, range));
      if (other !== undefined) note(place, found.origin.path, `${found.name} overlaps ${other.subnet.name}`, [found.id, other.subnet.id]);
      taken.push({ range, subnet: found });
    }
  }
}

export function rangesOf(prefixes: readonly string[]): readonly AddressRange[] {
  return mergedRanges(
    prefixes.flatMap((prefix) => {
      const read = readAddresses(prefix);
      return read.kind === "addresses" ? read.ranges : [];
    }),
  );
}

export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

