import type { Inputs } from "../proofSubjects.ts";
import { schedule } from "./operations.ts";
import { gateway } from "./publishing.ts";
import { add, idOf, inGroup, named, set, type Break } from "./breaking.ts";

const subnet = (name: string, change: (subnet: Inputs) => void): Break["apply"] => (resources) => change((named(resources, "lifecare-network").inputs["subnets"] as Inputs[]).find((one) => one["name"] === name)!);

/** Breaks of what a preview lets pass and Azure refuses. */
export const deployableBreaks: readonly Break[] = [
  { rule: "LC501", title: "a subnet that does not say its way out", apply: subnet("snet-database", (one) => delete one["defaultOutboundAccess"]), found: ["LC501 lifecare-network"] },
  { rule: "LC502", title: "a subnet that is too small for Azure", apply: (resources) => (named(resources, "lifecare-network").inputs["subnets"] as Inputs[]).push({ name: "snet-spare", addressPrefix: "10.80.7.0/30", defaultOutboundAccess: false }), found: ["LC502 lifecare-network"] },
  { rule: "LC503", title: "a route beside a table with routes", apply: add("network:Route", "spare", { resourceGroupName: "rg-ank-prod", routeTableName: "rt-ank-prod-compute", routeName: "spare", addressPrefix: "10.80.7.128/25", nextHopType: "None" }), found: ["LC001 the stack", "LC106 lifecare-compute-routes", "LC503 spare"] },
  { rule: "LC504", title: "two disks at one number", apply: set("ankprodsql01-machine", "storageProfile.dataDisks.2.lun", 1), found: ["LC504 ankprodsql01-machine", "LC515 ankprodsql01-database-registration"] },
  { rule: "LC505", title: "the administrator's name is Administrator", apply: set("ankprodapp01-machine", "osProfile.adminUsername", "administrator"), found: ["LC505 ankprodapp01-machine"] },
  { rule: "LC506", title: "a group before the firewall", apply: subnet("AzureFirewallSubnet", (one) => void (one["networkSecurityGroup"] = { id: idOf("Microsoft.Network/networkSecurityGroups", "nsg-ank-prod-core") })), found: ["LC506 lifecare-network"] },
  { rule: "LC507", title: "a gateway with policies of two ages", apply: gateway("gateway-ages", { sslProfiles: [{ name: "old", sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20170401S" } }] }), found: ["LC001 gateway-ages", "LC507 gateway-ages"] },
  { rule: "LC508", title: "a policy of another tier than its firewall", apply: set("lifecare-firewall-policy", "sku.tier", "Premium"), found: ["LC508 lifecare-firewall"] },
  { rule: "LC509", title: "a public address of the basic tier", apply: set("lifecare-firewall-address", "sku.name", "Basic"), found: ["LC509 lifecare-firewall-address"] },
  { rule: "LC510", title: "a disk in another zone than its machine", apply: set("ankprodcmp01-program-disk", "zones", ["2"]), found: ["LC510 ankprodcmp01-program-disk"] },
  { rule: "LC511", title: "a script that fails in silence", apply: add("compute:VirtualMachineRunCommandByVirtualMachine", "command", { ...inGroup, vmName: "ankprodcmp01", runCommandName: "command", source: { script: "Get-Date" } }), found: ["LC511 command"] },
  { rule: "LC512", title: "a name that Azure does not take", apply: add("compute:AvailabilitySet", "availability", { ...inGroup, availabilitySetName: "set of web servers" }), found: ["LC512 availability"] },
  { rule: "LC513", title: "a start that Azure cannot read", apply: schedule("unreadable", { startDateTime: "2027-01-27T22:00" }), found: ["LC513 unreadable"] },
  { rule: "LC514", title: "a principal of no kind", apply: add("authorization:RoleAssignment", "assignment", { scope: idOf("Microsoft.KeyVault/vaults", "kv-ank-prod-96c8fcf6"), roleAssignmentName: "00000000-0000-4000-8000-00000000000e", principalId: "00000000-0000-4000-8000-00000000000d", roleDefinitionId: "00000000-0000-4000-8000-00000000000c" }), found: ["LC514 assignment"] },
  { rule: "LC515", title: "a registration of another name", apply: set("ankprodsql01-database-registration", "sqlVirtualMachineName", "sql"), found: ["LC515 ankprodsql01-database-registration"] },
  { rule: "LC516", title: "an address that Azure keeps", apply: set("ankprodint01-network-interface", "ipConfigurations.0.privateIPAddress", "10.80.5.1"), found: ["LC516 ankprodint01-network-interface"] },
  { rule: "LC517", title: "a machine that does not wait for the firewall", apply: (resources) => {
      const machine = named(resources, "ankprodweb01-machine") as { dependencies: readonly string[] } & Inputs;
      machine.dependencies = machine.dependencies.filter((name) => name !== "lifecare-firewall");
    }, found: ["LC517 ankprodweb01-machine"] },
];
