import type { Resource, Stack } from "../../stack.ts";
import { orNotKnown } from "../../view.ts";
import { dependsOn } from "./subnets.ts";

/**
 * Name of a resource's group in lower case; `undefined` where none is said. Where it is not known yet, that of the group of the stack that it depends on; where that is
 * chosen by the provider, a word that equals no other group's.
 *
 * @throws NotKnown where neither tells
 */
export function groupName(stack: Stack, { inputs, stated }: Resource): string | undefined {
  return orNotKnown(
    () => inputs.text("resourceGroupName")?.toLowerCase(),
    (error) => {
      const [group, ...others] = stack.of("resources:ResourceGroup").filter((one) => dependsOn(stated, one, "resourceGroupName"));
      if (group === undefined || others.length > 0) throw error;
      return group.inputs.text("resourceGroupName")?.toLowerCase() ?? group.label;
    },
  );
}
