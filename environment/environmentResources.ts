import type { AvailabilitySetArgs } from "@pulumi/azure-native/compute/index.js";
import type { ResourceGroupArgs } from "@pulumi/azure-native/resources/index.js";
import type { Surroundings } from "./networkResources.ts";
import type { PlannedResource } from "./planned.ts";
import { resourceGroupType } from "./resolve.ts";

export function environmentNames(prefix: string) {
  return { group: `${prefix}-group`, availabilitySet: (key: string) => `${prefix}-${key}-availability` };
}

/** The group that holds an environment. */
export function resourceGroup(prefix: string, name: string, { location, tags }: Omit<Surroundings, "resourceGroupName">): PlannedResource<ResourceGroupArgs> {
  return {
    type: "azure-native:resources:ResourceGroup",
    name: environmentNames(prefix).group,
    arm: { type: resourceGroupType, names: [name] },
    inputs: { resourceGroupName: name, location, tags: { ...tags } },
    clauses: ["T4.1-1"],
  };
}

/** Keeps the machines of a zone on different hardware where the region has no availability zones, or the customer wants none. */
export function availabilitySet(prefix: string, { key, name }: { readonly key: string; readonly name: string }, surroundings: Surroundings): PlannedResource<AvailabilitySetArgs> {
  return {
    type: "azure-native:compute:AvailabilitySet",
    name: environmentNames(prefix).availabilitySet(key),
    arm: { type: "Microsoft.Compute/availabilitySets", names: [name] },
    inputs: {
      resourceGroupName: surroundings.resourceGroupName,
      location: surroundings.location,
      tags: { ...surroundings.tags },
      availabilitySetName: name,
      // Managed disks; two fault domains are what every region offers.
      sku: { name: "Aligned" },
      platformFaultDomainCount: 2,
      platformUpdateDomainCount: 5,
    },
    clauses: ["T3.1-4"],
  };
}
