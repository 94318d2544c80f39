import type { Properties } from "../propertyValues.ts";
import type { ResourceStore, StoredResource } from "../resourceStore.ts";
import type { RehearsedType } from "../resourceTypes.ts";

/** Who asks: the subscription and tenant that the provider was configured with. */
export interface Caller {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

/** A resource as somebody wants it, before anything is written. */
export interface Write {
  readonly type: RehearsedType;
  readonly id: string;
  /** In azure-native's shape, with what is never kept. */
  readonly inputs: Properties;
  /** As it stands; undefined where it is to be made. */
  readonly before: StoredResource | undefined;
  /** What was asked for the last time, where that is known: the only place where a password can be compared. */
  readonly inputsBefore: Properties | undefined;
  readonly store: ResourceStore;
  readonly caller: Caller;
}

/** A resource that stands and is to go. */
export interface Deletion {
  readonly type: RehearsedType;
  readonly id: string;
  readonly store: ResourceStore;
  readonly caller: Caller;
}

/** Throws an `AzureError` where Azure would refuse. */
export type WriteRule = (write: Write) => void;
export type DeletionRule = (deletion: Deletion) => void;
