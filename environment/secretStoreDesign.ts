import { nameFault, nameRules, windowsComputerName } from "../azure/naming.ts";
import { wordProblems } from "./argumentChecks.ts";
import { sortedUnique } from "./order.ts";
import { ProblemError, type Problem } from "./problem.ts";
import { EnvironmentKind, type SecretStoreRequest } from "./requests.ts";
import type { SecretStoreDesign } from "./secretResources.ts";
import { plannedSecrets } from "./secrets.ts";
import { commonTags } from "./tags.ts";

/**
 * Decides what a request leaves open: which passwords there are.
 *
 * @throws ProblemError with every argument that Azure would refuse; paths begin with `args`
 */
export function designSecretStore(request: SecretStoreRequest): SecretStoreDesign {
  const problems = [
    ...wordProblems("args.environment", request.environment, Object.values(EnvironmentKind)),
    ...vaultNameProblems(request.vaultName),
    ...request.computerNames.flatMap(computerNameProblems),
  ];
  if (problems.length > 0) throw new ProblemError("The secret store's arguments cannot be used:", problems);

  return {
    resourceGroupName: request.resourceGroupName,
    location: request.location,
    tags: commonTags(request.customer, request.environment),
    vault: request.vaultName,
    tenantId: request.tenantId,
    secrets: plannedSecrets(sortedUnique(request.computerNames)),
    protect: request.protectData ?? true,
  };
}

function vaultNameProblems(name: string): readonly Problem[] {
  const fault = nameFault(name, nameRules["Microsoft.KeyVault/vaults"]);
  return fault === undefined ? [] : [{ path: "args.vaultName", value: name, limit: fault, fix: "state a name of 3 to 24 characters that nobody in Azure has" }];
}

/** A secret is named after its machine. */
function computerNameProblems(name: string, index: number): readonly Problem[] {
  const fault = nameFault(name, windowsComputerName);
  return fault === undefined ? [] : [{ path: `args.computerNames[${index}]`, value: name, limit: fault, clause: "T3.1.3-1", fix: "state the machine's computer name" }];
}
