import { findSize } from "../azure/virtualMachineSizes.ts";
import { smallestTier } from "../azure/managedDisks.ts";
import { sameId } from "../azure/resourceIds.ts";
import type { StateResource } from "../engine/workspace.ts";
import { rowIds } from "../specification/portMatrix.ts";
import { roles, type Role } from "../specification/vocabulary.ts";
import type { FlowFacts } from "../reports/describeFlow.ts";
import type { ServerFacts, SubnetFacts } from "../reports/planReport.ts";

/** What stands in a stack, read from its state alone: nothing here knows what was planned. */
export interface Standing {
  readonly servers: readonly ServerFacts[];
  readonly addressSpace: string;
  readonly subnets: readonly SubnetFacts[];
  readonly flows: readonly FlowFacts[];
  readonly resources: number;
}

type State = readonly StateResource[];

export function standingOf(state: State): Standing {
  const network = typed<Network>(state, "azure-native:network:VirtualNetwork")[0];
  const subnets = network?.outputs.subnets ?? [];
  const servers = typed<Machine>(state, "azure-native:compute:VirtualMachine").map((machine) => serverOf(machine.outputs, state)).toSorted(byRoleAndName);
  return {
    servers,
    addressSpace: network?.outputs.addressSpace?.addressPrefixes?.join(", ") ?? "",
    subnets: subnets.map((subnet) => subnetOf(subnet, servers)),
    flows: flowsOf(state, subnets),
    resources: state.filter((resource) => resource.id !== undefined && !resource.type.startsWith("pulumi:")).length,
  };
}

interface Reference {
  readonly id: string;
}
interface Network {
  readonly addressSpace?: { readonly addressPrefixes?: readonly string[] };
  readonly subnets?: readonly Subnet[];
}
interface Subnet {
  readonly name: string;
  readonly addressPrefix: string;
  readonly networkSecurityGroup?: Reference;
}
interface Machine {
  readonly hardwareProfile: { readonly vmSize: string };
  readonly osProfile: { readonly computerName: string };
  readonly storageProfile: {
    readonly osDisk: { readonly diskSizeGB: number };
    readonly dataDisks?: readonly { readonly name: string; readonly managedDisk: Reference }[];
  };
  readonly networkProfile: { readonly networkInterfaces: readonly Reference[] };
  readonly availabilitySet?: Reference;
  readonly zones?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}
interface NetworkInterface {
  readonly ipConfigurations: readonly { readonly privateIPAddress?: string; readonly subnet: Reference }[];
}
interface Disk {
  readonly diskSizeGB: number;
  readonly sku: { readonly name: string };
}

function typed<Outputs>(state: State, type: string): readonly (StateResource & { readonly outputs: Outputs })[] {
  return state.filter((resource) => resource.type === type) as never;
}

function withId<Outputs>(state: State, type: string, id: string): Outputs | undefined {
  return typed<Outputs>(state, type).find((resource) => resource.id !== undefined && sameId(resource.id, id))?.outputs;
}

function serverOf(machine: Machine, state: State): ServerFacts {
  const computerName = machine.osProfile.computerName;
  const size = findSize(machine.hardwareProfile.vmSize);
  const card = withId<NetworkInterface>(state, "azure-native:network:NetworkInterface", machine.networkProfile.networkInterfaces[0]?.id ?? "");
  return {
    computerName,
    roles: rolesOf(machine.tags?.["lifecare-roles"] ?? ""),
    size: machine.hardwareProfile.vmSize,
    vCpu: size?.vCpu ?? Number.NaN,
    memoryGiB: size?.memoryGiB ?? Number.NaN,
    operatingSystemDiskGiB: machine.storageProfile.osDisk.diskSizeGB,
    disks: (machine.storageProfile.dataDisks ?? []).map(({ name, managedDisk }) =>
      diskOf(name.replace(`${computerName}-`, ""), withId<Disk>(state, "azure-native:compute:Disk", managedDisk.id)),
    ),
    subnet: lastSegment(card?.ipConfigurations[0]?.subnet.id ?? ""),
    address: card?.ipConfigurations[0]?.privateIPAddress ?? "",
    availability: availabilityOf(machine),
  };
}

/** The state's own order is that of completion, which differs from run to run. */
function byRoleAndName(one: ServerFacts, other: ServerFacts): number {
  const place = ({ roles: held }: ServerFacts) => (held[0] === undefined ? roles.length : roles.indexOf(held[0]));
  return place(one) - place(other) || (one.computerName < other.computerName ? -1 : 1);
}

function rolesOf(tag: string): readonly Role[] {
  const words = tag.split(" ");
  return roles.filter((role) => words.includes(role));
}

function diskOf(purpose: string, disk: Disk | undefined): ServerFacts["disks"][number] {
  const sizeGiB = disk?.diskSizeGB ?? Number.NaN;
  return { purpose, sizeGiB, tier: smallestTier(sizeGiB, disk?.sku.name.startsWith("Premium") ? "Premium" : "StandardSSD")?.name ?? "" };
}

function availabilityOf(machine: Machine): ServerFacts["availability"] {
  if (machine.zones?.[0] !== undefined) return { kind: "zone", zone: machine.zones[0] };
  if (machine.availabilitySet !== undefined) return { kind: "set", name: lastSegment(machine.availabilitySet.id) };
  return { kind: "none" };
}

function subnetOf(subnet: Subnet, servers: readonly ServerFacts[]): SubnetFacts {
  const machines = servers.filter((server) => server.subnet.toLowerCase() === subnet.name.toLowerCase());
  return {
    name: subnet.name,
    prefix: subnet.addressPrefix,
    use: [...new Set(machines.flatMap((server) => server.roles))].join(", "),
    machines: machines.map((server) => server.computerName),
  };
}

interface SecurityGroup {
  readonly securityRules?: readonly SecurityRule[];
}
interface SecurityRule extends Record<`${"source" | "destination"}AddressPrefix`, string | undefined>, Record<`${"source" | "destination"}AddressPrefixes`, readonly string[] | undefined> {
  readonly name: string;
  readonly description?: string;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
  readonly protocol: string;
  readonly destinationPortRange?: string;
  readonly destinationPortRanges?: readonly string[];
}
interface RuleGroup {
  readonly ruleCollections?: readonly { readonly rules?: readonly FirewallRule[] }[];
}
interface FirewallRule {
  readonly name: string;
  readonly sourceAddresses?: readonly string[];
  readonly destinationAddresses?: readonly string[];
  readonly destinationFqdns?: readonly string[];
  readonly targetFqdns?: readonly string[];
  readonly fqdnTags?: readonly string[];
}

/**
 * The flows that the security groups let through: into a subnet as its own group says, out of the network as the group of the subnet it leaves says.
 * Where a group says no more than "outside", the firewall's rules name the hosts.
 */
function flowsOf(state: State, subnets: readonly Subnet[]): readonly FlowFacts[] {
  const firewall = typed<RuleGroup>(state, "azure-native:network:FirewallPolicyRuleCollectionGroup").flatMap((group) =>
    (group.outputs.ruleCollections ?? []).flatMap((collection) => collection.rules ?? []),
  );
  const nameOf = (prefix: string) => subnets.find((subnet) => subnet.addressPrefix === prefix)?.name;
  return subnets
    .flatMap((subnet) => {
      const group = subnet.networkSecurityGroup && withId<SecurityGroup>(state, "azure-native:network:NetworkSecurityGroup", subnet.networkSecurityGroup.id);
      const allowed = (group?.securityRules ?? []).filter((rule) => rule.access === "Allow");
      const inbound = allowed.filter((rule) => rule.direction === "Inbound").map((rule) => {
        const sources = prefixesOf(rule, "source");
        const passing = firewall.some((passed) => opens(passed, rule, sources) && passed.destinationAddresses?.includes(subnet.addressPrefix));
        return flowOf(rule, sources.map((source) => nameOf(source) ?? source).join(", "), [subnet.name], passing);
      });
      const outbound = allowed
        .filter((rule) => rule.direction === "Outbound" && !prefixesOf(rule, "destination").every((prefix) => nameOf(prefix) !== undefined))
        .map((rule) => {
          const passed = firewall.filter((candidate) => opens(candidate, rule, [subnet.addressPrefix]) && leadsWhere(candidate, rule));
          return flowOf(rule, subnet.name, outsideOf(rule, passed), passed.length > 0);
        });
      return [...inbound, ...outbound];
    })
    .sort((one, other) => rowOrder(one.row) - rowOrder(other.row));
}

function flowOf(rule: SecurityRule, from: string, to: readonly string[], throughFirewall: boolean): FlowFacts {
  const row = rowOf(rule);
  const said = rule.description ?? "";
  const vendor = rowOrder(row) < rowIds.length;
  return {
    table: vendor ? "vendor" : "platform",
    row,
    why: vendor ? (/\(([^()]*)\)$/.exec(said)?.[1] ?? "") : said.replace(`${row} `, "").replace(/ \([^()]*\)$/, ""),
    from,
    to,
    ports: `${rule.protocol.toUpperCase()} ${severalOr(rule.destinationPortRanges, rule.destinationPortRange).map((range) => range.replace("-", "–")).join(", ")}`,
    throughFirewall,
  };
}

/** Whether a firewall rule is of the same row and lets one of these sources pass. */
function opens(passed: FirewallRule, rule: SecurityRule, sources: readonly string[]): boolean {
  return passed.name.startsWith(`${rowOf(rule)}-`) && sources.some((source) => passed.sourceAddresses?.includes(source));
}

/** A row of the vendor's may lead to several places outside (`out-to-vendor`, `out-to-feedback`): the rules' names tell them apart. */
function leadsWhere(passed: FirewallRule, rule: SecurityRule): boolean {
  const place = rule.name.slice(`${rowOf(rule)}-to-`.length);
  return place === rowOf(rule) || passed.name.includes(`-to-${place}`);
}

function rowOf(rule: SecurityRule): string {
  return /^(.*?)-(?:from|to)-/.exec(rule.name)?.[1] ?? rule.name;
}

/** The vendor's rows in their order, then everything else. */
function rowOrder(row: string): number {
  const place = rowIds.findIndex((id) => id === row);
  return place === -1 ? rowIds.length : place;
}

function outsideOf(rule: SecurityRule, passed: readonly FirewallRule[]): readonly string[] {
  const destinations = prefixesOf(rule, "destination");
  if (!destinations.includes("Internet")) return destinations;
  const named = passed.flatMap((candidate) => [candidate.destinationFqdns, candidate.targetFqdns, candidate.fqdnTags, candidate.destinationAddresses].flatMap((names) => names ?? []));
  return [...new Set(named)];
}

function prefixesOf(rule: SecurityRule, side: "source" | "destination"): readonly string[] {
  return severalOr(rule[`${side}AddressPrefixes`], rule[`${side}AddressPrefix`]);
}

/** Azure answers both fields, one of them empty. */
function severalOr(several: readonly string[] | undefined, single: string | undefined): readonly string[] {
  if (several !== undefined && several.length > 0) return several;
  return single === undefined || single === "" ? [] : [single];
}

function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
