import { resourceId } from "../azure/resourceIds.ts";
import { AzureError } from "./azureError.ts";
import type { Caller } from "./refusals/change.ts";
import { requireGoodName } from "./refusals/names.ts";
import { requireGoodVault } from "./refusals/vaults.ts";
import type { ResourceStore } from "./resourceStore.ts";
import { rehearsedType } from "./resourceTypes.ts";

const armType = "Microsoft.KeyVault/vaults";

/** What Azure would say to a vault of that name, before there is one; undefined where the name can be had. */
export function vaultNameRefusal(store: ResourceStore, caller: Caller, name: string): AzureError | undefined {
  const id = resourceId({ subscriptionId: caller.subscriptionId, resourceGroupName: "any" }, { type: armType, names: [name] });
  const type = rehearsedType(armType);
  if (type === undefined) return undefined;
  try {
    const wanted = { type, id, inputs: {}, before: undefined, inputsBefore: undefined, store, caller };
    requireGoodName(wanted);
    requireGoodVault(wanted);
    return undefined;
  } catch (error) {
    if (error instanceof AzureError) return error;
    throw error;
  }
}
