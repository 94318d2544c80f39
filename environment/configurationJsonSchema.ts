import * as z from "zod";
import { configurationSchema } from "./configurationSchema.ts";

/** JSON Schema of a stack file (`Pulumi.<stack>.yaml`), from which editors complete and check it while it is written. */
export function stackFileJsonSchema(): object {
  const { $schema, ...config } = z.toJSONSchema(configurationSchema, { io: "input", target: "draft-7" });
  const foreignKeys = `^(?!lifecare:|${azureKeys.join("$|")}$)`;
  return {
    $schema,
    $id: "stack.schema.json",
    title: "Stack file of Lifecare/Procapita on Azure",
    type: "object",
    properties: {
      config: { ...config, description: "Configuration of this stack; keys of other namespaces are left alone.", patternProperties: { [foreignKeys]: {} } },
      secretsprovider: { type: "string", description: "Written by the Pulumi CLI: what encrypts the stack's secrets." },
      encryptionsalt: { type: "string", description: "Written by the Pulumi CLI." },
      encryptedkey: { type: "string", description: "Written by the Pulumi CLI." },
    },
    required: ["config"],
  };
}

const azureKeys = Object.keys(configurationSchema.shape).filter((key) => key.startsWith("azure-native:"));
