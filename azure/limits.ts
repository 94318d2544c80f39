/** A limit that Azure sets, with the page that says so. */
export interface AzureLimit<T> {
  readonly value: T;
  readonly source: string;
}

const networkLimits = "MicrosoftDocs/azure-docs includes/azure-virtual-network-limits.md";
const networkQuestions = "MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md";
const firewallQuestions = "MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml, 2022-09-12";

/** Rules of one network security group, both directions together. */
export const securityRulesPerGroup: AzureLimit<number> = { value: 1000, source: networkLimits };

/** Priorities that a rule of a network security group may have; the lower number is judged first. */
export const securityRulePriorities: AzureLimit<{ readonly lowest: number; readonly highest: number }> = {
  value: { lowest: 100, highest: 4096 },
  source: "MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md",
};

/** Network, gateway, two for DNS, and the last address: the same five in every subnet. */
export const reservedAddressesPerSubnet: AzureLimit<number> = { value: 5, source: networkQuestions };

/** The first address of a subnet that a machine may have, counted from the subnet's own address. */
export const firstUsableHost: AzureLimit<number> = { value: 4, source: networkQuestions };

/** Prefix length of the smallest subnet. */
export const smallestSubnetPrefix: AzureLimit<number> = { value: 29, source: networkQuestions };

/** Prefix length of the smallest subnet that a firewall can grow in. */
export const smallestFirewallSubnetPrefix: AzureLimit<number> = { value: 26, source: firewallQuestions };

/** Characters of a firewall's name: fewer than the naming rules of its type say. */
export const longestFirewallName: AzureLimit<number> = { value: 50, source: firewallQuestions };

/** Days that a deleted vault or secret can be brought back; a vault with purge protection cannot be removed earlier. */
export const vaultRetentionDays: AzureLimit<{ readonly shortest: number; readonly longest: number }> = {
  value: { shortest: 7, longest: 90 },
  source: "MicrosoftDocs/azure-docs articles/key-vault/general/soft-delete-overview.md",
};

/** Characters of a Windows administrator's password: the strictest of what portal, command line and API accept. */
export const administratorPasswordLength: AzureLimit<{ readonly shortest: number; readonly longest: number }> = {
  value: { shortest: 12, longest: 123 },
  source: "MicrosoftDocs/azure-compute-docs articles/virtual-machines/windows/faq.yml",
};

/** Names of machine and resource group together, where Azure Backup is to protect SQL Server. */
export const longestBackedUpSqlNames: AzureLimit<number> = {
  value: 84,
  source: "MicrosoftDocs/azure-docs articles/backup/backup-sql-server-database-azure-vms.md",
};

/** Availability zones of a region that has them, as `zones` names them. */
export const availabilityZones: AzureLimit<readonly string[]> = {
  value: ["1", "2", "3"],
  source: "MicrosoftDocs/azure-docs articles/reliability/regions-list.md, 2025-03-21",
};

/** Characters that end or delimit a value in a connection string of ODBC, OLE DB or ADO.NET, or a login in an address, unless they are quoted. */
export const connectionStringDelimiters: AzureLimit<string> = {
  value: ";'\"{}=@,()[] ",
  source: "dotnet/docs docs/framework/data/adonet/connection-string-syntax.md; MicrosoftDocs/sql-docs docs/odbc/reference/syntax/sqldriverconnect-function.md",
};
