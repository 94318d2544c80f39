import type { PasswordPurpose } from "../specification/passwords.ts";
import type { FlowEnd, RowId } from "../specification/flows.ts";
import type { Clause, Environment, PortSpan, Protocol, Role } from "../specification/vocabulary.ts";
import type { FlowExpectation } from "./flowExpectation.ts";
import type { PlannedResource } from "./planned.ts";
import type { Advice } from "./problem.ts";

/** A disk besides the operating system's. Sizes in GiB. */
export interface AttachedDisk {
  readonly purpose: "program" | "data" | "log" | "tempdb";
  readonly lun: number;
  readonly sizeGiB: number;
  readonly storageAccountType: "Premium_LRS" | "StandardSSD_LRS";
  readonly caching: "None" | "ReadOnly";
}

/** A disk with the tier that its size belongs to, for example P20. */
export interface PlannedDisk extends AttachedDisk {
  readonly tier: string;
}

/** Where a machine stands in relation to its peers. */
export type Availability =
  | { readonly kind: "zone"; readonly zone: string }
  | { readonly kind: "set"; readonly name: string }
  | { readonly kind: "none" };

/** One virtual machine, decided in every detail. */
export interface PlannedServer {
  /** Name of the entry in `lifecare:machines`. */
  readonly group: string;
  readonly computerName: string;
  readonly roles: readonly Role[];
  readonly zone: string;
  readonly subnet: string;
  readonly address: string;
  readonly size: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly floor: { readonly vCpu: number; readonly memoryGiB: number; readonly dataDiskGiB: number; readonly clauses: readonly Clause[] };
  readonly operatingSystemDiskGiB: number;
  readonly disks: readonly PlannedDisk[];
  readonly availability: Availability;
  readonly image: { readonly publisher: string; readonly offer: string; readonly sku: string; readonly version: string };
  /** Configuration path that asked for it, for example `lifecare:machines[1]`. */
  readonly source: string;
}

/** The machines with the same roles: one subnet, one security group, one route table (decision 4). */
export interface PlannedZone {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly machines: readonly string[];
  readonly subnet: string;
  readonly prefix: string;
  readonly demilitarised: boolean;
}

/** A subnet that no zone of servers owns (firewall), or that is kept free for a later use. */
export interface ServiceSubnet {
  readonly name: string;
  readonly prefix: string;
  readonly use: string;
  readonly state: "made" | "reserved";
}

/** An open flow as the security groups and the firewall carry it. */
export interface PlannedFlow {
  /** The vendor's matrix, or the platform's own table (decision 6). */
  readonly table: "vendor" | "platform";
  /** Row of the matrix (`R3`) or id of the platform flow (`kms`). */
  readonly row: RowId | string;
  readonly clause?: Clause;
  readonly name: string;
  readonly from: FlowEnd;
  readonly to: FlowEnd | { readonly kind: "platform"; readonly id: string };
  readonly protocol: Protocol;
  readonly ports: readonly PortSpan[];
  readonly sourcePrefixes: readonly string[];
  /** Address prefixes, host names or tags that the flow ends at. */
  readonly destinations: readonly string[];
  readonly throughFirewall: boolean;
}

export interface PlannedSecret {
  /** Logical name of the generated password. */
  readonly name: string;
  /** Name of the secret in the vault. */
  readonly vaultSecret: string;
  readonly purpose: PasswordPurpose;
  readonly length: number;
  readonly clause: Clause;
}

export interface PlannedDatabase {
  readonly name: string;
  readonly subsystem: string;
}

/** Everything that was decided for one stack, as one value that JSON can hold. */
export interface EnvironmentPlan {
  readonly specification: string;
  readonly environment: Environment;
  readonly customer: { readonly code: string; readonly name: string };
  readonly azure: { readonly subscriptionId: string; readonly tenantId: string; readonly location: string; readonly resourceGroupName: string };
  readonly servers: readonly PlannedServer[];
  readonly zones: readonly PlannedZone[];
  readonly network: {
    /** Other topologies (a hub's spoke, given subnets) will be members of this union. */
    readonly topology: "isolated";
    readonly addressSpace: string;
    readonly firewallAddress: string;
    readonly clientNetworks: readonly { readonly name: string; readonly prefix: string }[];
    readonly serviceSubnets: readonly ServiceSubnet[];
  };
  readonly flows: readonly PlannedFlow[];
  /** What the specification expects of the flows, for whoever proves the resources below. */
  readonly expectation: FlowExpectation;
  readonly secrets: readonly PlannedSecret[];
  readonly databases: {
    readonly names: readonly PlannedDatabase[];
    readonly collation: string;
    /** Expected size of all databases at the end of the planned years, in GiB. */
    readonly expectedGiB: number;
  };
  readonly advice: readonly Advice[];
  /** Every resource, in an order in which each comes after what it depends on; ids are literal. */
  readonly resources: readonly ResolvedResource[];
}

/** A planned resource with its ids written out and its dependencies named. */
export interface ResolvedResource extends PlannedResource {
  /** ARM id, known before the resource exists. */
  readonly id?: string;
  /** Component that registers it: the component's logical name. */
  readonly component: string;
  /** Types of the components around it, from the outermost to the one that registers it. */
  readonly componentTypes: readonly string[];
  /** Logical names, sorted. */
  readonly dependencies: readonly string[];
}
