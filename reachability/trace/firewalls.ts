import { formatAddress } from "../addresses.ts";
import { gapsOf, type Analysis, type SubnetPlace } from "../analysis.ts";
import { rulesFor } from "../bounds.ts";
import type { Hop, Way } from "../endpoints.ts";
import { answeredBy, translationsOf } from "../firewall.ts";
import type { ModelFirewall } from "../model.ts";
import type { Packet } from "../packetSetFields.ts";
import type { NextHop } from "../routing.ts";
import { publicAddresses } from "../serviceTags.ts";
import type { Site } from "../sites.ts";
import { intoSite } from "./arrival.ts";
import { along, combined, delivered, delivery, dropped, unknown, type Journey } from "./journeys.ts";
import { attachmentHop, externalWith, gatewayPlaces, isIn, notOnInternet, ownAddress, sitesWith } from "./places.ts";
import { answersVia, answerVia, firewallLeads, firewallSteps, forwardedHops } from "./replies.ts";
import { firewallOutcomes, outwardHops, type FirewallOutcome } from "./steps.ts";

/** To a firewall's own address, from an interface. */
export function toFirewallItself(analysis: Analysis, from: Site, firewall: ModelFirewall, packet: Packet): Journey {
  const { space } = analysis;
  const questions = answeredBy(analysis, firewall);
  const decision = space.contains(questions.must, packet) ? "allow" : space.contains(questions.may, packet) ? "unknown" : "deny";
  const hop: Hop = { kind: "firewall", direction: "inbound", at: firewall.id, decision, by: "the firewall's own address: it answers for names on port 53 where it is their proxy", origin: firewall.origin };
  return along([hop], () => delivered([], "the firewall", firewallLeads(analysis, firewall, packet.source, `network:${from.network.id}`, from, packet.destination)));
}

/** The side of a firewall that a packet comes from. */
interface Behind {
  /** Where the firewall must lead the reply. */
  readonly back: NextHop;
  readonly place?: SubnetPlace;
  readonly members: readonly string[];
}

/** Through a firewall by its rules, one journey for each thing that it may do. */
export function throughFirewall(analysis: Analysis, firewall: ModelFirewall, packet: Packet, behind: Behind, target: Site | undefined): Journey {
  return combined(firewallOutcomes(analysis, firewall, packet).map((outcome) => along([outcome.hop], () => behindFirewall(analysis, firewall, packet, behind, target, outcome))));
}

function behindFirewall(analysis: Analysis, firewall: ModelFirewall, packet: Packet, behind: Behind, target: Site | undefined, outcome: FirewallOutcome): Journey {
  const translated = outcome.kind === "translated";
  const sent = translated ? { ...packet, source: ownAddress(analysis, firewall) } : packet;
  const homeward = () => firewallLeads(analysis, firewall, packet.source, behind.back, behind.place, packet.destination);
  const steps = firewallSteps(analysis, firewall, packet.destination);
  return combined(
    steps.map(({ next, hop }) =>
      along([hop], () => {
        if (next === "?" ? target !== undefined : next.startsWith("network:")) {
          if (target === undefined || (next !== "?" && next !== `network:${target.network.id}`)) return dropped(`no interface has ${formatAddress(packet.destination)}`);
          return along(forwardedHops(analysis, target, firewall, "source", packet), () => intoSite(analysis, target, sent, translated ? firewall : behind.members, () => answersVia(analysis, target, firewall, packet.source, translated, homeward)));
        }
        const external = externalWith(analysis, packet.destination, "firewall");
        if (external !== undefined && (next === "attached" || next === "?")) return delivered([attachmentHop(external.prefix, external.name, firewall.id)], external.name, homeward());
        const behindOne = next === "gateway" || next === "?" ? externalWith(analysis, packet.destination, "gateway") : undefined;
        if (behindOne !== undefined) return behindGateway(analysis, firewall, packet, translated, homeward, behindOne);
        if (next === "internet" || next === "?") {
          if (!isIn(packet.destination, publicAddresses)) return dropped(notOnInternet(packet));
          return outcome.kind !== "plain" ? along(outwardHops(analysis, firewall, packet), () => delivered([], "the internet", homeward())) : dropped("a private address cannot go to the internet untranslated");
        }
        return dropped("the firewall's route leads nowhere");
      }),
    ),
  );
}

function behindGateway(analysis: Analysis, firewall: ModelFirewall, packet: Packet, translated: boolean, homeward: () => Way, { prefix, name }: { readonly prefix: string; readonly name: string }): Journey {
  const [gateway] = gatewayPlaces(analysis);
  const arrival = attachmentHop(prefix, name, firewall.id);
  if (gateway === undefined) return delivered([{ ...arrival, decision: "unknown" }], name, homeward());
  const back = answerVia(analysis, gateway, firewall, packet.source, translated, homeward);
  return delivered([arrival], name, back);
}

/** What a translation rule of a firewall passes on; `undefined` where none takes the packet. */
export function atFirewallFromOutside(analysis: Analysis, firewall: ModelFirewall, packet: Packet): Journey | undefined {
  const { candidates, decided } = rulesFor(analysis.space, translationsOf(analysis, firewall), packet);
  const [taken] = candidates;
  if (taken === undefined) return undefined;
  const sure = decided && candidates.length === 1 && gapsOf(analysis, firewall.id).length === 0;
  const hop: Hop = { kind: "firewall", direction: "forward", at: firewall.id, decision: sure ? "allow" : "unknown", by: `${taken.collection.name}: ${taken.rule.name} (Dnat)`, origin: taken.rule.origin };
  const { address, port } = taken;
  if (address === undefined || port === undefined) return along([{ ...hop, decision: "unknown" }], () => unknown("where the rule passes packets on to is not known"));
  const sent: Packet = { ...packet, source: ownAddress(analysis, firewall), destination: address, destinationPort: port };
  const inner = { ...packet, destination: address, destinationPort: port };
  const denial = firewallOutcomes(analysis, firewall, inner, "denials").find(({ kind }) => kind === "denied");
  const targets = sitesWith(analysis, address);
  const passing: readonly Hop[] = [{ ...hop, translated: sent }, ...(denial === undefined ? [] : [denial.hop])];
  if (targets.length === 0) return along(passing, () => passedOutside(analysis, firewall, inner));
  return combined(
    targets.map((target) =>
      along(passing, () =>
        combined(
          firewallSteps(analysis, firewall, address).map((step) =>
            along([step.hop], () => {
              if (step.next !== "?" && step.next !== `network:${target.network.id}`) return dropped("the firewall's route leads elsewhere");
              const journey = intoSite(analysis, target, sent, firewall, () => answersVia(analysis, target, firewall, packet.source, true, () => delivery("the answer comes back through the firewall")));
              return target.face.addresses.length > 0 ? journey : along([{ kind: "delivery", direction: "inbound", at: target.face.id, decision: "unknown", by: "Azure chooses the interface's address" }], () => journey);
            }),
          ),
        ),
      ),
    ),
  );
}

/** What a firewall passes on to a place outside. */
function passedOutside(analysis: Analysis, firewall: ModelFirewall, packet: Packet): Journey {
  const address = packet.destination;
  const back = delivery("the answer comes back through the firewall");
  return combined(
    firewallSteps(analysis, firewall, address).map(({ next, hop }) =>
      along([hop], () => {
        const external = externalWith(analysis, address, "firewall");
        if (external !== undefined && (next === "attached" || next === "?")) return delivered([attachmentHop(external.prefix, external.name, firewall.id)], external.name, back);
        if (next === "internet" && isIn(address, publicAddresses)) return along(outwardHops(analysis, firewall, packet), () => delivered([], "the internet", back));
        return dropped(`no interface has ${formatAddress(address)}`);
      }),
    ),
  );
}
