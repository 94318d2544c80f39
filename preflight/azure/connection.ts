import type { ResourceManagementClientOptionalParams } from "@azure/arm-resources";

/** Who asks Azure Resource Manager, and where it is. */
export interface Connection {
  readonly credential: { readonly getToken: (scopes: string | string[]) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null> };
  /** Options of Microsoft's clients. Left out: Azure's public cloud. */
  readonly clientOptions?: ResourceManagementClientOptionalParams;
}
