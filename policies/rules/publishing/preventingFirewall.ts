import { fault, type ResourceRule } from "../../rule.ts";
import { gateway } from "./samples.ts";

const attached = "a web application firewall: tier WAF_v2, and a policy (or a configuration of its own) that is on";
const prevents = "Prevention: an attack is stopped, not only written down";

const policy = (inputs: object) => ({ type: "azure-native:network:WebApplicationFirewallPolicy", name: "policy", inputs });
const policyId = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf";

/** What is published is watched by a web application firewall that stops what it finds. */
export const preventingFirewall: ResourceRule = {
  id: "LC312",
  name: "web-application-firewalls-prevent",
  group: "hardening",
  clauses: [],
  proposals: ["P-39"],
  synopsis: "An application gateway has a web application firewall in prevention mode.",
  why: "The product's web pages are reached from the internet; a firewall for web applications knows the common attacks. Log-on over SAML and large attachments need exclusions and limits of their own, which are found out in detection mode first.",
  fix: "choose the tier WAF_v2 and a firewall policy with policySettings { state: Enabled, mode: Prevention }",
  sources: ["MicrosoftDocs/azure-docs articles/web-application-firewall/ag/ag-overview.md"],
  scope: "resource",
  types: ["network:ApplicationGateway", "network:WebApplicationFirewallPolicy"],
  *check(resource) {
    const { inputs, type } = resource;
    if (type === "network:WebApplicationFirewallPolicy") {
      // Azure's defaults: on, and detection.
      if ((inputs.text("policySettings.state") ?? "Enabled") !== "Enabled") yield fault(resource, "policySettings.state", attached);
      if (inputs.text("policySettings.mode") !== "Prevention") yield fault(resource, "policySettings.mode", prevents);
      return;
    }
    if (inputs.text("sku.tier") !== "WAF_v2") yield fault(resource, "sku.tier", attached);
    else if (inputs.has("firewallPolicy")) return;
    else if (inputs.boolean("webApplicationFirewallConfiguration.enabled") !== true) yield fault(resource, "webApplicationFirewallConfiguration.enabled", attached);
    else if (inputs.text("webApplicationFirewallConfiguration.firewallMode") !== "Prevention") yield fault(resource, "webApplicationFirewallConfiguration.firewallMode", prevents);
  },
  good: [
    { title: "by policy", resources: [gateway({ sku: { tier: "WAF_v2" }, firewallPolicy: { id: policyId } }), policy({ policySettings: { state: "Enabled", mode: "Prevention" } })], findings: [] },
    { title: "a policy that is on, as Azure has it", resources: [policy({ policySettings: { mode: "Prevention" } })], findings: [] },
    { title: "by the gateway's own configuration", resources: [gateway({ sku: { tier: "WAF_v2" }, webApplicationFirewallConfiguration: { enabled: true, firewallMode: "Prevention" } })], findings: [] },
  ],
  bad: [
    { title: "no firewall", resources: [gateway({ sku: { tier: "Standard_v2" } })], findings: [{ resource: "gateway", path: "sku.tier", limit: attached }] },
    { title: "a tier that nothing uses", resources: [gateway({ sku: { tier: "WAF_v2" } })], findings: [{ resource: "gateway", path: "webApplicationFirewallConfiguration.enabled", limit: attached }] },
    { title: "it only watches", resources: [gateway({ sku: { tier: "WAF_v2" }, webApplicationFirewallConfiguration: { enabled: true, firewallMode: "Detection" } })], findings: [{ resource: "gateway", path: "webApplicationFirewallConfiguration.firewallMode", limit: prevents }] },
    {
      title: "a policy that is off and says no mode",
      resources: [policy({ policySettings: { state: "Disabled" } })],
      findings: [
        { resource: "policy", path: "policySettings.state", limit: attached },
        { resource: "policy", path: "policySettings.mode", limit: prevents },
      ],
    },
  ],
};
