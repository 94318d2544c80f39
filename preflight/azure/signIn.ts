import { ClientSecretCredential, DefaultAzureCredential } from "@azure/identity";
import type { Connection } from "./connection.ts";
import { withinTime } from "./withinTime.ts";

/** Milliseconds that a sign-in may take: a tool that is asked for a token starts a process of its own. */
const patience = 60_000;

const scope = "https://management.azure.com/.default";

export type SignedIn = { readonly kind: "signed in"; readonly connection: Connection } | { readonly kind: "nobody"; readonly reason: string };

/**
 * Signs in as the program does: the service principal of `ARM_CLIENT_ID` where its secret is given too, else what Azure's own library finds (environment,
 * workload identity, managed identity, the Azure CLI and its like).
 *
 * @param tenantId whose directory is asked
 */
export async function signIn(tenantId: string, environment: NodeJS.ProcessEnv = process.env): Promise<SignedIn> {
  const { ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: secret, ARM_TENANT_ID: principalsTenant = tenantId } = environment;
  try {
    const credential = clientId !== undefined && secret !== undefined ? new ClientSecretCredential(principalsTenant, clientId, secret) : new DefaultAzureCredential({ tenantId });
    await withinTime(patience, (abortSignal) => credential.getToken(scope, { abortSignal }));
    return { kind: "signed in", connection: { credential } };
  } catch (error) {
    return { kind: "nobody", reason: reasonOf(error) };
  }
}

/** What each way in said, at length, is left out; a refusal's first line names the failure. */
function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "AggregateAuthenticationError" || name === "CredentialUnavailableError") return "neither environment, workload identity, managed identity nor a tool of Azure's on this machine has a sign-in";
  return message.split(/\r?\n/)[0]!.trim();
}
