import type { Resource, Stack } from "../../stack.ts";
import { orNotKnown, type View } from "../../view.ts";

/** A subnet, written inside its network or by itself. */
export interface WrittenSubnet {
  /** The network, or the subnet by itself. */
  readonly resource: Resource;
  readonly record: View;
  readonly inline: boolean;
}

/** Subnets that Azure's own services stand in, by the name that Azure demands. */
export const reservedSubnets = ["AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet", "GatewaySubnet", "RouteServerSubnet"] as const;

/** Every subnet that the stack writes. @throws NotKnown */
export function writtenSubnets(stack: Stack): readonly WrittenSubnet[] {
  return stack.resources.flatMap(subnetsOf);
}

/** The subnets that a resource writes: those inside a network, or the one that it is. @throws NotKnown */
export function subnetsOf(resource: Resource): readonly WrittenSubnet[] {
  if (resource.provider !== "azure-native") return [];
  if (resource.type === "network:Subnet") return [{ resource, record: resource.inputs, inline: false }];
  if (resource.type === "network:VirtualNetwork") return resource.inputs.records("subnets").map((record) => ({ resource, record, inline: true }));
  return [];
}

/** @throws NotKnown */
export function subnetName({ record, inline }: WrittenSubnet): string | undefined {
  return record.text(inline ? "name" : "subnetName");
}

/** @throws NotKnown */
export function isReserved(subnet: WrittenSubnet): boolean {
  const name = subnetName(subnet)?.toLowerCase();
  return reservedSubnets.some((reserved) => reserved.toLowerCase() === name);
}

/** Prefixes with the path of each. @throws NotKnown */
export function prefixesOf({ record }: WrittenSubnet): readonly { readonly path: string; readonly text: string }[] {
  const single = record.text("addressPrefix");
  const several = record.texts("addressPrefixes").map((text, index) => ({ path: record.at(`addressPrefixes[${index}]`), text }));
  return single === undefined ? several : [{ path: record.at("addressPrefix"), text: single }, ...several];
}

/**
 * Whether a resource is written as a part of another, by the name that it gives it or, where that is not known, by what it depends on.
 *
 * @param key input of both that holds the outer one's name
 * @throws NotKnown where neither tells
 */
export function isPartOf(part: Resource, whole: Resource, key: string): boolean {
  return orNotKnown(
    () => part.inputs.text(key)?.toLowerCase() === (whole.inputs.text(key) ?? whole.name).toLowerCase(),
    (error) => {
      if (part.stated.dependencies.length === 0 && part.stated.propertyDependencies[key] === undefined) throw error;
      return dependsOn(part.stated, whole, key);
    },
  );
}

/** Whether a resource depends on another, by a property or as a whole. */
export function dependsOn({ dependencies, propertyDependencies }: Resource["stated"], { label, name }: Resource, property?: string): boolean {
  const references = new Set([...dependencies, ...((property === undefined ? undefined : propertyDependencies[property]) ?? [])]);
  return references.has(label) || references.has(name);
}
