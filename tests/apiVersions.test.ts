import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { resourceTypes } from "../components/resourceTypes.ts";
import { keptState, releases, releaseStacks, resourcesOf } from "./releases.ts";

/**
 * The version of Azure's API through which each type is made. A new release of azure-native may take another by default, with other defaults and other replacements: then this table is
 * changed on purpose, after `tests/deep/upgrades.test.ts` has shown what becomes of what stands.
 */
const apiVersions: Readonly<Record<string, string>> = {
  "compute:AvailabilitySet": "2024-11-01",
  "compute:Disk": "2024-03-02",
  "compute:VirtualMachine": "2024-11-01",
  "keyvault:Secret": "2024-11-01",
  "keyvault:Vault": "2024-11-01",
  "network:AzureFirewall": "2024-05-01",
  "network:FirewallPolicy": "2024-05-01",
  "network:FirewallPolicyRuleCollectionGroup": "2024-05-01",
  "network:NetworkInterface": "2024-05-01",
  "network:NetworkSecurityGroup": "2024-05-01",
  "network:PublicIPAddress": "2024-05-01",
  "network:RouteTable": "2024-05-01",
  "network:VirtualNetwork": "2024-05-01",
  "resources:ResourceGroup": "2024-03-01",
  "sqlvirtualmachine:SqlVirtualMachine": "2023-10-01",
};

const azureTypes = Object.keys(resourceTypes).filter((type) => type.startsWith("azure-native:")).map((type) => type.slice("azure-native:".length));

/** As the installed package says of itself. */
function defaultVersion(type: string): string | undefined {
  const [module, name = ""] = type.split(":");
  const file = `node_modules/@pulumi/azure-native/${module}/${name[0]!.toLowerCase()}${name.slice(1)}.d.ts`;
  return /Uses Azure REST API version ([0-9a-z-]+)\./.exec(readFileSync(file, "utf8"))?.[1];
}

describe("the versions of Azure's API", () => {
  test("are written down for exactly the types that components make, as the installed azure-native has them", () => {
    expect(Object.fromEntries(azureTypes.map((type) => [type, defaultVersion(type)]))).toEqual(apiVersions);
  });

  test("cannot change by themselves: azure-native and Pulumi are pinned to one version, and that is installed", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
    for (const name of ["@pulumi/azure-native", "@pulumi/pulumi", "@pulumi/random"]) {
      expect(dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
      expect((JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version).toBe(dependencies[name]);
    }
  });
});

test("kept states hold no secret in plain text", () => {
  for (const release of releases()) {
    for (const stack of releaseStacks) {
      const state = keptState(release, stack);
      const passwords = resourcesOf(state).filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
      expect(passwords.length).toBeGreaterThan(4);
      for (const { outputs } of passwords) for (const property of ["result", "bcryptHash"]) expect(outputs?.[property]).toEqual({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: expect.stringMatching(/^v1:/) });
      for (const { inputs } of resourcesOf(state).filter(({ type }) => type === "azure-native:compute:VirtualMachine")) expect((inputs as { osProfile: { adminPassword: object } }).osProfile.adminPassword).toHaveProperty("ciphertext");
    }
  }
});
