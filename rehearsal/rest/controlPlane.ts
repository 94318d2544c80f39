import type { Properties } from "../propertyValues.ts";
import { RehearsedAzure, type Caller } from "../rehearsedAzure.ts";
import type { ResourceStore } from "../resourceStore.ts";
import type { RehearsedType } from "../resourceTypes.ts";
import type { UnderWay } from "../underWay.ts";

/**
 * What both faces of the rehearsal write through, so that one refuses what the other does. Inputs are azure-native's, with those of the path;
 * refusals are thrown as `AzureError`.
 */
export interface ControlPlane {
  /** Creates or updates, and answers as a read does. */
  readonly put: (type: RehearsedType, id: string, inputs: Properties, caller: Caller) => Properties;
  readonly read: (type: RehearsedType, id: string, caller: Caller) => Properties | undefined;
  /** Deletes a resource and all below it; what is gone already is no error. */
  readonly delete: (type: RehearsedType, id: string, caller: Caller) => void;
  /** Says of a resource that its last write came to no good end. */
  readonly fail: (id: string) => void;
  readonly exists: (id: string) => boolean;
  /** The id in the case in which the resource was made. */
  readonly canonicalId: (id: string) => string;
}

/**
 * The control plane over a store; several over one store see the same resources.
 *
 * @param underWay what is being written and not done yet
 */
export function controlPlane(store: ResourceStore, underWay: UnderWay): ControlPlane {
  const azure = new RehearsedAzure(store, underWay);
  return {
    put: (type, id, inputs, caller) => azure.put(type, id, inputs, caller, false),
    read: (type, id, caller) => azure.read(type, id, caller),
    delete: (type, id, caller) => azure.delete(type, id, caller),
    fail: (id) => azure.fail(id),
    exists: (id) => azure.exists(id),
    canonicalId: (id) => azure.canonicalId(id),
  };
}
