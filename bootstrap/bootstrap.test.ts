import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { builtInRoles } from "../azure/builtInRoles.ts";
import { nameFault, nameRules, type NamedType } from "../azure/naming.ts";
import { ProblemError } from "../environment/problem.ts";
import { resolveResources } from "../environment/resolve.ts";
import { evaluate } from "../policies/evaluate.ts";
import { bareFacts } from "../policies/facts.ts";
import { bootstrapResources } from "./bootstrapResources.ts";
import { parseBootstrap, type BootstrapConfiguration } from "./configuration.ts";
import { bootstrapNames } from "./names.ts";

const configurationIn = (file: string) => (parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> }).config;
const fileOf = (stack: string) => configurationIn(`bootstrap/Pulumi.${stack}.yaml`);
const utb = parseBootstrap(fileOf("utb"));

function resolved(configuration: BootstrapConfiguration) {
  const { subscriptionId } = configuration;
  return resolveResources(bootstrapResources(configuration).map((planned) => ({ component: "bootstrap", componentTypes: [], planned })), { subscriptionId, resourceGroupName: bootstrapNames(configuration).resourceGroup });
}

function problemsOf(config: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseBootstrap(config);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ path }) => path);
    throw error;
  }
}

describe("The bootstrap stack's configuration", () => {
  test.each(["utb", "prod"])("is whole in %s's file, and names the stack that stands in the same subscription", (stack) => {
    const { subscriptionId, tenantId, location, customer, environment } = parseBootstrap(fileOf(stack));
    const own = configurationIn(`Pulumi.${stack}.yaml`);
    expect({ subscriptionId, tenantId, location, customer, environment }).toEqual({
      subscriptionId: own["azure-native:subscriptionId"],
      tenantId: own["azure-native:tenantId"],
      location: own["azure-native:location"],
      customer: (own["lifecare:customer"] as { code: string }).code,
      environment: own["lifecare:environment"],
    });
  });

  test("has no default: whatever is left out is asked for, all at once", () => {
    const keys = Object.keys(fileOf("utb"));
    fc.assert(
      fc.property(fc.subarray(keys), (absent) => {
        expect(problemsOf(Object.fromEntries(Object.entries(fileOf("utb")).filter(([key]) => !absent.includes(key)))).toSorted()).toEqual(absent.toSorted());
      }),
    );
  });

  test.each([
    ["azure-native:subscriptionId", "utb"],
    ["lifecare-bootstrap:customer", "Ankeborg"],
    ["lifecare-bootstrap:environment", "test"],
    ["lifecare-bootstrap:redundancy", "RAGRS"],
    ["lifecare-bootstrap:reachableFrom", "10.0.0.0/8"],
    ["lifecare-bootstrap:reachableFrom", ["10.0.0.4"]],
    ["lifecare-bootstrap:reachableFrom", ["203.0.113.7/32"]],
    ["lifecare-bootstrap:reachableFrom", ["8.8.8.8", "8.8.8.8"]],
    ["lifecare-bootstrap:features", ["EncryptionAtRest"]],
    ["lifecare-bootstrap:workflows", { host: "github", repository: "lifecare" }],
    ["lifecare-bootstrap:workflows", { host: "azure-devops", preview: { issuer: "https://a", subject: "s" } }],
    ["lifecare-bootstrap:workflows", { host: "azure-devops", preview: { principal: "preview" }, deploy: { issuer: "https://a", subject: "s" } }],
    ["lifecare-bootstrap:operators", ["it@ankeborg.example"]],
    ["lifecare-bootstrap:operator", []],
  ])("refuses %s: %j", (key, value) => {
    expect(problemsOf({ ...fileOf("utb"), [key]: value })).toEqual([key]);
  });
});

describe("The bootstrap stack", () => {
  test("lets nobody in but by sign-in and role, keeps what was overwritten, and protects what cannot be made again", () => {
    const found = new Map(resolved(utb).map((resource) => [resource.name, resource]));
    expect(found.get("state")?.inputs).toMatchObject({ allowSharedKeyAccess: false, allowBlobPublicAccess: false, minimumTlsVersion: "TLS1_2", enableHttpsTrafficOnly: true });
    expect(found.get("state-blobs")?.inputs).toMatchObject({ isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 90 } });
    expect(found.get("vault")?.inputs).toMatchObject({ properties: { enableRbacAuthorization: true, enablePurgeProtection: true } });
    expect([...found.values()].filter(({ options }) => options?.protect === true).map(({ name }) => name)).toEqual(["feature-EncryptionAtHost", "state", "state-container", "vault", "key"]);
  });

  test("gives each identity what it needs and no more", () => {
    const subscription = `/subscriptions/${utb.subscriptionId}`;
    const below = (id: string) => id.replace(`${subscription}/resourceGroups/rg-ank-utb-bootstrap/providers/`, "").replace(subscription, "subscription");
    const roleOf = (id: string) => Object.entries(builtInRoles).find(([, guid]) => id.endsWith(guid))?.[0];
    const granted = resolved(utb).flatMap(({ type, inputs }) => {
      if (type !== "azure-native:authorization:RoleAssignment") return [];
      const { scope, roleDefinitionId, principalId } = inputs as { scope: string; roleDefinitionId: string; principalId: unknown };
      return [`${(principalId as { resource: string }).resource} ${roleOf(roleDefinitionId)} ${below(scope)}`];
    });
    const { stateAccount, vault } = bootstrapNames(utb);
    expect(granted).toEqual([
      "preview-identity Reader subscription",
      `preview-identity Storage Blob Data Reader Microsoft.Storage/storageAccounts/${stateAccount}/blobServices/default/containers/pulumi`,
      `preview-identity Key Vault Crypto User Microsoft.KeyVault/vaults/${vault}/keys/pulumi`,
      "deploy-identity Contributor subscription",
      `deploy-identity Storage Blob Data Contributor Microsoft.Storage/storageAccounts/${stateAccount}/blobServices/default/containers/pulumi`,
      `deploy-identity Key Vault Crypto User Microsoft.KeyVault/vaults/${vault}/keys/pulumi`,
    ]);
  });

  test("trusts the environments of the ready workflows", () => {
    const subjects = resolved(utb).flatMap(({ type, inputs }) => (type.endsWith(":FederatedIdentityCredential") ? [(inputs as { subject: string }).subject] : []));
    expect(subjects).toEqual(["preview-utb", "drift-utb", "utb"].map((environment) => `repo:ankeborg/lifecare:environment:${environment}`));
    const files = readdirSync("workflows/github").map((file) => readFileSync(`workflows/github/${file}`, "utf8")).join("\n");
    for (const environment of ["preview-${{ matrix.stack }}", "drift-${{ matrix.stack }}", "${{ inputs.stack }}"]) expect(files).toContain(`environment: ${environment}`);
  });

  test("writes the credentials of one identity one after another, since Azure refuses two at once", () => {
    const federated = resolved(utb).filter(({ type, arm }) => type.endsWith(":FederatedIdentityCredential") && arm?.names[0] === "id-ank-utb-preview");
    expect(federated.map(({ name, dependencies }) => [name, dependencies.includes(federated[0]!.name)])).toEqual([["preview-federation-preview", false], ["preview-federation-drift", true]]);
  });

  test("trusts the service connections that are named, on Azure DevOps", () => {
    const roleNames = (config: BootstrapConfiguration) => resolved(config).flatMap(({ type, name, inputs }) => (type.endsWith(":RoleAssignment") ? [[name, (inputs as { principalId: unknown }).principalId] as const] : []));
    const connection = (name: string) => ({ issuer: "https://login.microsoftonline.com/x/v2.0", subject: `sc-${name}` });
    const found = resolved(parseBootstrap({ ...fileOf("utb"), "lifecare-bootstrap:workflows": { host: "azure-devops", preview: connection("preview"), deploy: connection("deploy") } }));
    expect(found.flatMap(({ type, inputs }) => (type.endsWith(":FederatedIdentityCredential") ? [(inputs as { subject: string }).subject] : []))).toEqual(["sc-preview", "sc-deploy"]);
    const principal = "33333333-3333-4333-8333-333333333333";
    const sharing = parseBootstrap({ ...fileOf("prod"), "lifecare-bootstrap:workflows": { host: "azure-devops", preview: { principal }, deploy: connection("deploy") } });
    expect(resolved(sharing).flatMap(({ type, name }) => (type.endsWith(":UserAssignedIdentity") ? [name] : []))).toEqual(["deploy-identity"]);
    expect(roleNames(sharing).map(([name]) => name)).toEqual(roleNames(utb).map(([name]) => name));
    expect(roleNames(sharing).filter(([, id]) => id === principal)).toHaveLength(3);
  });

  test("lets people in as it lets the deployment in, and closes the network to others where addresses are named", () => {
    const operators = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
    const found = resolved({ ...utb, workflows: { host: "none" }, operators, reachableFrom: ["203.0.113.7", "198.51.100.0/24"] });
    expect(found.filter(({ type }) => type.includes("managedidentity"))).toEqual([]);
    expect(found.flatMap(({ type, inputs }) => (type.endsWith(":RoleAssignment") ? [(inputs as { principalId: string }).principalId] : []))).toEqual(operators.flatMap((one) => [one, one]));
    expect(found.find(({ name }) => name === "state")?.inputs).toMatchObject({ networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "203.0.113.7" }, { iPAddressOrRange: "198.51.100.0/24" }] } });
    expect(found.find(({ name }) => name === "vault")?.inputs).toMatchObject({ properties: { networkAcls: { defaultAction: "Deny", ipRules: [{ value: "203.0.113.7" }, { value: "198.51.100.0/24" }] } } });
  });

  test("has names that Azure takes, whatever the customer's code, and different ones for each stack", () => {
    const code = fc.stringMatching(/^[a-z][a-z0-9]{1,5}$/);
    fc.assert(
      fc.property(code, fc.constantFrom("prod" as const, "utb" as const), fc.uuid(), (customer, environment, subscriptionId) => {
        const one = { ...utb, customer, environment, subscriptionId };
        const faults = resolved(one).flatMap(({ arm }) => (arm !== undefined && arm.type in nameRules ? [nameFault(arm.names.at(-1)!, nameRules[arm.type as NamedType])] : []));
        expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
        const other = bootstrapNames({ ...one, environment: environment === "prod" ? "utb" : "prod" });
        const { resourceGroup, stateAccount, vault } = bootstrapNames(one);
        expect([resourceGroup, stateAccount, vault].filter((name) => Object.values(other).includes(name))).toEqual([]);
      }),
    );
  });

  test("holds every mandatory rule of the policy pack, unless its network is open to everybody", () => {
    const broken = (configuration: BootstrapConfiguration) => evaluate(resolved(configuration), bareFacts("2026-01-01")).findings.map(({ rule, kind, resource }) => `${rule} ${kind} ${resource}`);
    expect(broken(utb)).toEqual([]);
    expect(broken({ ...utb, reachableFrom: "anywhere" })).toEqual(["LC306 broken vault", "LC310 broken state"]);
  });
});
