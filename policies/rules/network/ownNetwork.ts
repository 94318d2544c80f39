import type { ModelInterface, ModelNetwork } from "../../../reachability/model.ts";
import type { Fault } from "../../finding.ts";
import type { StackRule } from "../../rule.ts";
import { denyAll, environment, idOf, machine, network, networkId, outside, resource, routeTable, securityGroup, subnet, subnetId } from "./samples.ts";
import { topologyOf } from "./topology.ts";

const limit = "a network of the product's own: others stand in it as well";
const pool = [{ id: `${idOf("Microsoft.Network/loadBalancers", "balancer")}/backendAddressPools/servers` }];
const others = ["core", "shared"].flatMap((name) => [securityGroup(name, denyAll), routeTable(`${name}-routes`, [outside])]);

/** T4.1-1, T12.3-1. */
export const ownNetwork: StackRule = {
  id: "LC119",
  name: "network-is-the-products-own",
  group: "hardening",
  clauses: ["T4.1-1", "T12.3-1"],
  proposals: ["P-02"],
  synopsis: "The product's network holds the product's machines alone, with the gateways and firewalls before them.",
  why: "Whatever else stands in a network shares its names, its routes and its tag, and is reached by the same mistake. The vendor recommends an installation in an isolated network of its own.",
  fix: "move what is not the product's to a network of its own",
  scope: "stack",
  *check(stack) {
    const { model, standings, unknown } = topologyOf(stack);
    yield* unknown;
    const own = new Set(standings.map(({ face }) => face.id));
    const networks = [...new Set(standings.map(({ network: home }) => home))];
    const strangers = networks.flatMap((home) => model.interfaces.filter((face) => standsIn(face, home) && !own.has(face.id) && face.service === undefined && face.handsOn === undefined));
    yield* strangers.map(({ origin }): Fault => ({ resource: origin.resource, path: origin.path ?? "", limit }));
  },
  good: [
    { title: "servers and a firewall", resources: environment(), findings: [] },
    {
      title: "a Bastion host and a load balancer of the product's, and somebody else in a network of their own",
      resources: [
        ...others,
        network([subnet("core", "10.9.1.0/24"), { name: "AzureBastionSubnet", addressPrefix: "10.9.2.0/24" }]),
        ...machine("core01", "core", "core", "10.9.1.4", { ipConfigurations: [{ name: "primary", privateIPAllocationMethod: "Static", privateIPAddress: "10.9.1.4", subnet: { id: subnetId("network", "core") }, loadBalancerBackendAddressPools: pool }] }),
        resource("network:BastionHost", "bastion", idOf("Microsoft.Network/bastionHosts", "bastion"), {
          sku: { name: "Basic" },
          ipConfigurations: [{ name: "one", subnet: { id: subnetId("network", "AzureBastionSubnet") }, publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses", "address") } }],
        }),
        resource("network:LoadBalancer", "balancer", idOf("Microsoft.Network/loadBalancers", "balancer"), {
          sku: { name: "Standard" },
          frontendIPConfigurations: [{ name: "front", privateIPAddress: "10.9.1.9", subnet: { id: subnetId("network", "core") } }],
          backendAddressPools: [{ name: "servers" }],
        }),
        resource("network:VirtualNetwork", "other", networkId("other"), { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.8.0.0/16"] }, subnets: [subnet("shared", "10.8.1.0/24", "", "")] }),
        ...machine("print01", undefined, "shared", "10.8.1.4", { ipConfigurations: [{ name: "primary", privateIPAllocationMethod: "Static", privateIPAddress: "10.8.1.4", subnet: { id: subnetId("other", "shared") } }] }),
      ],
      findings: [],
    },
  ],
  bad: [
    {
      title: "an interface of somebody else's",
      resources: [...others, network([subnet("core", "10.9.1.0/24"), subnet("shared", "10.9.2.0/24")]), ...machine("core01", "core", "core", "10.9.1.4"), ...machine("print01", undefined, "shared", "10.9.2.4")],
      findings: [{ resource: "print01-card", path: "", limit }],
    },
    {
      title: "a private endpoint",
      resources: [...others, network([subnet("core", "10.9.1.0/24"), subnet("shared", "10.9.2.0/24")]), ...machine("core01", "core", "core", "10.9.1.4"), resource("network:PrivateEndpoint", "endpoint", "endpoint", { subnet: { id: `${network([]).id}/subnets/shared` } })],
      findings: [{ resource: "endpoint", path: "", limit }],
    },
  ],
};

function standsIn({ subnet: id }: ModelInterface, { subnets }: ModelNetwork): boolean {
  return subnets.some((place) => place.id === id);
}
