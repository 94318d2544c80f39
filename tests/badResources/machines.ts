import { add, idOf, inGroup, set, type Break } from "./breaking.ts";

/** Breaks of the rules about machines, disks and passwords. */
export const machineBreaks: readonly Break[] = [
  { rule: "LC201", title: "a burstable size", apply: set("ankprodcmp01-machine", "hardwareProfile.vmSize", "Standard_B8ms"), found: ["LC201 ankprodcmp01-machine"] },
  { rule: "LC202", title: "servers by the dozen", apply: add("compute:VirtualMachineScaleSet", "farm", { ...inGroup, vmScaleSetName: "farm", virtualMachineProfile: { osProfile: { computerNamePrefix: "farm" } } }), found: ["LC202 farm"] },
  { rule: "LC203", title: "half the memory", apply: set("ankprodapp01-machine", "hardwareProfile.vmSize", "Standard_D2s_v5"), found: ["LC203 ankprodapp01-machine"] },
  { rule: "LC205", title: "a data disk below the floor", apply: set("ankprodcore01-program-disk", "diskSizeGB", 64), found: ["LC205 ankprodcore01-machine"] },
  { rule: "LC206", title: "a computer name of sixteen characters", apply: set("ankprodint01-machine", "osProfile.computerName", "ankprodintranet1"), found: ["LC206 ankprodint01-machine"] },
  { rule: "LC207", title: "two machines of one name", apply: set("ankprodapp02-machine", "osProfile.computerName", "ANKPRODAPP01"), found: ["LC207 ankprodapp02-machine"] },
  { rule: "LC208", title: "Windows Server 2016", apply: set("ankprodweb01-machine", "storageProfile.imageReference.sku", "2016-datacenter-gensecond"), found: ["LC208 ankprodweb01-machine"] },
  { rule: "LC209", title: "a database server of which nobody says what is installed", apply: set("ankprodsql01-machine", "storageProfile.imageReference", { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" }), found: ["LC209 ankprodsql01-machine"] },
  { rule: "LC210", title: "Arm", apply: set("ankprodweb01-machine", "hardwareProfile.vmSize", "Standard_D4ps_v5"), found: ["LC210 ankprodweb01-machine"] },
  { rule: "LC211", title: "a password that the product cuts off", apply: set("lifecare-database-application-password", "length", 16), found: ["LC211 lifecare-database-application-password"] },
  { rule: "LC212", title: "a password that ends a connection string", apply: set("lifecare-database-installer-password", "overrideSpecial", "-;="), found: ["LC212 lifecare-database-installer-password"] },
  { rule: "LC213", title: "the installer's password for the login", apply: set("lifecare-database-installer-secret", "properties.contentType", "databaseLogin"), found: ["LC213 lifecare-database-installer-password"] },
  { rule: "LC214", title: "an administrator's password that Azure refuses", apply: set("lifecare-administrator-ankprodint01-password", "length", 11), found: ["LC214 lifecare-administrator-ankprodint01-password"] },
  { rule: "LC215", title: "a standard disk in PROD", apply: set("ankprodsql01-log-disk", "sku.name", "StandardSSD_LRS"), found: ["LC215 ankprodsql01-log-disk"] },
  { rule: "LC216", title: "a machine that Azure takes back", apply: set("ankprodweb02-machine", "priority", "Spot"), found: ["LC216 ankprodweb02-machine"] },
  { rule: "LC219", title: "SQL Server for the internet", apply: set("ankprodsql01-database-registration", "serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings.connectivityType", "PUBLIC"), found: ["LC219 ankprodsql01-database-registration"] },
  { rule: "LC220", title: "a login of Azure's making", apply: set("ankprodsql01-database-registration", "serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings.sqlAuthUpdateUserName", "operator"), found: ["LC220 ankprodsql01-database-registration"] },
  {
    rule: "LC225",
    title: "SQL Server registered on the compute server",
    apply: add("sqlvirtualmachine:SqlVirtualMachine", "registration", { ...inGroup, sqlVirtualMachineName: "ankprodcmp01", virtualMachineResourceId: machineId("ankprodcmp01"), sqlServerLicenseType: "AHUB", sqlImageSku: "Standard", serverConfigurationsManagementSettings: { sqlConnectivityUpdateSettings: { connectivityType: "PRIVATE", port: 1433 } } }),
    found: ["LC225 registration"],
  },
  { rule: "LC227", title: "what nobody can look into", apply: add("resources:Deployment", "template", { resourceGroupName: "rg-ank-prod", deploymentName: "template", properties: { mode: "Incremental", template: {} } }), found: ["LC001 template", "LC227 template"] },
];

/** Id of one of PROD's machines. */
export function machineId(name: string): string {
  return idOf("Microsoft.Compute/virtualMachines", name);
}
