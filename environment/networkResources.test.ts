import { describe, expect, it, test } from "vitest";
import { networkRequest } from "../tests/sampleRequests.ts";
import { designNetwork } from "./networkDesign.ts";
import { networkResources } from "./networkResources.ts";
import type { NetworkRequest } from "./requests.ts";

function inputsOf(type: string, changes: Partial<NetworkRequest> = {}): Record<string, unknown> {
  return networkResources("lifecare", designNetwork({ ...networkRequest, ...changes })).find((resource) => resource.type.endsWith(`:${type}`))!.inputs as Record<string, unknown>;
}

describe("the virtual network", () => {
  it("asks the firewall for names", () => {
    expect(inputsOf("VirtualNetwork")["dhcpOptions"]).toEqual({ dnsServers: ["10.80.0.4"] });
  });

  it("has private subnets with a security group and routes, and a firewall subnet with neither", () => {
    const subnets = inputsOf("VirtualNetwork")["subnets"] as Record<string, unknown>[];
    expect(subnets.map(({ name, defaultOutboundAccess, networkSecurityGroup, routeTable }) => [name, defaultOutboundAccess, networkSecurityGroup !== undefined, routeTable !== undefined])).toEqual([
      ["AzureFirewallSubnet", undefined, false, false],
      ...["application", "core", "database", "web"].map((zone) => [`snet-${zone}`, false, true, true]),
    ]);
  });
});

describe("the firewall", () => {
  it("is of the tier that knows names in network rules, and its policy of the same", () => {
    expect([inputsOf("AzureFirewall")["sku"], inputsOf("FirewallPolicy")["sku"]]).toEqual([{ name: "AZFW_VNet", tier: "Standard" }, { tier: "Standard" }]);
  });

  it("judges names by the addresses that it gave out itself", () => {
    expect(inputsOf("FirewallPolicy")["dnsSettings"]).toEqual({ enableProxy: true, requireProxyForNetworkRules: true });
  });

  test.each([
    ["private", "10.20.0.0/16", []],
    ["shared", "100.64.8.0/24", []],
    ["public", "192.0.2.0/24", ["192.0.2.0/24"]],
  ])("leaves senders' addresses as they are towards clients with %s addresses", (_, prefix, further) => {
    const { snat } = inputsOf("FirewallPolicy", { clientNetworks: [{ name: "office", prefix }] });
    expect(snat).toEqual({ autoLearnPrivateRanges: "Disabled", privateRanges: ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", ...further] });
  });

  it("stands in the zones that are asked for, with its public address", () => {
    const zonesOf = (changes: Partial<NetworkRequest>) => ["AzureFirewall", "PublicIPAddress"].map((type) => inputsOf(type, changes)["zones"]);
    expect([zonesOf({}), zonesOf({ availabilityZones: ["1", "2", "3"] })]).toEqual([[undefined, undefined], [["1", "2", "3"], ["1", "2", "3"]]]);
  });

  it("gets its rules one group after the other, before it stands: Azure changes a policy once at a time", () => {
    const table = networkResources("lifecare", designNetwork(networkRequest));
    const after = (name: string) => table.find((resource) => resource.name === name)!.after;
    expect([after("lifecare-firewall-outbound"), after("lifecare-firewall")]).toEqual([["lifecare-firewall-policy", "lifecare-firewall-matrix"], ["lifecare-firewall-matrix", "lifecare-firewall-outbound"]]);
  });

  it("has a public address of the kind that a firewall takes", () => {
    expect(inputsOf("PublicIPAddress")).toMatchObject({ publicIPAddressVersion: "IPv4", publicIPAllocationMethod: "Static", sku: { name: "Standard", tier: "Regional" } });
  });
});
