import type { SecretArgs, VaultArgs } from "@pulumi/azure-native/keyvault/index.js";
import type { Input } from "@pulumi/pulumi";
import type { RandomPasswordArgs } from "@pulumi/random/index.js";
import type { Surroundings } from "./networkResources.ts";
import type { PlannedSecret } from "./plan.ts";
import { secretOf, type PlannedResource } from "./planned.ts";

/** A vault and the passwords that are generated into it. */
export interface SecretStoreDesign extends Surroundings {
  readonly vault: string;
  readonly tenantId: Input<string>;
  readonly secrets: readonly PlannedSecret[];
  readonly protect: boolean;
}

export function secretStoreNames(prefix: string) {
  return {
    vault: `${prefix}-vault`,
    password: (secret: PlannedSecret) => `${prefix}-${secret.name}-password`,
    secret: (secret: PlannedSecret) => `${prefix}-${secret.name}-secret`,
  };
}

/**
 * The vault, and for each secret a generated password and its place in the vault. Passwords exist nowhere else: not in the
 * configuration, not in outputs, and in the state only encrypted.
 */
export function secretStoreResources(prefix: string, design: SecretStoreDesign): readonly PlannedResource[] {
  return [
    vault(prefix, design),
    ...design.secrets.map((secret) => password(prefix, secret)),
    ...design.secrets.map((secret) => vaultSecret(prefix, secret, design)),
  ];
}

function vault(prefix: string, design: SecretStoreDesign): PlannedResource<VaultArgs> {
  return {
    type: "azure-native:keyvault:Vault",
    name: secretStoreNames(prefix).vault,
    arm: { type: "Microsoft.KeyVault/vaults", names: [design.vault] },
    inputs: {
      resourceGroupName: design.resourceGroupName,
      location: design.location,
      tags: { ...design.tags },
      vaultName: design.vault,
      properties: {
        tenantId: design.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enablePurgeProtection: true,
        // Secrets are written through ARM, which the vault's own network rules do not concern.
        publicNetworkAccess: "Disabled",
        networkAcls: { bypass: "None", defaultAction: "Deny" },
      },
    },
    options: { protect: design.protect },
    clauses: ["T12.6-1"],
  };
}

function password(prefix: string, secret: PlannedSecret): PlannedResource<RandomPasswordArgs> {
  return {
    type: "random:index/randomPassword:RandomPassword",
    name: secretStoreNames(prefix).password(secret),
    inputs: {
      length: secret.length,
      minLower: 2,
      minUpper: 2,
      minNumeric: 2,
      minSpecial: 1,
      special: true,
      overrideSpecial: connectionStringSafe,
      keepers: { purpose: secret.purpose },
    },
    clauses: [secret.clause],
  };
}

/** Special characters that mean nothing in connection strings, shells, XML or JSON. */
const connectionStringSafe = "-_.";

function vaultSecret(prefix: string, secret: PlannedSecret, design: SecretStoreDesign): PlannedResource<SecretArgs> {
  const names = secretStoreNames(prefix);
  return {
    type: "azure-native:keyvault:Secret",
    name: names.secret(secret),
    arm: { type: "Microsoft.KeyVault/vaults/secrets", names: [design.vault, secret.vaultSecret] },
    inputs: {
      resourceGroupName: design.resourceGroupName,
      vaultName: design.vault,
      secretName: secret.vaultSecret,
      tags: { ...design.tags },
      properties: {
        value: secretOf(names.password(secret), "result"),
        contentType: secret.purpose,
        attributes: { enabled: true },
      },
    },
    // Deleting a single secret goes over the vault's own network; with the vault it goes by itself.
    options: { deletedWith: names.vault },
    clauses: [secret.clause],
  };
}
