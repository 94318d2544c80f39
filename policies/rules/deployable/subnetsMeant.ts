import type { ModelSubnet } from "../../../reachability/model.ts";
import { isNameless } from "../../../reachability/readDirectory.ts";
import { possibleTargets, type Resource, type Stack } from "../../stack.ts";
import type { View } from "../../view.ts";

/**
 * The subnets that `{ subnet: { id } }` of a record may mean: one where the id is known, those that the resource depends on where it is not, none
 * where it is another stack's.
 *
 * @throws NotKnown where the id is not known and nothing tells which it is, or where it may be a subnet that could not be read
 */
export function subnetsMeant(stack: Stack, resource: Resource, record: View): readonly ModelSubnet[] {
  const target = stack.target(resource, record, "subnet", ["network:Subnet", "network:VirtualNetwork"]);
  if (target.kind === "none") return [];
  const id = record.shown("subnet.id");
  if (typeof id === "string") return named(stack, record, stack.canonical(id));
  return possibleTargets(target).flatMap((one) => {
    const found = writtenBy(stack, one);
    if (found.length === 0) throw record.notKnown("subnet", `is not known, and no subnet of ${one.name} can be read`);
    return found;
  });
}

function named(stack: Stack, record: View, id: string): readonly ModelSubnet[] {
  // What stands in a subnet outside the stack has one of its own in the model, which says nothing.
  const found = [...stack.of("network:VirtualNetwork"), ...stack.of("network:Subnet")].flatMap((one) => writtenBy(stack, one)).filter((subnet) => subnet.id === id);
  if (found.length === 0 && hasUnreadSubnets(stack)) throw record.notKnown("subnet", "may be a subnet of the stack that cannot be read");
  return found;
}

/** A subnet by itself, or those that a network holds. */
function writtenBy(stack: Stack, { label }: Resource): readonly ModelSubnet[] {
  return stack.model().networks.flatMap(({ subnets }) => subnets).filter(({ origin }) => origin.resource === label);
}

/** Whether the stack writes subnets, or networks, of which a name or more is not known: they may have any id. */
function hasUnreadSubnets(stack: Stack): boolean {
  const { networks, gaps } = stack.model();
  const isUnread = (path: string | undefined) => ["subnets", "virtualNetworkName", "inputs"].some((property) => path?.startsWith(property));
  return gaps.some(({ origin }) => isUnread(origin.path)) || networks.some(({ id, subnets }) => isNameless(id) || subnets.some((subnet) => isNameless(subnet.id)));
}
