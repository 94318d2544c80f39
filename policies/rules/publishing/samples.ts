import type { SampleResource } from "../../rule.ts";

/** Parts of application gateways that several rules try themselves on. */

const gatewayId = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/agw";

/** How one part of a gateway names another. */
export function partOf(collection: string, name: string): { readonly id: string } {
  return { id: `${gatewayId}/${collection}/${name}` };
}

export function gateway(inputs: object): SampleResource {
  return { type: "azure-native:network:ApplicationGateway", name: "gateway", inputs };
}

export function vault(properties: object): SampleResource {
  return { type: "azure-native:keyvault:Vault", name: "vault", inputs: { vaultName: "kv-one", properties } };
}
