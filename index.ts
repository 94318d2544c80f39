import * as pulumi from "@pulumi/pulumi";
import { LifecareEnvironment } from "./components/index.ts";
import { configurationFromPulumi } from "./environment/configurationTexts.ts";
import { requestOfStackMap } from "./environment/environmentRequest.ts";

/**
 * PROD or UTB, as the stack's configuration asks for it. What is decided stands in `environment/`, and `npm run lifecare --
 * plan --stack prod` prints it without an engine.
 */
export default async function program() {
  // The SDK exports both and declares the first.
  const { allConfig, isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(key: string): boolean };
  const environment = new LifecareEnvironment("lifecare", requestOfStackMap(configurationFromPulumi(allConfig(), isConfigSecret)));
  return {
    servers: environment.servers,
    virtualNetworkId: environment.virtualNetworkId,
    vaultId: environment.vaultId,
    databaseNames: environment.databaseNames,
  };
}
