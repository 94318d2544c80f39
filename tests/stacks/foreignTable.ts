import { CustomResource, type Output } from "@pulumi/pulumi";
import { isGenerated, type Inputs, type MutableResource } from "../proofSubjects.ts";

/** How another team writes it. */
export interface ForeignStyle {
  /** Where routes take the firewall's address from: written, or what Azure answers, which no preview knows. */
  readonly nextHop: "written" | "answered";
  /** Whether machines say their names, or azure-native makes them up. */
  readonly machineNames: "written" | "made up";
}

/**
 * Registers a plan in another team's style: almost no resource says its name, everything names others by outputs, and subnets, rules and
 * routes are resources of their own, with the prefixes that subnets answer. A preview then knows no id and no name; what belongs to what follows from dependencies alone.
 */
export function registerForeign(table: readonly MutableResource[], { nextHop, machineNames }: ForeignStyle): void {
  const hidden = ownNames.filter((key) => machineNames === "made up" || !/^(?:vm|sqlVirtualMachine)Name$/.test(key));
  const made = new Map<string, PlainResource>();
  const byId = new Map<string, PlainResource>();
  const byPrefix = new Map<string, PlainResource>();
  const make = (type: string, name: string, inputs: Inputs, dependsOn: readonly CustomResource[] = []) => {
    const resource = new PlainResource(type, name, { ...outputsOf(type), ...inputs }, { dependsOn: [...dependsOn] });
    made.set(name, resource);
    return resource;
  };
  const rewritten = (value: unknown): unknown => {
    if (isGenerated(value)) return made.get(value.resource)!.result;
    if (typeof value === "string") return byId.get(value.toLowerCase())?.id ?? byPrefix.get(value)?.addressPrefix ?? value;
    if (Array.isArray(value)) return value.map(rewritten);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewritten(item)]));
  };
  const firewallAddress = () => (made.get("lifecare-firewall")!.ipConfigurations as Output<readonly { readonly privateIPAddress: string }[]>).apply((all) => all[0]!.privateIPAddress);
  const partsLast: (() => void)[] = [];

  for (const { type, name, inputs, dependencies = [], id } of table) {
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const part = parts[kind];
    const { [part?.list ?? ""]: list, ...rest } = inputs;
    const resource = make(type, name, { ...(rewritten(withoutNames(kind, rest, hidden)) as Inputs), ...parentsOf(kind, inputs, made, machineNames) }, dependencies.flatMap((other) => made.get(other) ?? []));
    if (id !== undefined) byId.set(id.toLowerCase(), resource);
    if (part === undefined) continue;
    const makeParts = () => {
      let before: readonly CustomResource[] = [];
      for (const { name: partName, ...entry } of list as readonly Inputs[]) {
        const named = partName === "AzureFirewallSubnet" ? { subnetName: partName } : {};
        const hop = kind === "RouteTable" && nextHop === "answered" ? { nextHopIpAddress: firewallAddress() } : {};
        const made = make(part.type, `${name}-${partName as string}`, { resourceGroupName: group(), [part.parent]: resource.name, ...named, ...(rewritten(entry) as Inputs), ...hop }, before);
        if (kind === "VirtualNetwork") {
          before = [made];
          byPrefix.set(String(entry["addressPrefix"]), made);
        }
        byId.set(`${id}/subnets/${partName as string}`.toLowerCase(), made);
      }
    };
    if (kind !== "VirtualNetwork") partsLast.push(makeParts);
    else makeParts();
  }
  for (const makeParts of partsLast) makeParts();

  function group(): unknown {
    return made.get("lifecare-group")!.name;
  }
}

/** Outputs that others are named by. */
class PlainResource extends CustomResource {
  declare readonly name: Output<string>;
  declare readonly result: Output<string>;
  declare readonly addressPrefix: Output<string>;
  declare readonly ipConfigurations: Output<unknown>;
}

function outputsOf(type: string): Inputs {
  return type.startsWith("random:") ? { result: undefined } : { name: undefined };
}

/** What is written inside a resource there, and by itself here. */
const parts: Readonly<Record<string, { readonly list: string; readonly type: string; readonly parent: string }>> = {
  VirtualNetwork: { list: "subnets", type: "azure-native:network:Subnet", parent: "virtualNetworkName" },
  NetworkSecurityGroup: { list: "securityRules", type: "azure-native:network:SecurityRule", parent: "networkSecurityGroupName" },
  RouteTable: { list: "routes", type: "azure-native:network:Route", parent: "routeTableName" },
};

/** Names of their own that resources do not say; what contains them they say by output. */
const ownNames = ["resourceGroupName", "networkSecurityGroupName", "routeTableName", "virtualNetworkName", "publicIpAddressName", "firewallPolicyName", "azureFirewallName", "vaultName", "networkInterfaceName", "diskName", "vmName", "sqlVirtualMachineName"];

function withoutNames(kind: string, inputs: Inputs, hidden: readonly string[]): Inputs {
  return kind === "RandomPassword" ? inputs : Object.fromEntries(Object.entries(inputs).filter(([key]) => !hidden.includes(key)));
}

function parentsOf(kind: string, inputs: Inputs, made: ReadonlyMap<string, PlainResource>, machineNames: ForeignStyle["machineNames"]): Inputs {
  if (kind === "RandomPassword" || kind === "ResourceGroup") return {};
  const parents: Inputs = { resourceGroupName: made.get("lifecare-group")!.name };
  if (kind === "FirewallPolicyRuleCollectionGroup") parents["firewallPolicyName"] = made.get("lifecare-firewall-policy")!.name;
  if (kind === "Secret") parents["vaultName"] = made.get("lifecare-vault")!.name;
  if (kind === "SqlVirtualMachine" && machineNames === "made up") parents["sqlVirtualMachineName"] = made.get(`${String(inputs["sqlVirtualMachineName"])}-machine`)!.name;
  return parents;
}
