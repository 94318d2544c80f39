import { readAddresses, type AddressRange } from "./addresses.ts";
import type { ModelPeering } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import { note, originAt, sectionsOr, textsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { referenceAt } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { below, booleanAt, sectionAt, type Section } from "./readValues.ts";

/** Peerings by the network that they are written at, inside it and as resources of their own. */
export function readPeerings(directory: Directory, gaps: Gaps, prefixes: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly ModelPeering[]> {
  const peerings = new Map<string, ModelPeering[]>();
  const add = (network: string, found: ModelPeering | undefined) => {
    if (found !== undefined) peerings.set(network, [...(peerings.get(network) ?? []), found]);
  };
  for (const resource of directory.of("network:VirtualNetwork")) {
    const id = directory.idOf(resource);
    const place: Place = { gaps, resource: resource.label, concerns: [id] };
    for (const section of sectionsOr(place, resource.inputs, "virtualNetworkPeerings")) add(id, peering(place, id, section, resource, directory, prefixes));
  }
  for (const resource of directory.of("network:VirtualNetworkPeering")) {
    const parents = directory.parentsOf(resource, "network:VirtualNetwork");
    const place: Place = { gaps, resource: resource.label, concerns: parents };
    const [parent] = parents;
    if (parent !== undefined && parents.length === 1) add(parent, peering(place, parent, resource.inputs, resource, directory, prefixes));
    else note(place, "virtualNetworkName", "is not known: which network is peered cannot be told");
  }
  return peerings;
}

/** Source of the properties: MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-manage-peering.md. */
function peering(place: Place, network: string, section: Section, resource: Stated, directory: Directory, prefixes: ReadonlyMap<string, readonly string[]>): ModelPeering | undefined {
  const at = (key: string) => below(section, key);
  const reference = referenceAt(place, section, "remoteVirtualNetwork", { directory, resource, kinds: ["network:VirtualNetwork"], idsOf: (found) => [directory.idOf(found)].filter((id) => id !== network) });
  if (reference.kind === "none") return void note(place, at("remoteVirtualNetwork"), "is missing");
  if (reference.kind === "unresolved") return undefined;
  if (reference.kind === "several") return void note(place, at("remoteVirtualNetwork"), "is not known", [...place.concerns, ...reference.ids]);
  const { id: remote } = reference;
  const both = { ...place, concerns: [network, remote] };
  if (remote === network) return void note(place, at("remoteVirtualNetwork"), "is the network itself");
  const stated = valueOr(both, at("remoteAddressSpace"), sectionAt(section, "remoteAddressSpace"), undefined);
  const remotePrefixes = prefixes.get(remote) ?? (stated === undefined ? [] : textsOr(both, stated, "addressPrefixes"));
  if (!prefixes.has(remote)) note(both, at("remoteVirtualNetwork"), "is not in the stack: what stands there, and what comes from there, is not known");
  if (!prefixes.has(network)) note(both, at("virtualNetworkName"), "is not in the stack: what stands there, and what comes from there, is not known");
  noteWhatIsPartial(both, section);
  checkOverlap(both, at("remoteVirtualNetwork"), prefixes.get(network) ?? [], remotePrefixes);
  const access = booleanAt(section, "allowVirtualNetworkAccess");
  if (access.kind === "absent") note(both, at("allowVirtualNetworkAccess"), "is not said: what Azure takes then is documented nowhere");
  return {
    remote,
    remotePrefixes,
    allowForwardedTraffic: valueOr(both, at("allowForwardedTraffic"), booleanAt(section, "allowForwardedTraffic"), false),
    allowNetworkAccess: valueOr(both, at("allowVirtualNetworkAccess"), access, true),
    origin: originAt(place, section.path),
  };
}

/** A peering of single subnets, or of one address family alone, joins less than the networks. */
function noteWhatIsPartial(place: Place, section: Section): void {
  const complete = valueOr(place, below(section, "peerCompleteVnets"), booleanAt(section, "peerCompleteVnets"), true);
  const onlyIPv6 = valueOr(place, below(section, "enableOnlyIPv6Peering"), booleanAt(section, "enableOnlyIPv6Peering"), false);
  if (!complete || onlyIPv6) note(place, below(section, "peerCompleteVnets"), "joins parts of the networks alone, which is not modelled");
}

/** Azure peers no networks whose address spaces overlap. */
function checkOverlap(place: Place, path: string, own: readonly string[], remote: readonly string[]): void {
  for (const one of own.flatMap(rangesOf)) {
    for (const other of remote.flatMap(rangesOf)) {
      if (one.family === other.family && one.first <= other.last && other.first <= one.last) return note(place, path, "overlaps the network's own address space: Azure peers no such networks");
    }
  }
}

function rangesOf(prefix: string): readonly AddressRange[] {
  const read = readAddresses(prefix);
  return read.kind === "addresses" ? read.ranges : [];
}
