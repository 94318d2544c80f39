import { formatAddress } from "../addresses.ts";
import type { Analysis, SubnetPlace } from "../analysis.ts";
import type { Endpoint, Hop } from "../endpoints.ts";
import { answeredBy } from "../firewall.ts";
import type { Packet } from "../packetSetFields.ts";
import { fromUnattached } from "../paths.ts";
import { comesByPublicAddress } from "../publicWays.ts";
import { rangesOf } from "../serviceTags.ts";
import type { Site } from "../sites.ts";
import { intoSite, lost } from "./arrival.ts";
import { atFirewallFromOutside, throughFirewall } from "./firewalls.ts";
import { along, combined, delivered, delivery, dropped, unknown, type Journey } from "./journeys.ts";
import { attachmentHop, firewallOf, gatewayPlaces, isIn, sitesWith } from "./places.ts";
import { waysBack } from "./replies.ts";
import { routeSteps } from "./steps.ts";

/** From a network of the clients: one journey for each firewall or gateway that it may be attached at. */
export function fromExternal(analysis: Analysis, external: Extract<Endpoint, { kind: "external" }>, packet: Packet): readonly Journey[] {
  const prefix = external.prefixes.find((candidate) => isIn(packet.source, rangesOf(candidate))) ?? external.prefixes.join(", ");
  const inward = fromOutsideIfPublic(analysis, packet);
  if (external.attachedAt === "gateway") {
    const gateways = gatewayPlaces(analysis);
    if (gateways.length === 0) return fromUnknownGateway(analysis, external.name, prefix, packet);
    return gateways.map((gateway) => along([attachmentHop(prefix, external.name, gateway.subnet.id)], () => fromGateway(analysis, gateway, packet)));
  }
  const firewalls = [...analysis.firewalls.values()];
  if (firewalls.length === 0) return [fromUnknownFirewall(analysis, packet)];
  return firewalls.map((firewall) => {
    const arrival = attachmentHop(prefix, external.name, firewall.id);
    if (formatAddress(packet.destination) === firewall.address) {
      const answers = answeredBy(analysis, firewall);
      const decision = analysis.space.contains(answers.must, packet) ? "allow" : analysis.space.contains(answers.may, packet) ? "unknown" : "deny";
      return along([arrival, { kind: "firewall", direction: "inbound", at: firewall.id, decision, by: "the firewall's own address", origin: firewall.origin }], () => delivered([], "the firewall", delivery("the answer comes back")));
    }
    return along([arrival], () => atFirewallFromOutside(analysis, firewall, packet) ?? inward ?? throughFirewall(analysis, firewall, packet, { back: "attached", members: [] }, sitesWith(analysis, packet.destination)[0]));
  });
}

/** The gateway's routes are not known: it may lead anywhere. */
function fromUnknownGateway(analysis: Analysis, name: string, prefix: string, packet: Packet): readonly Journey[] {
  const arrival: Hop = { ...attachmentHop(prefix, name, "gateway"), decision: "unknown", by: "the gateway's subnet is in no stack that is read" };
  const targets = sitesWith(analysis, packet.destination);
  if (targets.length === 0) return [dropped(`no interface has ${formatAddress(packet.destination)}`)];
  return targets.flatMap((target) => [
    along([arrival], () => intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["gateway"], () => delivery("the answer comes back by the gateway")))),
    ...[...analysis.firewalls.values()].map((firewall) => along([arrival], () => throughFirewall(analysis, firewall, packet, { back: "gateway", members: [] }, target))),
  ]);
}

/** The firewall is not known: it may let anything through, and show any address for the sender's. */
function fromUnknownFirewall(analysis: Analysis, packet: Packet): Journey {
  const lines = "the firewall that they are attached at is in no stack that is read";
  const targets = sitesWith(analysis, packet.destination);
  const open = targets.filter((target) => analysis.space.contains(fromUnattached(analysis, target).may, packet));
  return open.length > 0 ? unknown(lines) : dropped(`${lines}, and nothing here would take the packet and answer to it`);
}

function fromOutsideIfPublic(analysis: Analysis, packet: Packet): Journey | undefined {
  const open = sitesWith(analysis, packet.destination).some(({ face }) => face.publicAddress || face.publicBalancers !== undefined || face.perhapsPublic === true);
  return open && rangesOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10").every((range) => !isIn(packet.source, [range])) ? combined(fromOutside(analysis, packet)) : undefined;
}

function fromGateway(analysis: Analysis, gateway: SubnetPlace, packet: Packet): Journey {
  const target = sitesWith(analysis, packet.destination)[0];
  return combined(
    routeSteps(analysis, gateway.subnet, packet.destination, "forward").map(({ next, hop }) =>
      along([hop], () => {
        const firewall = firewallOf(analysis, next);
        if (firewall !== undefined) return throughFirewall(analysis, firewall, packet, { back: "gateway", members: [] }, target);
        if (next.startsWith("appliance:") || next === "gateway") return lost(analysis, target, packet, [], "where the gateway's route leads is in no stack that is read");
        if (target === undefined || next !== `network:${target.network.id}`) return dropped("the gateway's route leads elsewhere");
        return intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["gateway"], () => delivery("the answer comes back by the gateway")));
      }),
    ),
  );
}

/** From the Internet: what a firewall passes on, or what public addresses lead to. */
export function fromOutside(analysis: Analysis, packet: Packet): readonly Journey[] {
  for (const firewall of analysis.firewalls.values()) {
    const journey = atFirewallFromOutside(analysis, firewall, packet);
    if (journey !== undefined) return [journey];
  }
  const open = sitesWith(analysis, packet.destination);
  if (open.length === 0) return [dropped(`nothing that the internet reaches has ${formatAddress(packet.destination)}`)];
  return open.map((target) => {
    return along([arrivalHop(analysis, target, packet)], () => intoSite(analysis, target, packet, [], () => waysBack(analysis, target, packet.source, ["internet"], () => delivery("the answer leaves by the public address"))));
  });
}

function arrivalHop(analysis: Analysis, target: Site, packet: Packet): Hop {
  const { face } = target;
  const hop = { kind: "platform", direction: "inbound", at: face.id, origin: face.origin } as const;
  const { must, may } = comesByPublicAddress(analysis, target);
  if (analysis.space.contains(must, packet)) return { ...hop, decision: "allow", by: face.publicAddress ? "the interface has a public address" : "a public load balancer hands it on" };
  if (analysis.space.contains(may, packet)) return { ...hop, decision: "unknown", by: "whether a public address or a load balancer leads here is not known" };
  const closed = "no load balancer hands it on, or what leads here is closed so long as no security group opens it";
  return { ...hop, decision: "deny", by: face.publicAddress || face.publicBalancers !== undefined ? closed : "the interface has no public address" };
}
