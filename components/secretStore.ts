import * as pulumi from "@pulumi/pulumi";
import type { SecretStoreRequest } from "../environment/requests.ts";
import { administratorSecretName } from "../environment/secrets.ts";
import { designSecretStore } from "../environment/secretStoreDesign.ts";
import { secretStoreNames, secretStoreResources } from "../environment/secretResources.ts";
import { type Registered, register } from "./register.ts";

/** Kept beside the components: every field of a component counts as one of its outputs, and passwords are none. */
const passwords = new WeakMap<SecretStore, ReadonlyMap<string, pulumi.Output<string>>>();

/**
 * A key vault with the passwords that an environment needs, generated and written into it: the product's database login and
 * the installer's (at most 15 characters, T3.1.4-1), and one administrator for each machine (T12.6-1). The vault is closed to
 * networks; secrets are written through Azure Resource Manager.
 *
 * @example
 * ```ts
 * const store = new SecretStore("secrets", {
 *   subscriptionId, resourceGroupName: "rg-lifecare", location: "swedencentral", tenantId,
 *   customer: "ank", environment: "prod", vaultName: "kv-ank-prod-7f3a", computerNames: ["ankprodsql01"],
 * });
 * ```
 */
export class SecretStore extends pulumi.ComponentResource {
  /** Id of the vault. */
  public readonly vaultId: pulumi.Output<string>;
  /** Names of the secrets in the vault; never their values. */
  public readonly secretNames: pulumi.Output<string[]>;

  constructor(name: string, args: SecretStoreRequest, opts?: pulumi.ComponentResourceOptions) {
    super("lifecare:index:SecretStore", name, {}, opts);
    const design = designSecretStore(args);
    const registered: Registered = register(secretStoreResources(name, design), {
      parent: this,
      subscriptionId: args.subscriptionId,
      resourceGroupName: args.resourceGroupName,
    });
    const names = secretStoreNames(name);
    this.vaultId = registered.get(names.vault)!.id;
    this.secretNames = pulumi.output(design.secrets.map((secret) => secret.vaultSecret));
    passwords.set(this, new Map(design.secrets.map((secret) => [secret.name, passwordOf(registered, names.password(secret))])));
    this.registerOutputs({ vaultId: this.vaultId, secretNames: this.secretNames });
  }

  /** Password of a machine's administrator, as a secret output. */
  administratorPassword(computerName: string): pulumi.Output<string> {
    return passwords.get(this)!.get(administratorSecretName(computerName))!;
  }
}

function passwordOf(registered: Registered, name: string): pulumi.Output<string> {
  return (registered.get(name) as unknown as { result: pulumi.Output<string> }).result;
}
