import type { Resource, Stack } from "../../stack.ts";
import { NotKnown } from "../../view.ts";

/**
 * Name of a resource's group in lower case. Where it is not known yet, that of the group of the stack that it depends on; where that is
 * chosen by the provider, a word that equals no other group's.
 *
 * @throws NotKnown where neither tells
 */
export function groupName(stack: Stack, { inputs, stated }: Resource): string {
  try {
    return inputs.text("resourceGroupName")?.toLowerCase() ?? "";
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    const references = [...(stated.propertyDependencies["resourceGroupName"] ?? []), ...stated.dependencies];
    const groups = stack.of("resources:ResourceGroup").filter(({ label, name }) => references.includes(label) || references.includes(name));
    if (groups.length !== 1) throw error;
    return groups[0]!.inputs.text("resourceGroupName")?.toLowerCase() ?? groups[0]!.label;
  }
}
