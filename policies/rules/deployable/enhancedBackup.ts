import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import { isTrustedLaunch } from "../machines.ts";
import { azure, id, machine } from "./samples.ts";

const enhanced = "V2: older interfaces of Azure Backup protect a machine with Trusted Launch by an enhanced policy only";

const policy = (properties: object) => azure("recoveryservices:ProtectionPolicy", "policy", { properties });
const trusted = machine({ securityProfile: { securityType: "TrustedLaunch" } });

/** azure.md §7, 12. */
export const enhancedBackup: StackRule = {
  id: "LC519",
  name: "trusted-launch-is-backed-up-by-enhanced-policies",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Backup policies for machines are enhanced ones (V2) where a machine of the stack has Trusted Launch.",
  why: "Azure Backup takes machines with Trusted Launch under a standard policy only through its newest interfaces (2025-01-01 and later); enhanced policies work with all, and take several backups a day.",
  fix: "set properties.policyType to V2",
  sources: ["MicrosoftDocs/azure-docs articles/backup/backup-azure-vms-enhanced-policy.md, 2025-06-11"],
  scope: "stack",
  *check(stack) {
    if (!stack.of("compute:VirtualMachine").some(isTrustedLaunch)) return;
    yield* each(
      stack.of("recoveryservices:ProtectionPolicy"),
      function* (one) {
        if (one.inputs.text("properties.backupManagementType") === "AzureIaasVM" && one.inputs.text("properties.policyType") !== "V2") yield fault(one, "properties.policyType", enhanced);
      },
    );
  },
  good: [
    { title: "enhanced", resources: [trusted, policy({ backupManagementType: "AzureIaasVM", policyType: "V2" })], findings: [] },
    { title: "for databases", resources: [trusted, policy({ backupManagementType: "AzureWorkload" })], findings: [] },
    { title: "standard, for machines without Trusted Launch", resources: [machine({ securityProfile: { securityType: "Standard" } }), policy({ backupManagementType: "AzureIaasVM" })], findings: [] },
  ],
  bad: [
    { title: "standard", resources: [trusted, policy({ backupManagementType: "AzureIaasVM" })], findings: [{ resource: "policy", path: "properties.policyType", limit: enhanced }] },
    {
      title: "standard, and a machine that says it in another case",
      resources: [machine({ securityProfile: { securityType: "trustedLaunch" } }), policy({ backupManagementType: "AzureIaasVM", policyType: "V1" })],
      findings: [{ resource: "policy", path: "properties.policyType", limit: enhanced }],
    },
    { title: "standard, for one machine of two", resources: [machine({}, { name: "other", id: id("Microsoft.Compute/virtualMachines", "other") }), trusted, policy({ backupManagementType: "AzureIaasVM" })], findings: [{ resource: "policy", path: "properties.policyType", limit: enhanced }] },
  ],
};
