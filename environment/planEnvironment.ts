import { findSize } from "../azure/virtualMachineSizes.ts";
import { specificationDate } from "../specification/vocabulary.ts";
import type { Configuration } from "./configuration.ts";
import { designEnvironment, type EnvironmentDesign, type ServerDesired } from "./environmentDesign.ts";
import { availabilitySet, environmentNames, resourceGroup } from "./environmentResources.ts";
import { flowExpectation } from "./flowExpectation.ts";
import { designNetwork } from "./networkDesign.ts";
import { networkNames, networkResources, type NetworkDesign } from "./networkResources.ts";
import type { Availability, EnvironmentPlan, PlannedServer, PlannedZone } from "./plan.ts";
import { idOf, secretOf } from "./planned.ts";
import { type ComponentResource, resolveResources } from "./resolve.ts";
import { secretStoreNames, secretStoreResources, type SecretStoreDesign } from "./secretResources.ts";
import { administratorSecretName } from "./secrets.ts";
import { designSecretStore } from "./secretStoreDesign.ts";
import { designServer } from "./serverDesign.ts";
import { serverResources, type ServerDesign } from "./serverResources.ts";
import type { Advice } from "./problem.ts";

/** What logical names begin with in `index.ts`. */
export const environmentPrefix = "lifecare";

/**
 * The whole plan of one stack, without engine, clock or network.
 *
 * @param configuration a parsed configuration
 * @param advice what parsing had to say; it comes first in the plan's own advice
 * @throws ProblemError with every problem at once
 */
export function planEnvironment(configuration: Configuration, advice: readonly Advice[] = []): EnvironmentPlan {
  const design = designEnvironment(configuration);
  const { resourceGroupName } = design.scope;
  const network = designNetwork({ ...design.network, resourceGroupName });
  const secretStore = designSecretStore({ ...design.secretStore, resourceGroupName });
  const servers = design.servers.map((server) => designServerOf(server, design, network, secretStore));
  return {
    specification: specificationDate,
    environment: configuration.environment,
    customer: { code: configuration.customer.code, name: configuration.customer.name },
    azure: { ...configuration.azure, resourceGroupName },
    servers: design.servers.map((server, index) => plannedServer(server, servers[index]!, design, network)),
    zones: network.zones.map((zone) => plannedZone(zone, design)),
    network: {
      topology: "isolated",
      addressSpace: network.addressSpace,
      firewallAddress: network.firewallAddress,
      clientNetworks: configuration.network.clientNetworks.map(({ name, prefix }) => ({ name, prefix })),
      serviceSubnets: network.serviceSubnets,
    },
    flows: network.flows,
    expectation: flowExpectation(configuration),
    secrets: secretStore.secrets,
    databases: { names: design.databases, collation: configuration.database.collation, expectedGiB: design.expectedDatabaseGiB },
    advice: [...advice, ...design.advice],
    resources: resolveResources(table(design, network, secretStore, servers), design.scope),
  };
}

/** Every resource with the component that registers it, in the order of registration. */
function table(design: EnvironmentDesign, network: NetworkDesign, secretStore: SecretStoreDesign, servers: readonly ServerDesign[]): readonly ComponentResource[] {
  const prefix = environmentPrefix;
  const surroundings = { resourceGroupName: design.scope.resourceGroupName, location: design.location, tags: design.tags };
  const environment = "lifecare:index:LifecareEnvironment";
  const of = (component: string, ...inside: readonly string[]) => (planned: ComponentResource["planned"]): ComponentResource => ({ component, componentTypes: [environment, ...inside], planned });
  return [
    of(prefix)(resourceGroup(prefix, design.scope.resourceGroupName, surroundings)),
    ...design.availabilitySets.map((set) => availabilitySet(prefix, set, surroundings)).map(of(prefix)),
    ...networkResources(prefix, network).map(of(prefix, "lifecare:index:LifecareNetwork")),
    ...secretStoreResources(prefix, secretStore).map(of(prefix, "lifecare:index:SecretStore")),
    ...servers.flatMap((server) => serverResources(server.computerName, server).map(of(server.computerName, "lifecare:index:LifecareServer"))),
  ];
}

function designServerOf({ request, zone, inAvailabilitySet }: ServerDesired, design: EnvironmentDesign, network: NetworkDesign, secretStore: SecretStoreDesign): ServerDesign {
  const names = networkNames(environmentPrefix);
  const subnet = network.zones.find((candidate) => candidate.id === zone)!.subnet;
  const administrator = secretStore.secrets.find((secret) => secret.name === administratorSecretName(request.computerName))!;
  const designed = designServer({
    ...request,
    resourceGroupName: design.scope.resourceGroupName,
    subnetId: idOf(names.virtualNetwork, `subnets/${subnet}`),
    administratorPassword: secretOf(secretStoreNames(environmentPrefix).password(administrator), "result"),
    ...(inAvailabilitySet ? { availabilitySetId: idOf(environmentNames(environmentPrefix).availabilitySet(design.availabilitySets.find((set) => set.zone === zone)!.key)) } : {}),
  });
  return { ...designed, after: [names.firewall] };
}

function plannedServer({ request, sizing, group, zone, source }: ServerDesired, server: ServerDesign, design: EnvironmentDesign, network: NetworkDesign): PlannedServer {
  const size = findSize(server.size)!;
  return {
    group,
    computerName: server.computerName,
    roles: server.roles,
    zone,
    subnet: network.zones.find((candidate) => candidate.id === zone)!.subnet,
    address: request.address!,
    size: size.name,
    vCpu: size.vCpu,
    memoryGiB: size.memoryGiB,
    floor: sizing.floor,
    operatingSystemDiskGiB: server.operatingSystemDisk.sizeGiB,
    disks: sizing.disks,
    availability: availabilityOf(server, zone, design),
    image: server.image,
    source,
  };
}

function availabilityOf(server: ServerDesign, zone: string, design: EnvironmentDesign): Availability {
  if (server.availability.kind !== "set") return server.availability;
  return { kind: "set", name: design.availabilitySets.find((set) => set.zone === zone)!.name };
}

function plannedZone({ id, roles, subnet, prefix, demilitarised }: NetworkDesign["zones"][number], design: EnvironmentDesign): PlannedZone {
  const machines = design.servers.filter((server) => server.zone === id).map((server) => server.request.computerName);
  return { id, roles, machines, subnet, prefix, demilitarised };
}
