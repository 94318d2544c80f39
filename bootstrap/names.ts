import { createHash } from "node:crypto";
import type { BootstrapConfiguration } from "./configuration.ts";

export interface BootstrapNames {
  readonly resourceGroup: string;
  readonly stateAccount: string;
  readonly stateContainer: string;
  readonly vault: string;
  readonly key: string;
  readonly identities: Readonly<Record<"preview" | "deploy", string>>;
}

type Named = Pick<BootstrapConfiguration, "customer" | "environment" | "subscriptionId">;

/** Names beside those of the stack itself; what is unique in all of Azure carries eight digits, the same at every run. */
export function bootstrapNames(named: Named): BootstrapNames {
  const { customer, environment } = named;
  const digits = digest(named, "names").slice(0, 8);
  return {
    resourceGroup: `rg-${customer}-${environment}-bootstrap`,
    stateAccount: `st${customer}${environment}${digits}`,
    stateContainer: "pulumi",
    vault: `kvb-${customer}-${environment}-${digits}`,
    key: "pulumi",
    identities: { preview: `id-${customer}-${environment}-preview`, deploy: `id-${customer}-${environment}-deploy` },
  };
}

/** A GUID that stays the same: role assignments are named by one. */
export function stableGuid(named: Named, ...words: readonly string[]): string {
  const hex = digest(named, ...words);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest({ customer, environment, subscriptionId }: Named, ...words: readonly string[]): string {
  return createHash("sha256").update([subscriptionId, customer, environment, "bootstrap", ...words].join("/")).digest("hex");
}
