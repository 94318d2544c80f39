import type { Properties } from "../propertyValues.ts";

/**
 * Azure took a write, and it did not come to a good end: the engine keeps the resource, with the reason, and updates it the next time. Source:
 * pulumi-azure-native, `provider/provider.go` (`partialError`).
 */
export class PartialFailure extends Error {
  readonly id: string;
  readonly outputs: Properties;
  readonly inputs: Properties;
  /** For whoever rehearses. */
  readonly hint: string | undefined;

  constructor(id: string, outputs: Properties, inputs: Properties, reason: Error) {
    super(reason.message);
    this.name = "PartialFailure";
    this.id = id;
    this.outputs = outputs;
    this.inputs = inputs;
    this.hint = "hint" in reason && typeof reason.hint === "string" ? reason.hint : undefined;
  }
}
