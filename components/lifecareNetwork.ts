import type { AzureFirewall } from "@pulumi/azure-native/network/index.js";
import * as pulumi from "@pulumi/pulumi";
import { designNetwork } from "../environment/networkDesign.ts";
import { networkNames, networkResources } from "../environment/networkResources.ts";
import type { NetworkRequest } from "../environment/requests.ts";
import { firewallAddressFault } from "./firewallAddress.ts";
import { dependingOn, register } from "./register.ts";
import { resourceId } from "../azure/resourceIds.ts";

/**
 * An isolated network (T4.1-1): a subnet, a security group and a route table for each zone, with exactly the vendor's port
 * matrix in both directions and an explicit deny of everything else, and an Azure Firewall that everything from outside and
 * everything across the DMZ's border passes (T3.1.5-3).
 *
 * @throws ProblemError with every argument that cannot be used
 * @example
 * ```ts
 * const network = new LifecareNetwork("network", {
 *   subscriptionId, resourceGroupName: "rg-lifecare", location: "swedencentral", customer: "ank", environment: "prod",
 *   addressSpace: "10.80.0.0/21",
 *   zones: [{ roles: [ServerRole.Core], machines: 1 }, { roles: [ServerRole.Application], machines: 2 }, { roles: [ServerRole.Database], machines: 1 }],
 *   clientNetworks: [{ name: "town-hall", prefix: "10.20.0.0/16" }],
 *   outbound: { packageHosts: ["packages.example.se"], licenceHosts: ["licences.example.se"] },
 * });
 * ```
 */
export class LifecareNetwork extends pulumi.ComponentResource {
  /** Id of the virtual network. */
  public readonly virtualNetworkId: pulumi.Output<string>;
  /** Ids of the zones' subnets by zone id (the zone's roles, joined by hyphens). */
  public readonly subnetIds: pulumi.Output<Record<string, string>>;
  /** Private address of the firewall, once Azure has given it; the update fails where it is not the one that routes lead to. */
  public readonly firewallAddress: pulumi.Output<string>;

  constructor(name: string, args: NetworkRequest, opts?: pulumi.ComponentResourceOptions) {
    const design = designNetwork(args);
    super("lifecare:index:LifecareNetwork", name, {}, opts);
    const names = networkNames(name);
    const registered = register(networkResources(name, design), {
      parent: this,
      subscriptionId: args.subscriptionId,
      resourceGroupName: args.resourceGroupName,
    });
    const network = registered.get(names.virtualNetwork)!;
    this.virtualNetworkId = network.id;
    // Known before the network exists, and still dependent on it.
    this.subnetIds = pulumi.all([args.subscriptionId, args.resourceGroupName, dependingOn(network, design.virtualNetwork)]).apply(([subscriptionId, resourceGroupName, virtualNetwork]) => {
      const address = { type: "Microsoft.Network/virtualNetworks", names: [virtualNetwork] };
      return Object.fromEntries(design.zones.map((zone) => [zone.id, resourceId({ subscriptionId, resourceGroupName }, address, `subnets/${zone.subnet}`)]));
    });
    this.firewallAddress = confirmedAddress(registered.get(names.firewall) as AzureFirewall, design.firewallAddress);
    openForTraffic.set(this, [registered.get(names.firewall)!]);
    this.registerOutputs({ virtualNetworkId: this.virtualNetworkId, subnetIds: this.subnetIds, firewallAddress: this.firewallAddress });
  }

  /** What must stand before a machine starts: the firewall with its rules (and, by the subnet, the routes to it). */
  ready(): pulumi.Resource[] {
    return openForTraffic.get(this)!;
  }
}

/** Kept beside the components: every field of a component counts as one of its outputs. */
const openForTraffic = new WeakMap<LifecareNetwork, pulumi.Resource[]>();

/** The address that Azure gave the firewall, or the end of the update; a preview still shows everything that was asked for, and warns. */
function confirmedAddress(firewall: AzureFirewall, planned: string): pulumi.Output<string> {
  return firewall.ipConfigurations.apply(async (configurations) => {
    const fault = firewallAddressFault(configurations?.[0]?.privateIPAddress, planned);
    if (fault === undefined) return planned;
    if (!pulumi.runtime.isDryRun()) throw new pulumi.ResourceError(fault, firewall, true);
    await pulumi.log.warn(fault, firewall);
    return planned;
  });
}
