/** A refusal of Azure, in the words that azure-native passes on. Source: pulumi-azure-native, `azure/client_azcore.go`. */
export class AzureError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`Status=${status} Code="${code}" Message="${message}"`);
    this.name = "AzureError";
    this.status = status;
    this.code = code;
  }
}

export function resourceGroupNotFound(name: string): AzureError {
  return new AzureError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

export function parentResourceNotFound(parentName: string): AzureError {
  const message = `Can not perform requested operation on nested resource. Parent resource '${parentName}' not found.`;
  return new AzureError(404, "ParentResourceNotFound", message);
}

export function resourceNotFound(type: string, name: string, resourceGroupName: string | undefined): AzureError {
  const message = `The Resource '${type}/${name}' under resource group '${resourceGroupName ?? "<null>"}' was not found.`;
  return new AzureError(404, "ResourceNotFound", message);
}

/** Azure keeps a resource where it is; azure-native previews most changes of `location` as updates all the same. */
export function locationChangeRefused(name: string, from: string, to: string, resourceGroupName: string): AzureError {
  const message =
    `The resource '${name}' already exists in location '${from}' in resource group '${resourceGroupName}'. ` +
    `A resource with the same name cannot be created in location '${to}'. Please select a new resource name.`;
  return new AzureError(409, "InvalidResourceLocation", message);
}

export function propertyChangeRefused(property: string): AzureError {
  return new AzureError(409, "PropertyChangeNotAllowed", `Changing property '${property}' is not allowed.`);
}

export function scopeLocked(id: string, operation: "write" | "delete", locked: readonly string[]): AzureError {
  const scopes = locked.map((scope) => `'${scope}'`).join(",");
  const message = `The scope '${id}' cannot perform ${operation} operation because following scope(s) are locked: ${scopes}. Please remove the lock and try again.`;
  return new AzureError(409, "ScopeLocked", message);
}
