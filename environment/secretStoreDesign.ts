import { sortedUnique } from "./order.ts";
import type { SecretStoreRequest } from "./requests.ts";
import type { SecretStoreDesign } from "./secretResources.ts";
import { plannedSecrets } from "./secrets.ts";
import { commonTags } from "./tags.ts";

/** Decides what a request leaves open: which passwords there are. Names are checked where they are made (`naming.ts`). */
export function designSecretStore(request: SecretStoreRequest): SecretStoreDesign {
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
