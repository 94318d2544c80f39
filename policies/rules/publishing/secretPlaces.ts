import { isRecord, unreadable, type Plain, type PlainRecord } from "../../../reachability/readValues.ts";
import type { Resource, Stack } from "../../stack.ts";

/** A text among inputs, however deep. */
export interface Leaf {
  readonly path: string;
  /** Name of the property that holds it; in a list, that of the list; in a record that stands where a secret should, that of the secret. */
  readonly key: string;
  /** `undefined` where it is not known. */
  readonly text: string | undefined;
}

/** Every text and number of a resource's inputs, and everything that is not known. @throws NotKnown where the inputs are not known as a whole */
export function leavesOf(resource: Resource): readonly Leaf[] {
  return leaves(valuesOf(resource), "", "");
}

/** The same at and below one place: where what holds it is not known or is no record, that stands for it. @throws NotKnown */
export function leavesAt(resource: Resource, place: string): readonly Leaf[] {
  const steps = place.split(".");
  let value: Plain | undefined = valuesOf(resource);
  for (const [depth, step] of steps.entries()) {
    if (value === undefined || value === null) return [];
    if (!isRecord(value)) return [{ path: steps.slice(0, depth).join("."), key: steps[depth - 1]!, text: undefined }];
    value = value[step];
  }
  return leaves(value, place, steps.at(-1)!);
}

/** A resource's inputs as they are. @throws NotKnown where they are not known as a whole */
export function valuesOf({ inputs }: Resource): PlainRecord {
  const values = inputs.plain();
  if (!isRecord(values)) throw inputs.notKnown("", "the inputs are not known");
  return values;
}

function leaves(value: Plain | undefined, path: string, key: string): readonly Leaf[] {
  if (value === unreadable) return [{ path, key, text: undefined }];
  if (typeof value === "string" || typeof value === "number") return [{ path, key, text: String(value) }];
  if (Array.isArray(value)) return (value as readonly Plain[]).flatMap((item, index) => leaves(item, `${path}[${index}]`, key));
  if (!isRecord(value) || isOfAnother(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => leaves(item, path === "" ? name : `${path}.${name}`, isSecretItself(path, key) ? key : name));
}

/** How a plan's file says a value that another resource gives: which of its properties. */
function isOfAnother(value: PlainRecord): boolean {
  return typeof value["secret"] === "boolean" && Object.keys(value).toSorted().join() === "property,resource,secret";
}

/** What stands in a record in place of a secret's text is of that secret; but a template's parameters say their values in records, which are read as pairs. */
function isSecretItself(path: string, key: string): boolean {
  return namesSecret(key) && !path.startsWith("properties.parameters.");
}

const generators: ReadonlySet<string> = new Set(["random:RandomPassword", "random:RandomString", "random:RandomBytes", "tls:PrivateKey"]);
const issuers: ReadonlySet<string> = new Set(["tls:SelfSignedCert", "tls:LocallySignedCert", "acme:Certificate", "pkcs12:FromPem"]);

/**
 * Whether a property takes something from a resource that makes secrets.
 *
 * @param strictly only where the property itself is said to depend on it; else the resource as a whole will do where nothing is said of properties
 */
export function takesGenerated(stack: Stack, resource: Resource, property: string, strictly = false): boolean {
  return takesFrom(generators, stack, resource, property, strictly);
}

/** Whether a property takes something from a resource that issues certificates or packs them. */
export function takesIssued(stack: Stack, resource: Resource, property: string): boolean {
  return takesFrom(issuers, stack, resource, property, false);
}

function takesFrom(makers: ReadonlySet<string>, stack: Stack, resource: Resource, property: string, strictly: boolean): boolean {
  const ofProperty = resource.stated.propertyDependencies[property] ?? [];
  const references = new Set(ofProperty.length > 0 || strictly ? ofProperty : resource.stated.dependencies);
  return stack.resources.some(({ label, name, provider, type }) => (references.has(label) || references.has(name)) && makers.has(`${provider}:${type.slice(type.indexOf(":") + 1)}`));
}

export function topLevel(path: string): string {
  return /^[^.[]*/.exec(path)![0];
}

/** Names of properties that hold a secret by themselves: `adminPassword`, `clientSecret`, `accountKey`. */
export function namesSecret(key: string): boolean {
  return /(?:password|passwd|pwd|passphrase|clientsecret|principalsecret|accountkey|accesskey|sharedkey|sastoken|apikey|privatekey)$/i.test(key.replaceAll(/[-_]/g, ""));
}

/**
 * Records and lists in which passwords stand: where one is not known, a password may be in it.
 * Source: the input types of azure-native's compute, network, sqlvirtualmachine and web.
 */
const holders: ReadonlySet<string> = new Set([
  "osProfile",
  "virtualMachineProfile",
  "sslCertificates",
  "serverConfigurationsManagementSettings",
  "sqlConnectivityUpdateSettings",
  "autoBackupSettings",
  "keyVaultCredentialSettings",
  "wsfcDomainCredentials",
  "protectedSettings",
  "protectedParameters",
]);

/** Whether a record or a list stands here that may hold a password. */
export function holdsPasswords({ type }: Resource, { path, key }: Leaf): boolean {
  return holders.has(key) || (type === "keyvault:Secret" && path === "properties");
}

/** Places that Azure shows to nobody who reads the resource; what stands there has still to come from somewhere. */
export function isWriteOnly({ type }: Resource, { path, key }: Leaf): boolean {
  if (isProtected(path)) return true;
  if (type === "keyvault:Secret") return path === "properties.value";
  // Keys among settings are shown; passwords of machines and services are not.
  return /(?:password|passphrase|principalsecret|clientsecret)$/i.test(key) && !/^(?:tags|settings|parameters|siteConfig|properties\.parameters)\b/.test(path);
}

/** Whether a place lies among the settings, parameters or values that Azure keeps to itself, of whatever resource. */
export function isProtected(path: string): boolean {
  return /(?:^|\.)(?:protectedSettings|protectedParameters|secureValue|secureSettings)\b/.test(path);
}

/** What a text gives away; `undefined` where it is nothing that is known to be a secret. What is filled in later (`$env:X`, `%X%`, `{{x}}`, a vault's reference) is none. */
export function secretIn(text: string): string | undefined {
  return patterns.find(({ pattern }) => pattern.test(text))?.what ?? encodedSecret(text);
}

/** Begins a value that stands there as it is, not one that is filled in later. */
const literal = String.raw`(?!@Microsoft\.KeyVault|\$|%\w+%|<\w+>|\{)`;
const value = String.raw`["']?${literal}[^\s;"']`;
/** In a command an argument may as well be an expression, or the next option. */
const argument = String.raw`(?:["']${literal}[^"']|${literal}[^\s;"'(\[-])`;

const patterns: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
  { what: "a password of a connection", pattern: new RegExp(String.raw`(?:^|[;\s"'])(?:password|pwd)\s*=\s*${value}`, "i") },
  { what: "an access key", pattern: /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/=]{16,}/i },
  { what: "a signature that gives access", pattern: /[?&;](?:SharedAccessSignature=.*)?sig=[A-Za-z0-9%+/=]{16,}/i },
  { what: "a password as plain text", pattern: new RegExp(String.raw`ConvertTo-SecureString\s+(?:-String\s+)?["']${literal}[^"']`, "i") },
  { what: "a password in a command", pattern: new RegExp(String.raw`\s(?:-|--|/)\w*(?:password|pwd)[\s:=]+${argument}`, "i") },
  { what: "a password in a command", pattern: new RegExp(String.raw`\bsqlcmd\b[^|\n]*\s-P\s*${argument}`) },
  { what: "a password in a command", pattern: /\bnet1?\s+user\s+\S+\s+[^\s/*$%][^\s]*/i },
  { what: "a user and a password in an address", pattern: /:\/\/[^\s/:@]+:[^\s/:@${%<]+@/ },
];

function encodedSecret(text: string): string | undefined {
  const command = /\s-e(?:nc(?:odedcommand)?)?\s+([A-Za-z0-9+/=]{24,})/i.exec(text)?.[1];
  const decoded = command !== undefined ? Buffer.from(command, "base64").toString("utf16le") : /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/.test(text) ? Buffer.from(text, "base64").toString("utf8") : undefined;
  return decoded === undefined ? undefined : patterns.find(({ pattern }) => pattern.test(decoded))?.what;
}
