/** A name that stands for address ranges which Microsoft keeps up to date. */
export interface ServiceTag {
  readonly name: string;
  readonly covers: string;
  /** Where the tag can stand: network security groups, Azure Firewall's network rules, or both. */
  readonly usableIn: "securityGroups" | "both";
}

/** Source: MicrosoftDocs/azure-docs articles/virtual-network/service-tags-overview.md. */
export const serviceTags: readonly ServiceTag[] = [
  { name: "VirtualNetwork", covers: "the address space, peered networks, networks behind a gateway, and 168.63.129.16", usableIn: "securityGroups" },
  { name: "Internet", covers: "every address outside the virtual network that the public internet can reach, Azure's own included", usableIn: "securityGroups" },
  { name: "AzureLoadBalancer", covers: "the address that health probes come from", usableIn: "securityGroups" },
  { name: "AzurePlatformDNS", covers: "Azure's own name resolution; only to deny it", usableIn: "securityGroups" },
  { name: "AzurePlatformIMDS", covers: "the instance metadata service; only to deny it", usableIn: "securityGroups" },
  { name: "AzurePlatformLKM", covers: "Windows licensing and key management; only to deny it", usableIn: "securityGroups" },
  { name: "GatewayManager", covers: "management of VPN and application gateways", usableIn: "securityGroups" },
  { name: "AzureActiveDirectory", covers: "Microsoft Entra ID", usableIn: "both" },
  { name: "AzureBackup", covers: "Azure Backup", usableIn: "both" },
  { name: "AzureCloud", covers: "all public addresses of Azure's data centres", usableIn: "both" },
  { name: "AzureKeyVault", covers: "Azure Key Vault", usableIn: "both" },
  { name: "AzureMonitor", covers: "Log Analytics, Application Insights and metrics", usableIn: "both" },
  { name: "AzureResourceManager", covers: "Azure Resource Manager", usableIn: "both" },
  { name: "GuestAndHybridManagement", covers: "Azure Automation and guest configuration", usableIn: "both" },
  { name: "Storage", covers: "Azure Storage", usableIn: "both" },
];

const names = new Set(serviceTags.map((tag) => tag.name));

/** Whether the text is one of the tags above, or one of them for a region (`Storage.SwedenCentral`). */
export function isServiceTag(text: string): boolean {
  return names.has(text.split(".", 1)[0]!);
}
