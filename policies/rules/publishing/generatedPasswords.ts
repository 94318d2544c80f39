import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import type { StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { holdsPasswords, isWriteOnly, leavesOf, namesSecret, takesGenerated, takesIssued, topLevel, type Leaf } from "./secretPlaces.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const limit = "a secret that the stack generates into its vault: one that is given stands in a file, or in somebody's head (T12.6-1)";
const notGenerated = "is not known, and depends on nothing that generates it: the rule cannot be judged";

/** Shorter than any certificate with its key, longer than any password, in characters. */
const shortestCertificate = 500;

/** Sources: learn.microsoft.com/azure/key-vault/certificates/about-certificates, composition of a certificate. */
const certificateTypes: readonly (string | undefined)[] = ["application/x-pkcs12", "application/x-pem-file"];

const machine = (osProfile: object, more: object = {}) => ({ type: "azure-native:compute:VirtualMachine", name: "machine", inputs: { osProfile }, ...more });
const password = { type: "random:index/randomPassword:RandomPassword", name: "password", inputs: { length: 15 } };
const secret = (properties: object, more: object = {}) => ({ type: "azure-native:keyvault:Secret", name: "secret", inputs: { properties }, ...more });
const notKnown = unknownText;

/** T12.6-1: passwords lie in a secret store and nowhere else. */
export const generatedPasswords: StackRule = {
  id: "LC308",
  name: "passwords-are-generated",
  group: "specification",
  clauses: ["T12.6-1"],
  proposals: ["P-36b"],
  synopsis: "What stands as a password or a key in the inputs of any resource comes from a resource of the stack that generates it.",
  why: "Passwords live in a secret store, never in a readable file. A policy gets a value that the configuration keeps encrypted and one that the program spells out alike, as plain text: only what the stack itself generates is sure to stand nowhere else.",
  fix: "take the value from a random.RandomPassword, and put the same into a keyvault.Secret",
  scope: "stack",
  *check(stack) {
    const others = stack.resources.filter(({ provider }) => provider !== "pulumi" && provider !== "random");
    yield* each(others, (resource) => resourceFaults(stack, resource));
  },
  unknown: [
    { title: "what depends on nothing that generates it: a profile, one password", resources: [machine({}, { inputs: { osProfile: notKnown } }), { ...machine({ adminPassword: notKnown }), name: "other" }], findings: [{ resource: "machine", path: "osProfile", limit: notGenerated }, { resource: "other", path: "osProfile.adminPassword", limit: notGenerated }].map((one) => ({ ...one, limit: one.limit.replace(": the rule cannot be judged", "") })) },
    { title: "text where a profile should stand, whatever it depends on", resources: [password, machine({}, { inputs: { osProfile: "adminPassword=Sommar2025!" }, propertyDependencies: { osProfile: ["password"] } })], findings: [{ resource: "machine", path: "osProfile", limit: notGenerated.replace(": the rule cannot be judged", "") }] },
    { title: "all inputs, the properties of a secret", resources: [machine({}, { inputs: notKnown }), { ...secret({}), inputs: { properties: notKnown } }], findings: [{ resource: "machine", path: "", limit: "the inputs are not known" }, { resource: "secret", path: "properties", limit: notGenerated.replace(": the rule cannot be judged", "") }] },
  ],
  good: [
    { title: "generated, and not known before it is", resources: [password, machine({ adminPassword: notKnown }, { propertyDependencies: { osProfile: ["password"] } }), secret({ value: notKnown }, { dependencies: ["password"] })], findings: [] },
    { title: "generated, and known by now", resources: [password, machine({ adminPassword: "Kp-3.xvQ_81mnWq" }, { propertyDependencies: { osProfile: ["password"] } })], findings: [] },
    { title: "the same, where nothing is said of single properties", resources: [password, { ...machine({}), inputs: { osProfile: notKnown }, dependencies: ["password"] }, { type: "tls:index/selfSignedCert:SelfSignedCert", name: "certificate", inputs: {} }, secret({ contentType: "application/x-pem-file", value: notKnown }, { dependencies: ["certificate"] })], findings: [] },
    { title: "properties that are not known, of what holds no secret in them", resources: [{ type: "azure-native:keyvault:Vault", name: "vault", inputs: { properties: notKnown } }], findings: [] },
    { title: "a whole profile that is not known before its password is generated", resources: [password, { ...machine({}), inputs: { osProfile: notKnown }, propertyDependencies: { osProfile: ["password"] } }], findings: [] },
    { title: "a certificate that is not issued yet", resources: [{ type: "tls:index/selfSignedCert:SelfSignedCert", name: "certificate", inputs: {} }, secret({ contentType: "application/x-pem-file", value: notKnown }, { propertyDependencies: { properties: ["certificate"] } })], findings: [] },
    { title: "a certificate that was handed in", resources: [secret({ contentType: "application/x-pkcs12", value: "MIIK".repeat(400) })], findings: [] },
    { title: "empty, of providers' own, and where it is shown, which is another rule's", resources: [machine({ adminPassword: "" }, { inputs: { osProfile: { adminPassword: "" }, tags: { password: "Sommar2025!" } } }), { type: "pulumi:providers:azure-native", name: "provider", inputs: { clientSecret: "Sommar2025!" } }, { type: "random:index/randomPassword:RandomPassword", name: "other", inputs: { keepers: { adminPassword: "Sommar2025!" } } }], findings: [] },
    { title: "protected settings that name no secret", resources: [{ type: "azure-native:compute:VirtualMachineExtension", name: "extension", inputs: { protectedSettings: { commandToExecute: "run.ps1" } } }], findings: [] },
    { title: "a certificate that is hardly longer than a password", resources: [secret({ contentType: "application/x-pem-file", value: "x".repeat(shortestCertificate) })], findings: [] },
  ],
  bad: [
    { title: "spelt out", resources: [password, machine({ adminPassword: "Sommar2025!" })], findings: [{ resource: "machine", path: "osProfile.adminPassword", limit }] },
    { title: "spelt out, beside a dependency on something else", resources: [machine({ adminPassword: "Sommar2025!" }, { dependencies: ["disk"] }), { type: "azure-native:compute:Disk", name: "disk", inputs: {} }], findings: [{ resource: "machine", path: "osProfile.adminPassword", limit }] },
    { title: "spelt out into the vault", resources: [secret({ value: "Sommar2025!" })], findings: [{ resource: "secret", path: "properties.value", limit }] },
    { title: "a password that calls itself a certificate", resources: [secret({ contentType: "application/x-pkcs12", value: "Sommar2025!" })], findings: [{ resource: "secret", path: "properties.value", limit }] },
    { title: "in digits alone", resources: [machine({ adminPassword: 2025202520252025 })], findings: [{ resource: "machine", path: "osProfile.adminPassword", limit }] },
    {
      title: "a script's protected parameter",
      resources: [{ type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine", name: "script", inputs: { protectedParameters: [{ name: "Password", value: "Sommar2025!" }] } }],
      findings: [{ resource: "script", path: "protectedParameters[0].value", limit }],
    },
    {
      title: "of the database's registration, and of a gateway's certificate",
      resources: [
        { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs: { serverConfigurationsManagementSettings: { sqlConnectivityUpdateSettings: { sqlAuthUpdatePassword: "Sommar2025!" } } } },
        { type: "azure-native:network:ApplicationGateway", name: "gateway", inputs: { sslCertificates: [{ password: "x" }] } },
      ],
      findings: [
        { resource: "sql", path: "serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings.sqlAuthUpdatePassword", limit },
        { resource: "gateway", path: "sslCertificates[0].password", limit },
      ],
    },
    { title: "in a record, or a list, where a text should stand", resources: [machine({ adminPassword: { text: "Sommar2025!" } }), { ...machine({ adminPassword: ["Sommar2025!"] }), name: "other" }], findings: [{ resource: "machine", path: "osProfile.adminPassword.text", limit }, { resource: "other", path: "osProfile.adminPassword[0]", limit }] },
    { title: "as long as a certificate, and called something else; what is no secret of a vault, and calls itself a certificate", resources: [secret({ contentType: "text/plain", value: "x".repeat(600) }), machine({ adminPassword: "x".repeat(600) }, { inputs: { properties: { contentType: "application/x-pkcs12" }, osProfile: { adminPassword: "x".repeat(600) } } })], findings: [{ resource: "secret", path: "properties.value", limit }, { resource: "machine", path: "osProfile.adminPassword", limit }] },
  ],
};

function* resourceFaults(stack: Stack, resource: Resource): Iterable<Fault> {
  for (const leaf of leavesOf(resource)) yield* holdsPasswords(resource, leaf) ? holderFaults(stack, resource, leaf) : leafFaults(stack, resource, leaf);
}

/** A password may stand in what is not known, or is no record: all that is sure is where it comes from. */
function* holderFaults(stack: Stack, resource: Resource, { path, text }: Leaf): Iterable<Fault> {
  if (text === undefined && takesGenerated(stack, resource, topLevel(path))) return;
  yield { kind: "unknown", resource: resource.label, path, limit: notGenerated };
}

function* leafFaults(stack: Stack, resource: Resource, leaf: Leaf): Iterable<Fault> {
  if (!isWriteOnly(resource, leaf)) return;
  const isSecret = resource.type === "keyvault:Secret" || [leaf.key, pairName(resource, leaf)].some((name) => name !== undefined && namesSecret(name));
  // A text that is known and is said to depend on nothing here was written, whatever the resource waits for.
  if (!isSecret || leaf.text === "" || takesGenerated(stack, resource, topLevel(leaf.path), leaf.text !== undefined) || isCertificate(stack, resource, leaf)) return;
  if (leaf.text === undefined) yield { kind: "unknown", resource: resource.label, path: leaf.path, limit: notGenerated };
  else yield { resource: resource.label, path: leaf.path, limit };
}

/** What a value is called that stands beside its name: `{ name: "password", value: … }`. */
function pairName({ inputs }: Resource, { key, path }: Leaf): string | undefined {
  return key === "value" ? inputs.text(path.replace(/value$/, "name")) : undefined;
}

/** A certificate is issued elsewhere and handed in, and no password is so long; where it is not known yet, something of the stack has to issue it. @throws NotKnown */
function isCertificate(stack: Stack, resource: Resource, { path, text }: Leaf): boolean {
  if (resource.type !== "keyvault:Secret" || !certificateTypes.includes(resource.inputs.text("properties.contentType")?.toLowerCase())) return false;
  return text === undefined ? takesIssued(stack, resource, topLevel(path)) : text.length >= shortestCertificate;
}
