import { availabilityZones } from "../azure/limits.ts";
import type { Scope } from "../azure/resourceIds.ts";
import { planAddresses, type Addressing } from "./addressing.ts";
import type { Configuration, MachineConfiguration } from "./configuration.ts";
import { expectedSizes, planDatabases } from "./databases.ts";
import { planNames, type EnvironmentNames } from "./naming.ts";
import type { PlannedDatabase } from "./plan.ts";
import { inConfigurationOrder, planPlacement, type MachineGroup, type PlacedZone } from "./placement.ts";
import { ProblemError, type Advice } from "./problem.ts";
import type { DatabaseRequest, NetworkRequest, SecretStoreRequest, ServerRequest } from "./requests.ts";
import { planSize, type Sizing } from "./sizing.ts";
import { commonTags } from "./tags.ts";

/** A machine of the environment, without what only its surroundings know. */
export interface ServerDesired {
  readonly request: Omit<ServerRequest, "resourceGroupName" | "subnetId" | "administratorPassword" | "availabilitySetId">;
  readonly group: string;
  readonly zone: string;
  readonly inAvailabilitySet: boolean;
  readonly sizing: Sizing;
  readonly source: string;
}

/** An environment decided as far as its components are asked for what they shall be. */
export interface EnvironmentDesign {
  readonly scope: Scope;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Zones whose machines, be it one as yet, an availability set keeps apart, with the set's name. */
  readonly availabilitySets: readonly { readonly zone: string; readonly key: string; readonly name: string }[];
  readonly zones: readonly PlacedZone[];
  readonly network: Omit<NetworkRequest, "resourceGroupName">;
  readonly secretStore: Omit<SecretStoreRequest, "resourceGroupName">;
  readonly servers: readonly ServerDesired[];
  readonly databases: readonly PlannedDatabase[];
  readonly expectedDatabaseGiB: number;
  readonly advice: readonly Advice[];
}

/** A machine entry of the configuration, with its path. */
type Group = MachineGroup & MachineConfiguration;

/**
 * Decides placement, names, addresses and sizes of a whole environment.
 *
 * @throws ProblemError with every problem at once; paths are those of the stack file
 */
export function designEnvironment(configuration: Configuration): EnvironmentDesign {
  const { azure, customer, environment, product } = configuration;
  const groups = configuration.machines.map((machine, index): Group => ({ ...machine, path: `lifecare:machines[${index}]` }));
  const placement = planPlacement({ groups, path: "lifecare:machines", planning: product.features.includes("planning") });
  const zones = inConfigurationOrder(placement.zones, groups);
  const naming = planNames({
    customer: { code: customer.code, path: "lifecare:customer.code" },
    environment,
    subscriptionId: azure.subscriptionId,
    groups,
    zones: zones.map((zone) => ({ id: zone.id, path: zone.groups[0]!.path })),
  });
  const addresses = planAddresses({
    addressSpace: { prefix: configuration.network.addressSpace, path: "lifecare:network.addressSpace" },
    zones,
    subnets: Object.fromEntries(Object.entries(configuration.network.subnets ?? {}).map(([zone, prefix]) => [zone, { prefix, path: `lifecare:network.subnets.${zone}` }])),
    clientNetworks: configuration.network.clientNetworks.map((network, index) => ({ ...network, path: `lifecare:network.clientNetworks[${index}].prefix` })),
  });
  const expectedDatabaseGiB = expectedSizeOf(configuration);
  const sizings = new Map(groups.map((group) => [group.name, sizingOf(group, configuration, expectedDatabaseGiB)]));
  const databases = planDatabases({
    customer: { name: customer.databaseSuffix, path: "lifecare:customer.databaseSuffix" },
    domains: product.domains.map(({ name }, index) => ({ name, path: `lifecare:product.domains[${index}].name` })),
    subsystems: product.subsystems,
    features: product.features,
  });
  const planned = [placement, naming, addresses, ...sizings.values(), databases];
  const problems = planned.flatMap((part) => part.problems);
  if (problems.length > 0) throw new ProblemError("The configuration cannot be planned:", problems);

  const parts: DesignParts = { configuration, names: naming.names, addressing: addresses.addressing!, sizings, expectedDatabaseGiB };
  return {
    scope: { subscriptionId: azure.subscriptionId, resourceGroupName: naming.names.resourceGroup },
    location: azure.location,
    tags: commonTags(customer.code, environment),
    availabilitySets: placement.zones.filter((zone) => keptApartBySet(zone, configuration)).map((zone) => ({ zone: zone.id, key: naming.names.zones[zone.id]!.key, name: naming.names.zones[zone.id]!.availabilitySet })),
    zones: placement.zones,
    network: networkRequest(zones, parts),
    secretStore: secretStoreRequest(parts),
    servers: placement.zones.flatMap((zone) => serversOf(zone, parts)),
    databases: databases.databases,
    expectedDatabaseGiB,
    advice: [...placement.advice, ...[...sizings.values()].flatMap((sizing) => sizing.advice), ...groups.flatMap(rebuildAdvice)],
  };
}

interface DesignParts {
  readonly configuration: Configuration;
  readonly names: EnvironmentNames;
  readonly addressing: Addressing;
  readonly sizings: ReadonlyMap<string, Sizing>;
  readonly expectedDatabaseGiB: number;
}

function expectedSizeOf({ database, product }: Configuration): number {
  const { yearlyGrowthPercent, yearsPlanned, logGibibytes, attachmentGibibytes, ...counts } = database;
  const figures = { counts, yearlyGrowthPercent, yearsPlanned, logGiB: logGibibytes, attachmentGiB: attachmentGibibytes };
  return expectedSizes(figures, product.subsystems).expectedGiB;
}

function sizingOf(group: Group, { environment, database, platform }: Configuration, expectedGiB: number): Sizing {
  return planSize({
    roles: group.roles,
    environment,
    ...(group.size === undefined ? {} : { size: group.size }),
    ...(group.roles.includes("database") ? { database: { expectedGiB, largestTableGiB: database.largestTableGibibytes, edition: platform.sqlServerEdition } } : {}),
    path: group.path,
  });
}

function networkRequest(zones: readonly PlacedZone[], { configuration, addressing }: DesignParts): EnvironmentDesign["network"] {
  const { azure, customer, environment, network, vendor, product, platform } = configuration;
  return {
    subscriptionId: azure.subscriptionId,
    location: azure.location,
    customer: customer.code,
    environment,
    addressSpace: network.addressSpace,
    zones: zones.map((zone) => ({ roles: [...zone.roles], machines: zone.machines, prefix: addressing.prefixes[zone.id]! })),
    clientNetworks: network.clientNetworks.map((client) => ({ ...client })),
    outbound: {
      packageHosts: [...vendor.packageHosts],
      licenceHosts: [...vendor.licenceHosts],
      socialInsuranceHosts: [...(vendor.socialInsuranceHosts ?? [])],
      databaseServerAccess: vendor.databaseServerAccess,
    },
    flows: {
      databasePort: network.databasePort,
      clientPorts: network.clientPorts,
      eventServicePort: network.eventServicePort,
      intranetRedirect: network.intranetRedirect,
      recyclingOverHttp: network.recyclingOverHttp,
      plaintextMessaging: network.plaintextMessaging,
      feedback: product.feedback,
    },
    availabilityZones: platform.redundancy === "zones" ? [...availabilityZones.value] : [],
  };
}

function secretStoreRequest({ configuration, names }: DesignParts): EnvironmentDesign["secretStore"] {
  return {
    subscriptionId: configuration.azure.subscriptionId,
    location: configuration.azure.location,
    tenantId: configuration.azure.tenantId,
    customer: configuration.customer.code,
    environment: configuration.environment,
    vaultName: names.vault,
    computerNames: Object.values(names.computers).flat(),
    protectData: configuration.protectData,
  };
}

/** Machines of a zone. A group begins one availability zone further than the one before it, so that a group can grow without moving another. */
function serversOf(zone: PlacedZone, parts: DesignParts): readonly ServerDesired[] {
  const machines = (zone.groups as readonly Group[]).flatMap((group, first) => Array.from({ length: group.count }, (_, index) => ({ group, index, place: first + index })));
  return machines.map(({ group, index, place }) => ({
    request: serverRequest(group, index, place, parts),
    group: group.name,
    zone: zone.id,
    inAvailabilitySet: keptApartBySet(zone, parts.configuration),
    sizing: parts.sizings.get(group.name)!,
    source: group.path,
  }));
}

/**
 * A zone that can grow has its set from its first machine on: Azure takes a machine into a set only when it is made
 * (compute API, `availabilitySet` of a virtual machine). The database server has no peers.
 */
/** SQL Server's registration formats the disks of a new machine only: those of a rebuilt one hold data. */
function rebuildAdvice({ roles, rebuild, path }: Group): readonly Advice[] {
  if (!roles.includes("database") || rebuild === undefined || rebuild.done === rebuild.token) return [];
  return [{ path: `${path}.rebuild`, message: "SQL Server's disks are taken as they are: a machine that stands for the first time must be made without rebuild", clause: "T3.1.4-6" }];
}

function keptApartBySet(zone: PlacedZone, { platform }: Configuration): boolean {
  return platform.redundancy === "set" && !zone.roles.includes("database");
}

function serverRequest(group: Group, index: number, place: number, parts: DesignParts): ServerDesired["request"] {
  const { configuration, names, addressing, sizings } = parts;
  const { azure, customer, environment, platform } = configuration;
  const sizing = sizings.get(group.name)!;
  const zones = availabilityZones.value;
  return {
    subscriptionId: azure.subscriptionId,
    location: azure.location,
    customer: customer.code,
    environment,
    computerName: names.computers[group.name]![index]!,
    roles: [...group.roles],
    address: addressing.addresses[group.name]![index]!,
    size: sizing.size!.name,
    operatingSystemDiskGiB: sizing.operatingSystemDiskGiB,
    disks: sizing.disks.map(({ purpose, lun, sizeGiB, storageAccountType, caching }) => ({ purpose, lun, sizeGiB, storageAccountType, caching })),
    windowsServer: platform.windowsServer,
    ...(platform.redundancy === "zones" ? { availabilityZone: zones[place % zones.length]! } : {}),
    timeZone: platform.timeZone,
    ownWindowsLicence: platform.windowsLicence === "AHUB",
    ...(group.roles.includes("database") ? { database: databaseRequest(parts) } : {}),
    protectData: configuration.protectData,
    ...(group.rebuild === undefined ? {} : { rebuild: { ...group.rebuild } }),
  };
}

function databaseRequest({ configuration: { network, platform, database }, expectedDatabaseGiB }: DesignParts): DatabaseRequest {
  return {
    port: network.databasePort,
    collation: database.collation,
    edition: platform.sqlServerEdition,
    licence: platform.sqlServerLicence,
    version: platform.sqlServer,
    expectedGiB: expectedDatabaseGiB,
    largestTableGiB: database.largestTableGibibytes,
  };
}
