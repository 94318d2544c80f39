import { parseResourceId } from "../../../azure/resourceIds.ts";
import type { KindName } from "../../../reachability/readKinds.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import { possibleTargets, type Resource, type Stack } from "../../stack.ts";
import { orNotKnown, type View } from "../../view.ts";
import { groupName } from "./resourceGroups.ts";
import { azure, id, network } from "./samples.ts";
import { isPartOf } from "./subnets.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const together = "the resource group of the firewall: Azure makes none whose network or public address lies elsewhere";
const proxied = "dnsSettings.enableProxy true, for network rules as well, and the Standard tier: rules that name hosts of other protocols than HTTP need it";
const tiers = "the tier of the firewall that uses the policy, or a lower one";

const notKnown = unknownText;
const order = ["Basic", "Standard", "Premium"];
const firewall = (resourceGroupName: string, tier = "Standard") =>
  azure("network:AzureFirewall", "firewall", {
    resourceGroupName,
    sku: { name: "AZFW_VNet", tier },
    firewallPolicy: { id: id("Microsoft.Network/firewallPolicies", "policy") },
    ipConfigurations: [{ name: "one", subnet: { id: id("Microsoft.Network/virtualNetworks/subnets", "network", "AzureFirewallSubnet") }, publicIPAddress: { id: id("Microsoft.Network/publicIPAddresses", "address") } }],
  });
const policy = (inputs: object) => azure("network:FirewallPolicy", "policy", { firewallPolicyName: "policy", ...inputs }, { id: id("Microsoft.Network/firewallPolicies", "policy") });
const rules = (destinationFqdns: readonly string[]) => azure("network:FirewallPolicyRuleCollectionGroup", "rules", { firewallPolicyName: "policy", ruleCollections: [{ name: "one", rules: [{ ruleType: "NetworkRule", name: "sftp", destinationFqdns }] }] });

/** azure.md §7, 7 and §1.2: what a firewall demands of its surroundings. */
export const firewallPlacement: StackRule = {
  id: "LC508",
  name: "firewalls-have-what-they-need",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A firewall, its network and its public addresses lie in one resource group, its policy is of its tier, and names are resolved by it where network rules use them.",
  why: "Azure refuses a firewall whose network or address lies in another group, a policy of a higher tier than the firewall's, and network rules with host names where the firewall is no DNS proxy (which the Basic tier never is).",
  fix: "put network, addresses and firewall into one resource group; set dnsSettings.enableProxy to true on a policy of the firewall's tier",
  sources: ["MicrosoftDocs/azure-docs articles/firewall/firewall-faq.yml", "articles/firewall/fqdn-filtering-network-rules.md"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("network:AzureFirewall"), (one) => firewallFaults(stack, one));
    yield* each(stack.of("network:FirewallPolicyRuleCollectionGroup"), (group) => nameFaults(stack, group));
  },
  unknown: [
    {
      title: "one of two addresses, of which one is of another group; a group that is one of two",
      resources: [
        azure("network:AzureFirewall", "firewall", { resourceGroupName: "rg", ipConfigurations: [{ publicIPAddress: { id: notKnown } }] }, { propertyDependencies: { ipConfigurations: ["address", "other"] } }),
        azure("network:AzureFirewall", "second", { resourceGroupName: notKnown, ipConfigurations: [] }, { dependencies: ["one-group", "other-group"] }),
        azure("network:PublicIPAddress", "address", { resourceGroupName: "rg" }),
        azure("network:PublicIPAddress", "other", { resourceGroupName: "other" }),
        azure("resources:ResourceGroup", "one-group", { resourceGroupName: "rg" }),
        azure("resources:ResourceGroup", "other-group", { resourceGroupName: "other" }),
      ],
      findings: [
        { resource: "firewall", path: "ipConfigurations[0].publicIPAddress", limit: "is not known, and may be one of another resource group" },
        { resource: "second", path: "resourceGroupName", limit: "is not known" },
      ],
    },
    {
      title: "an address that may be none, whatever it depends on",
      resources: [azure("network:AzureFirewall", "firewall", { resourceGroupName: "rg", ipConfigurations: [{ publicIPAddress: notKnown }] }, { propertyDependencies: { ipConfigurations: ["address"] } }), azure("network:PublicIPAddress", "address", { resourceGroupName: "other" })],
      findings: [{ resource: "firewall", path: "ipConfigurations[0].publicIPAddress", limit: "is not known" }],
    },
  ],
  good: [
    { title: "all in one group, names resolved", resources: [network([]), firewall("RG"), policy({ sku: { tier: "Standard" }, dnsSettings: { enableProxy: true } }), rules(["sftp.example.com"])], findings: [] },
    { title: "a subnet by an id that is none, rules without names, names in rules for applications", resources: [azure("network:AzureFirewall", "firewall", { resourceGroupName: "rg", ipConfigurations: [{ subnet: { id: "AzureFirewallSubnet" } }] }), policy({}), azure("network:FirewallPolicyRuleCollectionGroup", "rules", { firewallPolicyName: "policy", ruleCollections: [{ rules: [{ ruleType: "NetworkRule", destinationAddresses: ["10.0.0.0/8"] }, { ruleType: "ApplicationRule", destinationFqdns: ["example.com"] }] }] })], findings: [] },
    { title: "an address of the same group, known by dependency only", resources: [azure("network:AzureFirewall", "firewall", { resourceGroupName: "RG", ipConfigurations: [{ publicIPAddress: { id: notKnown } }] }, { propertyDependencies: { ipConfigurations: ["address"] } }), azure("network:PublicIPAddress", "address", { resourceGroupName: "rg" })], findings: [] },
    { title: "the same, in a group that the stack makes", resources: [azure("resources:ResourceGroup", "group", { resourceGroupName: "RG" }), azure("network:AzureFirewall", "firewall", { resourceGroupName: notKnown, ipConfigurations: [{ publicIPAddress: { id: notKnown } }] }, { propertyDependencies: { resourceGroupName: ["group"], ipConfigurations: ["address"] } }), azure("network:PublicIPAddress", "address", { resourceGroupName: "rg" })], findings: [] },
  ],
  bad: [
    {
      title: "an address of another group, known by dependency only",
      resources: [
        azure("resources:ResourceGroup", "group", {}),
        azure("network:AzureFirewall", "firewall", { resourceGroupName: notKnown, ipConfigurations: [{ publicIPAddress: { id: notKnown } }] }, { propertyDependencies: { resourceGroupName: ["group"], ipConfigurations: ["address"] } }),
        azure("network:PublicIPAddress", "address", { resourceGroupName: "other" }),
      ],
      findings: [{ resource: "firewall", path: "ipConfigurations[0].publicIPAddress", limit: together }],
    },
    {
      title: "network and address in another group",
      resources: [network([]), firewall("other"), policy({ sku: { tier: "Standard" } })],
      findings: [
        { resource: "firewall", path: "ipConfigurations[0].subnet", limit: together },
        { resource: "firewall", path: "ipConfigurations[0].publicIPAddress", limit: together },
      ],
    },
    { title: "a policy of a higher tier", resources: [firewall("rg"), policy({ sku: { tier: "Premium" } })], findings: [{ resource: "firewall", path: "firewallPolicy", limit: tiers }] },
    { title: "names without a proxy", resources: [policy({ dnsSettings: { enableProxy: false } }), rules(["sftp.example.com"])], findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].destinationFqdns", limit: proxied }] },
    { title: "names on a policy of the tier that is no proxy", resources: [policy({ sku: { tier: "Basic" }, dnsSettings: { enableProxy: true } }), rules(["sftp.example.com"])], findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].destinationFqdns", limit: proxied }] },
    { title: "a proxy that network rules do not ask", resources: [policy({ dnsSettings: { enableProxy: true, requireProxyForNetworkRules: false } }), rules(["sftp.example.com"])], findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].destinationFqdns", limit: proxied }] },
    {
      title: "names without a proxy, in rules whose policy has no name yet",
      resources: [policy({}), { ...azure("network:FirewallPolicyRuleCollectionGroup", "rules", { firewallPolicyName: notKnown, ruleCollections: [{ rules: [{ ruleType: "NetworkRule", destinationFqdns: ["sftp.example.com"] }] }] }), propertyDependencies: { firewallPolicyName: ["policy"] } }],
      findings: [{ resource: "rules", path: "ruleCollections[0].rules[0].destinationFqdns", limit: proxied }],
    },
    { title: "a policy that says no tier, of a firewall of the lowest", resources: [azure("network:AzureFirewall", "firewall", { resourceGroupName: "rg", sku: { tier: "Basic" }, firewallPolicy: { id: id("Microsoft.Network/firewallPolicies", "policy") } }), policy({})], findings: [{ resource: "firewall", path: "firewallPolicy", limit: tiers }] },
  ],
};

/** What has to lie in the firewall's group. */
const placed: readonly { readonly key: string; readonly types: readonly KindName[] }[] = [
  { key: "subnet", types: ["network:Subnet", "network:VirtualNetwork"] },
  { key: "publicIPAddress", types: ["network:PublicIPAddress"] },
];

function* firewallFaults(stack: Stack, one: Resource): Iterable<Fault> {
  const said = (path: string, limit: string) => fault(one, path, limit);
  const own = groupName(stack, one);
  for (const configuration of one.inputs.records("ipConfigurations")) {
    for (const { key, types } of placed) {
      const groups = groupsBehind(stack, one, configuration, key, types);
      const others = groups.filter((group) => group !== own);
      if (others.length === 0) continue;
      if (others.length < groups.length) throw configuration.notKnown(key, "is not known, and may be one of another resource group");
      yield said(configuration.at(key), together);
    }
  }
  const target = stack.target(one, one.inputs, "firewallPolicy", ["network:FirewallPolicy"]);
  if (target.kind !== "resource") return;
  const tierOf = (resource: Resource) => order.indexOf(resource.inputs.text("sku.tier") ?? "Standard");
  if (tierOf(target.resource) > tierOf(one)) yield said("firewallPolicy", tiers);
}

/** Groups of what a reference leads to: of an id that is known, else of what the firewall depends on there. */
function groupsBehind(stack: Stack, one: Resource, configuration: View, key: string, types: readonly KindName[]): readonly (string | undefined)[] {
  // Only an id is looked for by dependency: where nothing at all is known, there may be none.
  configuration.record(key);
  return orNotKnown(
    () => {
      const id = configuration.text(`${key}.id`);
      const group = id === undefined ? undefined : parseResourceId(id)?.resourceGroupName;
      return group === undefined ? [] : [group.toLowerCase()];
    },
    () => possibleTargets(stack.target(one, configuration, key, types)).map((resource) => groupName(stack, resource)),
  );
}

function* nameFaults(stack: Stack, group: Resource): Iterable<Fault> {
  const ofIt = stack.of("network:FirewallPolicy").find((policy) => isPartOf(group, policy, "firewallPolicyName"));
  if (ofIt === undefined) return;
  const isProxy = ofIt.inputs.boolean("dnsSettings.enableProxy") === true && ofIt.inputs.boolean("dnsSettings.requireProxyForNetworkRules") !== false && ofIt.inputs.text("sku.tier") !== "Basic";
  for (const collection of group.inputs.records("ruleCollections"))
    for (const rule of collection.records("rules"))
      if (rule.text("ruleType") === "NetworkRule" && rule.texts("destinationFqdns").length > 0 && !isProxy) yield fault(group, rule.at("destinationFqdns"), proxied);
}
