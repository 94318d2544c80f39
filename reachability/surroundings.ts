import { gapsOf, optionsOf, type Analysis } from "./analysis.ts";
import type { ModelNetwork, ModelPeering } from "./model.ts";
import { meaningOf, rangesOf, type TagSurroundings } from "./serviceTags.ts";

const everywhere = rangesOf("0.0.0.0/0", "::/0");

/** What service tags mean in the rules of a group that stands at this subnet; the empty id stands for no subnet. */
export function surroundingsOf(analysis: Analysis, subnetId: string): TagSurroundings {
  return analysis.remembered(`surroundings|${subnetId}`, () => {
    const place = analysis.subnets.get(subnetId);
    if (place === undefined) return { network: [], connected: [], perhapsConnected: [], places: analysis.places };
    const { network, subnet } = place;
    // With "allow virtual network access" off the peered network is not part of the tag, though routes lead there:
    // MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-manage-peering.md, "Create a peering".
    const peered = peeringsOf(analysis, network).filter(({ allowNetworkAccess }) => allowNetworkAccess);
    const tables = optionsOf(subnet.routeTables).flatMap((table) => (table === "none" ? [] : [table]));
    const routed = tables.flatMap(({ routes }) => routes.map(({ prefix }) => prefix));
    const isDefault = (prefix: string) => /\/0$/.test(prefix);
    const own = { network: rangesOf(...network.prefixes, ...peered.flatMap((peering) => prefixesOf(analysis, peering))), connected: [], perhapsConnected: [], places: analysis.places };
    const named = meaningOf(routed.filter((prefix) => !isDefault(prefix)), own);
    // A table of which not every route can be read may lead any prefix, which the tag then covers.
    const inDoubt = gapsOf(analysis, subnet.id, network.id, ...tables.map(({ id }) => id)).length > 0;
    const isKnown = subnet.routeTables.options.length <= 1 && !inDoubt;
    const learnt = rangesOf(...(analysis.options.externals ?? []).filter(({ attachedAt }) => attachedAt === "gateway").flatMap(({ prefixes }) => prefixes));
    return {
      ...own,
      connected: isKnown ? named.must : [],
      // Networks behind a gateway belong to the tag where the gateway is this network's, which is an assumption.
      perhapsConnected: [...named.may, ...learnt, ...rangesOf(...routed.filter(isDefault)), ...(inDoubt ? everywhere : [])],
    };
  });
}

/**
 * The peerings that carry traffic: both sides must have made theirs.
 * Source: MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-manage-peering.md ("Initiated", "Connected").
 */
export function peeringsOf(analysis: Analysis, network: ModelNetwork): readonly ModelPeering[] {
  return network.peerings.filter(({ remote }) => {
    const other = analysis.networks.get(remote);
    return other === undefined || other.peerings.some((peering) => peering.remote === network.id);
  });
}

/** What the other side says of itself, where it is known. */
export function prefixesOf(analysis: Analysis, peering: ModelPeering): readonly string[] {
  return analysis.networks.get(peering.remote)?.prefixes ?? peering.remotePrefixes;
}
