/**
 * A network as packet filtering sees it, whatever stack it came from. Ids are compared without regard to case and are kept in
 * lower case. Nothing here knows of any product.
 */
export interface NetworkModel {
  readonly networks: readonly ModelNetwork[];
  readonly interfaces: readonly ModelInterface[];
  readonly machines: readonly ModelMachine[];
  readonly firewalls: readonly ModelFirewall[];
  /** What was met and could not be read or is not modelled; whatever depends on it is unknown. */
  readonly gaps: readonly Gap[];
}

/** Where something was said: the resource, and the path inside its inputs. */
export interface Origin {
  /** Logical name or URN of the resource. */
  readonly resource: string;
  readonly path?: string;
}

/** A part of the network that is not known: which part, and why. */
export interface Gap {
  readonly origin: Origin;
  readonly reason: string;
  /** Ids of what it leaves undecided; empty where it may concern everything. */
  readonly concerns: readonly string[];
}

export interface ModelNetwork {
  readonly id: string;
  readonly prefixes: readonly string[];
  readonly subnets: readonly ModelSubnet[];
  readonly peerings: readonly ModelPeering[];
  readonly origin: Origin;
}

export interface ModelPeering {
  /** Id of the other network. */
  readonly remote: string;
  readonly remotePrefixes: readonly string[];
  readonly allowForwardedTraffic: boolean;
  readonly allowNetworkAccess: boolean;
  readonly origin: Origin;
}

export interface ModelSubnet {
  readonly id: string;
  readonly name: string;
  readonly prefixes: readonly string[];
  /** Candidates where a reference is unknown at preview; one entry where it is known; empty where there is none. */
  readonly securityGroups: Candidates<SecurityGroup>;
  readonly routeTables: Candidates<RouteTable>;
  /** Whether machines without a public address reach the internet: by default outbound access or not, or by a NAT gateway. Unknown where it is left out. */
  readonly outboundAccess?: "open" | "closed" | "NAT gateway";
  readonly origin: Origin;
}

/** `none` or exactly one of `options`; with several options, each is judged (decision 8). */
export interface Candidates<T> {
  readonly options: readonly (T | "none")[];
}

export interface ModelInterface {
  readonly id: string;
  readonly subnet: string;
  /** Private addresses; empty where Azure chooses them: then any of the subnet. */
  readonly addresses: readonly string[];
  readonly publicAddress: boolean;
  /** Of its public address; left out where it is not known. */
  readonly publicTier?: PublicTier;
  readonly applicationSecurityGroups: readonly string[];
  readonly securityGroups: Candidates<SecurityGroup>;
  /** Where a service of Azure's stands here instead of a machine's interface. */
  readonly service?: ModelService;
  /** Where the frontend of a load balancer stands here: what it hands on. */
  readonly handsOn?: readonly BalancerRule[];
  /** Ids of the pools and of the inbound translation rules of load balancers that it is a member of. */
  readonly pools?: readonly string[];
  /** What the public ones among those load balancers do for it. */
  readonly publicBalancers?: readonly PublicBalancer[];
  /** A balancer that is not modelled may join it with the Internet. */
  readonly perhapsPublic?: boolean;
  readonly origin: Origin;
}

/** Connections to a port of a frontend go to one of the pool's members at its backend port. */
export interface BalancerRule {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly backendPort: number;
  readonly pool: string;
  /** Where members are asked whether they are there. */
  readonly probePort?: number;
  /** False where it depends on what is not modelled: then it is unknown. */
  readonly certain: boolean;
}

/** `standard` is closed to the Internet until a security group opens it, `basic` is open until one closes it. */
export type PublicTier = "standard" | "basic";

/** What a load balancer with public frontends does for one member of its pools. */
export interface PublicBalancer {
  readonly tier: PublicTier;
  /** What it hands on from the Internet. */
  readonly handsOn: readonly Omit<BalancerRule, "port" | "pool">[];
  /** What it gives a way out: said by outbound rules, or implied by rules that balance. */
  readonly outward: readonly { readonly protocol: BalancerRule["protocol"]; readonly by: "outbound rule" | "balancing rule" }[];
}

/** A service that ends the connections it takes and opens others of its own: both are limited, whatever groups and routes allow. */
export interface ModelService {
  readonly kind: "application gateway" | "Bastion host";
  readonly takes: readonly ServiceFlow[];
  readonly sends: readonly ServiceFlow[];
}

/** TCP on ports, with peers: who sends to the service, or whom it sends to. */
export interface ServiceFlow {
  /** Prefixes and addresses; `*` for everyone, `Internet` for every public address. */
  readonly peers: readonly string[];
  readonly ports: readonly string[];
  /** False where it depends on what is not modelled: then it is unknown. */
  readonly certain: boolean;
}

export interface ModelMachine {
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly interfaces: readonly string[];
  readonly origin: Origin;
}

export interface SecurityGroup {
  readonly id: string;
  /** Where its rules are written inside it and as resources of their own: one of the candidates for those that stand. */
  readonly variant?: "inside" | "own" | "both";
  /** The stated rules; Azure's default rules are added by the semantics. */
  readonly rules: readonly SecurityRule[];
  readonly origin: Origin;
}

export interface SecurityRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`. */
  readonly protocol: string;
  readonly source: RulePlace;
  readonly destination: RulePlace;
  readonly sourcePorts: readonly string[];
  readonly destinationPorts: readonly string[];
  readonly origin: Origin;
}

/** Stands among the words of a rule (prefixes, ports, protocol, host names) for one that is not known: it may mean anything. */
export const unknownWord = "(not known)";

/** Where a rule applies: prefixes, addresses, ranges, `*` and service tags as written, or application security groups. */
export interface RulePlace {
  readonly prefixes: readonly string[];
  readonly applicationSecurityGroups: readonly string[];
}

export interface RouteTable {
  readonly id: string;
  readonly routes: readonly Route[];
  readonly takesGatewayRoutes: boolean;
  readonly origin: Origin;
}

export interface Route {
  readonly name: string;
  readonly prefix: string;
  readonly nextHop: "VirtualAppliance" | "VnetLocal" | "Internet" | "None" | "VirtualNetworkGateway";
  readonly address?: string;
  readonly origin: Origin;
}

export interface ModelFirewall {
  readonly id: string;
  /** Private address; where it is unknown before Azure gives it, the first usable one of its subnet. */
  readonly address: string;
  readonly subnet: string;
  readonly groups: readonly FirewallRuleGroup[];
  /** Names are resolved by the firewall's own proxy: rules by name can be judged. */
  readonly nameProxy: boolean;
  /** Prefixes whose addresses are left as they are; traffic to others leaves with the firewall's address. */
  readonly untranslated: readonly string[];
  readonly origin: Origin;
}

export interface FirewallRuleGroup {
  readonly name: string;
  readonly priority: number;
  readonly collections: readonly FirewallRuleCollection[];
}

export interface FirewallRuleCollection {
  readonly name: string;
  readonly priority: number;
  readonly action: "Allow" | "Deny" | "Dnat";
  readonly rules: readonly FirewallRule[];
}

export type FirewallRule =
  | {
      readonly kind: "network";
      readonly name: string;
      /** `TCP`, `UDP`, `ICMP` or `Any`. */
      readonly protocols: readonly string[];
      readonly sources: readonly string[];
      /** Prefixes, addresses, ranges, `*` or service tags. */
      readonly destinations: readonly string[];
      readonly hostNames: readonly string[];
      readonly ports: readonly string[];
      readonly origin: Origin;
    }
  | {
      readonly kind: "application";
      readonly name: string;
      readonly sources: readonly string[];
      readonly hostNames: readonly string[];
      readonly tags: readonly string[];
      /** `Http`, `Https` or `Mssql` with their ports. */
      readonly protocols: readonly { readonly protocol: string; readonly port: number }[];
      readonly origin: Origin;
    }
  | {
      readonly kind: "translation";
      readonly name: string;
      readonly protocols: readonly string[];
      readonly sources: readonly string[];
      readonly destinations: readonly string[];
      readonly ports: readonly string[];
      readonly translatedAddress: string;
      readonly translatedPort: string;
      readonly origin: Origin;
    };
