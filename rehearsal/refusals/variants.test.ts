import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AzureError } from "../azureError.ts";
import type { Properties } from "../propertyValues.ts";
import { featureState, registerFeature } from "../subscriptionFacts.ts";
import type { BehaviourId } from "./behaviours.ts";
import { attached, disk, idOf, machine, network, nic, publicAddress, subnetId, subscriptionId, TestWorld } from "./testWorld.ts";

let world: TestWorld;
beforeEach(() => void (world = new TestWorld()));
afterEach(() => world.close());

function refused(behaviour: BehaviourId, attempt: () => unknown): AzureError {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(AzureError);
    expect((error as AzureError).behaviour).toBe(behaviour);
    return error as AzureError;
  }
  throw new Error(`not refused: ${behaviour}`);
}

describe("what is fixed at a machine's birth", () => {
  const inputs = machine("core1", { zones: ["1"] });
  const fixed: readonly (readonly [string, Properties])[] = [
    ["osProfile.adminPassword", { osProfile: { computerName: "core1", adminUsername: "local", adminPassword: "another-2" } }],
    ["osProfile.adminUsername", { osProfile: { computerName: "core1", adminUsername: "other", adminPassword: "only-here-1" } }],
    ["osProfile.computerName", { osProfile: { computerName: "core2", adminUsername: "local", adminPassword: "only-here-1" } }],
    ["osProfile.customData", { osProfile: { computerName: "core1", adminUsername: "local", adminPassword: "only-here-1", customData: "eA==" } }],
    ["storageProfile.imageReference", { storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2019-datacenter-gensecond", version: "latest" } } }],
    ["availabilitySet", { availabilitySet: { id: idOf("Microsoft.Compute/availabilitySets/set") } }],
    ["zones", { zones: ["2"] }],
  ];

  it.each(fixed)("%s stays, as the engine's last request has it", (property, change) => {
    world.create("compute:AvailabilitySet", { availabilitySetName: "set" });
    world.create("compute:VirtualMachine", inputs);
    const { text } = refused("machine-fixed", () => world.update("compute:VirtualMachine", { ...inputs, ...change }, inputs));
    expect(text).toBe(`Changing property '${property}' is not allowed.`);
  });

  it("is compared with what stands where no last request is known, apart from what is never kept", () => {
    world.create("compute:AvailabilitySet", { availabilitySetName: "set" });
    world.create("compute:VirtualMachine", inputs);
    for (const [property, change] of fixed) {
      if (property === "osProfile.adminPassword" || property === "osProfile.customData") continue;
      refused("machine-fixed", () => world.update("compute:VirtualMachine", { ...inputs, ...change }));
    }
    const { zones: _, ...unsaid } = inputs;
    refused("machine-fixed", () => world.update("compute:VirtualMachine", unsaid));
    expect(() => world.update("compute:VirtualMachine", inputs)).not.toThrow();
  });
});

describe("references", () => {
  it("into another region are refused like missing ones, those to peers and policies are not", () => {
    network(world);
    refused("network-reference", () => world.create("network:NetworkInterface", { ...nic("far"), location: "norwayeast" }));
    const far = world.create("network:VirtualNetwork", { virtualNetworkName: "far", location: "norwayeast", addressSpace: { addressPrefixes: ["10.9.0.0/16"] } });
    expect(() => world.create("network:VirtualNetworkPeering", { virtualNetworkName: "main", virtualNetworkPeeringName: "to-far", remoteVirtualNetwork: { id: far } })).not.toThrow();
  });

  it("in tags, and to types of which nothing is known, are no references", () => {
    const absent = idOf("Microsoft.Network/routeTables/absent");
    expect(() => world.create("network:RouteTable", { routeTableName: "routes", tags: { ownerId: absent } })).not.toThrow();
    expect(() => network(world, [{ name: "web", addressPrefix: "10.0.1.0/24", natGateway: { id: idOf("Microsoft.Network/natGateways/absent") } }])).not.toThrow();
  });

  it("to an availability set that is missing are told in the words of machines", () => {
    const { text } = refused("machine-reference", () => world.create("compute:VirtualMachine", machine("core1", { availabilitySet: { id: idOf("Microsoft.Compute/availabilitySets/absent") } })));
    expect(text).toMatch(/^The Availability Set .* cannot be found\.$/);
  });
});

describe("what is in use", () => {
  it("is not taken away by leaving it out of its network", () => {
    network(world, [{ name: "web", addressPrefix: "10.0.1.0/24" }, { name: "spare", addressPrefix: "10.0.2.0/24" }]);
    world.create("network:NetworkInterface", nic("one"));
    const wanted = { virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };
    refused("subnet-in-use", () => world.update("network:VirtualNetwork", { ...wanted, subnets: [{ name: "spare", addressPrefix: "10.0.2.0/24" }] }));
    expect(() => world.update("network:VirtualNetwork", { ...wanted, subnets: [{ name: "web", addressPrefix: "10.0.1.0/24" }] })).not.toThrow();
  });

  it("goes with the resource group in which all of it lies, unless something outside uses it", () => {
    network(world);
    world.create("network:NetworkInterface", nic("one"));
    world.create("network:NetworkInterface", { ...nic("outside"), resourceGroupName: "other" });
    refused("subnet-in-use", () => world.remove("resources:ResourceGroup", {}));
    world.remove("network:NetworkInterface", { ...nic("outside"), resourceGroupName: "other" });
    expect(() => world.remove("resources:ResourceGroup", {})).not.toThrow();
  });

  it("is not given to a second machine", () => {
    network(world);
    world.create("network:NetworkInterface", nic("one"));
    const parts = { networkProfile: { networkInterfaces: [{ id: idOf("Microsoft.Network/networkInterfaces/one") }] } };
    world.create("compute:VirtualMachine", machine("core1", parts));
    refused("interface-in-use", () => world.create("compute:VirtualMachine", machine("core2", parts)));
  });
});

describe("addresses", () => {
  it("may be taken as soon as their holder lets go, and by the holder again", () => {
    network(world, [{ name: "web", addressPrefix: "10.0.1.0/29" }]);
    for (const [name, address] of [["one", "10.0.1.4"], ["two", "10.0.1.5"], ["three", "10.0.1.6"]] as const) world.create("network:NetworkInterface", nic(name, "web", address));
    for (const address of ["10.0.1.0", "10.0.1.3", "10.0.1.7"]) refused("address-reserved", () => world.create("network:NetworkInterface", nic("four", "web", address)));
    refused("subnet-full", () => world.create("network:NetworkInterface", nic("four")));
    expect(() => world.update("network:NetworkInterface", nic("two", "web", "10.0.1.5"))).not.toThrow();
    world.remove("network:NetworkInterface", nic("two"));
    world.create("network:NetworkInterface", nic("four", "web", "10.0.1.5"));
  });

  it("are given anew in another subnet, and again in another network", () => {
    network(world, [{ name: "web", addressPrefix: "10.0.1.0/24" }, { name: "app", addressPrefix: "10.0.2.0/24" }]);
    const address = (id: string) => JSON.stringify(world.store.get(id)?.properties["ipConfigurations"]).match(/"privateIPAddress":"([^"]+)"/)?.[1];
    const id = world.create("network:NetworkInterface", nic("one"));
    expect(address(id)).toBe("10.0.1.4");
    world.update("network:NetworkInterface", nic("one", "app"));
    expect(address(id)).toBe("10.0.2.4");
    world.create("network:VirtualNetwork", { virtualNetworkName: "twin", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: [{ name: "app", addressPrefix: "10.0.2.0/24" }] });
    const twin = world.create("network:NetworkInterface", { networkInterfaceName: "two", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("app", "twin") } }] });
    expect(address(twin)).toBe("10.0.2.4");
  });

  it("of two configurations of one interface differ", () => {
    network(world);
    const configuration = (name: string) => ({ name, subnet: { id: subnetId("web") }, privateIPAllocationMethod: "Static", privateIPAddress: "10.0.1.9" });
    refused("address-taken", () => world.create("network:NetworkInterface", { networkInterfaceName: "one", ipConfigurations: [configuration("a"), configuration("b")] }));
  });

  it("of a firewall are its own", () => {
    network(world, [{ name: "AzureFirewallSubnet", addressPrefix: "10.0.0.0/26" }]);
    const address = world.create("network:PublicIPAddress", publicAddress("front"));
    world.create("network:AzureFirewall", { azureFirewallName: "wall", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("AzureFirewallSubnet") }, publicIPAddress: { id: address } }] });
    refused("address-taken", () => world.create("network:NetworkInterface", nic("one", "AzureFirewallSubnet", "10.0.0.4")));
  });
});

describe("IPv6 ranges", () => {
  const dual = (prefix: string): Properties => ({ virtualNetworkName: "dual", addressSpace: { addressPrefixes: ["10.4.0.0/16", "fd00:db8::/48"] }, subnets: [{ name: "one", addressPrefixes: ["10.4.0.0/24", "fd00:db8:0:1::/64"] }, { name: "two", addressPrefixes: ["10.4.1.0/24", prefix] }] });

  it("of subnets lie in the network's, apart from each other, and begin where they should", () => {
    refused("subnet-overlap", () => world.create("network:VirtualNetwork", dual("fd00:db8:0:1::/64")));
    refused("subnet-outside", () => world.create("network:VirtualNetwork", dual("fd00:db9::/64")));
    refused("subnet-overlap", () => world.create("network:VirtualNetwork", dual("fd00:0db8:0:0::/60")));
    world.create("network:VirtualNetwork", dual("FD00:0DB8:0:2::/64"));
    const configuration = { name: "six", privateIPAddressVersion: "IPv6", subnet: { id: subnetId("two", "dual") }, privateIPAllocationMethod: "Static", privateIPAddress: "fd00:db8:0:2::9" };
    expect(() => world.create("network:NetworkInterface", { ...nic("six"), ipConfigurations: [{ name: "four", subnet: { id: subnetId("two", "dual") } }, configuration] })).not.toThrow();
  });

  it("of peered networks do not overlap", () => {
    network(world, [], { addressSpace: { addressPrefixes: ["10.0.0.0/16", "fd00:1::/48"] } });
    const other = world.create("network:VirtualNetwork", { virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.1.0.0/16", "fd00:1:0:8000::/49"] } });
    refused("peering-overlap", () => world.create("network:VirtualNetworkPeering", { virtualNetworkName: "main", virtualNetworkPeeringName: "to-other", remoteVirtualNetwork: { id: other } }));
    refused("prefix-notation", () => world.create("network:VirtualNetwork", { virtualNetworkName: "odd", addressSpace: { addressPrefixes: ["10.2.0.0/16", "fd00:2::1/48"] } }));
  });
});

describe("a firewall", () => {
  it("needs /26", () => {
    network(world, [{ name: "AzureFirewallSubnet", addressPrefix: "10.0.0.0/27" }]);
    refused("firewall-subnet", () => world.create("network:AzureFirewall", { azureFirewallName: "wall", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("AzureFirewallSubnet") } }] }));
  });

  it("stands in the resource group of its network", () => {
    network(world, [{ name: "AzureFirewallSubnet", addressPrefix: "10.0.0.0/26" }]);
    refused("firewall-subnet", () => world.create("network:AzureFirewall", { azureFirewallName: "wall", resourceGroupName: "other", ipConfigurations: [{ name: "ip", subnet: { id: subnetId("AzureFirewallSubnet") } }] }));
  });
});

describe("a subscription", () => {
  it("has a feature some looks after it was asked for, not at once", () => {
    const feature = "Microsoft.Compute/EncryptionAtHost";
    world.entitle({ features: { [feature]: { state: "NotRegistered" } } });
    const encrypted = (name: string) => machine(name, { securityProfile: { encryptionAtHost: true } });
    refused("feature-unregistered", () => world.create("compute:VirtualMachine", encrypted("core1")));
    registerFeature(world.store, subscriptionId, feature);
    refused("feature-unregistered", () => world.create("compute:VirtualMachine", encrypted("core1")));
    expect(featureState(world.store, subscriptionId, feature.toUpperCase())).toBe("Registering");
    expect(featureState(world.store, subscriptionId, feature)).toBe("Registered");
    expect(() => world.create("compute:VirtualMachine", encrypted("core1"))).not.toThrow();
  });

  it("counts what a machine grows by, in its family and in all", () => {
    world.entitle({ quotas: { swedencentral: { standardDSv5Family: 12, cores: 14 } } });
    world.create("compute:VirtualMachine", machine("core1"));
    world.create("compute:VirtualMachine", machine("core2"));
    const grown = (vmSize: string) => machine("core2", { hardwareProfile: { vmSize } });
    expect(refused("quota", () => world.update("compute:VirtualMachine", grown("Standard_D16s_v5"))).text).toMatch(/standardDSv5Family Cores quota.*Current Limit: 12, Current Usage: 8, Additional Required: 12, \(Minimum\) New Limit Required: 20/);
    expect(() => world.update("compute:VirtualMachine", grown("Standard_D8s_v5"))).not.toThrow();
    expect(refused("quota", () => world.create("compute:VirtualMachine", machine("core3", { hardwareProfile: { vmSize: "Standard_E4s_v5" } }))).text).toMatch(/Total Regional Cores quota.*Current Usage: 12, Additional Required: 4/);
    expect(() => world.create("compute:VirtualMachine", machine("core3", { location: "norwayeast", hardwareProfile: { vmSize: "Standard_E4s_v5" } }))).not.toThrow();
  });

  it("has no zones where the region has none", () => {
    refused("size-unavailable", () => world.create("compute:VirtualMachine", machine("core1", { location: "swedensouth", zones: ["1"] })));
    expect(() => world.create("compute:VirtualMachine", machine("core1", { location: "swedensouth" }))).not.toThrow();
  });

  it("cannot have a vault's name that somebody else has", () => {
    world.entitle({ foreignVaultNames: ["theirs"] });
    refused("vault-name-taken", () => world.create("keyvault:Vault", { vaultName: "Theirs", properties: { tenantId: "t", sku: { family: "A", name: "standard" } } }));
  });
});

describe("disks", () => {
  it("of a machine never get smaller, its own disk neither", () => {
    world.create("compute:VirtualMachine", machine("core1"));
    refused("disk-shrink", () => world.update("compute:VirtualMachine", machine("core1", { storageProfile: { osDisk: { createOption: "FromImage", diskSizeGB: 64 } } }), machine("core1", { storageProfile: { osDisk: { createOption: "FromImage", diskSizeGB: 128 } } })));
  });

  it("without a zone do not serve a machine in one, those that span zones serve any", () => {
    world.create("compute:Disk", disk("anywhere"));
    world.create("compute:Disk", disk("spanning", { sku: { name: "Premium_ZRS" } }));
    refused("disk-zone", () => world.create("compute:VirtualMachine", machine("core1", { zones: ["1"], storageProfile: attached("anywhere") })));
    expect(() => world.create("compute:VirtualMachine", machine("core1", { zones: ["1"], storageProfile: attached("spanning") }))).not.toThrow();
  });

  it("keep their zone", () => {
    world.create("compute:Disk", disk("data", { zones: ["1"] }));
    refused("zones-fixed", () => world.update("compute:Disk", disk("data", { zones: ["2"] })));
  });
});

it("a property that a resource does not have is not sent, as azure-native sends none, and reaches nothing", () => {
  world.create("network:RouteTable", { routeTableName: "routes", colour: "red" });
  expect(JSON.stringify(world.standing())).not.toContain("red");
});
