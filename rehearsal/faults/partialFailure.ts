import type { Properties } from "../propertyValues.ts";

/**
 * Azure took a write, and it did not come to a good end: the engine keeps the resource, with the reason, and updates it the next time. Source:
 * pulumi-azure-native, `provider/provider.go` (`partialError`).
 */
export class PartialFailure extends Error {
  readonly id: string;
  readonly outputs: Properties;
  readonly inputs: Properties;

  constructor(id: string, outputs: Properties, inputs: Properties, reason: string) {
    super(reason);
    this.name = "PartialFailure";
    this.id = id;
    this.outputs = outputs;
    this.inputs = inputs;
  }
}
