/**
 * How a type says that a write is not done yet: by an operation of its own (`Azure-AsyncOperation`), by the state of the resource, or not at all.
 * Source: azure-rest-api-specs, `x-ms-long-running-operation` and the responses of each PUT.
 */
export type Manner = "operation" | "state" | "none";

const manners: Readonly<Record<string, Manner>> = {
  "microsoft.authorization/locks": "none",
  "microsoft.authorization/roleassignments": "none",
  "microsoft.compute/availabilitysets": "none",
  "microsoft.keyvault/vaults": "state",
  "microsoft.keyvault/vaults/secrets": "none",
  "microsoft.resources/resourcegroups": "none",
};

export function mannerOf(armType: string): Manner {
  return manners[armType.toLowerCase()] ?? "operation";
}

/** Whether a deletion is polled for: a resource group's is, though its creation is not. */
export function isDeletedSlowly(armType: string): boolean {
  return armType.toLowerCase() === groupType || mannerOf(armType) === "operation";
}

export const groupType = "microsoft.resources/resourcegroups";
