import { describe, expect, test } from "vitest";
import { readResources, type ReadableResource } from "./azureReader.ts";
import { ids, inlineStack, standaloneStack, unknown } from "./testStacks.ts";

const servers = ids.subnet("servers");
const of = (type: string, inputs: object, rest: Partial<ReadableResource> = {}): ReadableResource => ({ type: `azure-native:${type}`, name: "other", inputs, ...rest });
const gapsWith = (...others: readonly ReadableResource[]) => readResources([...inlineStack, ...others]).gaps;
const changed = (name: string, inputs: object) => readResources(inlineStack.map((one) => (one.name === name ? { ...one, inputs: { ...(one.inputs as object), ...inputs } } : one)));

describe("what is not modelled", () => {
  test.each<[string, ReadableResource]>([
    ["a balancer with an address of its own in a subnet", of("network:LoadBalancer", { frontendIPConfigurations: [{ subnet: { id: servers } }] })],
    ["an application gateway", of("network:ApplicationGateway", { gatewayIPConfigurations: [{ subnet: { id: servers } }] })],
    ["Bastion", of("network:BastionHost", { ipConfigurations: [{ subnet: { id: servers } }] })],
    ["a private endpoint", of("network:PrivateEndpoint", { subnet: { id: servers } })],
    ["a type that nobody has heard of", of("network:Novelty", { where: servers })],
    ["another service's resource", of("web:WebApp", { virtualNetworkSubnetId: servers })],
    ["machines in a set", of("compute:VirtualMachineScaleSet", { virtualMachineProfile: { networkProfile: { networkInterfaceConfigurations: [{ ipConfigurations: [{ subnet: { id: servers } }] }] } } })],
  ])("leaves its subnet in doubt, and stands in it: %s", (_, other) => {
    const read = readResources([...inlineStack, other]);
    expect(read.gaps).toMatchObject([{ origin: { resource: "other" } }]);
    expect(read.gaps[0]!.concerns).toContain(servers.toLowerCase());
    expect(read.interfaces.filter(({ origin }) => origin.resource === "other").map(({ subnet }) => subnet)).toEqual([servers.toLowerCase()]);
  });

  test("leaves in doubt what an unknown value may name", () => {
    const other = of("network:PrivateEndpoint", { subnet: { id: unknown } }, { propertyDependencies: { subnet: ["servers-subnet"] } });
    expect(readResources([...standaloneStack, other]).gaps[0]!.concerns).toContain(servers.toLowerCase());
  });

  test.each<[string, ReadableResource]>([
    ["a network manager's rule", of("network:AdminRule", {})],
    ["a template", of("resources:Deployment", { properties: {} })],
    ["a type of networks that names nothing", of("network:Novelty", {})],
    ["another provider's network", { type: "azure:network/networkSecurityRule:NetworkSecurityRule", name: "other", inputs: {} }],
    ["an untyped resource", { type: "azapi:resources:Resource", name: "other", inputs: {} }],
  ])("may concern everything: %s", (_, other) => {
    expect(gapsWith(other)).toMatchObject([{ origin: { resource: "other" }, concerns: [] }]);
  });

  test.each<[string, ReadableResource]>([
    ["a watcher", of("network:FlowLog", { targetResourceId: ids.group })],
    ["a lock", of("authorization:ManagementLockByScope", { scope: ids.network })],
    ["a vault that lets a subnet in", of("keyvault:Vault", { properties: { networkAcls: { virtualNetworkRules: [{ id: servers }] } } })],
    ["a machine's extension", of("compute:VirtualMachineExtension", { vmName: "one" })],
    ["a public address", of("network:PublicIPAddress", { publicIpAddressName: "pip" })],
    ["somebody else's cloud", { type: "aws:ec2/vpc:Vpc", name: "other", inputs: {} }],
    ["a provider", { type: "pulumi:providers:azure-native", name: "other", inputs: {} }],
    ["a balancer that names no subnet: its interfaces name it", of("network:LoadBalancer", { frontendIPConfigurations: [{ publicIPAddress: { id: "x" } }] })],
  ])("is no doubt where it changes no flow: %s", (_, other) => {
    expect(gapsWith(other)).toEqual([]);
  });

  test("leaves in doubt the subnets that take the routes which a gateway learns, and no others", () => {
    const gateway = of("network:VirtualNetworkGateway", { ipConfigurations: [{ subnet: { id: ids.subnet("GatewaySubnet") } }] });
    const [gap] = gapsWith(gateway);
    expect(gap!.concerns).toEqual([ids.subnet("GatewaySubnet"), ids.subnet("AzureFirewallSubnet")].map((id) => id.toLowerCase()));
  });
});

describe("what an interface or a subnet says of others", () => {
  const card = (configuration: object, rest: object = {}) => changed("one-card", { ipConfigurations: [{ privateIPAddress: "10.9.1.4", subnet: { id: servers }, ...configuration }], ...rest });

  test("is a doubt where a balancer hands packets to the interface, or it forwards those of others", () => {
    const doubted = [ids.interface("one-nic").toLowerCase(), servers.toLowerCase()];
    expect(card({ loadBalancerBackendAddressPools: [{ id: "pool" }] }).gaps).toMatchObject([{ concerns: doubted }]);
    expect(card({}, { enableIPForwarding: true }).gaps).toMatchObject([{ concerns: doubted }]);
  });

  test("is a public address", () => {
    const [one, two] = card({ publicIPAddress: { id: "pip" } }).interfaces;
    expect([one!.publicAddress, two!.publicAddress]).toEqual([true, false]);
  });

  test("is a group of its own, and application security groups", () => {
    const read = card({ applicationSecurityGroups: [{ id: `${ids.network}-B` }, { id: `${ids.network}-a` }] }, { networkSecurityGroup: { id: ids.group } });
    expect(read.interfaces[0]).toMatchObject({ applicationSecurityGroups: [`${ids.network}-a`, `${ids.network}-b`].map((id) => id.toLowerCase()), securityGroups: { options: [{ id: ids.group.toLowerCase() }] } });
  });

  test("is a way out where the subnet has a NAT gateway, or Azure's own", () => {
    const outbound = (inputs: object) => changed("network", { subnets: [{ name: "servers", addressPrefix: "10.9.1.0/24", ...inputs }] }).networks[0]!.subnets.find(({ name }) => name === "servers")!.outboundAccess;
    expect(outbound({ natGateway: { id: "nat" }, defaultOutboundAccess: false })).toBe("NAT gateway");
    expect(outbound({ defaultOutboundAccess: true })).toBe("open");
    expect(outbound({ defaultOutboundAccess: false })).toBe("closed");
    expect(outbound({})).toBeUndefined();
    expect(outbound({ natGateway: { id: unknown }, defaultOutboundAccess: false })).toBe("NAT gateway");
    expect(outbound({ natGateway: unknown, defaultOutboundAccess: false })).toBeUndefined();
  });

  test("is a doubt where a service takes the subnet over, or is reached past its routes", () => {
    for (const inputs of [{ delegations: [{ serviceName: "Microsoft.Web/serverFarms" }] }, { serviceEndpoints: [{ service: "Microsoft.Storage" }] }]) {
      const read = changed("network", { subnets: [{ name: "servers", addressPrefix: "10.9.1.0/24", ...inputs }, { name: "AzureFirewallSubnet", addressPrefix: "10.9.0.0/26" }] });
      expect(read.gaps).toMatchObject([{ concerns: [servers.toLowerCase()] }]);
    }
  });
});
