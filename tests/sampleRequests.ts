import { ProblemError, type Problem } from "../environment/problem.ts";
import type { NetworkRequest, SecretStoreRequest, ServerRequest } from "../environment/requests.ts";

/** Requests that hold, for tests that break one thing at a time. */

const place = { subscriptionId: "00000000-0000-4000-8000-000000000001", resourceGroupName: "rg-shared", location: "swedencentral", customer: "ank" };

export const serverRequest: ServerRequest = {
  ...place,
  environment: "prod",
  computerName: "ankprodapp01",
  roles: ["application"],
  subnetId: "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-shared/providers/Microsoft.Network/virtualNetworks/vnet-shared/subnets/servers",
  windowsServer: "2022",
  administratorPassword: "(a password)",
  timeZone: "Europe/Stockholm",
};

export const databaseRequest: ServerRequest = {
  ...serverRequest,
  computerName: "ankprodsql01",
  roles: ["database"],
  database: { collation: "Finnish_Swedish_CI_AS", edition: "Standard", licence: "AHUB", version: "2022", expectedGiB: 120, largestTableGiB: 25 },
};

export const networkRequest: NetworkRequest = {
  ...place,
  environment: "prod",
  addressSpace: "10.80.0.0/21",
  zones: [
    { roles: ["core"], machines: 1 },
    { roles: ["application"], machines: 2 },
    { roles: ["web"], machines: 1 },
    { roles: ["database"], machines: 1 },
  ],
  clientNetworks: [{ name: "town-hall", prefix: "10.20.0.0/16" }],
  outbound: { packageHosts: ["leverans.example.se"], licenceHosts: ["licens.example.se"] },
};

export const secretStoreRequest: SecretStoreRequest = {
  ...place,
  environment: "prod",
  tenantId: "00000000-0000-4000-8000-00000000000a",
  vaultName: "kv-ank-prod-7f3a",
  computerNames: ["ankprodapp01", "ankprodsql01"],
};

/** What a design refuses; nothing where it accepts. Any other error is thrown on. */
export function refusals(design: () => unknown): readonly Problem[] {
  try {
    design();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Path, value, clause and what the limit says, as far as tests compare them. */
export function shown(problems: readonly Problem[]): readonly (readonly [path: string, value: unknown, clause: string | undefined, limit: string])[] {
  return problems.map(({ path, value, clause, limit }) => [path, value, clause, limit]);
}
