import { sameId } from "../azure/resourceIds.ts";
import type { Clause } from "../specification/vocabulary.ts";
import type { Subject } from "./check.ts";
import type { Standing } from "./question.ts";

/** A planned machine as far as a subscription has to be able to have it. */
export interface WantedMachine {
  readonly id: string;
  readonly size: string;
  readonly zones: readonly string[];
  readonly image?: { readonly publisher: string; readonly offer: string; readonly sku: string; readonly version: string };
  readonly encryptedAtHost: boolean;
  /** What demands the machine. */
  readonly clauses: readonly Clause[];
}

interface MachineInputs {
  readonly hardwareProfile?: { readonly vmSize?: string };
  readonly zones?: readonly string[];
  readonly storageProfile?: { readonly imageReference?: WantedMachine["image"] };
  readonly securityProfile?: { readonly encryptionAtHost?: boolean };
}

export function wantedMachines({ resources }: Subject): readonly WantedMachine[] {
  return resources.flatMap(({ type, id, inputs, clauses }) => {
    if (type !== "azure-native:compute:VirtualMachine" || id === undefined) return [];
    const { hardwareProfile, zones = [], storageProfile, securityProfile } = inputs as MachineInputs;
    const image = storageProfile?.imageReference;
    return [{ id, size: hardwareProfile?.vmSize ?? "", zones, ...(image === undefined ? {} : { image }), encryptedAtHost: securityProfile?.encryptionAtHost === true, clauses }];
  });
}

/** The size that a machine has already; undefined where it is yet to be made. */
export function standingSize({ machineSizes }: Standing, { id }: WantedMachine): string | undefined {
  return Object.entries(machineSizes).find(([standing]) => sameId(standing, id))?.[1];
}
