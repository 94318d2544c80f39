import type { SampleResource } from "../rule.ts";
import { unknownText } from "../../reachability/readValues.ts";

const group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers";

/** What a preview shows where a value does not exist yet. */
export const notKnownYet = unknownText;

export function sampleId(type: string, name: string): string {
  return `${group}/${type}/${name}`;
}

/** A machine with the inputs that a rule reads, and nothing else. */
export function sampleMachine(name: string, inputs: Readonly<Record<string, unknown>>, more: Pick<SampleResource, "dependencies" | "propertyDependencies"> = {}): SampleResource {
  return { type: "azure-native:compute:VirtualMachine", name, id: sampleId("Microsoft.Compute/virtualMachines", name), inputs, ...more };
}

export function sampleDisk(name: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "azure-native:compute:Disk", name, id: sampleId("Microsoft.Compute/disks", name), inputs };
}

export function roleTags(roles: string): { readonly "lifecare-roles": string } {
  return { "lifecare-roles": roles };
}
