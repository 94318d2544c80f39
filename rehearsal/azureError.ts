import { behaviourOf, type BehaviourId } from "./refusals/behaviours.ts";

/**
 * A refusal of Azure. `message` has the words in which azure-native passes it on; `status`, `code` and `text` are what Azure Resource Manager's error envelope holds.
 */
export class AzureError extends Error {
  readonly status: number;
  readonly code: string;
  /** Azure's own sentence. */
  readonly text: string;
  /** Which row of the table of behaviours this is. */
  readonly behaviour: BehaviourId;
  /** What is behind it most often: for whoever rehearses, no part of Azure's answer. */
  readonly hint: string | undefined;

  constructor(behaviour: BehaviourId, text: string) {
    const { status = 409, code, hint } = behaviourOf(behaviour);
    super(code === undefined ? text : azureNativeWords(status, code, text));
    this.name = "AzureError";
    this.status = status;
    this.code = code ?? "Conflict";
    this.text = text;
    this.behaviour = behaviour;
    this.hint = hint;
  }
}

/** The words in which azure-native passes a refusal on (pulumi-azure-native, `azure/client_azcore.go`). */
export function azureNativeWords(status: number, code: string, text: string): string {
  return `Status=${status} Code="${code}" Message="${text}"`;
}
