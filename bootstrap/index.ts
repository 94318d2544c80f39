import * as pulumi from "@pulumi/pulumi";
import { configurationFromPulumi } from "../environment/configurationTexts.ts";
import { Bootstrap } from "./bootstrap.ts";
import { parseBootstrap } from "./configuration.ts";

/** What one subscription needs before its stack, as the bootstrap stack's configuration asks for it. */
export default async function program() {
  // The SDK exports both and declares the first.
  const { allConfig, isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(key: string): boolean };
  const { backend, secretsProvider, workflowVariables } = new Bootstrap("bootstrap", parseBootstrap(configurationFromPulumi(allConfig(), isConfigSecret)));
  return { backend, secretsProvider, workflowVariables };
}
