import { describe, expect, test } from "vitest";
import { readResources, type ReadableResource } from "./azureReader.ts";
import { unknownWord, type FirewallRule } from "./model.ts";
import { idIn, ids, inlineStack, unknown } from "./testStacks.ts";

const changed = (name: string, inputs: object, ...more: readonly ReadableResource[]) =>
  readResources([...inlineStack.map((one) => (one.name === name ? { ...one, inputs: { ...(one.inputs as object), ...inputs } } : one)), ...more]);
const filter = (name: string, priority: number, ...rules: readonly object[]) => ({ ruleCollectionType: "FirewallPolicyFilterRuleCollection", name, priority, action: { type: "Allow" }, rules });
const network = { ruleType: "NetworkRule", name: "n", ipProtocols: ["TCP"], sourceAddresses: ["10.9.1.0/24"], destinationAddresses: ["10.1.0.0/16"], destinationPorts: ["22"] };
const policy = (name: string, inputs: object): ReadableResource => ({ type: "azure-native:network:FirewallPolicy", name, id: idIn("Microsoft.Network/firewallPolicies", name), inputs: { firewallPolicyName: name, ...inputs } });
const groupOf = (of: string, name: string, priority: number, ...ruleCollections: readonly object[]): ReadableResource => ({
  type: "azure-native:network:FirewallPolicyRuleCollectionGroup",
  name: `${of}-${name}`,
  id: `${idIn("Microsoft.Network/firewallPolicies", of)}/ruleCollectionGroups/${name}`,
  inputs: { firewallPolicyName: of, ruleCollectionGroupName: name, priority, ruleCollections },
});
const rulesIn = (read: ReturnType<typeof readResources>): readonly FirewallRule[] => read.firewalls[0]!.groups.flatMap(({ collections }) => collections.flatMap(({ rules }) => rules));
const ofFirewall = { concerns: expect.arrayContaining([ids.firewall.toLowerCase()]) as string[] };

describe("a firewall's policy", () => {
  test("inherits its parents' groups, which are judged first whatever their priorities, and settings that it does not say", () => {
    const parents = [policy("base", { dnsSettings: { enableProxy: true }, snat: { privateRanges: ["IANAPrivateRanges", "203.0.113.0/24"] } }), groupOf("base", "late", 60_000, filter("c", 100, network)), groupOf("base", "early", 100, filter("c", 100, network))];
    const read = changed("policy", { dnsSettings: undefined, basePolicy: { id: idIn("Microsoft.Network/firewallPolicies", "BASE") } }, ...parents);
    const own = readResources(inlineStack.map((one) => (one.name === "policy" ? { ...one, inputs: { firewallPolicyName: "policy", basePolicy: { id: idIn("Microsoft.Network/firewallPolicies", "BASE") } } } : one)).concat(parents));
    expect(own.gaps).toEqual([]);
    expect(own.firewalls[0]!.groups.map(({ name }) => name)).toEqual(["early", "late", "rules"]);
    const priorities = own.firewalls[0]!.groups.map(({ priority }) => priority);
    expect(priorities).toEqual(priorities.toSorted((one, other) => one - other));
    expect(own.firewalls[0]).toMatchObject({ nameProxy: true, untranslated: ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "203.0.113.0/24"] });
    // An undefined setting is one that is not known yet.
    expect(read.gaps).toMatchObject([{ origin: { resource: "policy", path: "dnsSettings" }, ...ofFirewall }]);
  });

  test("leaves the firewall in doubt where its parent is not in the stack", () => {
    expect(changed("policy", { basePolicy: { id: `${ids.policy}-elsewhere` } }).gaps).toMatchObject([{ origin: { path: "basePolicy" }, ...ofFirewall }]);
    expect(changed("firewall", { firewallPolicy: { id: `${ids.policy}-elsewhere` } }).gaps).toMatchObject([{ origin: { path: "firewallPolicy" }, ...ofFirewall }]);
  });

  test("translates what comes in", () => {
    const nat = { ruleType: "NatRule", name: "in", ipProtocols: ["TCP"], sourceAddresses: ["*"], destinationAddresses: ["203.0.113.4"], destinationPorts: ["443"], translatedAddress: "10.9.1.4", translatedPort: "8443" };
    const read = changed("network", {}, groupOf("policy", "nat", 100, { ruleCollectionType: "FirewallPolicyNatRuleCollection", name: "in", priority: 100, action: { type: "DNAT" }, rules: [nat] }));
    expect(read.gaps).toEqual([]);
    expect(read.firewalls[0]!.groups[0]).toMatchObject({ name: "nat", collections: [{ action: "Dnat", rules: [{ kind: "translation", destinations: ["203.0.113.4"], ports: ["443"], translatedAddress: "10.9.1.4", translatedPort: "8443" }] }] });
  });

  test("takes the addresses of IP groups, and doubts groups that are not in the stack", () => {
    const id = idIn("Microsoft.Network/ipGroups", "clients");
    const clients: ReadableResource = { type: "azure-native:network:IpGroup", name: "clients", id, inputs: { ipGroupsName: "clients", ipAddresses: ["10.2.0.0/16", "10.3.0.4-10.3.0.9"] } };
    const byGroup = { ...network, sourceAddresses: [], sourceIpGroups: [id.toUpperCase()] };
    const read = changed("network", {}, clients, groupOf("policy", "g", 100, filter("c", 100, byGroup)));
    expect(read.gaps).toEqual([]);
    expect(rulesIn(read)[0]).toMatchObject({ sources: ["10.2.0.0/16", "10.3.0.4-10.3.0.9"], destinations: ["10.1.0.0/16"] });
    const without = changed("network", {}, groupOf("policy", "g", 100, filter("c", 100, byGroup)));
    expect(rulesIn(without)[0]).toMatchObject({ sources: [unknownWord] });
    expect(without.gaps).toMatchObject([ofFirewall]);
    const preview = { ...groupOf("policy", "g", 100, filter("c", 100, { ...byGroup, sourceIpGroups: [unknown] })), propertyDependencies: { ruleCollections: ["clients"] } };
    expect(rulesIn(changed("network", {}, clients, preview))[0]).toMatchObject({ sources: ["10.2.0.0/16", "10.3.0.4-10.3.0.9"] });
  });

  test.each([
    ["paths of addresses", { targetFqdns: [], targetUrls: ["example.com/x"] }],
    ["kinds of sites", { targetFqdns: [], webCategories: ["news"] }],
  ])("leaves the firewall in doubt where rules go by %s", (_, inputs) => {
    const application = { ruleType: "ApplicationRule", name: "a", sourceAddresses: ["*"], protocols: [{ protocolType: "Https", port: 443 }], ...inputs };
    const read = changed("network", {}, groupOf("policy", "g", 100, filter("c", 100, application)));
    expect(read.gaps).toMatchObject([{ reason: "is not modelled", ...ofFirewall }]);
  });

  test("is in doubt where a collection or a rule is of no kind that is known", () => {
    expect(changed("network", {}, groupOf("policy", "g", 100, { ...filter("c", 100, network), ruleCollectionType: "Novelty" })).gaps).toMatchObject([ofFirewall]);
    expect(changed("network", {}, groupOf("policy", "g", 100, filter("c", 100, { ...network, ruleType: "NatRule" }))).gaps).toMatchObject([ofFirewall]);
    expect(changed("network", {}, groupOf("policy", "g", 100, { ...filter("c", 100, network), action: { type: "Shrug" } })).gaps).toMatchObject([ofFirewall]);
  });
});

describe("a firewall", () => {
  test("has rules of its own where it has no policy", () => {
    const classic = {
      azureFirewallName: "firewall",
      additionalProperties: { "Network.DNS.EnableProxy": "true", "Network.SNAT.PrivateRanges": "IANAPrivateRanges, 203.0.113.0/24" },
      ipConfigurations: [{ subnet: { id: ids.subnet("AzureFirewallSubnet") }, publicIPAddress: { id: ids.address } }],
      natRuleCollections: [{ name: "d", priority: 100, action: { type: "Dnat" }, rules: [{ name: "r", protocols: ["TCP"], sourceAddresses: ["*"], destinationAddresses: ["203.0.113.4"], destinationPorts: ["443"], translatedAddress: "10.9.1.4", translatedPort: "443" }] }],
      networkRuleCollections: [{ name: "n", priority: 200, action: { type: "Deny" }, rules: [{ name: "r", protocols: ["Any"], sourceAddresses: ["*"], destinationAddresses: ["10.1.0.0/16"], destinationPorts: ["*"] }] }],
      applicationRuleCollections: [{ name: "a", priority: 300, action: { type: "Allow" }, rules: [{ name: "r", sourceAddresses: ["*"], targetFqdns: ["example.com"], protocols: [{ protocolType: "Https", port: 443 }] }] }],
    };
    const read = readResources(inlineStack.map((one) => (one.name === "firewall" ? { ...one, inputs: classic } : one)));
    expect(read.gaps).toEqual([]);
    expect(read.firewalls[0]!.groups.flatMap(({ collections }) => collections.map(({ action, rules }) => `${action} ${rules[0]!.kind}`))).toEqual(["Dnat translation", "Deny network", "Allow application"]);
    expect(read.firewalls[0]).toMatchObject({ nameProxy: true, untranslated: ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "203.0.113.0/24"] });
  });

  test("has the address that Azure gave it, where a state tells", () => {
    const answered = inlineStack.map((one) => (one.name === "firewall" ? { ...one, outputs: { ipConfigurations: [{ privateIPAddress: "10.9.0.5" }] } } : one));
    expect(readResources(answered).firewalls[0]!.address).toBe("10.9.0.5");
  });

  test("is in doubt without a public address", () => {
    const read = changed("firewall", { ipConfigurations: [{ subnet: { id: ids.subnet("AzureFirewallSubnet") } }] });
    expect(read.firewalls).toHaveLength(1);
    expect(read.gaps).toMatchObject([{ origin: { path: "ipConfigurations" }, ...ofFirewall }]);
  });

  test("is no firewall of the model where nobody knows where it stands", () => {
    for (const inputs of [{ ipConfigurations: [], virtualHub: { id: "hub" } }, { ipConfigurations: [] }, { ipConfigurations: [{ subnet: { id: `${ids.network}-other/subnets/AzureFirewallSubnet` }, publicIPAddress: { id: ids.address } }] }]) {
      const read = changed("firewall", inputs);
      expect(read.firewalls).toEqual([]);
      expect(read.gaps).toMatchObject([{ origin: { resource: "firewall" }, ...ofFirewall }]);
    }
  });
});
