import { describe, expect, test } from "vitest";
import type { StateResource } from "../engine/workspace.ts";
import { renderText } from "../reports/text.ts";
import { standingReport } from "../reports/standingReport.ts";
import { standingOf } from "./standing.ts";

const group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/ank-prod";

function resource(type: string, id: string, outputs: object): StateResource {
  return { urn: `urn:pulumi:prod::lifecare::${type}::${id}`, type, id: `${group}/providers/${id}`, inputs: {}, outputs: outputs as StateResource["outputs"], dependencies: [], propertyDependencies: {}, protect: false };
}

const applicationSubnet = { name: "application", addressPrefix: "10.80.0.32/27", networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/ANK-APPLICATION` } };
const webSubnet = { name: "web", addressPrefix: "10.80.1.0/27", networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/ank-web` } };

const deny = { name: "deny-everything-else-inbound", direction: "Inbound", access: "Deny", protocol: "*", destinationPortRange: "*", sourceAddressPrefix: "*", destinationAddressPrefix: "*" };

/** A state as Azure answers it: ids in another case than they were asked for. */
const state: readonly StateResource[] = [
  { ...resource("pulumi:pulumi:Stack", "stack", {}), id: undefined } as unknown as StateResource,
  resource("azure-native:network:VirtualNetwork", "Microsoft.Network/virtualNetworks/ank", {
    addressSpace: { addressPrefixes: ["10.80.0.0/21"] },
    subnets: [applicationSubnet, webSubnet, { name: "AzureFirewallSubnet", addressPrefix: "10.80.7.0/26" }],
  }),
  resource("azure-native:network:NetworkSecurityGroup", "Microsoft.Network/networkSecurityGroups/ank-application", {
    securityRules: [
      { name: "R3-from-web", description: "R3 web to application (T4.3-M)", direction: "Inbound", access: "Allow", protocol: "Tcp", destinationPortRanges: ["23110", "23114-23116"], sourceAddressPrefix: "10.80.1.0/27", destinationAddressPrefix: "10.80.0.32/27" },
      { name: "R4-from-web", description: "R4 web to core (T4.3-M)", direction: "Inbound", access: "Allow", protocol: "Tcp", destinationPortRange: "23610", sourceAddressPrefix: "10.80.1.0/27", destinationAddressPrefix: "10.80.0.32/27" },
      { name: "E1-from-client", description: "E1 clients (T4.3-C)", direction: "Inbound", access: "Allow", protocol: "Tcp", destinationPortRange: "2100", destinationPortRanges: [], sourceAddressPrefixes: ["10.20.0.0/16", "10.21.0.0/17"], destinationAddressPrefix: "10.80.0.32/27" },
      { name: "out-to-vendor", description: "out packages (T4.5-1)", direction: "Outbound", access: "Allow", protocol: "Tcp", destinationPortRanges: ["22", "443"], sourceAddressPrefix: "10.80.0.32/27", destinationAddressPrefix: "Internet" },
      { name: "kms-to-kms", description: "kms Windows activation (platform)", direction: "Outbound", access: "Allow", protocol: "Tcp", destinationPortRange: "1688", sourceAddressPrefix: "10.80.0.32/27", destinationAddressPrefixes: ["20.118.99.224/32", "40.83.235.53/32"] },
      deny,
    ],
  }),
  resource("azure-native:network:NetworkSecurityGroup", "Microsoft.Network/networkSecurityGroups/ank-web", {
    securityRules: [
      { name: "R3-to-application", description: "R3 web to application (T4.3-M)", direction: "Outbound", access: "Allow", protocol: "Tcp", destinationPortRanges: ["23110", "23114-23116"], sourceAddressPrefix: "10.80.1.0/27", destinationAddressPrefix: "10.80.0.32/27" },
      deny,
    ],
  }),
  resource("azure-native:network:FirewallPolicyRuleCollectionGroup", "Microsoft.Network/firewallPolicies/ank/ruleCollectionGroups/outbound", {
    ruleCollections: [
      { rules: [
        { name: "R3-web-to-application", sourceAddresses: ["10.80.1.0/27"], destinationAddresses: ["10.80.0.32/27"] },
        { name: "out-application-to-vendor-by-name", sourceAddresses: ["10.80.0.32/27"], destinationFqdns: ["leverans.example.se"] },
        { name: "out-application-to-feedback", sourceAddresses: ["10.80.0.32/27"], targetFqdns: ["feedback.example.se"] },
        { name: "R4-web-to-core", sourceAddresses: ["10.80.1.0/27"], destinationAddresses: ["10.80.0.0/27"] },
        { name: "out-compute-to-vendor", sourceAddresses: ["10.80.2.0/27"], targetFqdns: ["elsewhere.example.se"] },
      ] },
      { rules: [{ name: "out-application-to-vendor", sourceAddresses: ["10.80.0.32/27"], targetFqdns: ["leverans.example.se", "licens.example.se"] }] },
    ],
  }),
  resource("azure-native:network:NetworkInterface", "Microsoft.Network/networkInterfaces/ankapp1-nic", {
    ipConfigurations: [{ privateIPAddress: "10.80.0.36", subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/ank/subnets/application` } }],
  }),
  resource("azure-native:compute:Disk", "Microsoft.Compute/disks/ankapp1-program", { diskSizeGB: 128, sku: { name: "Premium_LRS" } }),
  resource("azure-native:compute:VirtualMachine", "Microsoft.Compute/virtualMachines/ankapp1", {
    hardwareProfile: { vmSize: "Standard_D4s_v5" },
    osProfile: { computerName: "ankapp1" },
    storageProfile: { osDisk: { diskSizeGB: 127 }, dataDisks: [{ name: "ankapp1-program", managedDisk: { id: `${group}/providers/Microsoft.Compute/disks/ANKAPP1-program` } }] },
    networkProfile: { networkInterfaces: [{ id: `${group}/providers/Microsoft.Network/networkInterfaces/ankapp1-nic` }] },
    zones: ["2"],
    tags: { "lifecare-roles": "application intranetWeb" },
  }),
];

describe("what stands, read from the state", () => {
  const standing = standingOf(state);

  test("is each server with roles, size, disks, subnet and address", () => {
    expect(standing.servers).toEqual([
      {
        computerName: "ankapp1",
        roles: ["application", "intranetWeb"],
        size: "Standard_D4s_v5",
        vCpu: 4,
        memoryGiB: 16,
        operatingSystemDiskGiB: 127,
        disks: [{ purpose: "program", sizeGiB: 128, tier: "P10" }],
        subnet: "application",
        address: "10.80.0.36",
        availability: { kind: "zone", zone: "2" },
      },
    ]);
  });

  test("is each subnet with the machines in it", () => {
    expect(standing.addressSpace).toBe("10.80.0.0/21");
    expect(standing.subnets.map(({ name, machines }) => [name, machines])).toEqual([["application", ["ankapp1"]], ["web", []], ["AzureFirewallSubnet", []]]);
  });

  test("is each open flow once, by row, with the hosts that the firewall names", () => {
    expect(standing.flows.map(({ table, row, why, from, to, ports, throughFirewall }) => [table, row, why, from, to, ports, throughFirewall])).toEqual([
      ["vendor", "R3", "T4.3-M", "web", ["application"], "TCP 23110, 23114–23116", true],
      ["vendor", "R4", "T4.3-M", "web", ["application"], "TCP 23610", false],
      ["vendor", "E1", "T4.3-C", "10.20.0.0/16, 10.21.0.0/17", ["application"], "TCP 2100", false],
      ["vendor", "out", "T4.5-1", "application", ["leverans.example.se", "licens.example.se"], "TCP 22, 443", true],
      ["platform", "kms", "Windows activation", "application", ["20.118.99.224/32", "40.83.235.53/32"], "TCP 1688", false],
    ]);
  });

  test("counts Azure's resources alone, and is shown whole", () => {
    expect(standing.resources).toBe(state.length - 1);
    const shown = renderText(standingReport("prod", standing));
    for (const word of ["PROD stands", "ankapp1", "Standard_D4s_v5", "10.80.0.36", "23114–23116", "licens.example.se"]) expect(shown).toContain(word);
  });
});
