/** What Azure accepts as the name of a resource. Names are compared without regard to case. */
export interface NameRule {
  readonly minimum: number;
  readonly maximum: number;
  /** The characters that may stand where; the length is not part of it. */
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly characters: string;
  /** Within what the name is unique. */
  readonly scope: "global" | "subscription" | "resourceGroup" | "parent";
  readonly source: string;
}

const rulesPage = "MicrosoftDocs/azure-docs articles/azure-resource-manager/management/resource-name-rules.md";

/** Most network and compute types: letters, digits, `_`, `.`, `-`; a letter or digit first, no `.` or `-` last. */
const ordinary = {
  minimum: 1,
  maximum: 80,
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/,
  characters: "letters, digits, underscores, periods and hyphens, beginning with a letter or digit, ending with a letter, digit or underscore",
  source: rulesPage,
} as const;

/**
 * A machine's resource name may be longer than its computer name, but not here: one name serves both, so that what people see in
 * Azure is what TSS sees (T3.1.3-1).
 */
const windowsMachine = {
  minimum: 1,
  maximum: 15,
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  characters: "letters, digits and hyphens, beginning and ending with a letter or digit",
  source: rulesPage,
} as const;

const vaultItem = {
  minimum: 1,
  maximum: 127,
  pattern: /^[A-Za-z0-9-]+$/,
  characters: "letters, digits and hyphens",
  scope: "parent",
  source: rulesPage,
} as const;

/** The rules by ARM type. */
export const nameRules = {
  "Microsoft.Resources/resourceGroups": {
    minimum: 1,
    maximum: 90,
    pattern: /^[A-Za-z0-9_().-]*[A-Za-z0-9_()-]$/,
    characters: "letters, digits, underscores, parentheses, hyphens and periods, not ending with a period",
    scope: "subscription",
    source: rulesPage,
  },
  "Microsoft.Network/virtualNetworks": { ...ordinary, minimum: 2, maximum: 64, scope: "resourceGroup" },
  "Microsoft.Network/virtualNetworks/subnets": { ...ordinary, scope: "parent" },
  "Microsoft.Network/networkSecurityGroups": { ...ordinary, scope: "resourceGroup" },
  "Microsoft.Network/networkSecurityGroups/securityRules": { ...ordinary, scope: "parent" },
  "Microsoft.Network/routeTables": { ...ordinary, scope: "resourceGroup" },
  "Microsoft.Network/routeTables/routes": { ...ordinary, scope: "parent" },
  "Microsoft.Network/publicIPAddresses": { ...ordinary, scope: "resourceGroup" },
  "Microsoft.Network/azureFirewalls": {
    ...ordinary,
    maximum: 50,
    scope: "resourceGroup",
    source: "MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml, 2022-09-12 (the general rules say 80)",
  },
  "Microsoft.Network/firewallPolicies": { ...ordinary, scope: "resourceGroup" },
  "Microsoft.Network/firewallPolicies/ruleCollectionGroups": { ...ordinary, scope: "parent" },
  "Microsoft.Network/networkInterfaces": { ...ordinary, scope: "resourceGroup" },
  "Microsoft.KeyVault/vaults": {
    minimum: 3,
    maximum: 24,
    pattern: /^[A-Za-z](?:-?[A-Za-z0-9])*$/,
    characters: "letters, digits and single hyphens, beginning with a letter, ending with a letter or digit",
    scope: "global",
    source: rulesPage,
  },
  "Microsoft.KeyVault/vaults/secrets": vaultItem,
  "Microsoft.KeyVault/vaults/keys": vaultItem,
  "Microsoft.Storage/storageAccounts": {
    minimum: 3,
    maximum: 24,
    pattern: /^[a-z0-9]+$/,
    characters: "lower-case letters and digits",
    scope: "global",
    source: rulesPage,
  },
  "Microsoft.Compute/virtualMachines": { ...windowsMachine, scope: "resourceGroup" },
  "Microsoft.Compute/disks": {
    minimum: 1,
    maximum: 80,
    pattern: /^[A-Za-z0-9_-]+$/,
    characters: "letters, digits, underscores and hyphens",
    scope: "resourceGroup",
    source: rulesPage,
  },
  "Microsoft.Compute/availabilitySets": { ...ordinary, scope: "resourceGroup" },
  // Registers a machine under the machine's own name.
  "Microsoft.SqlVirtualMachine/sqlVirtualMachines": { ...windowsMachine, scope: "resourceGroup" },
} as const satisfies Record<string, NameRule>;

export type NamedType = keyof typeof nameRules;

/** Windows' rule for a computer name that NetBIOS is to resolve; a digit first is the vendor's own prohibition (T3.1.3-1). */
export const windowsComputerName: NameRule = {
  minimum: 1,
  maximum: 15,
  pattern: /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  characters: "letters, digits and hyphens, beginning with a letter, ending with a letter or digit",
  scope: "resourceGroup",
  source: rulesPage,
};

/** What is wrong with a name, in words; `undefined` where nothing is. */
export function nameFault(name: string, rule: NameRule): string | undefined {
  if (name.length < rule.minimum || name.length > rule.maximum) return `${rule.minimum} to ${rule.maximum} characters, not ${name.length}`;
  if (!rule.pattern.test(name)) return rule.characters;
  return undefined;
}
