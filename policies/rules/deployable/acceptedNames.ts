import { nameFault, nameRules, type NameRule } from "../../../azure/naming.ts";
import { kinds } from "../../../reachability/readKinds.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown, orNotKnown } from "../../view.ts";
import { groupName } from "./resourceGroups.ts";
import { azure, network, securityGroup } from "./samples.ts";

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
  *check(stack) {
    const seen = new Map<string, Placed[]>();
    const theirs = stack.resources.filter(({ provider }) => provider === "azure-native");
    yield* each(theirs, (one) => nameFaults(stack, one, seen));
    for (const { type, list, rule } of inline) yield* each(stack.of(type), (one) => inlineFaults(one, list, rule));
  },
  good: [
    { title: "as Azure takes them; the same name in two groups and on two networks", resources: [vault("kv-one-7f"), network([{ name: "snet_a" }, { name: "AzureFirewallSubnet" }]), azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }), azure("network:RouteTable", "two", { resourceGroupName: "b", routeTableName: "rt" })], findings: [] },
    { title: "a name that Azure's provider chooses", resources: [azure("keyvault:Vault", "vault", {}), azure("keyvault:Vault", "other", {})], findings: [] },
  ],
  bad: [
    { title: "too long, and with two hyphens", resources: [vault("kv-lifecare-municipality-prod"), vault("kv--one", "other")], findings: [{ resource: "vault", path: "vaultName", limit: "3 to 24 characters, not 29" }, { resource: "other", path: "vaultName", limit: nameRules["Microsoft.KeyVault/vaults"].characters }] },
    { title: "an inline subnet and a rule, each with a blank", resources: [network([{ name: "snet a" }]), securityGroup("nsg", [{ name: "let in" }, { name: "One" }, { name: "one" }])], findings: [{ resource: "network", path: "subnets[0].name", limit: nameRules["Microsoft.Network/virtualNetworks/subnets"].characters }, { resource: "nsg", path: "securityRules[0].name", limit: nameRules["Microsoft.Network/networkSecurityGroups/securityRules"].characters }, { resource: "nsg", path: "securityRules[2].name", limit: twice("securityRules[1]") }] },
    { title: "twice, in another case", resources: [azure("network:RouteTable", "one", { resourceGroupName: "a", routeTableName: "rt" }), azure("network:RouteTable", "two", { resourceGroupName: "A", routeTableName: "RT" })], findings: [{ resource: "two", path: "routeTableName", limit: twice("one") }] },
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
  const same = before.filter((other) => differencesOf(placed, other).every((difference) => difference !== "different"));
  const certain = same.find((other) => differencesOf(placed, other).every((difference) => difference === "same"));
  if (certain !== undefined) yield fault(one, last, twice(certain.label));
  else for (const found of same.flatMap((other) => differencesOf(placed, other)).filter((difference) => difference instanceof NotKnown).slice(0, 1)) throw found;
}

function surroundingsOf(stack: Stack, one: Resource, { names, rule }: Named): Placed["surroundings"] {
  const isOfGroup = rule.scope !== "global" && one.type !== "resources:ResourceGroup";
  const group = () => groupName(stack, one) || one.label;
  return [...(isOfGroup ? [group] : []), ...names.slice(0, -1).map((key) => () => one.inputs.text(key) ?? one.label)].map(lowerCaseOrUnknown);
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
    const name = record.text("name") ?? "";
    const wrong = nameFault(name, rule);
    const before = seen.get(name.toLowerCase());
    if (wrong !== undefined) yield fault(one, record.at("name"), wrong);
    else if (before !== undefined) yield fault(one, record.at("name"), twice(before));
    seen.set(name.toLowerCase(), record.path);
  }
}
