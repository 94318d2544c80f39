import type { AnalysisOptions } from "../../reachability/endpoints.ts";
import type { NetworkModel } from "../../reachability/model.ts";

/** Addresses as text, so that nothing of the algebra is needed. */
export interface SimulatedPacket {
  readonly source: string;
  readonly destination: string;
  /** Over IPv6, `icmp` is ICMPv6. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** What a model leaves open, decided one way or another. */
export interface World {
  /** Which of several tables or groups stands at a subnet or interface. */
  choose(id: string, kind: "group" | "table", options: number): number;
  /** Whether a user-defined default route belongs to the tag VirtualNetwork. */
  readonly defaultRouteInTag: boolean;
  /** Whether a tag that Microsoft keeps holds a public address. */
  tagHolds(tag: string, address: string): boolean;
  /** Whether a subnet of which nothing is said has a way out. */
  readonly wayOut: boolean;
  /** Whether a rule of a security group for ICMP means ICMPv6 too. */
  readonly icmpMeansVersion6: boolean;
  /** The name that an address stands for. */
  nameOf(address: string): string | undefined;
}

/** Where it happens, and which of the possible worlds it is. */
export interface Ground {
  readonly model: NetworkModel;
  readonly options: AnalysisOptions;
  readonly world: World;
}
