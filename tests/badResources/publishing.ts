import type { Inputs } from "../proofSubjects.ts";
import { add, idOf, inGroup, set, type Break } from "./breaking.ts";

/**
 * A gateway that holds every rule about gateways, until something of it is changed. It stands in a network of another stack, so what it
 * lets through to machines that it may name is not known to the proof.
 */
export function gateway(name: string, changed: Inputs): Break["apply"] {
  const part = (collection: string, of: string) => ({ id: `${idOf("Microsoft.Network/applicationGateways", name)}/${collection}/${of}` });
  const certificate = "https://kv-shared.vault.azure.net/secrets/lifecare";
  const header = (headerName: string, headerValue: string) => ({ headerName, headerValue });
  return add("network:ApplicationGateway", name, {
    ...inGroup,
    applicationGatewayName: name,
    sku: { name: "WAF_v2", tier: "WAF_v2", capacity: 2 },
    gatewayIPConfigurations: [{ name: "primary", subnet: { id: idOf("Microsoft.Network/virtualNetworks/subnets", "vnet-shared", "snet-gateways") } }],
    sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20220101S" },
    sslCertificates: [{ name: "lifecare", keyVaultSecretId: certificate }],
    httpListeners: [{ name: "web", protocol: "Https", sslCertificate: part("sslCertificates", "lifecare") }],
    backendHttpSettingsCollection: [{ name: "web", protocol: "Https", port: 443 }],
    backendAddressPools: [{ name: "web", backendAddresses: [{ fqdn: "web.example.se" }] }],
    rewriteRuleSets: [{ name: "origin", rewriteRules: [{ name: "origin", actionSet: { requestHeaderConfigurations: [header("X-Forwarded-Host", "{var_host}"), header("X-Forwarded-Proto", "https")] } }] }],
    requestRoutingRules: [
      { name: "web", ruleType: "Basic", priority: 10, httpListener: part("httpListeners", "web"), backendAddressPool: part("backendAddressPools", "web"), backendHttpSettings: part("backendHttpSettingsCollection", "web"), rewriteRuleSet: part("rewriteRuleSets", "origin") },
    ],
    firewallPolicy: { id: idOf("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies", "waf-shared") },
    ...changed,
  });
}

/** Breaks of the rules about gateways, vaults, secrets and storage. */
export const publishingBreaks: readonly Break[] = [
  { rule: "LC301", title: "TLS 1.0", apply: gateway("gateway-tls", { sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20150501" } }), found: ["LC001 gateway-tls", "LC301 gateway-tls"] },
  { rule: "LC302", title: "plain HTTP behind the gateway", apply: gateway("gateway-backend", { backendHttpSettingsCollection: [{ name: "web", protocol: "Http", port: 80 }] }), found: ["LC001 gateway-backend", "LC302 gateway-backend"] },
  { rule: "LC303", title: "pages on port 80", apply: gateway("gateway-plain", { httpListeners: [{ name: "web", protocol: "Http" }] }), found: ["LC001 gateway-plain", "LC303 gateway-plain"] },
  { rule: "LC304", title: "a gateway that hides who asked", apply: gateway("gateway-headers", { rewriteRuleSets: [{ name: "origin", rewriteRules: [] }] }), found: ["LC001 gateway-headers", "LC304 gateway-headers"] },
  { rule: "LC305", title: "an API for everybody", apply: gateway("gateway-api", { httpListeners: [{ name: "web", protocol: "Https", hostName: "lifecare-api.example.se" }] }), found: ["LC001 gateway-api", "LC305 gateway-api"] },
  { rule: "LC306", title: "a vault that can be purged", apply: set("lifecare-vault", "properties.enablePurgeProtection", undefined), found: ["LC306 lifecare-vault"] },
  { rule: "LC307", title: "a certificate that expires", apply: gateway("gateway-certificate", { sslCertificates: [{ name: "lifecare", keyVaultSecretId: "https://kv-shared.vault.azure.net/secrets/lifecare/0123456789abcdef0123456789abcdef" }] }), found: ["LC001 gateway-certificate", "LC307 gateway-certificate"] },
  { rule: "LC308", title: "a password that somebody thought out", apply: set("lifecare-administrator-ankprodcmp01-secret", "properties.value", "Sommar-2025-Sommar"), found: ["LC308 lifecare-administrator-ankprodcmp01-secret"] },
  { rule: "LC309", title: "a password in custom data", apply: set("ankprodcmp01-machine", "osProfile.customData", Buffer.from("Server=sql;User Id=sa;Password=Sommar2025!;").toString("base64")), found: ["LC309 ankprodcmp01-machine"] },
  { rule: "LC310", title: "storage for everybody", apply: add("storage:StorageAccount", "storage", { ...inGroup, accountName: "stankprod", kind: "StorageV2", sku: { name: "Standard_LRS" }, minimumTlsVersion: "TLS1_2", allowBlobPublicAccess: true, publicNetworkAccess: "Disabled" }), found: ["LC310 storage"] },
  { rule: "LC311", title: "Front Door that hands on HTTP", apply: add("cdn:Route", "route", { resourceGroupName: "rg-ank-prod", profileName: "fd", endpointName: "lifecare", routeName: "all", supportedProtocols: ["Https"], forwardingProtocol: "MatchRequest" }), found: ["LC311 route"] },
];
