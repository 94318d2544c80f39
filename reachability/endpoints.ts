import type { PacketSet } from "./packetSet.ts";
import type { Packet } from "./packetSetFields.ts";
import type { Gap, ModelFirewall, Origin } from "./model.ts";

/** Where packets begin and end. */
export type Endpoint =
  /** A network interface of the model. */
  | { readonly kind: "interface"; readonly id: string }
  /** Clients' networks. That they are attached there is an assumption, which the verdict names. */
  | ({ readonly kind: "external" } & ExternalNetwork)
  /** Every public address that no name, and no external network, stands for. */
  | { readonly kind: "internet" }
  /** A host name, an FQDN tag or a service tag; or an address or prefix outside the networks. */
  | { readonly kind: "named"; readonly name: string }
  /** A firewall itself: it answers questions for names where it is their proxy. */
  | { readonly kind: "firewall"; readonly id: string };

export interface ExternalNetwork {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly attachedAt: "firewall" | "gateway";
}

/** A firewall that is in no stack that is read: what its operator was asked for stands for it. */
export interface StatedFirewall {
  readonly firewall: ModelFirewall;
  /** Of the rule request; every verdict that depends on it names it. */
  readonly hash: string;
}

export interface AnalysisOptions {
  /** External networks that will be asked about: routes learnt from a gateway lead to those that are attached there. */
  readonly externals?: readonly ExternalNetwork[];
  /** Names that will be asked about, besides those that rules mention. */
  readonly names?: readonly string[];
  readonly statedFirewalls?: readonly StatedFirewall[];
}

/** What gets from one endpoint to another, and whose replies get back; packets as they are sent. */
export interface Reach {
  readonly allowed: PacketSet;
  /** May get there or not: disjoint from `allowed`. */
  readonly unknown: PacketSet;
  /** What the model does not show and the answer takes as given. */
  readonly assumptions: readonly string[];
  /** Why something is unknown; empty where nothing is. */
  readonly reasons: readonly Gap[];
}

export type Decision = "allow" | "deny" | "unknown";

/** One step of a packet on its way. */
export interface Hop {
  readonly kind: "interface-group" | "subnet-group" | "route" | "firewall" | "platform" | "delivery";
  readonly direction: "outbound" | "inbound" | "forward";
  /** Id of the subnet, the interface or the firewall where it happens. */
  readonly at: string;
  readonly decision: Decision;
  /** The rule, route or fact that decided, in words. */
  readonly by: string;
  /** The packet as it is after the step, where addresses were translated. */
  readonly translated?: Packet;
  readonly origin?: Origin;
}

export interface Way {
  readonly hops: readonly Hop[];
  readonly end: "delivered" | "dropped" | "unknown";
  /** Where it ended, or why it did not get there. */
  readonly reason: string;
}

export interface Trace {
  readonly packet: Packet;
  readonly forth: Way;
  /** The reply's way; absent where the packet itself did not arrive. */
  readonly back?: Way;
  /** `delivered` only where packet and reply arrive. */
  readonly end: "delivered" | "dropped" | "unknown";
  readonly reason: string;
  readonly assumptions: readonly string[];
}
