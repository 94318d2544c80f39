import { AzureError } from "../azureError.ts";
import type { UnderWay } from "../underWay.ts";

/** @throws AzureError where something else of the same virtual network is being written */
export function requireIdle(underWay: UnderWay, id: string): void {
  if (underWay.blocks(id)) throw new AzureError("another-operation", "Another operation on this or dependent resource is in progress.");
}
