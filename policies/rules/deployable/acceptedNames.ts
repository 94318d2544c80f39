import { nameFault, nameRules, type NameRule } from "../../../azure/naming.ts";
import { kinds } from "../../../reachability/readKinds.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown, orNotKnown } from "../../view.ts";
import { groupName } from "./resourceGroups.ts";
import { azure, network, notKnown, securityGroup, subnetId } from "./samples.ts";

const twice = (label: string) => `a name of its own: ${label} has the same, and Azure compares names without regard to case`;

interface Named {
  /** Inputs that hold the names, from the outside in. */
  readonly names: readonly string[];
  readonly rule: NameRule;
}

const named = new Map<string, Named>([
  ["resources:ResourceGroup", { names: ["resourceGroupName"], rule: nameRules["Microsoft.Resources/resourceGroups"] }],
  ["keyvault:Secret", { names: ["vaultName", "secretName"], rule: nameRules["Microsoft.KeyVault/vaults/secrets"] }],
  ...Object.entries(kinds).flatMap(([type, { arm, names }]) => (Object.hasOwn(nameRules, arm) ? [[type, { names, rule: ruleOf(arm) }] as const] : [])),
]);

/** A machine's resource may be called longer than its computer; how that is called is another rule's. */
function ruleOf(arm: string): NameRule {
  const rule: NameRule = nameRules[arm as keyof typeof nameRules];
  return arm === "Microsoft.Compute/virtualMachines" || arm.startsWith("Microsoft.SqlVirtualMachine/") ? { ...rule, maximum: 64 } : rule;
}

const inline = [
  { type: "network:VirtualNetwork", list: "subnets", rule: nameRules["Microsoft.Network/virtualNetworks/subnets"] },
  { type: "network:NetworkSecurityGroup", list: "securityRules", rule: nameRules["Microsoft.Network/networkSecurityGroups/securityRules"] },
  { type: "network:RouteTable", list: "routes", rule: nameRules["Microsoft.Network/routeTables/routes"] },
] as const;

const vault = (vaultName: string, name = "vault") => azure("keyvault:Vault", name, { vaultName });

/** Names as Azure takes them. */
export const acceptedNames: StackRule = {
  id: "LC512",
  name: "names-are-accepted-and-unique",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "Every name has the length and the characters that Azure takes for its type, and no two resources of a type have the same.",
  why: "A preview asks nobody whether a name is taken as it is. Two resources of one name are one in Azure: each update undoes the other's.",
  fix: "choose another name",
  sources: [nameRules["Microsoft.Compute/disks"].source],
  scope: "stack",
  indifferent: { "network subnets[0].id": "that there is one decides, not which", ...Object.fromEntries(["three", "four", "six", "seven", "eight"].map((name) => [`${name} resourceGroupName`, "what they are parts of differs already"])) },
  *check(stack) {
    const seen = new Map<string, Placed[]>();
    const theirs = stack.resources.filter(({ provider }) => provider === "azure-native");
    yield* each(theirs, (one) => nameFaults(stack, one, seen));
    for (const { type, list, rule } of inline) yield* each(stack.of(type), (one) => inlineFaults(one, list, rule));
  },
  unknown: [
    {
      title: "a group that is not known, and may be that of the same name, but not where networks differ",
      resources: [azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }), azure("network:RouteTable", "two", { resourceGroupName: notKnown, routeTableName: "RT" }), azure("network:RouteTable", "three", { resourceGroupName: "b", routeTableName: "rt" }), azure("network:Subnet", "five", { resourceGroupName: "a", virtualNetworkName: "one", subnetName: "servers" }), azure("network:Subnet", "six", { resourceGroupName: notKnown, virtualNetworkName: "two", subnetName: "servers" })],
      findings: [{ resource: "two", path: "resourceGroupName", limit: "is not known" }],
    },
  ],
  good: [
    { title: "as Azure takes them; the same name in two groups and on two networks", resources: [vault("kv-one-7f"), network([{ name: "snet_a" }, { name: "AzureFirewallSubnet" }]), azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }), azure("network:RouteTable", "two", { resourceGroupName: "b", routeTableName: "rt" })], findings: [] },
    { title: "a name that Azure's provider chooses", resources: [azure("keyvault:Vault", "vault", {}), azure("keyvault:Vault", "other", {})], findings: [] },
    {
      title: "one name in two groups, of two networks, in two vaults",
      resources: [
        azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }),
        azure("network:RouteTable", "two", { resourceGroupName: "b", routeTableName: "rt" }),
        azure("network:Subnet", "three", { resourceGroupName: "a", virtualNetworkName: "one", subnetName: "servers" }),
        azure("network:Subnet", "four", { resourceGroupName: "a", virtualNetworkName: "two", subnetName: "servers" }),
        azure("keyvault:Secret", "six", { resourceGroupName: "a", vaultName: "one", secretName: "password" }),
        azure("keyvault:Secret", "seven", { resourceGroupName: "a", vaultName: "two", secretName: "password" }),
        azure("keyvault:Secret", "eight", { resourceGroupName: "a", secretName: "password" }),
      ],
      findings: [],
    },
    { title: "a table and a group of one name", resources: [azure("network:RouteTable", "three", { resourceGroupName: "a", routeTableName: "servers" }), azure("network:NetworkSecurityGroup", "four", { resourceGroupName: "a", networkSecurityGroupName: "servers" })], findings: [] },
    { title: "what has no name that the rule knows, another provider's names, a part that is named by its id", resources: [azure("web:WebApp", "app", { name: "?" }), { type: "azure:network/routeTable:RouteTable", name: "classic", inputs: { routeTableName: "a table" } }, network([{ id: subnetId("servers") }])], findings: [] },
  ],
  bad: [
    { title: "too long, and with two hyphens", resources: [vault("kv-lifecare-municipality-prod"), vault("kv--one", "other")], findings: [{ resource: "vault", path: "vaultName", limit: "3 to 24 characters, not 29" }, { resource: "other", path: "vaultName", limit: nameRules["Microsoft.KeyVault/vaults"].characters }] },
    { title: "an inline subnet and a rule, each with a blank", resources: [network([{ name: "snet a" }]), securityGroup("nsg", [{ name: "let in" }, { name: "One" }, { name: "one" }])], findings: [{ resource: "network", path: "subnets[0].name", limit: nameRules["Microsoft.Network/virtualNetworks/subnets"].characters }, { resource: "nsg", path: "securityRules[0].name", limit: nameRules["Microsoft.Network/networkSecurityGroups/securityRules"].characters }, { resource: "nsg", path: "securityRules[2].name", limit: twice("securityRules[1]") }] },
    { title: "twice, in another case", resources: [azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }), azure("network:RouteTable", "two", { resourceGroupName: "A", routeTableName: "RT" })], findings: [{ resource: "two", path: "routeTableName", limit: twice("one") }] },
    { title: "a vault of another group, a second group, a subnet of the same network", resources: [azure("keyvault:Vault", "one", { resourceGroupName: "a", vaultName: "kv-one" }), azure("keyvault:Vault", "two", { resourceGroupName: "b", vaultName: "KV-ONE" }), azure("resources:ResourceGroup", "three", { resourceGroupName: "rg" }), azure("resources:ResourceGroup", "four", { resourceGroupName: "RG" }), azure("network:Subnet", "five", { resourceGroupName: "a", virtualNetworkName: "one", subnetName: "s" }), azure("network:Subnet", "six", { resourceGroupName: "A", virtualNetworkName: "ONE", subnetName: "S" })], findings: [{ resource: "two", path: "vaultName", limit: twice("one") }, { resource: "four", path: "resourceGroupName", limit: twice("three") }, { resource: "six", path: "subnetName", limit: twice("five") }] },
    { title: "a route without a name", resources: [azure("network:RouteTable", "table", { routes: [{ addressPrefix: "0.0.0.0/0" }] })], findings: [{ resource: "table", path: "routes[0].name", limit: "1 to 80 characters, not 0" }] },
  ],
};

/** A resource of a name, with what it stands in from the outside in: the names of its group and of what it is a part of, or why one is not known. */
interface Placed {
  readonly label: string;
  readonly surroundings: readonly (string | NotKnown)[];
}

function* nameFaults(stack: Stack, one: Resource, seen: Map<string, Placed[]>): Iterable<Fault> {
  const kind = named.get(one.type);
  if (kind === undefined) return;
  const last = kind.names.at(-1)!;
  const own = one.inputs.text(last);
  if (own === undefined) return;
  const wrong = nameFault(own, kind.rule);
  if (wrong !== undefined) yield fault(one, last, wrong);
  const key = `${one.type}|${own}`.toLowerCase();
  const before = seen.get(key) ?? [];
  const placed = { label: one.label, surroundings: surroundingsOf(stack, one, kind) };
  seen.set(key, [...before, placed]);
  const perhaps = before.map((other) => ({ other, differences: differencesOf(placed, other) })).filter(({ differences }) => !differences.includes("different"));
  const certain = perhaps.find(({ differences }) => differences.every((difference) => difference === "same"));
  if (certain !== undefined) return yield fault(one, last, twice(certain.other.label));
  const doubt = perhaps.flatMap(({ differences }) => differences).find((difference) => difference instanceof NotKnown);
  if (doubt !== undefined) throw doubt;
}

function surroundingsOf(stack: Stack, one: Resource, { names, rule }: Named): Placed["surroundings"] {
  const group = () => groupName(stack, one) ?? one.label;
  const isOfGroup = rule.scope === "resourceGroup" || rule.scope === "parent";
  return [...(isOfGroup ? [group] : []), ...names.map((key) => () => one.inputs.text(key) ?? one.label)].map(lowerCaseOrUnknown);
}

function lowerCaseOrUnknown(read: () => string): string | NotKnown {
  return orNotKnown(() => read().toLowerCase(), (error) => error);
}

function differencesOf({ surroundings }: Placed, other: Placed): readonly ("same" | "different" | NotKnown)[] {
  return surroundings.map((one, index) => {
    const another = other.surroundings[index]!;
    if (one instanceof NotKnown) return one;
    if (another instanceof NotKnown) return another;
    return one === another ? "same" : "different";
  });
}

function* inlineFaults(one: Resource, list: string, rule: NameRule): Iterable<Fault> {
  const seen = new Map<string, string>();
  for (const record of one.inputs.records(list)) {
    // Only named by its id: it is a resource of its own.
    if (record.has("id")) continue;
    const name = record.text("name") ?? "";
    const wrong = nameFault(name, rule);
    const before = seen.get(name.toLowerCase());
    if (wrong !== undefined) yield fault(one, record.at("name"), wrong);
    else if (before !== undefined) yield fault(one, record.at("name"), twice(before));
    seen.set(name.toLowerCase(), record.path);
  }
}
