import * as pulumi from "@pulumi/pulumi";
import { parseConfiguration } from "../environment/configuration.ts";
import { designEnvironment, type EnvironmentDesign, type ServerDesired } from "../environment/environmentDesign.ts";
import { type EnvironmentRequest, stackMapOf } from "../environment/environmentRequest.ts";
import { availabilitySet, environmentNames, resourceGroup } from "../environment/environmentResources.ts";
import { describeAdvice } from "../environment/problem.ts";
import { dependingOn, identity, register } from "./register.ts";
import { LifecareNetwork } from "./lifecareNetwork.ts";
import { LifecareServer } from "./lifecareServer.ts";
import { SecretStore } from "./secretStore.ts";

/** A machine that stands. */
export interface StandingServer {
  /** Server types that it carries. */
  roles: string[];
  /** Zone: its roles, joined by hyphens. */
  zone: string;
  /** Size of the virtual machine. */
  size: string;
  /** Private IPv4 address. */
  address: string;
  /** Id of the virtual machine. */
  machineId: string;
}

/**
 * A whole environment, PROD or UTB, from one municipality's configuration: resource group, network with firewall, secret
 * store and every machine. What is registered is what `planEnvironment` lists.
 *
 * @throws ProblemError with every problem of the configuration
 * @example
 * ```ts
 * export default async function () {
 *   const environment = new LifecareEnvironment("lifecare", readRequest());
 *   return { servers: environment.servers };
 * }
 * ```
 */
export class LifecareEnvironment extends pulumi.ComponentResource {
  /** Machines by computer name. */
  public readonly servers: pulumi.Output<Record<string, StandingServer>>;
  /** Id of the virtual network. */
  public readonly virtualNetworkId: pulumi.Output<string>;
  /** Id of the key vault. */
  public readonly vaultId: pulumi.Output<string>;
  /** Names of the databases that the vendor's installer will make (T13.3-1). */
  public readonly databaseNames: pulumi.Output<string[]>;

  constructor(name: string, args: EnvironmentRequest, opts?: pulumi.ComponentResourceOptions) {
    const { configuration, advice } = parseConfiguration(stackMapOf(args));
    const design = designEnvironment(configuration);
    super("lifecare:index:LifecareEnvironment", name, {}, opts);
    for (const counsel of [...advice, ...design.advice]) void pulumi.log.warn(describeAdvice(counsel), this);

    const { group, sets } = this.#frame(name, design);
    const network = new LifecareNetwork(name, { ...design.network, resourceGroupName: group }, { parent: this });
    const secrets = new SecretStore(name, { ...design.secretStore, resourceGroupName: group }, { parent: this });
    const servers = design.servers.map((server) => this.#server(server, { group, sets, network, secrets }));

    this.servers = pulumi.output(Object.fromEntries(servers)) as pulumi.Output<Record<string, StandingServer>>;
    this.virtualNetworkId = network.virtualNetworkId;
    this.vaultId = secrets.vaultId;
    this.databaseNames = pulumi.output(design.databases.map((database) => database.name));
    this.registerOutputs({ servers: this.servers, virtualNetworkId: this.virtualNetworkId, vaultId: this.vaultId, databaseNames: this.databaseNames });
  }

  /** The resource group and, by zone, the ids of availability sets: what the other components stand in. */
  #frame(name: string, design: EnvironmentDesign) {
    const { scope, tags, location } = design;
    const names = environmentNames(name);
    const own = register([resourceGroup(name, scope.resourceGroupName, { location, tags })], { parent: this, ...scope });
    const group = dependingOn(own.get(names.group)!, scope.resourceGroupName);
    const planned = design.availabilitySets.map((set) => availabilitySet(name, set, { resourceGroupName: group, location, tags }));
    const registered = register(planned, { parent: this, ...scope });
    const sets = design.availabilitySets.map(({ zone, key }, index) => [zone, identity(registered.get(names.availabilitySet(key))!, planned[index]!.arm!, undefined, scope)] as const);
    return { group, sets: new Map(sets) };
  }

  #server({ request, zone, inAvailabilitySet }: ServerDesired, { group, sets, network, secrets }: ServerSurroundings) {
    const server = new LifecareServer(request.computerName, {
      ...request,
      resourceGroupName: group,
      subnetId: network.subnetIds.apply((ids) => ids[zone]!),
      administratorPassword: secrets.administratorPassword(request.computerName),
      ...(inAvailabilitySet ? { availabilitySetId: sets.get(zone)! } : {}),
    }, { parent: this, dependsOn: network.ready() });
    const standing = { roles: [...request.roles], zone, size: server.size, address: server.address, machineId: server.machineId };
    return [request.computerName, standing] as const;
  }
}

interface ServerSurroundings {
  readonly group: pulumi.Output<string>;
  readonly sets: ReadonlyMap<string, pulumi.Output<string>>;
  readonly network: LifecareNetwork;
  readonly secrets: SecretStore;
}
