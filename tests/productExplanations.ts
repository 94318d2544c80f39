import type { Operator, ProductMutant } from "./productMutants.ts";

/** Changes for the worse, or for no worse, that no rule has to find, and why. */
export interface Explanation {
  /** `*`: of every type. */
  readonly type: string;
  /** Inside the inputs; a last `*` stands for whatever is below. */
  readonly paths: readonly string[];
  /** Left out: every one. */
  readonly operators?: readonly Operator[];
  readonly reason: string;
}

const refused = "azure-native's check or Azure refuses it before anything is changed: nothing bad can stand";
const byDefault = "left out, Azure's default is the same or as good";
const names = "a name that people read; what refers to it by name is found where it leads nowhere";
const layers = "another rule, layer or spelling makes it good: the proof compares what gets through and finds no packet that fares otherwise (mutations.test.ts confirms it with a packet simulator)";
const elsewhere = "it may stand in another stack, which this one cannot see, or Azure refuses what refers to it";
const configured = "no clause sets it: the stack file does, and its planner checks it";
const convenience = "no clause asks for it: it helps people, and opens or loses nothing";

export const explanations: readonly Explanation[] = [
  { type: "*", paths: ["tags.lifecare-customer"], operators: ["changed"], reason: "no rule knows the customer's code: it is for bills and for people" },
  { type: "*", paths: ["resourceGroupName", "location"], operators: ["changed"], reason: "another group or region is as good where no rule says otherwise; one that is not there is refused" },
  { type: "*", paths: ["resourceGroupName"], operators: ["deleted"], reason: refused },
  ...["resources:ResourceGroup", "keyvault:Secret", "sqlvirtualmachine:SqlVirtualMachine"].map((type): Explanation => ({ type, paths: ["tags", "tags.*"], reason: "tags say whose machines, disks and networks are; what hangs on those needs none" })),
  ...["network:FirewallPolicyRuleCollectionGroup"].map((type): Explanation => ({ type, paths: ["priority", "ruleCollections[].priority"], reason: layers })),

  { type: "resources:ResourceGroup", paths: ["", "resourceGroupName"], reason: elsewhere },

  { type: "compute:Disk", paths: [""], reason: elsewhere },
  { type: "compute:Disk", paths: ["creationData*"], reason: refused },
  { type: "compute:Disk", paths: ["diskName"], reason: "the machine's other disks hold the floor; Azure refuses to attach a disk that is not there" },
  { type: "compute:Disk", paths: ["diskSizeGB"], operators: ["deleted"], reason: refused },
  { type: "compute:Disk", paths: ["diskSizeGB"], operators: ["raised", "lowered"], reason: "more than the floor, or less on one disk while all together hold it (LC205); how large databases are is said by the stack file alone" },
  { type: "compute:Disk", paths: ["publicNetworkAccess"], reason: "a disk whose networkAccessPolicy is DenyAll (LC229) is exported over no network" },
  { type: "compute:Disk", paths: ["sku", "sku.name"], reason: "UTB may stand on any disk (LC215 holds PROD); a kind that does not exist is refused" },
  { type: "compute:Disk", paths: ["zones", "zones[]"], reason: "one zone is as good as another while machine and disk share it (LC510)" },

  { type: "compute:VirtualMachine", paths: ["diagnosticsProfile*"], reason: convenience },
  { type: "compute:VirtualMachine", paths: ["licenseType"], operators: ["deleted"], reason: "Windows is then paid by the hour, which is a licence" },
  { type: "compute:VirtualMachine", paths: ["networkProfile.networkInterfaces[].deleteOption", "storageProfile.osDisk.deleteOption"], reason: "an interface or a system disk holds nothing that a new machine does not get anew" },
  { type: "compute:VirtualMachine", paths: ["networkProfile.networkInterfaces[].primary"], reason: "the only interface is the primary one, whatever is said" },
  { type: "compute:VirtualMachine", paths: ["osProfile.adminPassword", "osProfile.adminUsername"], operators: ["deleted"], reason: refused },
  { type: "compute:VirtualMachine", paths: ["osProfile.adminUsername"], operators: ["changed"], reason: names },
  { type: "compute:VirtualMachine", paths: ["osProfile.computerName", "vmName"], reason: "a name as good, or the machine's other name stands for it (LC206 and LC207 hold both)" },
  { type: "compute:VirtualMachine", paths: ["osProfile.windowsConfiguration.enableAutomaticUpdates", "osProfile.windowsConfiguration.provisionVMAgent"], operators: ["deleted"], reason: byDefault },
  { type: "compute:VirtualMachine", paths: ["osProfile.windowsConfiguration.patchSettings.assessmentMode"], reason: "it only tells which updates are missing; schedules install them all the same (LC402)" },
  { type: "compute:VirtualMachine", paths: ["osProfile.windowsConfiguration.timeZone"], reason: configured },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].caching", "storageProfile.osDisk.caching"], reason: "slower, and no data lost: a database's disks cache no writes (LC230)" },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].createOption", "storageProfile.osDisk", "storageProfile.osDisk.createOption"], reason: refused },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].deleteOption"], operators: ["deleted"], reason: byDefault },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].lun"], reason: "Windows finds a disk at any number; where SQL Server is registered by numbers, LC515 holds them" },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].managedDisk*"], reason: elsewhere },
  { type: "compute:VirtualMachine", paths: ["storageProfile.dataDisks[].name", "storageProfile.osDisk.name"], reason: names },
  { type: "compute:VirtualMachine", paths: ["storageProfile.imageReference.version"], reason: "a fixed version of an approved image is approved; one that does not exist is refused" },
  { type: "compute:VirtualMachine", paths: ["storageProfile.osDisk.diskSizeGB"], reason: "Azure refuses a disk that is smaller than its image, and takes the image's size where none is said" },
  { type: "compute:VirtualMachine", paths: ["storageProfile.osDisk.managedDisk*"], reason: "UTB may stand on any disk (LC215 holds PROD); a kind that does not exist is refused" },
  { type: "compute:VirtualMachine", paths: ["zones", "zones[]"], reason: "one zone is as good as another while machine and disk share it (LC510); no clause asks for zones" },

  { type: "keyvault:Secret", paths: [""], reason: "a password that is not in the vault is nobody's to read: it opens nothing" },
  { type: "keyvault:Secret", paths: ["properties", "properties.value"], operators: ["deleted"], reason: refused },
  { type: "keyvault:Secret", paths: ["properties.attributes*", "secretName", "vaultName"], reason: "a secret that nobody finds opens nothing; a vault that is not there is refused" },
  { type: "keyvault:Secret", paths: ["properties.contentType"], reason: "the password itself says what it is for, and is held to it (LC211, LC213)" },

  { type: "keyvault:Vault", paths: ["", "vaultName"], reason: elsewhere },
  { type: "keyvault:Vault", paths: ["properties.enableSoftDelete", "properties.softDeleteRetentionInDays"], reason: "Azure deletes softly whatever is said, for 7 days or longer, and refuses fewer; purging is held off (LC306)" },
  { type: "keyvault:Vault", paths: ["properties.networkAcls", "properties.networkAcls.defaultAction", "properties.publicNetworkAccess"], reason: "either closes the vault to networks without the other (LC306)" },
  { type: "keyvault:Vault", paths: ["properties.networkAcls.bypass"], reason: "Azure's own services still need a role (LC306) where they may pass" },
  { type: "keyvault:Vault", paths: ["properties.sku*", "properties.tenantId"], reason: "refused where it is none; a vault with hardware keys is as good" },

  { type: "network:AzureFirewall", paths: ["azureFirewallName", "ipConfigurations[].name"], reason: names },
  { type: "network:AzureFirewall", paths: ["ipConfigurations[]", "ipConfigurations[].publicIPAddress.id", "sku", "sku.name", "sku.tier"], reason: refused },
  { type: "network:AzureFirewall", paths: ["zones", "zones[]"], reason: "no clause asks for zones: a firewall in fewer of them stands, and fails more often" },

  { type: "network:FirewallPolicy", paths: ["dnsSettings.requireProxyForNetworkRules", "sku", "sku.tier", "snat", "snat.*"], reason: "left out, Azure's default does the same for what the rules name; the proof reads what is translated" },
  { type: "network:FirewallPolicy", paths: ["threatIntelMode"], reason: "it closes addresses besides the rules: without it the matrix still decides" },

  { type: "network:FirewallPolicyRuleCollectionGroup", paths: ["ruleCollectionGroupName", "ruleCollections[].name", "ruleCollections[].rules[].name", "ruleCollections[].rules[].description"], reason: names },
  { type: "network:FirewallPolicyRuleCollectionGroup", paths: ["firewallPolicyName"], operators: ["deleted"], reason: refused },
  { type: "network:FirewallPolicyRuleCollectionGroup", paths: ["ruleCollections[]"], operators: ["twice"], reason: refused },
  { type: "network:FirewallPolicyRuleCollectionGroup", paths: ["ruleCollections[].rules[]*"], reason: layers },

  { type: "network:NetworkInterface", paths: ["ipConfigurations[].name", "networkInterfaceName"], reason: names },
  { type: "network:NetworkInterface", paths: ["ipConfigurations[].primary", "ipConfigurations[].privateIPAddressVersion"], reason: "the only configuration is the primary one, and IPv4 the default" },
  { type: "network:NetworkInterface", paths: ["ipConfigurations[].privateIPAddress", "ipConfigurations[].privateIPAllocationMethod"], reason: "any address of the subnet is as good: rules speak of subnets, and names are registered" },

  { type: "network:NetworkSecurityGroup", paths: ["securityRules[].name", "securityRules[].description"], reason: names },
  { type: "network:NetworkSecurityGroup", paths: ["securityRules[]*"], reason: layers },

  { type: "network:PublicIPAddress", paths: ["", "publicIpAddressName"], reason: elsewhere },
  { type: "network:PublicIPAddress", paths: ["publicIPAddressVersion", "sku.tier"], reason: "left out, the default is the same; Azure refuses a firewall an address of the other family or of all regions" },
  { type: "network:PublicIPAddress", paths: ["zones", "zones[]"], reason: "no clause asks for zones: an address in fewer of them stands, and fails more often" },

  { type: "network:RouteTable", paths: ["disableBgpRoutePropagation"], reason: "no gateway of the network has routes to spread; where one is in the stack, the proof reads it" },
  { type: "network:RouteTable", paths: ["routes[].name"], reason: names },
  { type: "network:RouteTable", paths: ["routes[]*"], reason: layers },

  { type: "network:VirtualNetwork", paths: ["addressSpace.addressPrefixes[]", "subnets[].addressPrefix", "subnets[].defaultOutboundAccess", "subnets[].routeTable.id"], reason: layers },
  { type: "network:VirtualNetwork", paths: ["dhcpOptions*"], reason: configured },

  { type: "random:RandomPassword", paths: [""], reason: "what takes it has nothing to take: the program does not run" },
  { type: "random:RandomPassword", paths: ["keepers", "keepers.*"], reason: "what takes the password says what it is for (LC211, LC213)" },
  { type: "random:RandomPassword", paths: ["length"], reason: "an administrator's may have 12 to 123 characters (LC214), the database's up to 15 (LC211); the vendor sets no fewest" },
  { type: "random:RandomPassword", paths: ["minLower", "minNumeric", "minSpecial", "minUpper", "overrideSpecial", "special"], reason: "no clause sets the kinds of characters; those that break a connection string are found (LC212)" },

  { type: "sqlvirtualmachine:SqlVirtualMachine", paths: [""], reason: "without a registration SQL Server runs as before; it is for bills and for the portal" },
  { type: "sqlvirtualmachine:SqlVirtualMachine", paths: ["serverConfigurationsManagementSettings", "serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings*"], operators: ["deleted"], reason: byDefault },
  { type: "sqlvirtualmachine:SqlVirtualMachine", paths: ["serverConfigurationsManagementSettings.sqlInstanceSettings*"], reason: configured },
  { type: "sqlvirtualmachine:SqlVirtualMachine", paths: ["sqlImageSku", "sqlServerLicenseType"], reason: "the image says the edition (LC209); by the hour is a licence" },
  { type: "sqlvirtualmachine:SqlVirtualMachine", paths: ["storageConfigurationSettings*"], reason: "where files lie on the disks that are there is read by Azure once, when SQL Server is set up; LC515 holds what it names" },
];

export function isExplainedBy({ type, paths, operators }: Explanation, mutant: ProductMutant): boolean {
  if (type !== "*" && type !== mutant.type) return false;
  if (operators !== undefined && !operators.includes(mutant.operator)) return false;
  return paths.some((path) => (path.endsWith("*") ? mutant.path.startsWith(path.slice(0, -1)) : mutant.path === path));
}
