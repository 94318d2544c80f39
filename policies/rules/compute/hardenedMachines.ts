import { fault, type ResourceRule, type Sample } from "../../rule.ts";
import { sampleMachine } from "../samples.ts";

const trusted = { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } };
const securityType = "TrustedLaunch or ConfidentialVM";

export const trustedLaunch: ResourceRule = {
  id: "LC221",
  name: "machines-start-trusted",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every machine starts with Trusted Launch: secure boot and a virtual TPM.",
  why: "What is loaded before Windows cannot be changed unseen, and keys have a chip to lie in; it costs nothing.",
  fix: "say securityType TrustedLaunch with secureBootEnabled and vTpmEnabled, on an image of generation 2",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/trusted-launch"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const type = machine.inputs.text("securityProfile.securityType")?.toLowerCase();
    if (type !== "trustedlaunch" && type !== "confidentialvm") yield fault(machine, "securityProfile.securityType", securityType);
    for (const key of ["secureBootEnabled", "vTpmEnabled"]) if (machine.inputs.boolean(`securityProfile.uefiSettings.${key}`) !== true) yield fault(machine, `securityProfile.uefiSettings.${key}`, "true");
  },
  good: [{ title: "both on, and a confidential machine", resources: [sampleMachine("core", { securityProfile: trusted }), sampleMachine("sql", { securityProfile: { ...trusted, securityType: "ConfidentialVM" } })], findings: [] }],
  bad: [
    {
      title: "standard, and secure boot off",
      resources: [sampleMachine("core", { securityProfile: { securityType: "Standard", uefiSettings: { secureBootEnabled: false, vTpmEnabled: true } } })],
      findings: [
        { resource: "core", path: "securityProfile.securityType", limit: securityType },
        { resource: "core", path: "securityProfile.uefiSettings.secureBootEnabled", limit: "true" },
      ],
    },
  ],
};

export const encryptedHost: ResourceRule = {
  id: "LC222",
  name: "machines-are-encrypted-at-their-host",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every machine has its disks, temporary disk and caches encrypted at the host.",
  why: "Without it the temporary disk and the host's caches hold data that is not encrypted, paging file and tempdb among it.",
  fix: "say encryptionAtHost: true, once the feature is registered in the subscription",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/disk-encryption"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    if (machine.inputs.boolean("securityProfile.encryptionAtHost") !== true) yield fault(machine, "securityProfile.encryptionAtHost", "true");
  },
  good: [{ title: "on", resources: [sampleMachine("core", { securityProfile: { encryptionAtHost: true } })], findings: [] }],
  bad: [{ title: "off by default", resources: [sampleMachine("core", { securityProfile: trusted })], findings: [{ resource: "core", path: "securityProfile.encryptionAtHost", limit: "true" }] }],
};

const identity = "SystemAssigned, UserAssigned or both";

export const ownIdentity: ResourceRule = {
  id: "LC223",
  name: "machines-have-an-identity",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every machine has a managed identity.",
  why: "Monitoring, backup and the reading of certificates from the vault then need no password that lies on the machine.",
  fix: "say identity.type SystemAssigned",
  sources: ["https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    if (!machine.inputs.matches("identity.type", /Assigned/i)) yield fault(machine, "identity.type", identity);
  },
  good: [{ title: "of either kind", resources: [sampleMachine("core", { identity: { type: "SystemAssigned" } }), sampleMachine("app", { identity: { type: "UserAssigned" } })], findings: [] }],
  bad: [{ title: "none", resources: [sampleMachine("core", { identity: { type: "None" } }), sampleMachine("app", {})], findings: [{ resource: "core", path: "identity.type", limit: identity }, { resource: "app", path: "identity.type", limit: identity }] }],
};

const windowsLicence = "Windows_Server for licences of one's own, or nothing for those that are paid with the machine";
const sqlLicence = "PAYG, AHUB, or DR for a passive replica";

export const statedLicences: ResourceRule = {
  id: "LC224",
  name: "licences-are-those-of-servers",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every machine says a licence for Windows Server or none, and every registration of SQL Server says how it is paid.",
  why: "A licence for Windows clients does not cover a server, and a registration that says nothing is paid by the hour, whatever licences there are.",
  fix: "say licenseType Windows_Server and sqlServerLicenseType AHUB where there are licences with Software Assurance",
  sources: ["https://learn.microsoft.com/azure/virtual-machines/windows/hybrid-use-benefit-licensing"],
  scope: "resource",
  types: ["compute:VirtualMachine", "sqlvirtualmachine:SqlVirtualMachine"],
  *check(resource) {
    if (resource.type === "compute:VirtualMachine") {
      const said = resource.inputs.text("licenseType") ?? "None";
      if (!/^(?:None|Windows_Server)$/i.test(said)) yield fault(resource, "licenseType", windowsLicence);
    } else if (!resource.inputs.matches("sqlServerLicenseType", /^(?:PAYG|AHUB|DR)$/i)) yield fault(resource, "sqlServerLicenseType", sqlLicence);
  },
  good: [{ title: "own licences", resources: [sampleMachine("sql", { licenseType: "Windows_Server" }), { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "registration", inputs: { sqlServerLicenseType: "AHUB" } }], findings: [] }, { title: "a licence that is paid with the machine", resources: [sampleMachine("core", {}), sampleMachine("app", { licenseType: "None" })], findings: [] }],
  bad: [
    {
      title: "a client's licence, and nothing said",
      resources: [sampleMachine("sql", { licenseType: "Windows_Client" }), { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "registration", inputs: {} }],
      findings: [
        { resource: "sql", path: "licenseType", limit: windowsLicence },
        { resource: "registration", path: "sqlServerLicenseType", limit: sqlLicence },
      ],
    },
    ...["None of these", "No Windows_Server", "Windows_Server_2022"].map((licenseType): Sample => ({ title: `a licence called ${licenseType}`, resources: [sampleMachine("sql", { licenseType })], findings: [{ resource: "sql", path: "licenseType", limit: windowsLicence }] })),
    ...["DRY", "NODR"].map((sqlServerLicenseType): Sample => ({
      title: `a registration paid by ${sqlServerLicenseType}`,
      resources: [{ type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "registration", inputs: { sqlServerLicenseType } }],
      findings: [{ resource: "registration", path: "sqlServerLicenseType", limit: sqlLicence }],
    })),
  ],
};
