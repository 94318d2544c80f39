import { runWithEvents, type ProjectStack } from "./projectStack.ts";
import { mustSucceed } from "./stackState.ts";

/** Gateways, firewalls and machines take their time. */
const destroyTimeout = 3 * 60 * 60_000;

/**
 * Deletes every resource of a stack, what depends on others first. Protection is set aside for this one run: what is left where it fails is protected still.
 *
 * @throws Error with the engine's own errors
 */
export async function destroyResources(stack: ProjectStack): Promise<void> {
  const { failure } = await runWithEvents(stack, ["destroy", "--yes", "--skip-preview", "--ignore-protect", "--suppress-outputs"], destroyTimeout);
  if (failure !== undefined) throw new Error(`The teardown of ${stack.stack} stopped:\n${failure}`);
}

/**
 * Removes an empty stack with its history; its settings stay in the stack file.
 *
 * @throws Error where the CLI refuses it, as it does where resources are left
 */
export async function removeStack(stack: ProjectStack): Promise<void> {
  await mustSucceed(stack, ["stack", "rm", "--yes", "--preserve-config"], `The stack ${stack.stack} cannot be removed`);
}
