import { longestComputerName, longestDatabasePassword } from "../specification/limits.ts";
import { approvedSqlServer, approvedWindowsServer } from "../specification/platform.ts";
import { feedbackHost, portMatrix } from "../specification/portMatrix.ts";
import { formatSpan } from "../specification/portSpans.ts";
import { serverTypes } from "../specification/serverTypes.ts";
import { environments, roles, type Clause, type Role } from "../specification/vocabulary.ts";
import type { Fulfilment, PlannedProperty, SchemaPath, Wanted } from "./evidence.ts";

/*
 * What fulfils each part of each requirement, but for what policies gate: there the rules say it themselves. Each piece is needed:
 * where one is missing, the part is not fulfilled.
 */

type Where = NonNullable<PlannedProperty["where"]>;

const property = (type: string) => (path: string, value?: Wanted, where?: Where): PlannedProperty => ({ kind: "resource", type, path, ...(value === undefined ? {} : { value }), ...(where === undefined ? {} : { where }) });

const machine = property("compute:VirtualMachine");
const disk = property("compute:Disk");
const sqlMachine = property("sqlvirtualmachine:SqlVirtualMachine");
const network = property("network:VirtualNetwork");
const securityGroup = property("network:NetworkSecurityGroup");
const routeTable = property("network:RouteTable");
const firewall = property("network:AzureFirewall");
const firewallRules = property("network:FirewallPolicyRuleCollectionGroup");
const plan = property("plan");

/** Of a machine that carries all these roles, alone or with others, in the vocabulary's order. */
const carries = (...carried: readonly Role[]): Where => ({ path: "tags.lifecare-roles", value: new RegExp(carried.map((role) => `\\b${role}\\b`).join(".*")) });
const named = (path: string, value: RegExp): Where => ({ path, value });
const inputs = (section: string, ...fields: readonly string[]) => fields.map((field): SchemaPath => ({ kind: "input", path: `lifecare:${section}.${field}` }));
const input = (path: string): SchemaPath => ({ kind: "input", path: `lifecare:${path}` });

/** A size of each role's machine, and a disk besides the operating system's that holds their floor. */
const floorOf = (held: readonly Role[], diskName = /-program$/) => [
  ...held.map((role) => machine("hardwareProfile.vmSize", /^Standard_[DE]\d+s_v5$/, carries(role))),
  disk("diskSizeGB", { atLeast: Math.max(...held.map((role) => serverTypes[role].dataDiskGiB)) }, named("diskName", diskName)),
];

const years = (versions: object) => Object.keys(versions).join("|");

/** A rule of a security group for each row of the matrix that a clause states. */
const rowsOf = (clause: Clause) => portMatrix.filter((row) => row.clause === clause).map(({ id }) => securityGroup("securityRules[].name", new RegExp(`^${id}-`)));

export const fulfilments: Readonly<Record<Clause, Fulfilment>> = {
  "T2.1-1": { B: [machine("storageProfile.imageReference.offer", "WindowsServer"), machine("hardwareProfile.vmSize", /^Standard_[DE]\d+s_v5$/)] },
  "T3.1-1": { B: [machine("hardwareProfile.vmSize", /^Standard_[DE]4s_v5$/)] },
  "T3.1-3": { B: roles.map((role) => machine("tags.lifecare-roles", new RegExp(`\\b${role}\\b`))) },
  "T3.1-4": {
    I: [...inputs("usage", "access", "users", "recoveryTimeObjectiveHours", "availability", "authentication"), ...inputs("product", "subsystems", "modules")],
    B: [machine("zones[]", undefined, carries("application")), plan("databases.names[].subsystem")],
  },
  "T3.1.3-1": { B: [machine("osProfile.computerName", new RegExp(`^[^0-9].{0,${longestComputerName.value - 1}}$`))] },
  "T3.1.3-2": { B: floorOf(["core", "application"]) },
  "T3.1.4-1": { B: [property("random:RandomPassword")("length", { atMost: longestDatabasePassword.value }, { path: "keepers.purpose", value: "databaseLogin" })] },
  "T3.1.4-2": { B: floorOf(["database"], /-data$/) },
  "T3.1.4-3": { B: [machine("hardwareProfile.vmSize", /^Standard_E\d+s_v5$/, carries("database")), sqlMachine("serverConfigurationsManagementSettings.sqlInstanceSettings.maxServerMemoryMB")] },
  "T3.1.4-4": { B: [plan("databases.expectedGiB"), disk("diskSizeGB", undefined, named("diskName", /-data$/))] },
  "T3.1.4-5": { B: [disk("diskSizeGB", undefined, named("diskName", /-data$/)), disk("diskSizeGB", undefined, named("diskName", /-log$/))] },
  "T3.1.4-6": {
    B: [
      ...["sqlDataSettings", "sqlLogSettings", "sqlTempDbSettings"].map((settings) => sqlMachine(`storageConfigurationSettings.${settings}.luns[]`)),
      machine("storageProfile.dataDisks[].caching", "None", carries("database")),
      machine("storageProfile.dataDisks[].caching", "ReadOnly", carries("database")),
    ],
  },
  "T3.1.5-1": { B: floorOf(["web", "intranetWeb"]) },
  "T3.1.5-2": { B: [machine("hardwareProfile.vmSize", /^Standard_E/, carries("application", "intranetWeb"))] },
  "T3.1.5-3": {
    B: [
      firewall("firewallPolicy.id"),
      firewallRules("ruleCollections[].rules[].name", /^R3-web-to-/),
      routeTable("routes[].name", "to-web"),
      routeTable("routes[].name", /^to-/, named("routeTableName", /-web$/)),
      routeTable("routes[].nextHopType", "VirtualAppliance", named("routeTableName", /-web$/)),
    ],
  },
  "T3.1.7-1": { B: [...floorOf(["compute"]), securityGroup("securityRules[].name", "R8-from-compute")] },
  "T4.1-1": { B: [network("addressSpace.addressPrefixes[]"), routeTable("disableBgpRoutePropagation", "true")] },
  "T4.3-M": { B: [...rowsOf("T4.3-M"), securityGroup("securityRules[].name", "deny-everything-else-inbound"), securityGroup("securityRules[].name", "deny-everything-else-outbound")] },
  "T4.3-C": { B: [...rowsOf("T4.3-C"), securityGroup("securityRules[].destinationPortRanges[]", "30751")] },
  "T4.3-X": { B: portMatrix.filter(({ id }) => id === "X").flatMap(({ ports }) => ports.map(({ span }) => securityGroup("securityRules[].destinationPortRanges[]", formatSpan(span)))) },
  "T4.4-3": { B: [securityGroup("securityRules[].name", "out-to-socialInsuranceAgency"), firewallRules("ruleCollections[].rules[].destinationPorts[]", "7020")] },
  "T4.5-1": { B: [securityGroup("securityRules[].name", "out-to-vendor"), firewallRules("ruleCollections[].rules[].destinationPorts[]", "22"), firewallRules("ruleCollections[].rules[].name", /^out-.*-to-vendor$/)] },
  "T4.7-1": { B: [securityGroup("securityRules[].name", "out-to-feedback"), firewallRules("ruleCollections[].rules[].targetFqdns[]", feedbackHost.value)] },
  "T8.2-1": { B: [machine("storageProfile.imageReference.sku", new RegExp(`^(?:${years(approvedWindowsServer)})-datacenter`))] },
  "T8.2-2": { B: [machine("storageProfile.imageReference.offer", new RegExp(`^sql(?:${years(approvedSqlServer)})-ws(?:${years(approvedWindowsServer)})$`), carries("database")), sqlMachine("sqlImageSku")] },
  "T8.2-4": { I: [input("product.release"), input("platform.windowsServer"), input("platform.sqlServer")] },
  "T8.1-1": { I: inputs("approvals[]", "product", "version", "reference", "approver", "date") },
  "T12.3-1": {
    B: [network("subnets[].defaultOutboundAccess", "false"), network("subnets[].networkSecurityGroup.id"), property("network:NetworkInterface")("ipConfigurations[].privateIPAddress")],
  },
  "T13.3-1": { B: [plan("databases.names[].name")] },
  "S4-1": {
    I: [input("environment"), input("trainingEnvironment"), ...inputs("productionCopy", "date", "reference")],
    B: environments.map((environment) => property("resources:ResourceGroup")("tags.lifecare-environment", environment)),
  },
};
