import type { Candidates, Gap, ModelSubnet, RouteTable, SecurityGroup, SecurityRule } from "../../../reachability/model.ts";
import type { Resource, Stack } from "../../stack.ts";
import type { NotKnown, View } from "../../view.ts";
import { isPartOf, type WrittenSubnet } from "./subnets.ts";

/** What to throw for a reason. */
type Doubt = (reason: string) => NotKnown;

/** The subnet as packets see it. @throws NotKnown where it could not be read */
export function standing(stack: Stack, { resource, record, inline }: WrittenSubnet): ModelSubnet {
  const found = stack.model().networks.flatMap(({ subnets }) => subnets).find(({ origin }) => origin.resource === resource.label && (origin.path ?? "") === record.path);
  if (found === undefined) throw record.notKnown(inline ? "name" : "virtualNetworkName", "does not tell which subnet it is");
  return found;
}

/**
 * What is wrong whichever of several groups or tables stands: a reference that is not known at preview leaves several.
 *
 * @throws NotKnown where something is wrong with some of them alone
 */
export function limitsOfAny<Thing extends object>(candidates: readonly Candidates<Thing>[], limitsOf: (thing: Thing) => readonly string[], notKnown: Doubt): readonly string[] {
  const verdicts = candidates.flatMap(({ options }) => options).map((option) => (option === "none" ? [] : limitsOf(option)));
  const all = new Set(verdicts.flat());
  if (verdicts.some((verdict) => verdict.length < all.size)) throw notKnown("is one of several, of which some do not hold");
  return [...all];
}

/** The rules of a group. @throws NotKnown where something is not known of it, or of any of them, or where a rule may be its or any other's */
export function rulesOf(stack: Stack, { id, origin, rules }: SecurityGroup, notKnown: Doubt): readonly SecurityRule[] {
  const mayBeOfAny = ({ origin: place, concerns }: Gap) => concerns.length === 0 && place.path === "networkSecurityGroupName";
  const isUnclear = stack.model().gaps.some((gap) => gap.origin.resource === origin.resource || mayBeOfAny(gap) || gap.concerns.some((concerned) => `${concerned}/`.startsWith(`${id}/`)));
  if (isUnclear) throw notKnown("is not known as a whole");
  return rules;
}

/** A route, written inside its table or by itself. */
export interface WrittenRoute {
  readonly resource: Resource;
  readonly record: View;
}

/** The routes of a table, as they are written. @throws NotKnown where the table is none of the stack's */
export function routesOf(stack: Stack, { origin }: RouteTable, notKnown: Doubt): readonly WrittenRoute[] {
  const table = stack.of("network:RouteTable").find(({ label }) => label === origin.resource);
  if (table === undefined) throw notKnown("is not in the stack");
  const own = stack.of("network:Route").filter((route) => isPartOf(route, table, "routeTableName"));
  return [...table.inputs.records("routes").map((record) => ({ resource: table, record })), ...own.map((resource) => ({ resource, record: resource.inputs }))];
}

/** Whether a route leads everything away that no narrower route does. @throws NotKnown */
export function isDefault({ record }: WrittenRoute): boolean {
  return record.text("addressPrefix") === "0.0.0.0/0";
}

/** Whether a route leads straight to the internet. @throws NotKnown */
export function isDirect({ record }: WrittenRoute): boolean {
  return record.text("nextHopType") === "Internet";
}
