import { longestDatabasePassword } from "../specification/limits.ts";
import type { PlannedSecret } from "./plan.ts";

/** Length of a machine administrator's password, in characters; Azure takes 12–123. */
const machinePasswordLength = 32;

/**
 * The passwords of an environment: the product's database login, the vendor's installer login, and one administrator for
 * each machine. No two uses share a password.
 *
 * @param computerNames every machine of the environment
 */
export function plannedSecrets(computerNames: readonly string[]): readonly PlannedSecret[] {
  return [
    databaseSecret("database-application", "databaseLogin"),
    databaseSecret("database-installer", "databaseInstaller"),
    ...computerNames.map(machineAdministrator),
  ];
}

function databaseSecret(name: string, purpose: "databaseLogin" | "databaseInstaller"): PlannedSecret {
  return { name, vaultSecret: name, purpose, length: longestDatabasePassword.value, clause: longestDatabasePassword.clause };
}

function machineAdministrator(computerName: string): PlannedSecret {
  return {
    name: administratorSecretName(computerName),
    vaultSecret: administratorSecretName(computerName),
    purpose: "machineAdministrator",
    length: machinePasswordLength,
    clause: "T12.6-1",
  };
}

/** Name of the secret that holds a machine's administrator password. */
export function administratorSecretName(computerName: string): string {
  return `administrator-${computerName}`;
}
