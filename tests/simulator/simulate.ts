import type { AnalysisOptions, Endpoint } from "../../reachability/endpoints.ts";
import type { ModelFirewall, ModelInterface, NetworkModel } from "../../reachability/model.ts";
import { isIn, isPrivate, isPublic } from "./addresses.ts";
import { deliver, serviceFlow } from "./delivery.ts";
import { agreed, doubted, worse, type Fate } from "./fates.ts";
import { firewallVerdict, getsPublicAddress, networkVerdict, translationOf } from "./firewall.ts";
import { leaves } from "./groups.ts";
import { faceWith, firewallsOf, gatewaySubnetOf, isStated, networkOf, ownAddresses } from "./network.ts";
import { comesByPublicAddress, hasAddress, hasWayOut } from "./publicWays.ts";
import { firewallAnswers, replyBy, replyDirect, replyFromGateway, replyThroughGateway, replyToFirewallAddress, takenBack } from "./replies.ts";
import { hopFor, takesForwarded, type Hop } from "./routes.ts";
import type { Ground, SimulatedPacket, World } from "./world.ts";

/*
 * One packet through one world, step by step: plain loops over the model, no packet sets. A judge of `reachability/` that shares
 * nothing with it but the model's types.
 */

/** What becomes of a packet, and of its reply, in one world. */
export function simulate(model: NetworkModel, options: AnalysisOptions, world: World, from: Endpoint, to: Endpoint, packet: SimulatedPacket): Fate {
  const ground: Ground = { model, options, world };
  if (from.kind === "interface") return fromInterface(ground, faceWith(ground, from.id), to, packet);
  if (to.kind !== "interface") return between(ground, from, to, packet);
  return toInterface(ground, from, faceWith(ground, to.id), packet);
}

function fromInterface(ground: Ground, from: ModelInterface, to: Endpoint, packet: SimulatedPacket): Fate {
  if (from.handsOn !== undefined) return "dropped";
  const target = to.kind === "interface" ? faceWith(ground, to.id) : undefined;
  if (!leaves(ground, from, target, packet)) return "dropped";
  return doubted(serviceFlow(from, "sends", packet), () => onwards(ground, from, to, target, packet));
}

function onwards(ground: Ground, from: ModelInterface, to: Endpoint, target: ModelInterface | undefined, packet: SimulatedPacket): Fate {
  if (to.kind !== "interface" && ["168.63.129.16", "169.254.169.254"].includes(packet.destination)) return "answered";
  const hop = hopFor(ground, from.subnet, packet.destination);
  const home = networkOf(ground, from.subnet).id;
  if (hop.kind === "appliance") return "lost";
  if (target !== undefined) {
    const there = networkOf(ground, target.subnet).id;
    if (hop.kind === "local" || hop.kind === "peered") return hop.network === there ? deliver(ground, target, from, packet, (subnet) => replyDirect(ground, subnet, packet.source, home)) : "dropped";
    if (hop.kind === "firewall") return throughFirewall(ground, hop.firewall, packet, from, target, (route) => (route.kind === "local" || route.kind === "peered") && route.network === home, home);
    return hop.kind === "gateway" ? "lost" : "dropped";
  }
  const external = to.kind === "external" ? to : undefined;
  if (hop.kind === "internet") {
    if (external !== undefined && isPrivate(packet.destination)) return "dropped";
    return doubted(hasWayOut(ground, from, packet), () => "answered");
  }
  if (hop.kind === "gateway") return external?.attachedAt === "gateway" ? replyFromGateway(ground, packet.source, home) : "lost";
  return hop.kind === "firewall" ? outThroughFirewall(ground, hop.firewall, external, packet, home) : "dropped";
}

function outThroughFirewall(ground: Ground, firewall: ModelFirewall, external: Extract<Endpoint, { kind: "external" }> | undefined, packet: SimulatedPacket, home: string): Fate {
  const verdict = firewallVerdict(ground, firewall, packet);
  if (verdict === "unsaid") return "lost";
  if (verdict === "denied") return "dropped";
  const throughGateway = () => replyThroughGateway(ground, firewall, packet.source, verdict === "translated");
  if (isStated(ground, firewall)) {
    if (external?.attachedAt === "firewall") return "answered";
    if (external?.attachedAt === "gateway") return throughGateway();
    return verdict === "translated" ? doubted(getsPublicAddress(packet), () => "answered") : "dropped";
  }
  const onward = hopFor(ground, firewall.subnet, packet.destination);
  if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
  const answer = () => takenBack(ground, home, firewall, packet, firewallAnswers(ground, firewall, packet.source, (route) => (route.kind === "local" || route.kind === "peered") && route.network === home));
  if (external !== undefined && onward.kind === "attached") return external.attachedAt === "firewall" ? answer() : "dropped";
  if (external !== undefined && onward.kind === "gateway" && external.attachedAt === "gateway") return worse(throughGateway(), answer());
  if (onward.kind === "internet") return verdict === "translated" && !(external !== undefined && isPrivate(packet.destination)) ? doubted(getsPublicAddress(packet), answer) : "dropped";
  return onward.kind === "gateway" ? "lost" : "dropped";
}

function toInterface(ground: Ground, from: Endpoint, target: ModelInterface, packet: SimulatedPacket): Fate {
  const there = networkOf(ground, target.subnet).id;
  for (const firewall of from.kind === "external" && from.attachedAt === "gateway" ? [] : firewallsOf(ground)) {
    const passed = translationOf(ground, firewall, packet);
    if (passed === undefined) continue;
    if (networkVerdict(ground, firewall, { ...passed, source: packet.source }) === "Deny") return "dropped";
    return doubted(hasAddress(ground, target, passed.destination), () => {
      const onward = isStated(ground, firewall) ? undefined : hopFor(ground, firewall.subnet, passed.destination);
      if (onward?.kind === "appliance") return "lost";
      if (onward !== undefined && (!(onward.kind === "local" || onward.kind === "peered") || onward.network !== there)) return "dropped";
      return agreed(ownAddresses(ground, firewall).map((source) => deliver(ground, target, undefined, { ...passed, source }, (subnet) => replyToFirewallAddress(ground, subnet, firewall))));
    });
  }
  if (hasAddress(ground, target, packet.destination) === "no") return "dropped";
  if (from.kind === "internet" || from.kind === "named") return doubted(comesByPublicAddress(ground, target, packet), () => deliver(ground, target, undefined, packet, (subnet) => replyBy(ground, subnet, packet.source, "internet")));
  if (from.kind !== "external") return "dropped";
  if (from.attachedAt === "gateway") return fromGateway(ground, target, packet);
  const [firewall] = firewallsOf(ground);
  if (firewall === undefined) return "lost";
  return throughFirewall(ground, firewall, packet, undefined, target, (route) => route.kind === "attached", undefined);
}

function fromGateway(ground: Ground, target: ModelInterface, packet: SimulatedPacket): Fate {
  const gateway = gatewaySubnetOf(ground);
  if (gateway === undefined) return "lost";
  const hop = hopFor(ground, gateway.id, packet.destination);
  if (hop.kind === "appliance" || hop.kind === "gateway") return "lost";
  if (hop.kind === "firewall") return throughFirewall(ground, hop.firewall, packet, undefined, target, (route) => route.kind === "gateway", undefined);
  if (!(hop.kind === "local" || hop.kind === "peered") || hop.network !== networkOf(ground, target.subnet).id) return "dropped";
  return deliver(ground, target, undefined, packet, (subnet) => replyBy(ground, subnet, packet.source, "gateway"));
}

function throughFirewall(ground: Ground, firewall: ModelFirewall, packet: SimulatedPacket, from: ModelInterface | undefined, target: ModelInterface, isHome: (hop: Hop) => boolean, home: string | undefined): Fate {
  const verdict = firewallVerdict(ground, firewall, packet);
  if (verdict === "unsaid") return "lost";
  if (verdict === "denied") return "dropped";
  const there = networkOf(ground, target.subnet).id;
  const through = (homeward: Fate): Fate => {
    if (verdict === "plain") {
      return deliver(ground, target, from, packet, (subnet) => {
        const back = hopFor(ground, subnet, packet.source);
        return worse(homeward, back.kind === "appliance" ? "unheard" : back.kind === "firewall" && back.firewall.id === firewall.id ? "answered" : "unanswered");
      });
    }
    // Any of the firewall's addresses may be the sender: the answer holds where all of them are judged alike.
    return agreed(ownAddresses(ground, firewall).map((source) => deliver(ground, target, undefined, { ...packet, source }, (subnet) => worse(homeward, replyToFirewallAddress(ground, subnet, firewall)))));
  };
  if (isStated(ground, firewall)) return through("answered");
  const onward = hopFor(ground, firewall.subnet, packet.destination);
  if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
  if (!(onward.kind === "local" || onward.kind === "peered") || onward.network !== there) return "dropped";
  const led = firewallAnswers(ground, firewall, packet.source, isHome);
  return doubted(takesForwarded(ground, there, firewall, packet.source), () => through(home === undefined ? led : takenBack(ground, home, firewall, packet, led)));
}

/** Between two places outside: what a firewall is asked by networks attached at it, and what its translations take. */
function between(ground: Ground, from: Endpoint, to: Endpoint, packet: SimulatedPacket): Fate {
  const [firewall] = firewallsOf(ground);
  if (from.kind === "firewall" || to.kind === "firewall" || firewall === undefined) return "dropped";
  if ([from, to].some((end) => end.kind === "external" && end.attachedAt === "gateway")) return "lost";
  const passed = translationOf(ground, firewall, packet);
  const sent = passed ?? packet;
  if (!isAtPlace(ground, to, sent.destination)) return "dropped";
  const verdict = passed === undefined ? firewallVerdict(ground, firewall, packet) : networkVerdict(ground, firewall, { ...passed, source: packet.source }) === "Deny" ? "denied" : "translated";
  if (verdict === "denied" || (passed === undefined && from.kind !== "external")) return "dropped";
  if (verdict === "unsaid") return "lost";
  const sentOn = (then: () => Fate) => doubted(to.kind === "external" ? "yes" : getsPublicAddress(packet), then);
  if (isStated(ground, firewall)) return to.kind === "external" || (verdict === "translated" && !isPrivate(sent.destination)) ? sentOn(() => "answered") : "dropped";
  const onward = hopFor(ground, firewall.subnet, sent.destination);
  if (onward.kind === "appliance" || (onward.kind === "firewall" && onward.firewall.id !== firewall.id)) return "lost";
  if (onward.kind !== (to.kind === "external" ? "attached" : "internet") || (onward.kind === "internet" && (verdict !== "translated" || isPrivate(sent.destination)))) return "dropped";
  return sentOn(() => (passed === undefined ? firewallAnswers(ground, firewall, packet.source, (hop) => hop.kind === "attached") : "answered"));
}

/** Whether a packet for this address belongs to a place outside. */
function isAtPlace(ground: Ground, to: Endpoint, address: string): boolean {
  if (to.kind === "external") return to.prefixes.some((prefix) => isIn(address, prefix));
  const name = ground.world.nameOf(address);
  if (to.kind === "named") return name === to.name.toLowerCase();
  const taken = [...ground.model.networks.flatMap(({ prefixes }) => prefixes), ...(ground.options.externals ?? []).flatMap(({ prefixes }) => prefixes)];
  return isPublic(address) && name === undefined && !taken.some((prefix) => isIn(address, prefix));
}
