import { describe, expect, test } from "vitest";
import { analyse } from "./analysis.ts";
import { readResources, type ReadableResource } from "./azureReader.ts";
import type { Endpoint } from "./endpoints.ts";
import type { NetworkModel } from "./model.ts";
import type { Packet } from "./packetSetFields.ts";
import { reach, trace } from "./reach.ts";
import { packet } from "./testModels.ts";
import { idIn, ids } from "./testStacks.ts";

/* Golden cases of services that end connections; the articles are of MicrosoftDocs/azure-docs. */

const of = (type: string, name: string, id: string, inputs: object): ReadableResource => ({ type: `azure-native:${type}`, name, id, inputs, dependencies: [], propertyDependencies: {} });
const allow = (name: string, priority: number, source: string, destination: string, ports: readonly string[]) => ({ name, priority, direction: "Inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefix: source, sourcePortRange: "*", destinationAddressPrefix: destination, destinationPortRanges: ports });
const shut = { name: "shut", priority: 4096, direction: "Inbound", access: "Deny", protocol: "*", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "*" };
const group = (name: string, ...rules: readonly object[]) => of("network:NetworkSecurityGroup", name, idIn("Microsoft.Network/networkSecurityGroups", name), { networkSecurityGroupName: name, securityRules: [...rules, shut] });
const card = (name: string, address: string, subnet: string) => of("network:NetworkInterface", name, ids.interface(name), { networkInterfaceName: name, ipConfigurations: [{ name: "one", subnet: { id: ids.subnet(subnet) }, privateIPAllocationMethod: "Static", privateIPAddress: address }] });

/** A machine at 10.9.1.4 in `servers`, which takes from the service's subnet alone, and the service in a subnet of its own. */
function stack(home: string, service: ReadableResource, own: ReadableResource, ...more: readonly ReadableResource[]): NetworkModel {
  const inside = group("inside", allow("service", 100, "10.9.2.0/24", "10.9.1.0/24", ["22", "3389", "8443", "9000"]));
  const subnets = [
    { name: "servers", addressPrefix: "10.9.1.0/24", networkSecurityGroup: { id: inside.id }, defaultOutboundAccess: false },
    { name: "clients", addressPrefix: "10.9.3.0/24", defaultOutboundAccess: false },
    { name: home, addressPrefix: "10.9.2.0/24", networkSecurityGroup: { id: own.id } },
  ];
  const network = of("network:VirtualNetwork", "network", ids.network, { virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, subnets });
  return readResources([network, inside, own, card("server", "10.9.1.4", "servers"), card("client", "10.9.3.4", "clients"), service, ...more]);
}

function verdict(model: NetworkModel, from: Endpoint, to: Endpoint, asked: Packet): "allowed" | "closed" | "unknown" {
  const analysis = analyse(model);
  const { allowed, unknown } = reach(analysis, from, to);
  const answer = analysis.space.contains(allowed, asked) ? "allowed" : analysis.space.contains(unknown, asked) ? "unknown" : "closed";
  const { end } = trace(analysis, from, asked);
  expect(end).toBe({ allowed: "delivered", closed: "dropped", unknown: "unknown" }[answer]);
  return answer;
}

const internet: Endpoint = { kind: "internet" };
const face = (name: string): Endpoint => ({ kind: "interface", id: ids.interface(name).toLowerCase() });
const part = (model: NetworkModel, suffix: string): Endpoint => ({ kind: "interface", id: model.interfaces.find(({ id }) => id.endsWith(suffix))!.id });

describe("a Bastion host (bastion/bastion-nsg.md)", () => {
  const own = group("bastion", allow("https", 100, "Internet", "*", ["443", "22"]), allow("manager", 110, "GatewayManager", "*", ["443"]));
  const host = (inputs: object, home = "AzureBastionSubnet") => of("network:BastionHost", "bastion", idIn("Microsoft.Network/bastionHosts", "bastion"), { ipConfigurations: [{ name: "one", subnet: { id: ids.subnet(home) }, publicIPAddress: { id: ids.address } }], ...inputs });
  const model = stack("AzureBastionSubnet", host({ sku: { name: "Basic" } }), own);
  const bastion = part(model, "/instances");

  test("is read whole", () => {
    expect(model.gaps).toEqual([]);
  });
  test("takes 443 from the Internet, and no 22 although its group would", () => {
    expect(verdict(model, internet, bastion, packet("8.8.8.8", "10.9.2.5", 443))).toBe("allowed");
    expect(verdict(model, internet, bastion, packet("8.8.8.8", "10.9.2.5", 22))).toBe("closed");
  });
  test("opens 22 and 3389 to machines, and no other port although their group would take it", () => {
    expect(verdict(model, bastion, face("server"), packet("10.9.2.5", "10.9.1.4", 22))).toBe("allowed");
    expect(verdict(model, bastion, face("server"), packet("10.9.2.5", "10.9.1.4", 3389))).toBe("allowed");
    expect(verdict(model, bastion, face("server"), packet("10.9.2.5", "10.9.1.4", 8443))).toBe("closed");
  });
  test("does not make the machine reachable without it", () => {
    expect(verdict(model, internet, face("server"), packet("8.8.8.8", "10.9.1.4", 22))).toBe("closed");
    expect(verdict(model, face("client"), face("server"), packet("10.9.3.4", "10.9.1.4", 22))).toBe("closed");
  });
  test("of a higher tier may open other ports (bastion/configuration-settings.md)", () => {
    const standard = stack("AzureBastionSubnet", host({ sku: { name: "Standard" } }), own);
    expect(verdict(standard, bastion, face("server"), packet("10.9.2.5", "10.9.1.4", 22))).toBe("allowed");
    expect(verdict(standard, bastion, face("server"), packet("10.9.2.5", "10.9.1.4", 8443))).toBe("unknown");
  });
  test("without a public address is not reached from the Internet", () => {
    const inner = stack("AzureBastionSubnet", host({ sku: { name: "Premium" }, ipConfigurations: [{ name: "one", subnet: { id: ids.subnet("AzureBastionSubnet") } }] }), own);
    expect(verdict(inner, internet, bastion, packet("8.8.8.8", "10.9.2.5", 443))).toBe("closed");
  });
  test("stays unknown in another subnet, or of the developer's tier", () => {
    expect(stack("other", host({}, "other"), own).gaps).toHaveLength(1);
    expect(stack("AzureBastionSubnet", host({ sku: { name: "Developer" } }), own).gaps).toHaveLength(1);
  });
  test("ends the trace, which says so", () => {
    expect(trace(analyse(model), internet, packet("8.8.8.8", "10.9.2.5", 443)).reason).toMatch(/^the Bastion host .* ends the connection/);
  });
});

describe("an application gateway (application-gateway/how-application-gateway-works.md, configuration-infrastructure.md)", () => {
  const id = idIn("Microsoft.Network/applicationGateways", "gateway");
  const to = (kind: string, name: string) => ({ id: `${id}/${kind}/${name}` });
  const gateway = (inputs: object = {}) =>
    of("network:ApplicationGateway", "gateway", id, {
      sku: { name: "WAF_v2", tier: "WAF_v2" },
      gatewayIPConfigurations: [{ name: "home", subnet: { id: ids.subnet("gateway") } }],
      frontendIPConfigurations: [
        { name: "outer", publicIPAddress: { id: ids.address } },
        { name: "inner", privateIPAddress: "10.9.2.250", privateIPAllocationMethod: "Static", subnet: { id: ids.subnet("gateway") } },
      ],
      frontendPorts: [{ name: "https", port: 443 }, { name: "other", port: 8080 }],
      httpListeners: [
        { name: "public", frontendIPConfiguration: to("frontendIPConfigurations", "outer"), frontendPort: to("frontendPorts", "https"), protocol: "Https" },
        { name: "private", frontendIPConfiguration: to("frontendIPConfigurations", "inner"), frontendPort: to("frontendPorts", "other"), protocol: "Http" },
      ],
      backendAddressPools: [{ name: "servers", backendAddresses: [{ ipAddress: "10.9.1.4" }] }],
      backendHttpSettingsCollection: [{ name: "app", port: 8443, protocol: "Https" }],
      requestRoutingRules: [{ name: "all", ruleType: "Basic", httpListener: to("httpListeners", "public"), backendAddressPool: to("backendAddressPools", "servers"), backendHttpSettings: to("backendHttpSettingsCollection", "app") }],
      ...inputs,
    });
  const own = (destination: string) => group("gateway", allow("https", 100, "Internet", destination, ["443", "8080"]), allow("clients", 110, "10.9.3.0/24", destination, ["443", "8080"]), allow("manager", 120, "GatewayManager", "*", ["65200-65535"]));
  const model = stack("gateway", gateway(), own("10.9.2.0/24"));
  const instances = part(model, "/instances");
  const inner = part(model, "/frontends/inner");

  test("is read whole", () => {
    expect(model.gaps).toEqual([]);
  });
  test("takes what its listeners stand on, at the frontend that they stand at", () => {
    expect(verdict(model, internet, instances, packet("8.8.8.8", "10.9.2.5", 443))).toBe("allowed");
    expect(verdict(model, internet, instances, packet("8.8.8.8", "10.9.2.5", 22))).toBe("closed");
    expect(verdict(model, face("client"), inner, packet("10.9.3.4", "10.9.2.250", 8080))).toBe("allowed");
    expect(verdict(model, face("client"), inner, packet("10.9.3.4", "10.9.2.250", 443))).toBe("closed");
    expect(verdict(model, internet, inner, packet("8.8.8.8", "10.9.2.250", 8080))).toBe("closed");
  });
  test("the group of its subnet is asked first; for certain only where it names the whole subnet", () => {
    expect(verdict(stack("gateway", gateway(), own("10.9.1.0/24")), internet, instances, packet("8.8.8.8", "10.9.2.5", 443))).toBe("closed");
    expect(verdict(stack("gateway", gateway(), own("10.9.2.250")), face("client"), inner, packet("10.9.3.4", "10.9.2.250", 8080))).toBe("unknown");
  });
  test("opens connections from its subnet to its pools on the ports of its settings, and no others", () => {
    expect(verdict(model, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 8443))).toBe("allowed");
    expect(verdict(model, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 9000))).toBe("closed");
    expect(verdict(model, instances, face("client"), packet("10.9.2.5", "10.9.3.4", 8443))).toBe("closed");
    expect(verdict(model, inner, face("server"), packet("10.9.2.250", "10.9.1.4", 8443))).toBe("closed");
  });
  test("asks on a probe's own port, and goes where path maps lead", () => {
    const mapped = stack("gateway", gateway({
      backendHttpSettingsCollection: [{ name: "app", port: 8443, probe: to("probes", "health") }],
      probes: [{ name: "health", port: 9000 }],
      urlPathMaps: [{ name: "map", defaultBackendAddressPool: to("backendAddressPools", "servers"), defaultBackendHttpSettings: to("backendHttpSettingsCollection", "app"), pathRules: [] }],
      requestRoutingRules: [{ name: "paths", ruleType: "PathBasedRouting", urlPathMap: to("urlPathMaps", "map") }],
    }), own("*"));
    expect(verdict(mapped, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 8443))).toBe("allowed");
    expect(verdict(mapped, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 9000))).toBe("allowed");
  });
  test("a member by name may be any address, on the port of the settings", () => {
    const byName = stack("gateway", gateway({ backendAddressPools: [{ name: "servers", backendAddresses: [{ fqdn: "app.example.com" }] }] }), own("*"));
    expect(verdict(byName, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 8443))).toBe("unknown");
    expect(verdict(byName, instances, face("server"), packet("10.9.2.5", "10.9.1.4", 22))).toBe("closed");
  });
  test("an interface may name the pool itself: then the pool is not known whole", () => {
    const member = of("network:NetworkInterface", "member", ids.interface("member"), { networkInterfaceName: "member", ipConfigurations: [{ name: "one", subnet: { id: ids.subnet("servers") }, privateIPAllocationMethod: "Static", privateIPAddress: "10.9.1.9", applicationGatewayBackendAddressPools: [to("backendAddressPools", "servers")] }] });
    const joined = stack("gateway", gateway(), own("*"), member);
    expect(verdict(joined, instances, face("member"), packet("10.9.2.5", "10.9.1.9", 8443))).toBe("unknown");
    expect(verdict(joined, instances, face("member"), packet("10.9.2.5", "10.9.1.9", 22))).toBe("closed");
  });
  test.each([
    ["the first version", { sku: { name: "WAF_Medium", tier: "WAF" } }],
    ["listeners below HTTP", { listeners: [{ name: "tcp" }] }],
    ["private link", { privateLinkConfigurations: [{ name: "link" }] }],
    ["a listener on a port that is not there", { frontendPorts: [] }],
  ])("stays unknown: %s", (_, inputs) => {
    expect(stack("gateway", gateway(inputs), own("*")).gaps).toHaveLength(1);
  });
  test("ends the trace, which says so", () => {
    expect(trace(analyse(model), face("client"), packet("10.9.3.4", "10.9.2.250", 8080)).reason).toMatch(/^the application gateway .* ends the connection/);
  });
});
