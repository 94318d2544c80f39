import { isRecord, unreadable, type Plain, type PlainRecord } from "../../../reachability/readValues.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import type { StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { isProtected, isWriteOnly, leavesAt, leavesOf, namesSecret, secretIn, takesGenerated, valuesOf, type Leaf } from "./secretPlaces.ts";
import { notKnownYet as notKnown } from "../samples.ts";

const shown = (what: string) => `no ${what.replace(/^an? /, "")} where everybody who may read the resource sees it (T12.6-1)`;
const named = shown("secret");
const taken = shown("generated secret");
const unknownText = "is not known, and may hold a secret that everybody who may read the resource would see: the rule cannot be judged";

const unread = unknownText.replace(": the rule cannot be judged", "");

const extension = (inputs: object, more: object = {}) => ({ type: "azure-native:compute:VirtualMachineExtension", name: "extension", inputs, ...more });
const command = (inputs: object, more: object = {}) => ({ type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine", name: "command", inputs, ...more });
const machine = (inputs: object) => ({ type: "azure-native:compute:VirtualMachine", name: "machine", inputs });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const password = { type: "random:index/randomPassword:RandomPassword", name: "password", inputs: {} };

/** T12.6-1: no secret where it can be read. */
export const noPlainSecrets: StackRule = {
  id: "LC309",
  name: "no-secret-where-it-can-be-read",
  group: "specification",
  clauses: ["T12.6-1"],
  proposals: ["P-36b"],
  synopsis: "No input that Azure shows holds a secret: scripts, custom and user data, settings of extensions and applications, connection strings, parameters of deployments and commands, tags.",
  why: "Whoever may read a machine reads its user data and its extensions' settings, and whoever is logged on to it its custom data. Marking a value as secret in the program encrypts it in the state, and changes nothing of that.",
  fix: "hand it over in protectedSettings, protectedParameters or a secureString parameter, or let the machine fetch it from the vault with its identity",
  scope: "stack",
  *check(stack) {
    const others = stack.resources.filter(({ provider }) => provider !== "pulumi" && provider !== "random");
    yield* each(others, (resource) => resourceFaults(stack, resource));
  },
  unknown: [
    {
      title: "a setting's name, a setting's value, a secret by name, a tag",
      resources: [
        { type: "azure-native:logic:Workflow", name: "app", inputs: { settings: [{ name: notKnown, value: "abc" }, { name: "API_KEY", value: notKnown }, { name: "plain", value: notKnown }] } },
        { type: "azure-native:logic:Workflow", name: "other", inputs: { sasToken: notKnown } },
        machine({ tags: { owner: notKnown }, userData: notKnown }),
      ],
      findings: [
        { resource: "app", path: "settings[0].name", limit: unread },
        { resource: "app", path: "settings[1].value", limit: unread },
        { resource: "other", path: "sasToken", limit: unread },
        { resource: "machine", path: "tags.owner", limit: unread },
        { resource: "machine", path: "userData", limit: unread },
      ],
    },
    {
      title: "what holds custom data",
      resources: [{ ...machine({ osProfile: notKnown }), name: "one" }, { type: "azure-native:compute:VirtualMachineScaleSet", name: "machines", inputs: { virtualMachineProfile: { osProfile: notKnown } } }],
      findings: [{ resource: "one", path: "osProfile", limit: unread }, { resource: "machines", path: "virtualMachineProfile.osProfile", limit: unread }],
    },
    { title: "a setting of which neither name nor value is known", resources: [{ type: "azure-native:logic:Workflow", name: "app", inputs: { settings: [{ name: notKnown, value: notKnown }] } }], findings: [{ resource: "app", path: "settings[0].name", limit: unread }] },
  ],
  good: [
    { title: "a command with protected parameters", resources: [password, command({ source: { script: "param($password) Set-Something -Password $password" }, protectedParameters: [{ name: "password", value: "Kp-3.xvQ_81mnWq" }] }, { dependencies: ["password"], propertyDependencies: { protectedParameters: ["password"] } })], findings: [] },
    { title: "an extension with protected settings", resources: [extension({ settings: { fileUris: ["https://example.se/a.ps1"] }, protectedSettings: { commandToExecute: "run.ps1 -Password Sommar2025!" } })], findings: [] },
    { title: "protected settings of a scale set's extension", resources: [{ type: "azure-native:compute:VirtualMachineScaleSet", name: "machines", inputs: { virtualMachineProfile: { extensionProfile: { extensions: [{ protectedSettings: { values: [{ name: "password", value: "Sommar2025!" }] } }] } } } }], findings: [] },
    { title: "nothing in place of a profile", resources: [machine({ osProfile: null })], findings: [] },
    { title: "an application that asks the vault", resources: [{ type: "azure-native:web:WebApp", name: "app", inputs: { siteConfig: { appSettings: [{ name: "DB_PASSWORD", value: "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/db)" }] } } }], findings: [] },
    { title: "a parameter that the template keeps secret", resources: [{ type: "azure-native:resources:Deployment", name: "deployment", inputs: { properties: { parameters: { adminPassword: { value: "x" } }, template: { parameters: { adminPassword: { type: "securestring" } } } } } }], findings: [] },
    {
      title: "parameters that the template keeps secret whatever they hold, of another scope",
      resources: [
        { type: "azure-native:resources:Deployment", name: "deployment", inputs: { properties: { parameters: { database: { value: "Server=sql;Pwd=Sommar2025!" }, settings: { value: { owner: notKnown, password: "x" } } }, template: { parameters: { database: { type: "secureString" }, settings: { type: "secureObject" } } } } } },
        { type: "azure-native:resources:DeploymentAtSubscriptionScope", name: "wide", inputs: { properties: { parameters: { adminPassword: { value: "x" } }, template: { parameters: { adminPassword: { type: "securestring" } } } } } },
      ],
      findings: [],
    },
    { title: "references in place of secrets, and words about secrets", resources: [machine({ tags: { password: "https://one.vault.azure.net/secrets/x", passwd: "${secret}", pwd: "[parameters('x')]", "api-key": "", "password-rotation": "yearly" } })], findings: [] },
    { title: "data without secrets", resources: [machine({ userData: base64("#cloud-config hostname: one"), tags: { owner: "it@example.se" } })], findings: [] },
    { title: "of providers' own, and what is not known where no secret stands", resources: [{ ...machine({ location: notKnown }), name: "unplaced" }, { type: "pulumi:providers:azure-native", name: "provider", inputs: { apiKey: "Sommar2025!" } }, { type: "random:index/randomPassword:RandomPassword", name: "other", inputs: { keepers: { apiKey: "Sommar2025!" } } }], findings: [] },
    { title: "a password that another resource gives, as a plan's file says it", resources: [machine({ osProfile: { adminPassword: { resource: "password", property: "result", secret: true } } })], findings: [] },
    { title: "settings that name a secret and say nothing", resources: [{ type: "azure-native:web:WebApp", name: "app", inputs: { siteConfig: { appSettings: [{ name: "DB_PASSWORD", value: "" }, { name: "DB_PASSWORD", value: "%DB_PASSWORD%" }] } } }], findings: [] },
  ],
  bad: [
    { title: "custom data with a connection", resources: [machine({ osProfile: { customData: base64("Server=sql;User Id=sa;Password=Sommar2025!;") } })], findings: [{ resource: "machine", path: "osProfile.customData", limit: shown("password of a connection") }] },
    { title: "user data with a key", resources: [machine({ userData: base64("-----BEGIN PRIVATE KEY-----\nMIIE") })], findings: [{ resource: "machine", path: "userData", limit: shown("private key") }] },
    { title: "a tag", resources: [machine({ tags: { "admin-password": "Sommar2025!" } })], findings: [{ resource: "machine", path: "tags.admin-password", limit: named }] },
    ...["clientsecret", "client-secret", "principalsecret", "principal_secret", "accountkey", "account_key", "accesskey", "access-key", "sharedkey", "shared_key", "sastoken", "sas-token", "apikey", "api_key", "privatekey", "private_key", "db-pwd", "passwd", "passphrase"].map((tag) => ({
      title: `a tag named ${tag}`,
      resources: [machine({ tags: { [tag]: "Sommar2025!" } })],
      findings: [{ resource: "machine", path: `tags.${tag}`, limit: named }],
    })),
    ...["see @Microsoft.KeyVault(SecretUri=x)", "at https://one.vault.azure.net/secrets/x", "Sommar%2025", "Sommar[2025]"].map((password) => ({
      title: `what only looks like a reference: ${password}`,
      resources: [machine({ tags: { password } })],
      findings: [{ resource: "machine", path: "tags.password", limit: named }],
    })),
    { title: "an extension's open settings", resources: [extension({ settings: { commandToExecute: "powershell -File run.ps1 -Password 'Sommar2025!'" } })], findings: [{ resource: "extension", path: "settings.commandToExecute", limit: shown("password in a command") }] },
    {
      title: "a script that spells it out, one that hides it in base64, one that adds a user",
      resources: [
        command({ source: { script: "$p = ConvertTo-SecureString 'Sommar2025!' -AsPlainText -Force" } }),
        { ...command({ source: { script: `powershell -EncodedCommand ${Buffer.from("net user olle Sommar2025! /add", "utf16le").toString("base64")}` } }), name: "encoded" },
        { ...command({ source: { scriptUri: "https://st.blob.core.windows.net/a/b.ps1?sv=2024&sig=abcdefghijklmnopqrstuvwxyz%3D" } }), name: "signed" },
      ],
      findings: [
        { resource: "command", path: "source.script", limit: shown("password as plain text") },
        { resource: "encoded", path: "source.script", limit: shown("password in a command") },
        { resource: "signed", path: "source.scriptUri", limit: shown("signature that gives access") },
      ],
    },
    {
      title: "commands that hide it in base64 by the short names of the option, and data in lines",
      resources: [
        ...["-e", "-enc", "-EncodedCommand "].map((option, index) => ({ ...command({ source: { script: `powershell ${option} ${Buffer.from("net user olle Sommar2025! /add", "utf16le").toString("base64")}` } }), name: `command-${index}` })),
        machine({ userData: `${base64("Server=sql.example.se;Database=lifecare;User Id=sa;Password=Sommar2025!;Encrypt").replaceAll(/(.{76})/g, "$1\n")}\n` }),
      ],
      findings: [...[0, 1, 2].map((index) => ({ resource: `command-${index}`, path: "source.script", limit: shown("password in a command") })), { resource: "machine", path: "userData", limit: shown("password of a connection") }],
    },
    { title: "a command's open parameter", resources: [command({ parameters: [{ name: "sqlPassword", value: "Sommar2025!" }] })], findings: [{ resource: "command", path: "parameters[0].value", limit: named }] },
    { title: "a generated password in a script", resources: [password, command({ source: { script: "Do-It 'Kp-3.xvQ_81mnWq'" } }, { propertyDependencies: { source: ["password"] } })], findings: [{ resource: "command", path: "source", limit: taken }] },
    {
      title: "an application's settings and connection strings",
      resources: [{ type: "azure-native:web:WebApp", name: "app", inputs: { siteConfig: { appSettings: [{ name: "API_KEY", value: "abc" }], connectionStrings: [{ name: "db", connectionString: "Server=sql;Database=x;Pwd=Sommar2025!" }] } } }],
      findings: [
        { resource: "app", path: "siteConfig.connectionStrings[0].connectionString", limit: shown("password of a connection") },
        { resource: "app", path: "siteConfig.appSettings[0].value", limit: named },
      ],
    },
    { title: "a parameter that the template shows", resources: [{ type: "azure-native:resources:Deployment", name: "deployment", inputs: { properties: { parameters: { adminPassword: { value: "x" } }, template: { parameters: { adminPassword: { type: "string" } } } } } }], findings: [{ resource: "deployment", path: "properties.parameters.adminPassword.value", limit: named }] },
    { title: "in a record where a text should stand", resources: [machine({ tags: { password: { text: "Sommar2025!" } } })], findings: [{ resource: "machine", path: "tags.password.text", limit: named }] },
    { title: "a parameter whose type only sounds like a secure one", resources: [{ type: "azure-native:resources:Deployment", name: "deployment", inputs: { properties: { parameters: { adminPassword: { value: "x" } }, template: { parameters: { adminPassword: { type: "insecurestring" } } } } } }], findings: [{ resource: "deployment", path: "properties.parameters.adminPassword.value", limit: named }] },
    { title: "a value that gives itself away beside a name that does", resources: [{ type: "azure-native:web:WebApp", name: "app", inputs: { siteConfig: { appSettings: [{ name: "DB_PASSWORD", value: "Server=sql;Pwd=Sommar2025!" }] } } }], findings: [{ resource: "app", path: "siteConfig.appSettings[0].value", limit: shown("password of a connection") }] },
  ],
};

/** A place may be wrong by its own name, by the one beside it and by where it stands: it is said once. */
function resourceFaults(stack: Stack, resource: Resource): Iterable<Fault> {
  const leaves = leavesOf(resource).filter((leaf) => !isWriteOnly(resource, leaf));
  const found = [...leaves.flatMap((leaf) => [...leafFaults(resource, leaf)]), ...pairFaults(resource, valuesOf(resource), ""), ...openFaults(stack, resource)];
  return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index && !isKeptSecret(resource, path));
}

function* leafFaults({ label }: Resource, { path, key, text }: Leaf): Iterable<Fault> {
  if (text === "") return;
  if (text === undefined) {
    if (namesSecret(key)) yield unknownAt(label, path);
    return;
  }
  const what = secretIn(text);
  if (what !== undefined) yield { resource: label, path, limit: shown(what) };
  else if (namesSecret(key) && !isReference(text)) yield { resource: label, path, limit: named };
}

/** `{ name: "…password", value }` of settings, and `…Password: { value }` of a deployment's parameters. */
function* pairFaults(resource: Resource, value: Plain | undefined, path: string, key = ""): Iterable<Fault> {
  if (isProtected(path)) return;
  if (Array.isArray(value)) return yield* (value as readonly Plain[]).flatMap((item, index) => [...pairFaults(resource, item, `${path}[${index}]`)]);
  if (!isRecord(value)) return;
  yield* pairFault(resource, value, path, key);
  for (const [inner, item] of Object.entries(value)) yield* pairFaults(resource, item, below(path, inner), inner);
}

function* pairFault(resource: Resource, pair: PlainRecord, path: string, key: string): Iterable<Fault> {
  const { label } = resource;
  const { value } = pair;
  if (value !== unreadable && (typeof value !== "string" || value === "" || isReference(value))) return;
  if (pair["name"] === unreadable) yield unknownAt(label, below(path, "name"));
  if (!namesSecret(typeof pair["name"] === "string" ? pair["name"] : key)) return;
  yield value === unreadable ? unknownAt(label, below(path, "value")) : { resource: label, path: below(path, "value"), limit: named };
}

function below(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isReference(text: string): boolean {
  return /^(?:@Microsoft\.KeyVault\(|https:\/\/[^/]+\.vault\.azure\.net\/|\[|\$\{|%|\{\{)/i.test(text);
}

/** Whether the template of a deployment, of whatever scope, declares the parameter in which a path lies as one that is not to be shown. */
function isKeptSecret({ inputs }: Resource, path: string): boolean {
  const parameter = /^properties\.parameters\.([^.[\]]+)/.exec(path)?.[1];
  return parameter !== undefined && inputs.matches(`properties.template.parameters.${parameter}.type`, /^secure/i);
}

/** Places that hold free text, or settings of one's own, which Azure shows. */
const openPlaces: Readonly<Record<string, readonly string[]>> = {
  "compute:VirtualMachine": ["userData", "osProfile.customData"],
  "compute:VirtualMachineScaleSet": ["virtualMachineProfile.userData", "virtualMachineProfile.osProfile.customData"],
  "compute:VirtualMachineExtension": ["settings"],
  "compute:VirtualMachineRunCommandByVirtualMachine": ["source", "parameters"],
  "resources:Deployment": ["properties.parameters"],
  "web:WebApp": ["siteConfig"],
  "web:WebAppApplicationSettings": ["properties"],
};

function* openFaults(stack: Stack, resource: Resource): Iterable<Fault> {
  for (const place of ["tags", ...(openPlaces[resource.type] ?? [])]) {
    // What is taken is told of whole properties: beside a place that is only a part of one, the same property may hold what a generated secret is meant for.
    if (takesGenerated(stack, resource, place, true)) yield { resource: resource.label, path: place, limit: taken };
    else for (const { path, text } of leavesAt(resource, place)) if (text === undefined) yield unknownAt(resource.label, path);
  }
}

function unknownAt(resource: string, path: string): Fault {
  return { kind: "unknown", resource, path, limit: unknownText };
}
