import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { gateway } from "./samples.ts";

const fromVault = "a certificate of a key vault: one that is written into the gateway has no known store and is renewed by nobody (T12.7-1)";
const newest = "the address of a secret without its version: https://<vault>.vault.azure.net/secrets/<name> (T12.7-1)";

const extension = (settings: object) => ({ type: "azure-native:compute:VirtualMachineExtension", name: "certificates", inputs: { publisher: "Microsoft.Azure.KeyVault", type: "KeyVaultForWindows", settings } });

/** T12.7-1: what is renewed in the vault is taken into use. */
export const renewedCertificates: ResourceRule = {
  id: "LC307",
  name: "certificates-follow-their-renewal",
  group: "specification",
  clauses: ["T12.7-1"],
  proposals: ["P-37"],
  synopsis: "Gateways and machines take certificates from a key vault, by an address without a version.",
  why: "An application gateway and the vault's extension look for a newer version every few hours, but only where none is named: a version in the address goes on being used after its certificate was renewed, until it expires.",
  fix: "leave the version out of keyVaultSecretId (and of observedCertificates), and let the certificate lie in the vault",
  sources: ["MicrosoftDocs/azure-docs articles/application-gateway/key-vault-certs.md"],
  scope: "resource",
  types: ["network:ApplicationGateway", "compute:VirtualMachineExtension"],
  *check(resource) {
    if (resource.type === "network:ApplicationGateway") yield* gatewayFaults(resource);
    else yield* extensionFaults(resource);
  },
  good: [
    { title: "by name", resources: [gateway({ sslCertificates: [{ name: "one", keyVaultSecretId: "https://kv-one.vault.azure.net/secrets/lifecare" }], trustedRootCertificates: [{ name: "authority", data: "MIIC" }] })], findings: [] },
    { title: "a machine's, by name", resources: [extension({ secretsManagementSettings: { observedCertificates: ["https://kv-one.vault.azure.net/secrets/lifecare", { url: "https://kv-one.vault.azure.net/secrets/iis/" }] } })], findings: [] },
    { title: "another extension", resources: [{ type: "azure-native:compute:VirtualMachineExtension", name: "agent", inputs: { publisher: "Microsoft.Azure.Monitor", type: "AzureMonitorWindowsAgent" } }], findings: [] },
    { title: "an extension that observes nothing, and another publisher's words", resources: [extension({}), { type: "azure-native:compute:VirtualMachineExtension", name: "agent", inputs: { publisher: "Somebody.Microsoft.Azure.KeyVault", settings: { secretsManagementSettings: { observedCertificates: ["https://kv-one.vault.azure.net/secrets/iis/1"] } } } }], findings: [] },
  ],
  bad: [
    { title: "with a version", resources: [gateway({ sslCertificates: [{ name: "one", keyVaultSecretId: "https://kv-one.vault.azure.net/secrets/lifecare/0123456789abcdef0123456789abcdef" }] })], findings: [{ resource: "gateway", path: "sslCertificates[0].keyVaultSecretId", limit: newest }] },
    { title: "written into the gateway", resources: [gateway({ sslCertificates: [{ name: "one", data: "MIIK", password: "x" }] })], findings: [{ resource: "gateway", path: "sslCertificates[0].keyVaultSecretId", limit: fromVault }] },
    {
      title: "a trusted root and a machine's with a version",
      resources: [
        gateway({ trustedRootCertificates: [{ name: "authority", keyVaultSecretId: "https://kv-one.vault.azure.net/secrets/authority/1" }] }),
        extension({ secretsManagementSettings: { observedCertificates: ["https://kv-one.vault.azure.net/secrets/iis/1", { url: "https://kv-one.vault.azure.net/secrets/iis/2" }] } }),
      ],
      findings: [
        { resource: "gateway", path: "trustedRootCertificates[0].keyVaultSecretId", limit: newest },
        { resource: "certificates", path: "settings.secretsManagementSettings.observedCertificates[0]", limit: newest },
        { resource: "certificates", path: "settings.secretsManagementSettings.observedCertificates[1].url", limit: newest },
      ],
    },
    { title: "an address behind another word", resources: [gateway({ sslCertificates: [{ name: "one", keyVaultSecretId: "at https://kv-one.vault.azure.net/secrets/lifecare" }] })], findings: [{ resource: "gateway", path: "sslCertificates[0].keyVaultSecretId", limit: newest }] },
  ],
};

function* gatewayFaults(resource: Resource): Iterable<Fault> {
  yield* each(resource.inputs.records("sslCertificates"), function* (certificate) {
    if (certificate.text("keyVaultSecretId") === undefined) yield fault(resource, certificate.at("keyVaultSecretId"), fromVault);
    else yield* versionFaults(resource, certificate, "keyVaultSecretId");
  });
  // An authority's own certificate is no secret: it may be written into the gateway.
  yield* each(resource.inputs.records("trustedRootCertificates"), (certificate) => versionFaults(resource, certificate, "keyVaultSecretId"));
}

function* extensionFaults(resource: Resource): Iterable<Fault> {
  if (!resource.inputs.matches("publisher", /^microsoft\.azure\.keyvault/i)) return;
  const settings = resource.inputs.record("settings.secretsManagementSettings");
  if (settings === undefined) return;
  yield* each(settings.records("observedCertificates").keys(), function* (index) {
    const path = `observedCertificates[${index}]`;
    // Version 3 of the extension takes records, older ones plain addresses.
    yield* versionFaults(resource, settings, typeof settings.shown(path) === "string" ? path : `${path}.url`);
  });
}

function* versionFaults(resource: Resource, record: View, key: string): Iterable<Fault> {
  const address = record.text(key);
  if (address !== undefined && !/^https:\/\/[^/]+\/(?:secrets|certificates)\/[^/]+\/?$/i.test(address)) yield fault(resource, record.at(key), newest);
}
