import type { ModelInterface } from "../../reachability/model.ts";
import { isIn, isPublic, sameFamily } from "./addresses.ts";
import { agreed, arrives, doubted, either, type Certainty, type Fate } from "./fates.ts";
import { enters } from "./groups.ts";
import { addressesOf, subnetWith } from "./network.ts";
import type { Ground, SimulatedPacket } from "./world.ts";

/** Into an interface, a service or through a load balancer's frontend to one of its members, and the answer back. */
export function deliver(ground: Ground, target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket, reply: (subnet: string) => Fate): Fate {
  if (target.handsOn === undefined) return deliverHere(ground, target, from, packet, reply);
  return either(
    target.handsOn
      .filter(({ protocol, port }) => protocol === packet.protocol && port === packet.destinationPort)
      .map(({ pool, backendPort, probePort, certain }): Fate => {
        if (!certain) return "lost";
        const members = ground.model.interfaces.filter((member) => member.pools?.includes(pool));
        const standing = members.filter((member) => answersProbe(ground, member, probePort) !== "no");
        const isSure = standing.every((member) => answersProbe(ground, member, probePort) === "yes");
        // A connection that its own sender gets back fails; whether it does is the balancer's choice.
        const fates = standing.map((member): Fate => {
          const there = deliverHere(ground, member, from, { ...packet, destination: sameFamily(member.addresses, packet.destination)!, destinationPort: backendPort }, reply);
          return member.addresses.includes(packet.source) ? (there === "dropped" ? "dropped" : "lost") : there;
        });
        return doubted(isSure ? "yes" : "perhaps", () => agreed(fates));
      }),
  );
}

function deliverHere(ground: Ground, target: ModelInterface, from: ModelInterface | undefined, packet: SimulatedPacket, reply: (subnet: string) => Fate): Fate {
  // Which address of the subnet rules have to name for an application gateway is not said.
  const receivers = target.service?.kind === "application gateway" ? addressesOf(subnetWith(ground, target.subnet)) : [packet.destination];
  const taken = new Set(receivers.map((destination) => enters(ground, target, from, { ...packet, destination })));
  if (!taken.has(true)) return "dropped";
  const fate = doubted(serviceFlow(target, "takes", packet), () => reply(target.subnet));
  return taken.has(false) && arrives(fate) ? "lost" : fate;
}

/** Whether a member of a pool takes the balancer's probes, at whichever address Azure chooses for it. */
export function answersProbe(ground: Ground, member: ModelInterface, port: number | undefined): Certainty {
  if (port === undefined) return "yes";
  const addresses = member.addresses.length > 0 ? member.addresses.filter((address) => !address.includes(":")) : addressesOf(subnetWith(ground, member.subnet));
  const answers = addresses.map((destination) => enters(ground, member, undefined, { source: "168.63.129.16", destination, protocol: "tcp", sourcePort: 50000, destinationPort: port }));
  return answers.includes(true) ? (answers.includes(false) ? "perhaps" : "yes") : "no";
}

/** Whether a service takes, or sends, such a packet; everything that is no service does. */
export function serviceFlow({ service }: ModelInterface, way: "takes" | "sends", { protocol, source, destination, destinationPort }: SimulatedPacket): Certainty {
  if (service === undefined) return "yes";
  const peer = way === "takes" ? source : destination;
  const isMeant = (word: string) => word === "*" || (word === "Internet" ? isPublic(peer) : isIn(peer, word));
  const flows = service[way].filter(({ peers, ports }) => protocol === "tcp" && peers.some(isMeant) && ports.some((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return first! <= destinationPort && destinationPort <= last!;
  }));
  return flows.some(({ certain }) => certain) ? "yes" : flows.length > 0 ? "perhaps" : "no";
}
