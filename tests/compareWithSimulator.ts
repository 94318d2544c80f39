import * as fc from "fast-check";
import { formatAddress, parseAddress } from "../reachability/addresses.ts";
import { analyse, ignoringReplies, type Analysis } from "../reachability/analysis.ts";
import type { Endpoint, Reach } from "../reachability/endpoints.ts";
import type { NetworkModel } from "../reachability/model.ts";
import { protocolNumbers, type Packet } from "../reachability/packetSetFields.ts";
import { reach, trace } from "../reachability/reach.ts";
import { arrives } from "./simulator/fates.ts";
import { simulate } from "./simulator/simulate.ts";
import type { SimulatedPacket, World } from "./simulator/world.ts";
import { endpointsOf, packetsBetween, smallModel, type Openness, type SmallModel } from "./smallModels.ts";

/** What the two judges say of one packet that cannot both be true; `undefined` where they agree. */
export interface Disagreement {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly packet: SimulatedPacket;
  readonly said: string;
}

/** Settles whatever a model leaves open, from a handful of numbers. */
export interface Settlement {
  readonly choices: readonly number[];
  readonly flags: readonly boolean[];
}

export const settlements: fc.Arbitrary<Settlement> = fc.record({ choices: fc.array(fc.nat({ max: 1 }), { minLength: 16, maxLength: 16 }), flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) });

/** Traces take longer than all the rest: one packet in so many is traced. */
const tracedEvery = 5;

function worldOf(analysis: Analysis, { choices, flags }: Settlement): World {
  const numberOf = (text: string) => [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return {
    choose: (id, kind, options) => choices[numberOf(id + kind) % choices.length]! % options,
    defaultRouteInTag: flags[0]!,
    tagHolds: () => flags[1]!,
    wayOut: flags[2]!,
    icmpMeansVersion6: flags[3]!,
    nameOf: (address) => analysis.places.nameOf(parseAddress(address)!)?.toLowerCase(),
  };
}

/** @param real the network as it really is, where `small` does not know all of it */
export function findDisagreement(small: SmallModel, settlement: Settlement, openness: Openness, real: SmallModel = small): Disagreement | undefined {
  const analysis = analyse(small.model, small.options);
  const { space } = analysis;
  const world = worldOf(analysis, settlement);
  const ends = endpointsOf(small, (name) => formatAddress(analysis.places.addressOf(name)!));
  for (const { endpoint: from, addresses: sources } of ends) {
    for (const { endpoint: to, addresses: destinations } of ends) {
      if (from === to || (from.kind !== "interface" && to.kind !== "interface" && [from, to].some(isAtGateway))) continue;
      const [answered, arriving] = [analysis, ignoringReplies(analysis)].map((asked) => reach(asked, from, to)) as [Reach, Reach];
      for (const [index, packet] of packetsBetween(sources, destinations, from.kind !== "interface").entries()) {
        const asked = packetOf(packet);
        const said = ({ allowed, unknown }: Reach) => (space.contains(allowed, asked) ? "delivered" : space.contains(unknown, asked) ? "unknown" : "dropped");
        const [answer, arrival] = [said(answered), said(arriving)];
        const fate = simulate(real.model, real.options, world, from, to, packet);
        const agree = (judged: typeof answer, isLost: boolean, holds: boolean) => (judged === "unknown" ? openness === "open" || isLost : isLost ? judged === "dropped" : holds === (judged === "delivered"));
        if (!agree(answer, fate === "lost" || fate === "unheard", fate === "answered")) return { from, to, packet, said: `reach: ${answer}, simulator: ${fate}` };
        if (!agree(arrival, fate === "lost", arrives(fate))) return { from, to, packet, said: `reach without replies: ${arrival}, simulator: ${fate}` };
        if ((index + settlement.choices[0]!) % tracedEvery !== 0) continue;
        const traced = trace(analysis, from, asked);
        const passedOn = from.kind !== "interface" && !destinations.includes(packet.destination);
        if (traced.end !== answer && !(passedOn && answer === "dropped")) return { from, to, packet, said: `reach: ${answer}, trace: ${traced.end} (${traced.reason})` };
      }
    }
  }
  return undefined;
}

/** What comes in at a gateway and goes out again is not modelled. */
function isAtGateway(end: Endpoint): boolean {
  return end.kind === "external" && end.attachedAt === "gateway";
}

function packetOf({ source, destination, protocol, sourcePort, destinationPort }: SimulatedPacket): Packet {
  return { source: parseAddress(source)!, destination: parseAddress(destination)!, protocol: protocolNumbers[protocol === "icmp" && source.includes(":") ? "icmpv6" : protocol], sourcePort, destinationPort };
}

/** Random small networks, each in a random world: both judges agree on every packet that is tried. */
export function agreement(openness: Openness) {
  return fc.property(smallModel(openness), settlements, (small, settlement) => {
    const found = findDisagreement(small, settlement, openness);
    if (found !== undefined) throw new Error(JSON.stringify(found));
  });
}

/** The rules of a group, the routes of a table or the rules of the firewall as they are in another network. */
function completed({ model, options }: SmallModel, other: NetworkModel, concerns: string): SmallModel {
  const groups = new Map(other.networks.flatMap(({ subnets }) => subnets.flatMap(({ securityGroups }) => securityGroups.options)).concat(other.interfaces.flatMap(({ securityGroups }) => securityGroups.options)).flatMap((group) => (group === "none" ? [] : [[group.id, group] as const])));
  const tables = new Map(other.networks.flatMap(({ subnets }) => subnets.flatMap(({ routeTables }) => routeTables.options)).flatMap((table) => (table === "none" ? [] : [[table.id, table] as const])));
  const replaced = <T extends { readonly id: string }>(things: ReadonlyMap<string, T>, options: readonly (T | "none")[]) => options.map((option) => (option !== "none" && option.id === concerns ? (things.get(concerns) ?? option) : option));
  const networks = model.networks.map((network) => ({
    ...network,
    subnets: network.subnets.map((subnet) => ({ ...subnet, securityGroups: { options: replaced(groups, subnet.securityGroups.options) }, routeTables: { options: replaced(tables, subnet.routeTables.options) } })),
  }));
  const interfaces = model.interfaces.map((face) => ({ ...face, securityGroups: { options: replaced(groups, face.securityGroups.options) } }));
  const firewalls = model.firewalls.map((firewall) => (firewall.id === concerns ? { ...firewall, groups: other.firewalls[0]?.groups ?? firewall.groups } : firewall));
  return { model: { ...model, networks, interfaces, firewalls }, options };
}

/**
 * Random small networks of which one group, table or firewall is not known: what is said of them without it holds however it may
 * really be.
 */
export function gapAgreement() {
  const places = fc.constantFrom("group-a-1", "group-b-1", "group-c-1", "group-a1-1", "table-a-1", "table-b-1", "table-fw-subnet-1", "fw");
  return fc.property(smallModel("known"), smallModel("known"), places, settlements, (small, other, concerns, settlement) => {
    const known = completed(small, other.model, concerns);
    const unknown: SmallModel = { ...small, model: { ...small.model, gaps: [{ origin: { resource: "test" }, reason: "not known", concerns: [concerns] }] } };
    for (const real of [small, known]) {
      const found = findDisagreement(unknown, settlement, "open", real);
      if (found !== undefined) throw new Error(JSON.stringify(found));
    }
  });
}
