import type { Analysis } from "../analysis.ts";
import type { Endpoint, Hop, Trace } from "../endpoints.ts";
import type { RouteTable } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import { maximumChoices, siteOf } from "../sites.ts";
import { fromExternal, fromOutside } from "./fromOutside.ts";
import { fromSite } from "./fromSite.ts";
import { combined, dropped, endOf, type Journey } from "./journeys.ts";
import { attachmentWords } from "./places.ts";

/**
 * Follows one packet hop by hop, and its reply back: security groups out, routes, firewalls, security groups in. Where something is
 * not known, every possibility is followed: what all of them come to is the answer, and the hops shown are those of the first that
 * comes to something else than being dropped.
 *
 * @throws RangeError for an interface or firewall that the model does not have
 */
export function trace(analysis: Analysis, from: Endpoint, packet: Packet): Trace {
  const { forth, back } = combined(everyRouting(analysis).flatMap((settled) => beginnings(settled, from, packet)));
  const end = endOf({ forth, ...(back === undefined ? {} : { back }) });
  const decisive = back !== undefined && forth.end !== "dropped" && (back.end === "dropped" || forth.end === "delivered") ? back : forth;
  const assumptions = [...new Set([...forth.hops, ...(back?.hops ?? [])].flatMap((hop) => assumptionOf(analysis, hop)))];
  return { packet, forth, ...(back === undefined ? {} : { back }), end, reason: end === "delivered" ? forth.reason : decisive.reason, assumptions };
}

/** The analysis once for each combination of route tables that may stand at the subnets; where those are too many, each step weighs its own. */
function everyRouting(analysis: Analysis): readonly Analysis[] {
  const open = [...analysis.subnets.values()].filter(({ subnet }) => subnet.routeTables.options.length > 1);
  if (open.reduce((product, { subnet }) => product * subnet.routeTables.options.length, 1) > maximumChoices) return [analysis];
  const choices = open.reduce<readonly ReadonlyMap<string, RouteTable | "none">[]>((known, { subnet }) => known.flatMap((choice) => subnet.routeTables.options.map((table) => new Map([...choice, [subnet.id, table]]))), [new Map()]);
  return choices.map((tables) => ({ ...analysis, tables }));
}

function assumptionOf(analysis: Analysis, { at, by }: Hop): readonly string[] {
  const stated = analysis.stated.get(at);
  const external = (analysis.options.externals ?? []).filter(({ name, prefixes }) => prefixes.some((prefix) => by === attachmentWords(prefix, name)));
  return [...(stated === undefined ? [] : [`the appliance at ${stated.firewall.address} holds the rule request ${stated.hash}`]), ...external.map(({ name, prefixes, attachedAt }) => `${name} (${prefixes.join(", ")}) is attached at the ${attachedAt}`)];
}

function beginnings(analysis: Analysis, from: Endpoint, packet: Packet): readonly Journey[] {
  switch (from.kind) {
    case "interface":
      return fromSite(analysis, siteOf(analysis, from.id), packet);
    case "external":
      return fromExternal(analysis, from, packet);
    case "internet":
    case "named":
      return fromOutside(analysis, packet);
    case "firewall":
      return [dropped("a firewall begins no flows of its own")];
  }
}
