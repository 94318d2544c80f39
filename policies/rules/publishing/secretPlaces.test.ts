import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bareFacts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import { readStack } from "../../stack.ts";
import { noPlainSecrets } from "./noPlainSecrets.ts";
import { secretIn, takesGenerated } from "./secretPlaces.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const findings = (resources: Parameters<typeof readStack>[0]) => judgeStack([noPlainSecrets], readStack(resources, bareFacts("2026-01-15"))).flatMap((judgement) => judgement.findings);
const word = fc.stringMatching(/^[A-Za-z0-9!?*_-]{6,30}$/);

describe("a text gives a secret away", () => {
  test("whatever the password, in a connection, in plain and in base64", () => {
    fc.assert(
      fc.property(word, (password) => {
        const connection = `Server=tcp:sql,1433;User ID=app;Password=${password};Encrypt=true`;
        return secretIn(connection) !== undefined && secretIn(Buffer.from(connection).toString("base64")) !== undefined;
      }),
    );
  });

  test.each([
    "powershell -File install.ps1 -SqlPassword Sommar2025",
    "sqlcmd -S db -U sa -P Sommar2025 -Q 'select 1'",
    "Server=sql;Password=@Sommar2025;",
    "Server=sql;PWD='%x y';",
    "https://user:Sommar2025@example.se/package.zip",
    "DefaultEndpointsProtocol=https;AccountName=st;AccountKey=abcdefghijklmnopqrstuvwxyz0123456789==",
    "ConvertTo-SecureString -String \"Sommar2025\" -AsPlainText -Force",
  ])("%s", (text) => {
    expect(secretIn(text)).toBeDefined();
  });

  test.each([
    "param([string]$Password) New-LocalUser -Password (ConvertTo-SecureString $Password -AsPlainText -Force)",
    "Server=sql;Integrated Security=true",
    "powershell -File install.ps1 -Password $env:SQL_PASSWORD",
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet",
    "https://kv-one.vault.azure.net/secrets/lifecare",
    "net user",
    "deploy.ps1 -Password -Force",
    "Server=sql;Password=%SQL_PASSWORD%;",
    "Server=sql;Password=<password>;",
  ])("not: %s", (text) => {
    expect(secretIn(text)).toBeUndefined();
  });
});

test.each([
  ["custom data", "compute:VirtualMachine", { osProfile: { customData: unknownText } }],
  ["user data", "compute:VirtualMachine", { userData: unknownText }],
  ["an extension's settings", "compute:VirtualMachineExtension", { settings: { commandToExecute: unknownText } }],
  ["a command's script", "compute:VirtualMachineRunCommandByVirtualMachine", { source: { script: unknownText } }],
  ["a tag", "network:VirtualNetwork", { tags: { owner: unknownText } }],
])("%s that is not known is no pass", (_, type, inputs) => {
  expect(findings([{ type: `azure-native:${type}`, name: "one", inputs }]).map(({ kind }) => kind)).toEqual(["unknown"]);
});

test.each([
  ["settings that say they are not protected", "logic:Workflow", { unprotectedSettings: [{ name: "password", value: "Sommar2025!" }] }, "unprotectedSettings[0].value"],
  ["an address of a password with one in it", "logic:Workflow", { passwordAddress: "https://user:Sommar2025@example.se/password" }, "passwordAddress"],
  [
    "a parameter of a deployment in a deployment, of a name that the outer one keeps secret",
    "resources:Deployment",
    { properties: { template: { parameters: { adminPassword: { type: "securestring" } }, resources: [{ properties: { parameters: { adminPassword: { value: "Sommar2025!" } } } }] } } },
    "properties.template.resources[0].properties.parameters.adminPassword.value",
  ],
])("%s is shown", (_, type, inputs, path) => {
  expect(findings([{ type: `azure-native:${type}`, name: "one", inputs }])).toMatchObject([{ kind: "broken", path }]);
});

test("a finding never shows the secret", () => {
  fc.assert(
    fc.property(word, (password) => {
      const found = findings([{ type: "azure-native:compute:VirtualMachine", name: "one", inputs: { tags: { "sql-password": `zq${password}` }, userData: Buffer.from(`x;Password=zq${password}`).toString("base64") } }]);
      return found.length === 2 && !JSON.stringify(found).includes(`zq${password}`);
    }),
  );
});

test.each(["password", "urn:pulumi:prod::lifecare::random:index/randomPassword:RandomPassword::password"])("what generates a secret is meant by its name and by its URN: %s", (reference) => {
  const generator = { type: "random:index/randomPassword:RandomPassword", urn: "urn:pulumi:prod::lifecare::random:index/randomPassword:RandomPassword::password", inputs: {} };
  const stack = readStack([generator, { type: "azure-native:compute:VirtualMachine", name: "one", inputs: {}, propertyDependencies: { osProfile: [reference] } }], bareFacts("2026-01-15"));
  expect(["osProfile", "tags"].map((property) => takesGenerated(stack, stack.resources[1]!, property))).toEqual([true, false]);
});
