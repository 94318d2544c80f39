import type { Gap, ModelSubnet } from "../../../reachability/model.ts";
import { isNameless, parentId } from "../../../reachability/readDirectory.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown, type View } from "../../view.ts";

/**
 * The subnets that `{ subnet: { id } }` of a record may mean: one where the id is known, those that the resource depends on where it is not, none
 * where it is another stack's.
 *
 * @throws NotKnown where the id is not known and nothing tells which it is, or where it may be a subnet that could not be read
 */
export function subnetsMeant(stack: Stack, resource: Resource, record: View): readonly ModelSubnet[] {
  const target = stack.target(resource, record, "subnet", ["network:Subnet", "network:VirtualNetwork"]);
  if (target.kind === "none") return [];
  const path = record.at("subnet");
  if (target.kind === "outside" || isKnown(record)) return standing(stack, stack.canonical(record.text("subnet.id")!), path);
  const behind = target.kind === "resource" ? [target.resource] : target.resources;
  const found = behind.flatMap((one) => writtenIn(stack, one, path));
  if (found.length === 0) throw new NotKnown(path, "is not known, and no subnet of the stack that it depends on can be read");
  return found;
}

function isKnown(record: View): boolean {
  return typeof record.shown("subnet.id") === "string";
}

function standing(stack: Stack, id: string, path: string): readonly ModelSubnet[] {
  const { networks, gaps } = stack.model();
  // What stands in a subnet outside the stack has one of its own in the model, which says nothing.
  const isWritten = ({ origin }: ModelSubnet) => [...stack.of("network:VirtualNetwork"), ...stack.of("network:Subnet")].some(({ label }) => label === origin.resource);
  const found = networks.flatMap(({ subnets }) => subnets).filter((subnet) => subnet.id === id && isWritten(subnet));
  const mayBeHere = () => networks.some((network) => isNameless(network.id) || (network.id === parentId(id) && network.subnets.some((subnet) => isNameless(subnet.id))));
  if (found.length === 0 && (mayBeHere() || gaps.some((gap) => mayHide(gap, id)))) throw new NotKnown(path, "may be a subnet of the stack that cannot be read");
  return found;
}

/** A subnet by itself, or those that a network holds. */
function writtenIn(stack: Stack, { label }: Resource, path: string): readonly ModelSubnet[] {
  const { networks, gaps } = stack.model();
  if (gaps.some(({ origin }) => origin.resource === label && /^subnets\b/.test(origin.path ?? ""))) throw new NotKnown(path, "may be a subnet of the stack that cannot be read");
  return networks.flatMap(({ subnets }) => subnets).filter(({ origin }) => origin.resource === label);
}

/** Whether what a gap leaves out may be the subnet of an id. */
function mayHide({ origin, concerns }: Gap, id: string): boolean {
  const isAboutSubnets = /^(?:subnets\b|virtualNetworkName$|inputs$)/.test(origin.path ?? "");
  return isAboutSubnets && (concerns.length === 0 || concerns.some((concerned) => concerned === id || concerned === parentId(id) || isNameless(concerned)));
}
