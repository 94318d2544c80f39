import { expect, test } from "vitest";
import { readWireSlice } from "../../scripts/generateWireNames.ts";
import { resolveType } from "../resourceTypes.ts";
import { fromWire, toWire } from "./wireFormat.ts";
import slice from "./wireNames.generated.json" with { type: "json" };

const typeOf = (token: string) => resolveType(`azure-native:${token}`)!.type;

test("where ARM's JSON holds a property is what the installed clients say (node scripts/generateWireNames.ts)", async () => {
  expect(slice).toEqual(await readWireSlice());
});

test("a security group's rules have properties of their own", () => {
  const group = typeOf("network:NetworkSecurityGroup");
  const inputs = { location: "swedencentral", securityRules: [{ name: "rdp", access: "Allow", priority: 100 }] };
  const wire = { location: "swedencentral", properties: { securityRules: [{ name: "rdp", properties: { access: "Allow", priority: 100 } }] } };
  expect(toWire(group, inputs)).toEqual(wire);
  expect(fromWire(group, "/group", wire)).toEqual(inputs);
});

test("a firewall's size is a property, an address's size stands beside them", () => {
  expect(toWire(typeOf("network:AzureFirewall"), { sku: { name: "AZFW_VNet" } })).toEqual({ properties: { sku: { name: "AZFW_VNet" } } });
  expect(toWire(typeOf("network:PublicIPAddress"), { sku: { name: "Standard" } })).toEqual({ sku: { name: "Standard" }, properties: {} });
});

test("an extension's own type is a property; a secret's dates have ARM's names; identities are a map", () => {
  expect(fromWire(typeOf("compute:VirtualMachineExtension"), "/own", { type: "Microsoft.Compute/virtualMachines/extensions", properties: { type: "IaaSAntimalware" } })).toEqual({
    type: "IaaSAntimalware",
  });
  expect(fromWire(typeOf("keyvault:Secret"), "/own", { properties: { attributes: { exp: 1 } } })).toEqual({ properties: { attributes: { expires: 1 } } });
  expect(fromWire(typeOf("compute:VirtualMachine"), "/own", { identity: { userAssignedIdentities: { "/b": {}, "/a": {} } } })).toEqual({
    identity: { userAssignedIdentities: ["/a", "/b"] },
  });
});

test("what only Azure says, and what is null, is no input", () => {
  const wire = { id: "/x", etag: "1", properties: { provisioningState: "Succeeded", resourceGuid: "2", defaultSecurityRules: [], securityRules: null, flushConnection: true } };
  expect(fromWire(typeOf("network:NetworkSecurityGroup"), "/own", wire)).toEqual({ flushConnection: true, id: "/x" });
});

test("a type that no client is read for keeps to ARM's envelope", () => {
  const lock = typeOf("authorization:ManagementLockByScope");
  expect(toWire(lock, { name: "keep", level: "CanNotDelete", systemData: {} })).toEqual({ name: "keep", systemData: {}, properties: { level: "CanNotDelete" } });
  expect(fromWire(lock, "/lock", { properties: { level: "ReadOnly" } })).toEqual({ level: "ReadOnly" });
});

test("of another resource its id alone counts; a machine's interfaces say more than that", () => {
  const wire = { properties: { ipConfigurations: [{ id: "/own/ipConfigurations/ip", name: "ip", properties: { primary: true, subnet: { id: "/net/subnets/core", properties: { addressPrefix: "10.0.0.0/24" } } } }] } };
  expect(fromWire(typeOf("network:NetworkInterface"), "/own", wire)).toEqual({ ipConfigurations: [{ id: "/own/ipConfigurations/ip", name: "ip", primary: true, subnet: { id: "/net/subnets/core" } }] });
  const machine = { properties: { networkProfile: { networkInterfaces: [{ id: "/nic", properties: { primary: true } }] } } };
  expect(fromWire(typeOf("compute:VirtualMachine"), "/own", machine)).toEqual({ networkProfile: { networkInterfaces: [{ id: "/nic", primary: true }] } });
});
