import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { objectShape, resourceShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { constraintsOf } from "./inputConstraints.ts";
import { listAt, objectAt, textAt, type Properties, type PropertyValue } from "./propertyValues.ts";
import { RehearsedAzure } from "./rehearsedAzure.ts";
import { idFromInputs } from "./resourceAddress.ts";
import { ResourceStore } from "./resourceStore.ts";
import { rehearsedTypes, resolveType, type RehearsedType } from "./resourceTypes.ts";

const caller = { subscriptionId: "11111111-2222-3333-4444-555555555555", tenantId: "99999999-2222-3333-4444-555555555555" };
let folder = "";
let azure: RehearsedAzure;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "azure-"));
  azure = new RehearsedAzure(new ResourceStore(folder));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function typeOf(name: string): RehearsedType {
  const type = resolveType(`azure-native:${name}`)?.type;
  if (type === undefined) throw new Error(name);
  return type;
}

function put(name: string, inputs: Properties, mustBeNew = true): Properties {
  const type = typeOf(name);
  return azure.put(type, idFromInputs(type, inputs, caller.subscriptionId), inputs, caller, mustBeNew);
}

function idOf(name: string, inputs: Properties): string {
  return idFromInputs(typeOf(name), inputs, caller.subscriptionId);
}

function read(name: string, inputs: Properties): Properties | undefined {
  return azure.read(typeOf(name), idOf(name, inputs), caller);
}

function remove(name: string, inputs: Properties): void {
  azure.delete(typeOf(name), idOf(name, inputs), caller);
}

const inGroup = { resourceGroupName: "core" };
const group = (): Properties => put("resources:ResourceGroup", { resourceGroupName: "core", location: "Sweden Central" });
const names = (value: Properties | undefined, property: string): readonly unknown[] => listAt(value, property).map((item) => textAt(item, "name"));

describe("ARM ids", () => {
  it("are built from subscription, resource group and the names of the path", () => {
    expect(idOf("network:Subnet", { ...inGroup, virtualNetworkName: "main", subnetName: "web" })).toBe(
      `/subscriptions/${caller.subscriptionId}/resourceGroups/core/providers/Microsoft.Network/virtualNetworks/main/subnets/web`,
    );
    expect(idOf("resources:ResourceGroup", inGroup)).toBe(`/subscriptions/${caller.subscriptionId}/resourceGroups/core`);
    expect(idOf("authorization:ManagementLockByScope", { scope: "/subscriptions/s/resourceGroups/core", lockName: "keep" })).toBe(
      "/subscriptions/s/resourceGroups/core/providers/Microsoft.Authorization/locks/keep",
    );
  });
});

describe("Azure refuses", () => {
  it("what exists already, whatever the case of its name, in azure-native's words", () => {
    group();
    expect(() => put("resources:ResourceGroup", { resourceGroupName: "CORE", location: "swedencentral" })).toThrow(
      `cannot create already existing resource '/subscriptions/${caller.subscriptionId}/resourceGroups/CORE'`,
    );
  });

  it("what lies in a resource group that is not there", () => {
    expect(() => put("network:VirtualNetwork", { ...inGroup, virtualNetworkName: "main" })).toThrow(
      `Status=404 Code="ResourceGroupNotFound" Message="Resource group 'core' could not be found."`,
    );
  });

  it("what lies below a parent that is not there", () => {
    group();
    expect(() => put("network:Subnet", { ...inGroup, virtualNetworkName: "main", subnetName: "web" })).toThrow(
      /Code="ParentResourceNotFound".*Parent resource 'main' not found/,
    );
  });

  it("a lock or a role assignment on what is not there", () => {
    group();
    const scope = idOf("network:VirtualNetwork", { ...inGroup, virtualNetworkName: "main" });
    expect(() => put("authorization:ManagementLockByScope", { scope, lockName: "keep", level: "CanNotDelete" })).toThrow(/ResourceNotFound/);
    expect(() => put("authorization:ManagementLockByScope", { scope: `/subscriptions/${caller.subscriptionId}`, lockName: "keep", level: "ReadOnly" })).not.toThrow();
  });

  it("another location for what stands", () => {
    group();
    const machine = { ...inGroup, vmName: "core1", location: "swedencentral" };
    put("compute:VirtualMachine", machine);
    expect(() => put("compute:VirtualMachine", { ...machine, location: "norwayeast" }, false)).toThrow(
      /InvalidResourceLocation.*'core1' already exists in location 'swedencentral' in resource group 'core'/,
    );
    expect(() => put("compute:VirtualMachine", { ...machine, location: "Sweden Central" }, false)).not.toThrow();
  });
});

describe("Azure answers", () => {
  beforeEach(() => void group());

  it("name, type, state, GUID and an etag that changes with every write; the location in its own spelling", () => {
    const inputs = { ...inGroup, routeTableName: "routes", location: "Sweden Central" };
    const first = put("network:RouteTable", inputs);
    const second = put("network:RouteTable", inputs, false);
    expect(first).toMatchObject({ name: "routes", type: "Microsoft.Network/routeTables", provisioningState: "Succeeded", location: "swedencentral" });
    expect(first["resourceGuid"]).toMatch(/^[0-9a-f]{8}-/);
    expect(second["etag"]).not.toBe(first["etag"]);
    expect(second["resourceGuid"]).toBe(first["resourceGuid"]);
  });

  it("the same for the same requests: no clock and no chance", () => {
    const before = put("network:RouteTable", { ...inGroup, routeTableName: "routes", location: "swedencentral" });
    remove("resources:ResourceGroup", inGroup);
    group();
    expect(put("network:RouteTable", { ...inGroup, routeTableName: "routes", location: "swedencentral" })).toEqual(before);
  });

  it("inline children with ids, in the order given, and as resources of their own", () => {
    const subnets = [{ name: "web", addressPrefix: "10.0.2.0/24" }, { name: "core", addressPrefix: "10.0.1.0/24" }];
    const inputs = { ...inGroup, virtualNetworkName: "main", subnets };
    const answer = put("network:VirtualNetwork", inputs);
    expect(names(answer, "subnets")).toEqual(["web", "core"]);
    expect(textAt(listAt(answer, "subnets")[0], "id")).toBe(`${idOf("network:VirtualNetwork", inputs)}/subnets/web`);
    expect(read("network:Subnet", { ...inputs, subnetName: "core" })).toMatchObject({ addressPrefix: "10.0.1.0/24" });
  });

  it("children made elsewhere too, which a PUT with the list removes and one without keeps", () => {
    const network = { ...inGroup, networkSecurityGroupName: "web" };
    const rule = { access: "Allow", direction: "Inbound", priority: 100, protocol: "Tcp" };
    put("network:NetworkSecurityGroup", { ...network, securityRules: [{ ...rule, name: "inline" }] });
    put("network:SecurityRule", { ...network, ...rule, priority: 200, securityRuleName: "standalone" });
    expect(names(read("network:NetworkSecurityGroup", network), "securityRules")).toEqual(["inline", "standalone"]);
    expect(names(put("network:NetworkSecurityGroup", { ...network, tags: { a: "b" } }, false), "securityRules")).toEqual(["inline", "standalone"]);
    expect(names(put("network:NetworkSecurityGroup", { ...network, securityRules: [{ ...rule, name: "inline" }] }, false), "securityRules")).toEqual(["inline"]);
  });

  it("the six default rules of a security group", () => {
    const answer = put("network:NetworkSecurityGroup", { ...inGroup, networkSecurityGroupName: "web" });
    expect(names(answer, "defaultSecurityRules")).toHaveLength(6);
    expect(answer["securityRules"]).toEqual([]);
  });

  it("the address that was given, or the first free one of the subnet, which stays", () => {
    const subnets = [{ name: "web", addressPrefix: "10.0.2.0/29" }, { name: "AzureFirewallSubnet", addressPrefix: "10.0.3.64/26" }];
    put("network:VirtualNetwork", { ...inGroup, virtualNetworkName: "main", subnets });
    const subnet = (name: string) => ({ id: idOf("network:Subnet", { ...inGroup, virtualNetworkName: "main", subnetName: name }) });
    const nic = (name: string, given: Properties = {}) => ({
      ...inGroup,
      networkInterfaceName: name,
      ipConfigurations: [{ name: "ip", subnet: subnet("web"), ...given }],
    });
    const address = (answer: Properties) => textAt(listAt(answer, "ipConfigurations")[0], "privateIPAddress");
    expect(address(put("network:NetworkInterface", nic("fixed", { privateIPAddress: "10.0.2.4", privateIPAllocationMethod: "Static" })))).toBe("10.0.2.4");
    expect(address(put("network:NetworkInterface", nic("first")))).toBe("10.0.2.5");
    expect(address(put("network:NetworkInterface", nic("second")))).toBe("10.0.2.6");
    expect(address(put("network:NetworkInterface", { ...nic("first"), tags: { a: "b" } }, false))).toBe("10.0.2.5");
    const firewall = put("network:AzureFirewall", {
      ...inGroup,
      azureFirewallName: "firewall",
      ipConfigurations: [{ name: "ip", subnet: subnet("AzureFirewallSubnet") }],
    });
    expect(address(firewall)).toBe("10.0.3.68");
  });

  it("a public address of its own for each", () => {
    const address = (name: string) => put("network:PublicIPAddress", { ...inGroup, publicIpAddressName: name, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" });
    const [first, second] = [address("a")["ipAddress"], address("b")["ipAddress"]];
    expect(first).toMatch(/^203\.0\.113\./);
    expect(second).not.toBe(first);
  });

  it("who refers to a resource: a security group's subnets, an interface's machine, a disk's machine", () => {
    const security = { ...inGroup, networkSecurityGroupName: "web" };
    put("network:NetworkSecurityGroup", security);
    const network = { ...inGroup, virtualNetworkName: "main" };
    put("network:VirtualNetwork", { ...network, subnets: [{ name: "web", networkSecurityGroup: { id: idOf("network:NetworkSecurityGroup", security).toUpperCase() } }] });
    const subnetId = idOf("network:Subnet", { ...network, subnetName: "web" });
    expect(read("network:NetworkSecurityGroup", security)?.["subnets"]).toEqual([{ id: subnetId }]);
    const nic = { ...inGroup, networkInterfaceName: "nic", ipConfigurations: [{ name: "ip", subnet: { id: subnetId } }] };
    put("network:NetworkInterface", nic);
    expect(read("network:Subnet", { ...network, subnetName: "web" })?.["ipConfigurations"]).toEqual([{ id: `${idOf("network:NetworkInterface", nic)}/ipConfigurations/ip` }]);
    const disk = { ...inGroup, diskName: "data", location: "swedencentral", creationData: { createOption: "Empty" }, diskSizeGB: 128 };
    expect(put("compute:Disk", disk)).toMatchObject({ diskState: "Unattached", diskSizeBytes: 137438953472 });
    const machine = {
      ...inGroup,
      vmName: "core1",
      location: "swedencentral",
      networkProfile: { networkInterfaces: [{ id: idOf("network:NetworkInterface", nic) }] },
      storageProfile: { dataDisks: [{ lun: 0, createOption: "Attach", managedDisk: { id: idOf("compute:Disk", disk) } }] },
    };
    put("compute:VirtualMachine", machine);
    const machineId = idOf("compute:VirtualMachine", machine);
    expect(read("network:NetworkInterface", nic)?.["virtualMachine"]).toEqual({ id: machineId });
    expect(read("compute:Disk", disk)).toMatchObject({ managedBy: machineId, diskState: "Attached" });
  });

  it("an identity that a role assignment can name, and the address of a vault", () => {
    const machine = put("compute:VirtualMachine", { ...inGroup, vmName: "core1", location: "swedencentral", identity: { type: "SystemAssigned" } });
    expect(objectAt(machine, "identity")).toMatchObject({ tenantId: caller.tenantId, principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const vault = put("keyvault:Vault", { ...inGroup, vaultName: "Safe", properties: { tenantId: caller.tenantId, sku: { family: "A", name: "standard" } } });
    expect(objectAt(vault, "properties")["vaultUri"]).toBe("https://safe.vault.azure.net/");
    const secret = { ...inGroup, vaultName: "Safe", secretName: "sql", properties: { value: "planted" } };
    const first = objectAt(put("keyvault:Secret", secret), "properties");
    const second = objectAt(put("keyvault:Secret", secret, false), "properties");
    expect(first["secretUri"]).toBe("https://safe.vault.azure.net/secrets/sql");
    expect(second["secretUriWithVersion"]).not.toBe(first["secretUriWithVersion"]);
    expect(first).not.toHaveProperty("value");
  });
});

describe("deletion", () => {
  it("of a resource group removes all that lies in it", () => {
    group();
    put("network:VirtualNetwork", { ...inGroup, virtualNetworkName: "main", subnets: [{ name: "web" }] });
    remove("resources:ResourceGroup", { resourceGroupName: "CORE" });
    expect(read("network:VirtualNetwork", { ...inGroup, virtualNetworkName: "main" })).toBeUndefined();
    expect(read("network:Subnet", { ...inGroup, virtualNetworkName: "main", subnetName: "web" })).toBeUndefined();
  });

  it("of what is gone is no error", () => {
    expect(() => remove("resources:ResourceGroup", inGroup)).not.toThrow();
  });

  it("is refused where a lock stands on the resource, below it or above it, until the lock is gone", () => {
    group();
    const network = { ...inGroup, virtualNetworkName: "main", subnets: [{ name: "web" }] };
    put("network:VirtualNetwork", network);
    const scope = idOf("network:VirtualNetwork", network);
    const lock = { scope, lockName: "keep", level: "CanNotDelete" };
    put("authorization:ManagementLockByScope", lock);
    const refusal = new RegExp(`Status=409 Code="ScopeLocked".*cannot perform delete operation because following scope\\(s\\) are locked: '${scope}'`);
    expect(() => remove("network:VirtualNetwork", network)).toThrow(refusal);
    expect(() => remove("network:Subnet", { ...network, subnetName: "web" })).toThrow(refusal);
    expect(() => remove("resources:ResourceGroup", inGroup)).toThrow(refusal);
    expect(() => put("network:VirtualNetwork", { ...network, tags: { a: "b" } }, false)).not.toThrow();
    remove("authorization:ManagementLockByScope", lock);
    expect(() => remove("resources:ResourceGroup", inGroup)).not.toThrow();
  });

  it("and every write are refused where a ReadOnly lock stands", () => {
    group();
    put("authorization:ManagementLockByScope", { scope: idOf("resources:ResourceGroup", inGroup), lockName: "keep", level: "ReadOnly" });
    expect(() => put("network:RouteTable", { ...inGroup, routeTableName: "routes" })).toThrow(/cannot perform write operation because/);
  });
});

const secretName = /password|secret$|customdata|userdata|protectedsettings$|accesskey/i;
/** Settings whose name sounds like a secret and that are none. */
const openInputs = new Set(["disablePasswordAuthentication", "secrets"]);

/** Inputs of a shape: what is required, and a text at everything whose name says secret. */
function planted(owner: string, properties: ShapedProperties, text: string, depth = 0): Properties {
  const entries = [...properties].map(([name, { shape, required }]) => {
    const { values, required: alsoRequired } = constraintsOf(owner)[name] ?? {};
    const filler = required || alsoRequired === true ? (values?.[0] ?? fillerOf(shape)) : undefined;
    return [name, plantedValue(name, shape, text, depth) ?? filler] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, PropertyValue] => entry[1] !== undefined));
}

function fillerOf(shape: Shape): PropertyValue {
  if (shape.kind === "object") return planted(shape.type, objectShape(shape.type), "", 9);
  return ({ string: "any", number: 1, boolean: true, list: [], map: {} } as Record<string, PropertyValue>)[shape.kind] ?? {};
}

function plantedValue(name: string, shape: Shape, text: string, depth: number): PropertyValue | undefined {
  if (secretName.test(name) && !openInputs.has(name) && shape.kind !== "boolean") return shape.kind === "string" ? text : { inside: text };
  if (shape.kind === "object" && depth < 4) return planted(shape.type, objectShape(shape.type), text, depth + 1);
  if (shape.kind === "list" && shape.items.kind === "object" && depth < 4) return [{ name: "part", ...planted(shape.items.type, objectShape(shape.items.type), text, depth + 1) }];
  return undefined;
}

describe("secrets", () => {
  const text = "Planted-5ecret!";
  const inputsOf = (type: RehearsedType): Properties =>
    type.token === "azure-native:keyvault:Secret" ? { properties: { value: text } } : planted(type.token, resourceShape(type.token).inputs, text);
  const withSecrets = rehearsedTypes.filter((type) => JSON.stringify(inputsOf(type)).includes(text));

  it("are taken by machines, extensions, vault secrets and SQL machines", () => {
    expect(withSecrets.map(({ token }) => token.split(":").at(-1))).toEqual(["VirtualMachine", "VirtualMachineExtension", "Secret", "SqlVirtualMachine"]);
  });

  it.each(withSecrets)("of $token are neither kept nor answered", (type) => {
    group();
    if (type.names.length > 1) {
      put("keyvault:Vault", { ...inGroup, vaultName: "name", properties: { tenantId: caller.tenantId, sku: { family: "A", name: "standard" } } });
      put("compute:VirtualMachine", { ...inGroup, vmName: "name", location: "swedencentral" });
    }
    const inputs = { ...inputsOf(type), ...inGroup, ...Object.fromEntries(type.names.map((name) => [name, "name"])), location: "swedencentral" };
    const answer = azure.put(type, idFromInputs(type, inputs, caller.subscriptionId), inputs, caller, true);
    expect(JSON.stringify(answer)).not.toContain(text);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(readFileSync(file, "utf8")).not.toContain(text);
  });
});
